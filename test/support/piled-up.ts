import { randomUUID } from 'node:crypto';
import { familyCollection, type Family } from '../../src/tokens/index.ts';
import type { SignedIn } from './apps.ts';
import type { Postern } from './postern.ts';

/** The record of a sign-in of an app, once all that it owes is told. */
export async function familyOf(
  { rooms }: Pick<Postern, 'rooms'>,
  { refresh }: Pick<SignedIn, 'refresh'>,
): Promise<Family> {
  await rooms.audit.idle();
  const family = await rooms.families.get((await rooms.families.read(refresh))?.id ?? '');
  if (!family) throw new Error('the app is not signed in');
  return family;
}

/** Makes many sign-ins that are like one that is there, as a store has them in which nothing ended any. */
export async function pileUp({ rooms }: Pick<Postern, 'rooms'>, like: Family, count: number): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, () => rooms.store.documents.insert(familyCollection, { ...like, id: randomUUID() })),
  );
}
