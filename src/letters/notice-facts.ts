import type { Clients } from '../clients/index.ts';
import type { Seconds } from '../clock.ts';
import { listedAgentOf, type Agent, type Place, type Places } from '../whereabouts/index.ts';
import type { Notice, NoticeKind } from './notices.ts';

/** What is told of a notice, in nobody's language yet. */
export interface NoticeFacts {
  readonly notice: NoticeKind;
  readonly at: Seconds;
  /** The app that it is about, by the name that an admin gave it; left out where that is gone. */
  readonly app?: string;
  /** Who did it to that app: see `Notice`. */
  readonly by?: string;
  /** What a rule of the app saw change: see `Notice`. */
  readonly what?: string;
  /** See `Notice`. */
  readonly signals?: string;
  readonly factor?: string;
  readonly agent: Agent;
  readonly place: Place;
}

/** Looks up what a notice tells, as it is now. */
export async function factsOfNotice(
  { clients, places }: { readonly clients: Pick<Clients, 'get'>; readonly places: Places },
  notice: Omit<Notice, 'last' | 'former'>,
): Promise<NoticeFacts> {
  const { kind, at, what, signals, factor, userAgent, address } = notice;
  const named = async (id: string | undefined) => (id === undefined ? undefined : clients.get(id));
  const [client, by] = await Promise.all([named(notice.client), named(notice.by)]);
  // Of what is some time ago only the network is known, which is somewhere too.
  const { country, city } = places.find(address?.replace(/\/\d+$/, ''));
  return {
    ...{ notice: kind, at, agent: listedAgentOf(userAgent) },
    place: { ...(country !== undefined && { country }), ...(city !== undefined && { city }) },
    ...(client && { app: client.declaration.name }),
    ...(by && { by: by.declaration.name }),
    ...(what !== undefined && { what }),
    ...(signals !== undefined && { signals }),
    ...(factor !== undefined && { factor }),
  };
}

/** Nobody got in where an app, an API or an admin signed the owner out, or made them an admin: the letter names another remedy. */
const others: ReadonlySet<NoticeKind> = new Set([
  ...(['ended-by-app', 'ended-by-admin', 'app-ended-by-app', 'app-ended-by-api', 'admin-added'] as const),
]);

/** Whether the letter has a link by which its owner says that it was not them. */
export const canBeDenied = (kind: NoticeKind): boolean => !others.has(kind);
