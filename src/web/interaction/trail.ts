import type { Ephemera } from '../../../adapters/store.ts';
import type { Client, Clients } from '../../clients/index.ts';
import type { Digest } from '../../keys/index.ts';
import type { Next } from '../pages/index.ts';

/**
 * Which app a sign-in was for and whether it was finished, remembered longer than the sign-in itself: an expired page, the
 * back button or a second tab then still leads somewhere, and says what became of it.
 */
export interface Trail {
  leave(interaction: string, client: string): Promise<void>;
  /** The person did what was asked of them, or went back. */
  finish(interaction: string, client: string): Promise<void>;
  /** What is known of a sign-in that is no more; nothing of one that is too long ago, or that nobody ever began. */
  of(interaction: string): Promise<Left>;
}

/** What a sign-in that is no more has left. */
export interface Left {
  readonly client?: Client;
  readonly finished: boolean;
}

const kind = 'trail';
/** What stands before the client's id. */
const [begun, ended] = ['>', '.'] as const;
/** A day: as long as somebody leaves a tab open and still expects to go on. Seconds. */
const kept = 24 * 3600;

export function createTrail(options: {
  readonly ephemera: Ephemera;
  readonly digest: Digest;
  readonly clients: Clients;
}): Trail {
  const { ephemera, digest, clients } = options;
  const keyOf = (interaction: string): string => digest(kind, interaction);
  return {
    async leave(interaction, client) {
      await ephemera.putIfAbsent(kind, keyOf(interaction), `${begun}${client}`, kept);
    },
    finish: (interaction, client) => ephemera.put(kind, keyOf(interaction), `${ended}${client}`, kept),
    async of(interaction) {
      const left = await ephemera.get(kind, keyOf(interaction));
      const client = left === undefined ? undefined : await clients.find(left.slice(1));
      return { ...(client && { client }), finished: left?.startsWith(ended) === true };
    },
  };
}

const isWeb = (uri: string): boolean => /^https?:\/\//.test(uri);

/**
 * The way back to an app: its home page, the origin that it takes people back on, or for a native app its own scheme (RFC
 * 8252 §7.1), which brings it to the front and tells it nothing. Apps without one have none, as a command line.
 */
export function wayBackTo(client: Client | undefined): Next | undefined {
  const url = client && (client.homepage ?? (client.kind === 'native' ? ownScheme(client) : ownOrigin(client)));
  return url === undefined ? undefined : { to: 'app', url };
}

const ownScheme = ({ redirectUris }: Client): string | undefined => redirectUris.find((uri) => !isWeb(uri));

function ownOrigin({ redirectUris }: Client): string | undefined {
  const redirect = redirectUris.find(isWeb);
  return redirect && new URL(redirect).origin;
}
