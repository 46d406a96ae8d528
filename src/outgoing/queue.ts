import { Duplicate, type Documents } from '../../adapters/store.ts';
import type { Audit, Event } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import type { Report } from '../report.ts';
import { outgoingCollection, type Entry, type OutgoingKind } from './entry.ts';
import { createLanes } from './lanes.ts';
import { jittered, usualPace, type Pace } from './pace.ts';
import { Undelivered } from './undelivered.ts';

/** How things of one kind are attempted. */
export interface Attempting<P extends object> {
  /** Where it goes: things for one target wait for each other, and hold up no other target. */
  target(payload: P): string;
  /**
   * One attempt. It may have been made before, by a node that died in the middle: whoever gets it must be able to tell
   * by the id.
   * @throws {Undelivered} when it was not taken, for a reason that was to be expected; any other error is logged
   */
  attempt(payload: P, about: { readonly id: string }): Promise<void>;
  /** The event that says that it was given up. */
  undelivered(payload: P, about: { readonly reason: string; readonly tries: number }): Event;
}

/** What became of an attempt, for the metrics. */
export type OutgoingOutcome = 'enqueued' | 'delivered' | 'failed' | 'given_up';

export type Outgoing = ReturnType<typeof createOutgoing>;

/** A settled entry's id is remembered this long: events are told again within seconds, or after an outage. */
const remembered: Seconds = 24 * 3600;
/** What a node has no room for waits this long before somebody looks at it again, and what is behind it longer. */
const noRoom: Seconds = 10;
/** More than can wait in the memory of one node: what waits there must not hide the rest from the sweep. */
const page = 1000;

/**
 * What goes out to others and must not be lost: each thing is a record until it has gone out.
 *
 * One compare-and-set claims it, so no two nodes work on one; the claim ends by itself, so one that a dead node held is
 * taken over. A failure moves it on by a growing pause, and after a day it is given up with an event that says so.
 * Nobody waits for an attempt. Delivery is at least once: who dies after the attempt and before the record says so has
 * sent something that will be sent again.
 */
