import type { Ephemera } from '../../../adapters/store.ts';
import type { Client, Clients } from '../../clients/index.ts';
import type { Digest } from '../../keys/index.ts';
import type { Next } from '../pages/index.ts';

/**
 * Which app a sign-in was for, remembered longer than the sign-in itself: an expired page, the back button or a second
 * tab then still leads somewhere.
 */
export interface Trail {
  leave(interaction: string, client: string): Promise<void>;
  clientOf(interaction: string): Promise<Client | undefined>;
}

const kind = 'trail';
/** A day: as long as somebody leaves a tab open and still expects to go on. Seconds. */
const kept = 24 * 3600;

export function createTrail(options: {
  readonly ephemera: Ephemera;
  readonly digest: Digest;
  readonly clients: Clients;
}): Trail {
  const { ephemera, digest, clients } = options;
  return {
    async leave(interaction, client) {
      await ephemera.putIfAbsent(kind, digest(kind, interaction), client, kept);
    },
    async clientOf(interaction) {
      const client = await ephemera.get(kind, digest(kind, interaction));
      return client === undefined ? undefined : clients.find(client);
    },
  };
}

/** The way back to an app: its home page, or the origin that it takes people back on. Apps without one have none. */
export function wayBackTo(client: Client | undefined): Next | undefined {
  const redirect = client?.redirectUris.find((uri) => /^https?:\/\//.test(uri));
  const native = client?.kind === 'native' && !client.homepage;
  const url = client?.homepage ?? (redirect && !native ? new URL(redirect).origin : undefined);
  return url === undefined ? undefined : { to: 'app', url };
}
