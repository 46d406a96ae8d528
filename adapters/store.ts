import { setImmediate as othersTurn } from 'node:timers/promises';

/**
 * The port: what a database must offer before Postern runs on it.
 *
 * Two needs, two interfaces. Documents last and are what decides; ephemera expire and may be lost without anyone
 * gaining anything. Nothing above this file knows which database answers.
 */

/**
 * A record that lasts. `revision` counts its changes from 1 and is what compare-and-set compares.
 *
 * Holds what JSON can hold. A field that is undefined is not kept; a field named in `unique`, `indexes` or `due` is
 * left out rather than null.
 */
export interface Document {
  readonly id: string;
  readonly revision: number;
}

/** What is needed to insert a document: everything but the revision, which the store gives. */
export type Fresh<T extends Document> = Omit<T, 'revision'>;

/**
 * A kind of document.
 *
 * Field names in `unique`, `indexes` and `due` are top-level fields of T. All indexes are sparse: a document
 * without the field is not in the index.
 */
export interface Collection<T extends Document> {
  /** Table or collection name: lower case, words joined by `_`. */
  readonly name: string;
  /** String fields of which no two documents may hold the same value. */
  readonly unique?: readonly (keyof T & string)[];
  /** String fields that `find` can look for. */
  readonly indexes?: readonly (keyof T & string)[];
  /** Number fields (seconds since the epoch) that `due` can look for. */
  readonly due?: readonly (keyof T & string)[];
  /** How much a power cut may cost. `settled`: nothing that was answered. `recent`: the last moments. Default `settled`. */
  readonly durability?: Durability;
}

/** A collection whose documents' type is of no interest: what a list of all collections holds. */
export interface AnyCollection {
  readonly name: string;
  readonly unique?: readonly string[];
  readonly indexes?: readonly string[];
  readonly due?: readonly string[];
  readonly durability?: Durability;
}

/** Writes reach the disk in order: whatever was answered before a settled change is made is settled by it. */
export type Durability = 'settled' | 'recent';

export interface Page {
  /** Only documents whose id comes after this one in the asked order. */
  readonly after?: string;
  /** At most this many, 1 to 1,000. */
  readonly limit: number;
  /** Order by id. Default `ascending`. */
  readonly order?: 'ascending' | 'descending';
}

/**
 * Documents: every method is one atomic step on one document, and resolves once the change is as durable as promised.
 *
 * What was answered is seen by every later read, on any node. Who lost a race (`Duplicate`, or `undefined` from
 * `replace`) sees the winner's document when it reads again.
 */
export interface Documents {
  /** @returns the document, or undefined when there is none. */
  get<T extends Document>(collection: Collection<T>, id: string): Promise<T | undefined>;

  /**
   * Documents whose `field` equals `value`, ordered by id. The field must be named in `unique` or `indexes`.
   * Without `where`, all documents.
   */
  find<T extends Document>(
    collection: Collection<T>,
    where: { readonly field: keyof T & string; readonly equals: string } | undefined,
    page: Page,
  ): Promise<T[]>;

  /**
   * Documents whose number `field`, named in `due`, is at most `upTo`: lowest first, those of one number by id.
   * @param after the last one of the page before, as it was read there
   */
  due<T extends Document>(
    collection: Collection<T>,
    field: keyof T & string,
    upTo: number,
    limit: number,
    after?: T,
  ): Promise<T[]>;

  /**
   * Inserts a document that must not exist yet.
   * @throws {Duplicate} when its id or one of its unique fields is taken; names `id` when that is taken too.
   */
  insert<T extends Document>(collection: Collection<T>, document: Fresh<T>): Promise<T>;

  /**
   * Compare-and-set: puts `document` in place of the stored one with the same id and the same revision.
   *
   * Of any number of parallel calls from one revision exactly one gets the new document.
   * @returns the document with its new revision, or undefined when the stored one has another revision or is gone.
   * @throws {Duplicate} when a unique field is taken by another document.
   */
  replace<T extends Document>(collection: Collection<T>, document: T): Promise<T | undefined>;

  /** Removes the document if it still has this revision. @returns whether it did. */
  remove<T extends Document>(collection: Collection<T>, document: Pick<T, 'id' | 'revision'>): Promise<boolean>;
}

/**
 * Ephemera: values that expire by themselves. `kind` names the space (`code`, `interaction` …), `key` never is a
 * secret itself: callers pass its keyed hash. Values are texts, so that compare-and-set compares the exact bytes.
 */
export interface Ephemera {
  /** @param ttl seconds, ≥ 1 */
  put(kind: string, key: string, value: string, ttl: number): Promise<void>;
  get(kind: string, key: string): Promise<string | undefined>;
  /** Reads and removes in one step: of any number of parallel calls exactly one gets the value. */
  take(kind: string, key: string): Promise<string | undefined>;
  /** @returns whether this call put the value: false when a living one was there. */
  putIfAbsent(kind: string, key: string, value: string, ttl: number): Promise<boolean>;
  /** Puts `next` where exactly `expected` stands, keeping its expiry. @returns whether it did. */
  replace(kind: string, key: string, expected: string, next: string): Promise<boolean>;
  /**
   * Adds to a counter that starts at 0 and ends `ttl` seconds after its first increment, whatever comes later.
   * @param by whole, ≥ 0. Default 1. With 0 it takes its turn like any other, and changes nothing that a later one sees
   * @returns what it has come to: of any number of parallel calls that add something each gets another count
   */
  increment(kind: string, key: string, ttl: number, by?: number): Promise<Count>;
  /**
   * Takes back what an increment added, from that very counter: one that has begun anew since is left alone, or what was
   * added to the one before would be missing from it.
   * @param ends as the increment answered it
   * @returns whether the counter was still there
   */
  decrement(kind: string, key: string, ends: number, by?: number): Promise<boolean>;
  /** @returns what a counter has come to, or undefined when it has ended or never began. */
  count(kind: string, key: string): Promise<Count | undefined>;
  remove(kind: string, key: string): Promise<void>;
}

