import type { Event } from './event.ts';

/** What an event is about, of what can be ended alone: a sign-in of an app, a device, or the one session that is known. */
export type Named = { readonly family: string } | { readonly device: string } | { readonly session: string };

/** @returns undefined where an event says nothing of the kind, as that of a factor does */
export function namedIn({ family, session, detail }: Pick<Event, 'family' | 'session' | 'detail'>): Named | undefined {
  const device = detail?.['device'];
  if (family !== undefined) return { family };
  if (typeof device === 'string') return { device };
  return session === undefined ? undefined : { session };
}
