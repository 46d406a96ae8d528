import type { GuardedInit } from '../../adapters/http/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Clients } from '../clients/index.ts';
import type { Milliseconds } from '../clock.ts';
import { Undelivered, type Attempting } from '../outgoing/index.ts';
import type { Logout } from './logout.ts';

/** How long an app may take to answer. */
const limit: Milliseconds = 5000;

/**
 * Tells an app of a logout (OpenID Connect Back-Channel Logout 1.0 §2.5, §2.8): 200 and 204 say that it is done, 400
 * that the app will not, and anything else that it could not now. What else the app answers is not read.
 */
export function tellApps(rooms: {
  readonly clients: Pick<Clients, 'find'>;
  readonly audit: Audit;
  /** A logout token, new each time; undefined where the client is no more. */
  readonly sign: (logout: Logout) => Promise<string | undefined>;
  /** Refuses addresses that are nobody's business, and follows no redirect. */
  readonly fetch: (url: string, init: GuardedInit) => Promise<Response>;
}): Attempting<Logout> {
  const { clients, audit, sign, fetch } = rooms;

  return {
    target: ({ client }) => client,

    async attempt(logout) {
      // As it is registered now: who moved is told at the new address, and who hears no more is not told.
      const uri = (await clients.find(logout.client))?.backchannelLogoutUri;
      const token = uri === undefined ? undefined : await sign(logout);
      if (uri === undefined || token === undefined) return;
      const status = await post(uri, token);
      if (status === 400) throw new Undelivered('refused', { final: true });
      if (status !== 200 && status !== 204) throw new Undelivered(`http_${status}`);
      await audit.record(audit.newEvent({ kind: 'logout.sent', outcome: 'done', ...logout }));
    },

    undelivered: (logout, detail) =>
      audit.newEvent({ kind: 'logout.undelivered', outcome: 'refused', ...logout, detail }),
  };

  async function post(uri: string, token: string): Promise<number> {
    const signal = AbortSignal.timeout(limit);
    const body = new URLSearchParams({ logout_token: token });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    try {
      const { status, body: unread } = await fetch(uri, { method: 'POST', headers, body, signal });
      await unread?.cancel();
      return status;
    } catch {
      throw new Undelivered(signal.aborted ? 'timeout' : 'unreachable');
    }
  }
}
