import { waysOf, type Answer, type Moment, type Policy, type Request, type State, type Way } from './spec.ts';

/** A request that was sent and what came back, with the times (milliseconds) between which it happened. */
export interface Act {
  readonly request: Request;
  /** The same at later times: whose sender has gone away, a node may get to only then. */
  readonly later?: readonly Request[];
  readonly answer: Answer;
  /** The port of the node that was asked. */
  readonly port: number;
  readonly sentAt: number;
  /** Infinity where no answer came: it may still happen, or never. */
  readonly answeredAt: number;
  /** For people. */
  readonly what: string;
}

/** What may be the case: a state, and requests without an answer that may yet happen in it. */
export interface Possibility {
  readonly state: State;
  readonly pending: readonly Act[];
}

/**
 * What may be the case after these acts happened at once, given what was before: every order in which each act happens
 * at one moment between its sending and its answer, and is answered as it then must be.
 * @returns none when there is no such order: then something happened that must not
 */
export function linearize(before: readonly Possibility[], acts: readonly Act[], policy: Policy): Possibility[] {
  const found = new Map<string, Possibility>();
  for (const { state, pending } of before) {
    const all = [...pending, ...acts];
    search(all, state, policy, (end, left) => {
      const possibility = {
        state: end,
        pending: pendingIn(
          end,
          all.filter((_, index) => left & (1 << index)),
        ),
      };
      found.set(JSON.stringify(possibility), possibility);
    });
  }
  return [...found.values()];
}

/** Those that may still change something. */
const pendingIn = ({ phase }: State, acts: readonly Act[]): readonly Act[] =>
  phase === 'none' || phase === 'code' || phase === 'living'
    ? acts.filter(({ request }) => !request.kind.startsWith('look') && request.kind !== 'misuse')
    : [];

function search(acts: readonly Act[], start: State, policy: Policy, tell: (end: State, left: number) => void): void {
  if (acts.length > 30) throw new Error('too many acts at once to find their order');
  const enders = acts.filter(({ request }) => request.kind === 'redeem' || request.kind === 'end');
  const required = bits(acts.map(({ answer }) => answer.is !== 'unknown'));
  // While nodes hear of something one after the other, what one of them answers is no sign of what another one knows.
  const ordered = !acts.some(({ request }) => request.kind === 'end' && request.gradual);
  const earlier = acts.map((act, index) =>
    bits(acts.map((other, at) => at !== index && isBefore(other, act, at < index, ordered))),
  );
  const seen = new Set<string>();

  const visit = (state: State, left: number): void => {
    const key = `${left} ${JSON.stringify(state)}`;
    if (seen.has(key)) return;
    seen.add(key);
    if ((left & required) === 0) tell(state, left);
    acts.forEach((act, index) => {
      const bit = 1 << index;
      if (!(left & bit) || left & (earlier[index] ?? 0)) return;
      const othersEnd = enders.some((other) => other !== act);
      for (const request of timesOf(act)) {
        for (const way of waysOf(state, request, policy, othersEnd)) {
          if (answersFit(act.answer, way)) visit(way.state, left & ~bit);
        }
      }
    });
  };
  visit(start, bits(acts.map(() => true)));
}

const bits = (flags: readonly boolean[]): number =>
  flags.reduce((sum, flag, index) => sum | (flag ? 1 << index : 0), 0);

function answersFit(answer: Answer, way: Way): boolean {
  if (answer.is === 'unknown') return true;
  return answer.is === way.answers && (answer.is !== 'done' || answer.generation === way.generation);
}

/**
 * Whether one act must be put before another: it was answered before the other was sent; or they are alike and it began
 * and ended first, so that the other order shows nothing new.
 */
function isBefore(one: Act, other: Act, listedFirst: boolean, ordered: boolean): boolean {
  if (ordered && one.answer.is !== 'unknown' && one.answeredAt < other.sentAt) return true;
  if (!areAlike(one, other)) return false;
  if (!ordered) return listedFirst;
  const first = one.sentAt < other.sentAt || (one.sentAt === other.sentAt && listedFirst);
  return first && one.answeredAt <= other.answeredAt;
}

const areAlike = (one: Act, other: Act): boolean =>
  JSON.stringify([timesOf(one), one.answer]) === JSON.stringify([timesOf(other), other.answer]);

const timesOf = ({ request, later = [] }: Act): readonly Request[] => [request, ...later];

/**
 * What may be the case when clocks have moved: what had no answer may have happened in its time, or happens from now on. A
 * choice for each at each time would be more than memory holds; the order that is looked for chooses instead.
 * @param momentAt by the port of a node
 */
export const afterTime = ({ state, pending }: Possibility, momentAt: (port: number) => Moment): Possibility => ({
  state,
  pending: pending.map((act) => ({
    ...act,
    later: [...(act.later ?? []), { ...act.request, ...momentAt(act.port) }],
  })),
});
