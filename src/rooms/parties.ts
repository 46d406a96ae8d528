import type { Accounts } from '../accounts/index.ts';
import type { Clients } from '../clients/index.ts';
import type { Consents } from '../consents/index.ts';
import type { Sessions } from '../devices/index.ts';
import type { Parties } from '../tokens/index.ts';

/** Whom a family stands and falls with, as the rooms know them that keep them. */
export const partiesOf = ({
  accounts,
  clients,
  sessions,
  consents,
}: {
  readonly accounts: Pick<Accounts, 'living'>;
  readonly clients: Pick<Clients, 'find'>;
  readonly sessions: Pick<Sessions, 'get' | 'stateOf'>;
  readonly consents: Pick<Consents, 'wasWithdrawn'>;
}): Parties => ({
  account: accounts.living,

  async client(id, since) {
    const client = await clients.find(id);
    return client !== undefined && client.createdAt <= since;
  },

  async session(uid) {
    const session = await sessions.get(uid);
    return session && sessions.stateOf(session);
  },

  async connection(account, id, since) {
    const client = await clients.find(id);
    return client === undefined || !(await consents.wasWithdrawn(account, client, since));
  },

  async logout(uid, id) {
    if ((await clients.find(id))?.backchannelLogoutUri === undefined) return false;
    const session = await sessions.get(uid);
    return session !== undefined && (session.endedAt === undefined || session.owed !== undefined);
  },
});
