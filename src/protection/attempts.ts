import type { Audit, Origin } from '../audit/index.ts';
import type { Seconds } from '../clock.ts';
import { Refused } from '../errors.ts';
import type { Scope } from './budgets.ts';
import type { Counter, Try } from './counters.ts';
import type { Offer, Passes } from './passes/index.ts';
import type { Stuffing } from './stuffing.ts';
import { giveBack, take, type Taken } from './taking.ts';

/** A try that may go on. Whoever tells nothing of how it went leaves it counted. */
export interface Allowed {
  readonly outcome: 'allowed';
  /** It was right: what it took is given back. @throws {StoreUnavailable} */
  succeeded(): Promise<void>;
  /**
   * It was wrong.
   * @param tried a password, where one was: it is kept nowhere
   * @returns what the next one like it will have to come with, so that the form for it can have it already; undefined where
   *   it needs nothing, or nothing helps
   * @throws {StoreUnavailable}
   */
  failed(tried?: string): Promise<Offer | undefined>;
  /** Nothing was compared with anything: what it took is given back. @throws {StoreUnavailable} */
  untried(): Promise<void>;
}

export interface RefusedTry {
  readonly outcome: 'refused';
  /** How long to wait. It is the same for accounts that are there and that are not. */
  readonly wait: Seconds;
  /** What there is to do instead of waiting. Absent where nothing helps but to wait. */
  readonly offer?: Offer;
  /** It was not counted: nobody may try that from there, because of what others did. */
  readonly banned?: true;
}

export type Attempt = Allowed | RefusedTry;

export type Attempts = ReturnType<typeof createAttempts>;

/** A whole minute, however little is missing: nobody has to look at a clock. */
const minute: Seconds = 60;

const ownScopes: ReadonlySet<Scope> = new Set(['pair', 'device', 'devices']);

/** Used up for whoever comes with nothing. */
const isFull = ({ counter: { step }, spent }: Taken): boolean => spent.consumedPoints >= step.open;

/** Full to the last: nothing passes that. */
const isBlocked = ({ counter: { step }, spent }: Taken): boolean => spent.consumedPoints >= step.most;

