import { setTimeout as pause } from 'node:timers/promises';
import type { Event } from '../../../src/audit/index.ts';
import { lettersTo } from '../../support/letters.ts';
import type { Letter } from '../../support/mail-server.ts';
import { passTime } from './clocks.ts';
import { Violation, type World } from './world.ts';

/** What the owner of a sign-in is written to about. */
const isTold = ({ kind, detail }: Event): boolean =>
  kind === 'token.reused' || kind === 'code.replayed' || (kind === 'family.changed' && detail?.['action'] === 'revoke');

/** Letters of one kind that an account gets in an hour: beyond, the letters said that there would be no more. */
const mostOfKind = 3;

/** Milliseconds that nodes take at most when nothing went wrong, and when what a node left has to be found by another. */
const [soon, late] = [2_000, 25_000];
/** Seconds after which others may take over what a node had claimed. */
const claim = 67;

/**
 * Waits for the letters about what happened in a world: one about each event that is worth one, and no other. What the
 * nodes owe is sent when nobody waits for it, so this is looked at once, at the end.
 * @throws Violation
 */
export async function checkLetters(world: World, events: readonly Event[]): Promise<void> {
  const told = events.filter(isTold);
  const missing = (): readonly Event[] => missingOf(world, told);
  if (!(await becomes(() => missing().length === 0, soon))) {
    // A node was killed meanwhile, or its clock has to come where it was when the letter became due.
    await passTime(world, world.latest - world.nodes.now() + claim);
    await world.nodes.rooms.sweep();
    if (!(await becomes(() => missing().length === 0, late)))
      throw new Violation(failure(world, `no letter about ${JSON.stringify(missing())}`));
  }
  const letters = aboutEnds(world);
  const twice = letters.filter(
    (letter, index) => letters.findIndex((one) => one.messageId === letter.messageId) < index,
  );
  // Who is killed between sending and noting so has it sent again, as the same letter; and whose claim is over meanwhile.
  if (twice.length > 0 && !world.killed && !world.leapt) throw new Violation(failure(world, 'a letter came twice'));
  const known = new Set(told.map(messageIdOf));
  if (letters.some(({ messageId }) => !known.has(messageId)))
    throw new Violation(failure(world, 'a letter about nothing that happened'));
}

const messageIdOf = ({ id }: Event): string => `<letter.${id}@localhost>`;

const aboutEnds = ({ nodes, email }: World): Letter[] =>
  lettersTo(nodes, email).filter(({ subject }) => /^A sign-in of .* was ended$/.test(subject));

function missingOf(world: World, told: readonly Event[]): readonly Event[] {
  const arrived = new Set(aboutEnds(world).map(({ messageId }) => messageId));
  return [...Map.groupBy(told, ({ kind }) => kind).values()].flatMap((events) => {
    const without = events.filter((event) => !arrived.has(messageIdOf(event)));
    return events.length - without.length < Math.min(events.length, mostOfKind) ? without : [];
  });
}

async function becomes(isSo: () => boolean, limit: number): Promise<boolean> {
  for (const until = performance.now() + limit; !isSo(); await pause(10)) if (performance.now() > until) return false;
  return true;
}

const failure = (world: World, what: string): string =>
  [
    what,
    ...world.signIns.flatMap(({ number, app, history }) => [`sign-in ${number} to the ${app.name}`, ...history]),
    ...aboutEnds(world).map(({ messageId, subject }) => `${messageId} ${subject}`),
  ].join('\n');
