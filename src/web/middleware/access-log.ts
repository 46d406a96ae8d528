import type { Context, Middleware } from 'koa';
import { Refused } from '../../errors.ts';
import { stateOf } from '../../provider/index.ts';
import type { Fields, Log, Metrics } from '../../telemetry/index.ts';

/**
 * Writes one line a request, and counts it. Goes around everything that answers, so that the line has the final status.
 *
 * What a client is told about a failure is a stable text and the request id; the rest is in this line.
 */
export function accessLog(options: { readonly log: Log; readonly metrics: Pick<Metrics, 'request'> }): Middleware {
  const { log, metrics } = options;
  return async (ctx, next) => {
    const began = performance.now();
    try {
      await next();
    } catch (error) {
      // Koa answers this one, by its own rules: 500, unless the error says otherwise.
      stateOf(ctx).failure ??= error instanceof Error ? error : new Error(String(error));
      ctx.status = statusOf(error);
      throw error;
    } finally {
      const duration = performance.now() - began;
      metrics.request(ctx, duration / 1000);
      write(log, ctx, duration);
    }
  };
}

/** @param duration milliseconds */
function write(log: Log, ctx: Context, duration: number): void {
  const { failure } = stateOf(ctx);
  const level = ctx.status >= 500 ? 'error' : failure ? 'warn' : 'info';
  // Health is asked every few seconds, by machines; only a failure is worth a line.
  if (!log.writes(level) || (level === 'info' && ctx.path.startsWith('/health/'))) return;
  log[level]('request', { ...requestFields(ctx, duration), ...(failure && failureFields(failure)) });
}

function requestFields(ctx: Context, duration: number): Fields {
  const { origin, client, family, session } = stateOf(ctx) as Partial<ReturnType<typeof stateOf>>;
  const engine = ctx as unknown as { oidc?: { client?: { clientId?: string } } };
  return {
    requestId: origin?.requestId,
    method: ctx.method,
    path: loggedPath(ctx.path),
    status: ctx.status,
    duration: Math.round(duration * 10) / 10,
    address: origin?.address,
    client: client ?? engine.oidc?.client?.clientId ?? family?.client,
    account: family?.account ?? session?.session.account,
    family: family?.id,
  };
}

/** A refusal is explained by its code and its detail; anything else by the error itself. */
function failureFields(failure: Error): Fields {
  if (failure instanceof Refused) return { ...failure.detail, code: failure.code, text: failure.message };
  const { error: code, error_description: text, error_detail: reason, statusCode } = failure as EngineError;
  return code && (statusCode ?? 500) < 500 ? { code, text, reason } : { error: failure };
}

/** The errors of oidc-provider. */
interface EngineError extends Error {
  readonly error?: string;
  readonly error_description?: string;
  readonly error_detail?: string;
  readonly statusCode?: number;
}

function statusOf(error: unknown): number {
  const { status } = error as { status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

/**
 * A path without what opens something: ids of sign-ins and codes of letters are steps of some paths, and a log is read
 * by more people than may use them. The query is never logged.
 */
export function loggedPath(path: string): string {
  return path
    .split('/')
    .map((step) => (/^[\w.~%-]{16,}$/.test(step) && !/^[a-z.-]+$/.test(step) ? ':id' : step))
    .join('/');
}