/** Counts tries before anything is compared, and says which may go on. */
export function createAttempts(options: {
  readonly counters: (one: Try) => readonly Counter[];
  readonly audit: Pick<Audit, 'newEvent' | 'record'>;
  /** Hears of wrong passwords, to see one attack in many of them. */
  readonly stuffing: Stuffing;
  readonly passes: Pick<Passes, 'use' | 'offer'>;
}) {
  const { counters, audit, stuffing, passes } = options;

  async function refuse(
    { kind, client, subject, origin }: Try & { readonly origin: Origin },
    full: readonly Taken[],
    offer?: Offer,
  ): Promise<RefusedTry> {
    const [longest] = full.toSorted((one, other) => other.spent.msBeforeNext - one.spent.msBeforeNext);
    const wait = Math.ceil((longest?.spent.msBeforeNext ?? 0) / 1000 / minute) * minute;
    await audit.record(
      audit.newEvent({
        kind: 'protection.refused',
        outcome: 'refused',
        origin,
        ...(client !== undefined && { client }),
        ...(subject !== undefined && { account: subject }),
        detail: { what: kind, reason: longest?.counter.scope ?? '' },
      }),
    );
    return { outcome: 'refused', wait: Math.max(wait, minute), ...(offer && { offer }) };
  }

  /**
   * Uses up what came with a try that meets a full budget: in one step, and before the work.
   * @returns the refusal where nothing good came with it, and what there is to do
   */
  async function pass(one: Try & { readonly origin: Origin }, full: readonly Taken[]): Promise<RefusedTry | undefined> {
    const passed = await passes.use(one);
    if (passed.is !== 'passed') {
      const offer = await passes.offer(one);
      return refuse(one, full, passed.is === 'early' ? { ...offer, ticket: passed.ticket } : offer);
    }
    const { kind, origin, client, subject } = one;
    await audit.record(
      audit.newEvent({
        kind: 'protection.passed',
        outcome: 'done',
        origin,
        ...(client !== undefined && { client }),
        ...(subject !== undefined && { account: subject }),
        detail: { what: kind, reason: passed.by },
      }),
    );
    return undefined;
  }

  /** Tells once for each counter that it is used up: by the try that took the last of it. */
  async function tellUsedUp(
    { kind, client, subject, origin }: Try & { readonly origin: Origin },
    taken: readonly Taken[],
  ): Promise<void> {
    const last = taken.filter(
      ({ counter: { step }, spent }) => spent.consumedPoints === step.open || spent.consumedPoints === step.most,
    );
    await Promise.all(
      last.map(({ counter: { scope, step }, spent: { consumedPoints: tries } }) =>
        audit.record(
          audit.newEvent({
            kind: 'protection.used_up',
            outcome: 'refused',
            origin,
            ...(client !== undefined && { client }),
            ...(subject !== undefined && { account: subject }),
            detail: { what: kind, reason: scope, tries, seconds: step.within },
          }),
        ),
      ),
    );
  }

  /** The budgets that are used up for whoever comes with nothing. @throws {StoreUnavailable} */
  async function fullFor(all: readonly Counter[]): Promise<readonly Taken[]> {
    const looks = await Promise.all(
      all.map(async (counter) => ({ counter, spent: await counter.limiter.look(counter.key) })),
    );
    return looks.flatMap(({ counter, spent }) => (spent ? [{ counter, spent }] : [])).filter(isFull);
  }

  /** The counters of a try that are nobody else's: those of the account at one address, and in browsers of its own. */
  function ownCounters({ device, ...one }: Try): readonly Counter[] {
    const all = [...counters(one), ...(device === undefined ? [] : counters({ ...one, device }))];
    return all.filter(({ scope }) => ownScopes.has(scope));
  }

  return {
    /**
     * Forgets the tries that were counted for an account at the place of this one. Those that others share stay: a
     * stranger's guesses are given back to nobody.
     * @throws {StoreUnavailable}
     */
    async forget(one: Try): Promise<void> {
      await Promise.all(ownCounters(one).map(({ limiter, key }) => limiter.delete(key)));
    },

    /**
     * Takes a try out of every budget that it is counted in, each in one atomic step and before the work: of any number
     * of tries at once, on any number of nodes, no more go on than there are.
     * @param takes 0 for a try that is known to be right already: it is refused exactly where a wrong one would be that
     *   came in its place, and takes nothing from any other, not even for as long as it lasts
     * @param ready called when all that refuses it without being counted has been looked at: what it throws ends the try
     * @throws {StoreUnavailable} when that cannot be counted: then nothing is tried
     */
    async attempt(
      one: Try & { readonly origin: Origin },
      takes: 0 | 1 = 1,
      ready: () => void = () => undefined,
    ): Promise<Attempt> {
      const all = counters(one);
      // Looked at first: what is refused anyhow takes nothing from anybody else who shares a counter.
      const full = await fullFor(all);
      // Before anything that came with it is used: what would be refused all the same stays good.
      if (full.some(isBlocked)) return refuse(one, full);
      const isPassing = full.length > 0;
      const refusal = isPassing ? await pass(one, full) : undefined;
      if (refusal) return refusal;
      ready();

      // Who passed is counted everywhere as well, so the block is met by who passes too.
      const isOver = ({ counter: { step }, spent }: Taken): boolean =>
        spent.consumedPoints + (1 - takes) > (isPassing ? step.most : step.open);
      const { taken, over } = await take(all, takes, isOver);
      const undo = () => giveBack(taken, takes);
      if (over.length > 0) {
        await undo();
        return refuse(one, over, over.some(isBlocked) ? undefined : await passes.offer(one));
      }
      let told = false;
      const once = async <T>(tell: () => Promise<T>): Promise<T> => {
        if (told) throw new Error('it was told already how this try went');
        told = true;
        return tell();
      };
      const note = async (tried?: string): Promise<Offer | undefined> => {
        await Promise.all([tellUsedUp(one, taken), stuffing.note(one, tried)]);
        return taken.some(isFull) && !taken.some(isBlocked) ? passes.offer(one) : undefined;
      };
      return {
        outcome: 'allowed',
        succeeded: () => once(undo),
        failed: (tried) => once(() => note(tried)),
        untried: () => once(undo),
      };
    },
  };
}

/** The refusal of a try, for whoever has no page of its own for it. */
export const tooMany = ({ wait }: RefusedTry): Refused =>
  new Refused('too_many_requests', 'there were too many tries, wait before the next one', { retryAfter: wait });
