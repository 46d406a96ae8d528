import type { Middleware } from 'koa';
import type { Audit } from '../../audit/index.ts';
import { Refused } from '../../errors.ts';
import type { Bans } from '../../protection/index.ts';
import { stateOf } from '../../provider/index.ts';
import type { Pages } from '../pages/index.ts';
import { answerAtTheEdge } from './at-the-edge.ts';
import { reasonOf } from './failures.ts';

/**
 * Answers nobody whom an admin has banned, before anything else is done for them. They read that it is so, and a reference
 * to ask about it; why and until when is for the operator to say. A ban by rule stops less, and is met where something is
 * tried.
 */
export function refuseBanned(options: {
  readonly bans: Pick<Bans, 'stopping'>;
  readonly audit: Pick<Audit, 'newEvent' | 'record'>;
  readonly pages: Pages;
}): Middleware {
  const { bans, audit, pages } = options;
  return async (ctx, next) => {
    const { origin } = stateOf(ctx);
    // The page that tells it needs its styles.
    if (ctx.path.startsWith('/assets/')) return void (await next());
    const asked = bans.stopping(origin.address ?? '', 'request');
    const found = asked instanceof Promise ? await asked.catch(toError) : asked;
    if (found === undefined) return void (await next());
    const failure =
      found instanceof Error ? found : new Refused('access_denied', 'your network is banned', { reason: 'banned' });
    if (!(found instanceof Error)) {
      const detail = { what: 'request', reason: 'banned' };
      await audit.record(audit.newEvent({ kind: 'protection.refused', outcome: 'refused', origin, detail }));
    }
    answerAtTheEdge(ctx, pages, failure, toldOf(failure));
  };
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** What is told: a ban, or that it is not known whether there is one. */
const toldOf = (failure: Error) =>
  failure instanceof Refused
    ? ({
        status: 403,
        reason: 'banned',
        error: 'access_denied',
        text: 'requests from this network are not answered',
      } as const)
    : { ...reasonOf(failure), error: 'temporarily_unavailable', text: 'try again in a moment' };