export function createOutgoing(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly audit: Audit;
  /** Hears what failed without anybody waiting for it. */
  readonly report: Report;
  readonly measured?: (kind: string, outcome: OutgoingOutcome) => void;
  readonly pace?: Partial<Pace>;
}) {
  const { documents, clock, audit, report, measured = () => undefined } = options;
  const pace = { ...usualPace, ...options.pace };
  const kinds = new Map<string, Attempting<object>>();
  const lanes = createLanes<Entry>(pace, (entry) =>
    work(entry).catch((error: unknown) => report(error, { kind: entry.kind })),
  );
  let late: Seconds = 0;
  audit.register(outgoingCollection);

  /**
   * Keeps something until it has gone out, and begins to try. Where this node does not know how (the command line), a
   * node's sweep will.
   * @param id its own: what is enqueued again, also within a day after it went out, is the same thing
   * @throws {StoreUnavailable}
   */
  async function enqueue<P extends object>({ name }: OutgoingKind<P>, id: string, payload: P): Promise<void> {
    const now = clock.now();
    const entry = { id: `${name}.${id}`, kind: name, payload, dueAt: now, tries: 0, createdAt: now };
    try {
      const stored = await documents.insert(outgoingCollection, entry);
      measured(name, 'enqueued');
      take(stored);
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error;
    }
  }

  /** @returns whether this node will see to it */
  function take(entry: Entry): boolean {
    const kind = kinds.get(entry.kind);
    if (!kind || !entry.payload) return false;
    return lanes.add(entry.kind, kind.target(entry.payload), entry.id, entry);
  }

  /** Asked of the record itself: it may have been claimed or settled in the moment in which it was looked for. */
  const isDue = ({ dueAt, payload }: Entry): boolean =>
    payload !== undefined && dueAt !== undefined && dueAt <= clock.now();

  async function work(entry: Entry): Promise<void> {
    const kind = kinds.get(entry.kind);
    if (!kind || !entry.payload || !isDue(entry)) return;
    const { payload } = entry;
    // Every try but the last one has a pause after it. One more claim means that the last try was cut off.
    if (entry.tries > pace.pauses.length) return giveUp(entry, kind, payload, 'cut_off');
    const claimed = await documents.replace(outgoingCollection, {
      ...entry,
      dueAt: clock.now() + pace.lease,
      tries: entry.tries + 1,
    });
    if (!claimed) return;
    const failure = await outcomeOf(claimed, kind, payload);
    if (!failure) {
      // Who stood still beyond the claim was taken over, and counts no more than the other one did.
      if (await documents.replace(outgoingCollection, settled(claimed))) measured(entry.kind, 'delivered');
      return;
    }
    measured(entry.kind, 'failed');
    const pause = pace.pauses[claimed.tries - 1];
    if (failure.final || pause === undefined) return giveUp(claimed, kind, payload, failure.reason);
    await documents.replace(outgoingCollection, { ...claimed, dueAt: clock.now() + jittered(pause) });
  }

  async function outcomeOf(
    { id, kind: name }: Entry,
    kind: Attempting<object>,
    payload: object,
  ): Promise<Undelivered | undefined> {
    const signal = AbortSignal.timeout(pace.limit);
    const tooLong = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Undelivered('timeout')));
    });
    try {
      await Promise.race([kind.attempt(payload, { id }), tooLong]);
      return undefined;
    } catch (error) {
      if (error instanceof Undelivered) {
        if (error.cause !== undefined) report(error.cause, { kind: name, reason: error.reason });
        return error;
      }
      const failed = new Undelivered('failed');
      report(error, { kind: name, reason: failed.reason });
      return failed;
    }
  }

  async function giveUp(entry: Entry, kind: Attempting<object>, payload: object, reason: string): Promise<void> {
    const event = kind.undelivered(payload, { reason, tries: entry.tries });
    const stored = await documents.replace(outgoingCollection, audit.owing(settled(entry), [event]));
    if (!stored) return;
    measured(entry.kind, 'given_up');
    audit.deliverSoon(outgoingCollection, stored);
  }

  const settled = ({ id, revision, kind, tries, createdAt }: Entry): Entry => ({
    ...{ id, revision, kind, tries, createdAt },
    removeAt: clock.now() + remembered,
  });

  /** Sees to what is due: after a pause, a crash, or because the node that enqueued it attempts nothing. */
  async function attemptDue(): Promise<number> {
    const moved = new Map<string, number>();
    for (let seen = 0; ;) {
      const found = await documents.due(outgoingCollection, 'dueAt', clock.now(), page);
      if (seen === 0) late = clock.now() - (found[0]?.dueAt ?? clock.now());
      seen += found.length;
      const left = found.filter((entry) => isDue(entry) && !take(entry));
      // Moved on, or many for one target that hangs would stand before all others for as long as it does.
      await Promise.all(
        left.map((entry) => {
          const before = moved.get(entry.kind) ?? 0;
          moved.set(entry.kind, before + 1);
          const pause = noRoom * (1 + Math.floor(before / pace.waitingPerTarget));
          return documents.replace(outgoingCollection, { ...entry, dueAt: clock.now() + jittered(pause) });
        }),
      );
      if (found.length < page || left.length === 0) return seen;
    }
  }

  async function removeSettled(): Promise<number> {
    const gone = await documents.due(outgoingCollection, 'removeAt', clock.now(), page);
    const delivered = gone.filter(({ owed }) => !owed?.length);
    await Promise.all(delivered.map((entry) => documents.remove(outgoingCollection, entry)));
    return delivered.length;
  }

  return {
    enqueue,

    /** Whether this was enqueued, and is still remembered. */
    isKnown: async <P extends object>({ name }: OutgoingKind<P>, id: string): Promise<boolean> =>
      (await documents.get(outgoingCollection, `${name}.${id}`)) !== undefined,

    /** Says how things of a kind are attempted at this node. */
    handle<P extends object>({ name }: OutgoingKind<P>, attempting: Attempting<P>): void {
      kinds.set(name, attempting);
    },

    /** @returns how many entries it went through */
    async sweep(): Promise<number> {
      const removed = await removeSettled();
      return kinds.size === 0 ? removed : removed + (await attemptDue());
    },

    /** How many this node tries or is about to, for the metrics. */
    queued: (): number => lanes.size(),

    /** By how many seconds the entry that is due longest was late when this node last looked. */
    late: (): Seconds => late,

    /** Begins no more attempts, and waits for those under way. What is left waits in the store. */
    stop: (): Promise<void> => lanes.stop(),
  };
}