/** What a counter has come to. */
export interface Count {
  readonly count: number;
  /** When it ends, seconds since the epoch by the store's clock: what tells it from the next one under the same key. */
  readonly ends: number;
  /** How many seconds are left till then. */
  readonly left: number;
}

/** See `Store.ephemeraRun`. */
export interface Run {
  readonly id: string;
  /** When it began, seconds since the epoch. */
  readonly since: number;
}

/** An opened store. */
export interface Store {
  readonly documents: Documents;
  readonly ephemera: Ephemera;
  /**
   * For how long, in milliseconds, a node may go by an answer it read before (0: reading again costs next to
   * nothing). Whoever removes something waits this long before it answers.
   */
  readonly staleness: number;
  /** Removes what has expired, in small steps. @returns how many entries it removed. */
  sweep(now: number): Promise<number>;
  /**
   * Writes, reads and deletes in each database, in `limit` milliseconds each or as long as it takes.
   * @throws {DatabaseUnavailable} naming those that did not
   */
  check(limit?: number): Promise<void>;
  /**
   * The unbroken stretch in which no ephemeron was lost. Whoever refuses a second use by a mark among the ephemera
   * must also refuse what was made before this run began: its mark may have been lost with the run before.
   */
  ephemeraRun(): Promise<Run>;
  /**
   * Whether an ephemeron that was removed stays away, over a crash and a power cut too. Where it may come back (a Redis
   * that is set back by a second), what was revoked needs a mark among the documents.
   */
  readonly removalsLast: boolean;
  /**
   * Whether what is written in one turn of the event loop, documents and ephemera, is kept in one step: after a crash all
   * of it is there, or nothing; only what is refused by itself, as a field that is taken, is left out alone. Elsewhere
   * whatever must not be there alone waits for what it hangs on.
   */
  readonly writesTogether: boolean;
  /** How many writes wait, for the metrics. */
  queued(): number;
  close(): Promise<void>;
}

/** An id or a unique field is taken. */
export class Duplicate extends Error {
  readonly collection: string;
  /** `id`, or the unique field. */
  readonly field: string;

  constructor(collection: string, field: string) {
    super(`${collection}: a document with this ${field} exists already`);
    this.name = 'Duplicate';
    this.collection = collection;
    this.field = field;
  }
}

/**
 * The store did not answer, or it is not known whether a change happened. Answered with 503: never with a wrong yes,
 * and never with a refusal that the client would take as final.
 */
export class StoreUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreUnavailable';
  }
}

/** The store cannot be used as it is: too new a schema, compare-and-set that is not atomic, a Redis that evicts. */
export class StoreRefused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreRefused';
  }
}

/**
 * Changes a document by reading, deciding and compare-and-set, again until nobody was faster.
 *
 * `decide` may be called several times and must have no effect of its own. It returns the document to store, or
 * undefined to leave things as they are.
 * @returns what is stored afterwards, or undefined when there is no such document.
 */
export async function change<T extends Document>(
  documents: Documents,
  collection: Collection<T>,
  id: string,
  decide: (current: T) => T | undefined,
): Promise<T | undefined> {
  for (;;) {
    const current = await documents.get(collection, id);
    if (!current) return undefined;
    const next = decide(current);
    if (!next) return current;
    const stored = await documents.replace(collection, next);
    if (stored) return stored;
  }
}

/**
 * Every document of a collection, or every one that is asked for, in the order of ids, page by page. What is changed
 * meanwhile is seen before or after. Requests are answered between pages, also where a store answers without a wait.
 */
export async function* everyPage<T extends Document>(
  documents: Documents,
  collection: Collection<T>,
  where?: Parameters<typeof documents.find<T>>[1],
  limit = 500,
): AsyncGenerator<T[], void, undefined> {
  for (let after: string | undefined; ;) {
    const page = await documents.find(collection, where, { limit, ...(after !== undefined && { after }) });
    yield page;
    after = page.at(-1)?.id;
    if (page.length < limit) return;
    await othersTurn();
  }
}

/** The same, one by one. */
export async function* everyDocument<T extends Document>(
  ...asked: Parameters<typeof everyPage<T>>
): AsyncGenerator<T, void, undefined> {
  for await (const page of everyPage(...asked)) yield* page;
}

/** Documents of one step, and steps of one sweep: with one every ten seconds, 500 a second. */
const step = 200;
const steps = 25;

/**
 * Sees to every document whose number `field` is at most `upTo`, in small steps, so that requests are answered in between.
 * @param handle sees to one, so that it is not due any more; false where that cannot be done yet
 * @returns how many were seen to
 */
export async function eachDue<T extends Document>(
  documents: Documents,
  collection: Collection<T>,
  field: keyof T & string,
  upTo: number,
  handle: (document: T) => Promise<boolean>,
): Promise<number> {
  let handled = 0;
  let last: T | undefined;
  for (let taken = 0; taken < steps; taken += 1) {
    // Onwards from the last one: those that nothing can be done about yet stand in front, and are not to hide the rest.
    const due = await documents.due(collection, field, upTo, step, last);
    handled += (await Promise.all(due.map(handle))).filter(Boolean).length;
    if (due.length < step) break;
    last = due.at(-1);
  }
  return handled;
}
