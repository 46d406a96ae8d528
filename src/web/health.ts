import type { Middleware } from 'koa';
import { DatabaseUnavailable } from '../../adapters/database-unavailable.ts';
import type { Store } from '../../adapters/store.ts';
import type { Log } from '../telemetry/index.ts';

/** For how long an answer stands, in milliseconds: whoever asks faster costs the databases nothing. */
const fresh = 1000;

/**
 * Answers `GET /health/live` (200 while the process serves at all) and `GET /health/ready` (200 while every database
 * can be written, read and deleted in, else 503 naming which failed). Anything else goes on.
 *
 * @param options.limit milliseconds a database may take. Default 2,000
 * @param options.stopping whether the node is about to stop: not ready then, so that a proxy sends nobody any more
 */
export function health(options: {
  readonly store: Pick<Store, 'check'>;
  readonly log: Pick<Log, 'warn'>;
  readonly limit?: number;
  readonly stopping?: () => boolean;
}): Middleware {
  const { store, log, limit = 2000, stopping = () => false } = options;
  let last: { readonly until: number; readonly failed: Promise<string | undefined> } | undefined;

  // One look at the databases is shared by all who ask while it goes on and for a second after it began.
  const look = (): Promise<string | undefined> => {
    const now = performance.now();
    if (!last || now >= last.until) {
      const failed = store.check(limit).then(
        () => undefined,
        (error: unknown) => {
          const databases = error instanceof DatabaseUnavailable ? error.databases.join(', ').toLowerCase() : 'store';
          log.warn('not ready', { error, store: databases });
          return databases;
        },
      );
      last = { until: now + fresh, failed };
    }
    return last.failed;
  };

  return async (ctx, next) => {
    if (ctx.path !== '/health/live' && ctx.path !== '/health/ready') {
      await next();
      return;
    }
    ctx.set('Cache-Control', 'no-store');
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      ctx.set('Allow', 'GET, HEAD');
      ctx.status = 405;
      return;
    }
    const failed = ctx.path === '/health/live' ? undefined : stopping() ? 'stopping' : await look();
    ctx.status = failed ? 503 : 200;
    ctx.body = failed ? { status: 'unavailable', failed } : { status: 'ok' };
  };
}
