import type { Event } from '../../../src/audit/index.ts';
import { isLiving, anyReason, type Policy, type State } from './spec.ts';
import { Violation, type SignIn, type World } from './world.ts';

/** What the store says of a sign-in, and whether its rooms would let it do anything. */
async function recordOf({ nodes }: World, { code }: SignIn) {
  if (code === undefined) return undefined;
  const { families } = nodes.rooms;
  const id = families.idOf(code);
  const [family, living] = [await families.get(id), (await families.living(id)) !== undefined];
  return family && { family, living };
}

type RecordOf = Awaited<ReturnType<typeof recordOf>>;

/** Holds the record against what may be the case, and forgets what is not. @throws Violation when nothing is left */
export async function checkStore(world: World, signIn: SignIn): Promise<void> {
  const record = await recordOf(world, signIn);
  const fitting = signIn.possible.filter(({ state }) => fits(state, record, world.nodes.now(), signIn.app.policy));
  if (fitting.length === 0)
    throw new Violation(
      [
        `the record is none of what may be: ${JSON.stringify(record)}`,
        ...signIn.history,
        JSON.stringify(signIn.possible),
      ].join('\n'),
    );
  signIn.possible = fitting;
}

function fits(state: State, record: RecordOf, now: number, policy: Policy): boolean {
  switch (state.phase) {
    case 'none':
    case 'refused':
    case 'code':
    case 'void':
      return record === undefined;
    case 'living':
      return (
        record?.living === isLiving(state, now, policy) &&
        // The sweeper ends what has run out.
        (record.family.endReason === undefined || (!record.living && record.family.endReason === 'expired')) &&
        record.family.generation === state.generation
      );
    case 'ended': {
      if (record?.living !== false || record.family.generation !== state.generation) return false;
      const { endReason } = record.family;
      const told = state.reason === anyReason || endReason === state.reason;
      // Of one whose time was over, whoever came upon it first says why.
      return endReason === undefined || told || state.ranOut === true;
    }
  }
}

/**
 * Whoever ended is told of once, and nobody else: what the record owes and what the audit record has say so together at
 * any time. @returns how it ended, for the tally, and all that happened to it
 */
export async function checkEnd(
  world: World,
  signIn: SignIn,
): Promise<{ readonly end: string; readonly events: readonly Event[] }> {
  const record = await recordOf(world, signIn);
  if (!record) return { end: 'never redeemed', events: [] };
  const { family } = record;
  // In this order: what is owed no more has been written before.
  const { events: written } = await world.nodes.rooms.audit.search({ family: family.id, limit: 1000 });
  const events = new Map([...(family.owed ?? []), ...written].map((event) => [event.id, event]));
  const count = (kind: string): number => [...events.values()].filter((event) => event.kind === kind).length;
  const reason = family.endReason;
  const expected = {
    'family.started': 1,
    'family.ended': reason === undefined ? 0 : 1,
    'token.reused': reason === 'token_reused' ? 1 : 0,
    'code.replayed': reason === 'code_replayed' ? 1 : 0,
    'family.changed': reason === 'rule_violated' ? 1 : 0,
  };
  const told = Object.fromEntries(Object.keys(expected).map((kind) => [kind, count(kind)]));
  if (JSON.stringify(told) !== JSON.stringify(expected))
    throw new Violation([`events ${JSON.stringify(told)} of an end by ${reason}`, ...signIn.history].join('\n'));
  return { end: reason ?? (record.living ? 'living' : 'run out'), events: [...events.values()] };
}
