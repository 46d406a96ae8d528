import pLimit from 'p-limit';
import { change, StoreUnavailable, type Collection, type Document, type Documents } from '../../adapters/store.ts';
import type { Clock, Seconds } from '../clock.ts';
import type { Report } from '../report.ts';
import type { Event, Owing } from './event.ts';
import { keep, type AddressPrivacy } from './record.ts';

/** Hears of events, each at least once: a listener that acts must do so once per `event.id`. */
export type Listener = (event: Event) => void | Promise<void>;

/** Hears of events, each at most once: when every listener has taken it. It only counts, and never fails. */
export type Counter = (event: Event) => void;

/** How long a delivery may take before the sweeper thinks that it was cut off. */
const grace: Seconds = 5;

/**
 * Deliveries at once that nobody waits for. What ends thousands of sign-ins owes as many: all together they would keep the
 * store from whatever somebody does wait for.
 */
const atOnce = 100;

export type Delivery = ReturnType<typeof createDelivery>;

/**
 * Brings owed events to the audit record and to the listeners.
 *
 * Order makes it safe: copied first (a second copy is refused by the event's id), told next, cleared last. A crash
 * between any two leaves the event owed, and the sweeper does it again.
 */
export function createDelivery(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly listeners: ReadonlySet<Listener>;
  readonly counters: ReadonlySet<Counter>;
  readonly privacy: AddressPrivacy;
  /** Hears why a delivery has to be tried again. */
  readonly report: Report;
}) {
  const { documents, clock, listeners, counters, privacy, report } = options;
  const sweeps = new Map<string, (upTo: Seconds) => Promise<number>>();
  const running = new Set<Promise<void>>();
  const inTurn = pLimit(atOnce);

  /** Tells all listeners, each whatever becomes of the others. @returns whether all of them took it */
  async function tell(event: Event): Promise<boolean> {
    const told = await Promise.allSettled([...listeners].map(async (listener) => listener(event)));
    const failed = told.filter((result) => result.status === 'rejected');
    failed.forEach(({ reason }) => report(reason, { event: event.kind }));
    return failed.length === 0;
  }

  const count = (event: Event): void => counters.forEach((counter) => counter(event));

  /**
   * Delivers what a document owes. Events that a listener did not take stay owed, and wait for the sweeper.
   * @returns whether all of them were taken: what follows from them is then done
   * @throws {StoreUnavailable} then everything is still owed, or it is copied and will be cleared later
   */
  async function deliver<T extends Document & Owing>(collection: Collection<T>, document: T): Promise<boolean> {
    // What the sweeper does not know is lost with the first crash in the middle of this.
    if (!sweeps.has(collection.name)) throw new Error(`${collection.name} owes events and is not registered`);
    const owed = document.owed ?? [];
    if (owed.length === 0) return true;
    await Promise.all(owed.map((event) => keep(documents, event, privacy)));
    const taken = await Promise.all(owed.map(tell));
    const delivered = new Set(owed.filter((_, index) => taken[index]).map(({ id }) => id));
    await clearOwed(collection, document.id, delivered);
    return taken.every(Boolean);
  }

  /** The document with what it owed then and owes still. One that is gone cannot say: it is told, once more at worst. */
  async function stillOwing<T extends Document & Owing>(collection: Collection<T>, document: T): Promise<T> {
    const current = await documents.get(collection, document.id);
    if (!current) return document;
    const left = new Set(current.owed?.map(({ id }) => id));
    return { ...document, owed: document.owed?.filter(({ id }) => left.has(id)) };
  }

  /** Of any number of deliveries of one event exactly one clears it: by that one it is counted. */
  async function clearOwed<T extends Document & Owing>(
    collection: Collection<T>,
    id: string,
    delivered: ReadonlySet<string>,
  ): Promise<void> {
    let cleared: readonly Event[] = [];
    const stored = await change(documents, collection, id, (current) => {
      const next = clear(current, delivered, clock.now());
      cleared = next ? (current.owed ?? []).filter((event) => delivered.has(event.id)) : [];
      return next;
    });
    if (stored) cleared.forEach(count);
  }

  /**
   * Delivers what a document owes, for an answer that says that what follows from it is done.
   * @throws {StoreUnavailable} also when a listener did not take it: the sweeper goes on with it
   */
  async function deliverWhole<T extends Document & Owing>(collection: Collection<T>, document: T): Promise<void> {
    if (!(await deliver(collection, document))) throw new StoreUnavailable('what was begun is not finished yet');
  }

  /**
   * Delivers without being waited for: an answer need not wait for what cannot be lost any more. What has waited for its turn
   * so long that the sweeper took it up is looked at first, or in a flood each listener would hear all of it twice.
   */
  function deliverSoon<T extends Document & Owing>(collection: Collection<T>, document: T): void {
    const since = clock.now();
    const inItsTurn = async () => {
      const isLate = clock.now() - since >= grace;
      return deliver(collection, isLate ? await stillOwing(collection, document) : document);
    };
    const delivery = inTurn(inItsTurn)
      .then(
        () => undefined,
        (error: unknown) => report(error, { collection: collection.name }),
      )
      .finally(() => running.delete(delivery));
    running.add(delivery);
  }

  return {
    tell,
    count,
    deliver,
    deliverWhole,
    deliverSoon,

    /** Names a collection whose documents owe events, so that the sweeper looks there. */
    register<T extends Document & Owing>(collection: Collection<T>): void {
      if (collection.durability === 'recent' || !collection.due?.includes('owedSince')) {
        throw new Error(`${collection.name}: a collection that owes events is settled and has owedSince in due`);
      }
      sweeps.set(collection.name, async (upTo) => {
        // What cannot be delivered stays first, and is gone past, or it would hold up all that is owed behind it.
        for (let finished = 0, last: T | undefined; ;) {
          const late = await documents.due(collection, 'owedSince', upTo, 200, last);
          const outcomes = await Promise.allSettled(late.map((document) => deliver(collection, document)));
          const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
          failed.forEach(({ reason }) => report(reason, { collection: collection.name }));
          finished += late.length - failed.length;
          if (late.length < 200) return finished;
          last = late.at(-1);
        }
      });
    },

    /** Finishes what a crash or a failure left. @returns how many documents it went through */
    async sweep(now: Seconds): Promise<number> {
      let finished = 0;
      for (const sweep of sweeps.values()) finished += await sweep(now - grace);
      return finished;
    },

    /** Resolves when no delivery is under way: before the store is closed. */
    async idle(): Promise<void> {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/**
 * The document without these events, or undefined when it owes none of them any more. What is left waits from now on:
 * an event that no listener takes must not stand at the head of the sweeper's queue for ever.
 */
function clear<T extends Owing>(document: T, delivered: ReadonlySet<string>, now: Seconds): T | undefined {
  const { owed = [], owedSince, ...rest } = document;
  if (owedSince === undefined) return undefined;
  const left = owed.filter(({ id }) => !delivered.has(id));
  if (left.length === owed.length && owedSince === now) return undefined;
  return (left.length > 0 ? { ...rest, owed: left, owedSince: now } : rest) as T;
}
