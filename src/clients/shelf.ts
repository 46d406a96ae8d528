import { LRUCache } from 'lru-cache';
import { change, Duplicate, type Collection, type Document, type Documents, type Fresh } from '../../adapters/store.ts';
import type { Audit, Event, Origin, Owing } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import { Refused } from '../errors.ts';
import type { Version } from '../version.ts';

/** Something that an admin declares: a client, an API. */
export interface Declared<D> extends Document, Owing {
  readonly declaration: D;
  /** Who may change it: what a file declares is changed there. */
  readonly declaredBy: By;
  readonly createdAt: Seconds;
  readonly changedAt: Seconds;
  /** It is gone. The record stays a day, to owe the event of its removal and to make its successor a younger one. */
  readonly removedAt?: Seconds;
}

/** However the version is read, nobody goes by anything older than this: the version may go back with a restored store. */
const oldest = 10_000;

const keptAfterRemoval: Seconds = 24 * 3600;

interface Cached<V> {
  readonly revision: number;
  /** A record made anew begins at revision 1 again. */
  readonly createdAt: Seconds;
  readonly version: number;
  readonly view: V | undefined;
}

/** Who may change something that is declared: what is Postern's own, nobody. */
export type By = 'admin' | 'file' | 'postern';

/** Who asks for a change. Of which kind is part of it: a client may be declared with the id of an account. */
export type Actor = { readonly client: string } | { readonly account: string };

/** As the record has it: no id of a client has a colon in it. */
const named = (actor: Actor): string => ('client' in actor ? `client:${actor.client}` : `account:${actor.account}`);

/** Who changes something that is declared. */
export interface Change {
  /** Default: an admin. */
  readonly by?: By;
  /** Absent: somebody at the command line. */
  readonly actor?: Actor;
  readonly origin?: Origin;
}

/** What an event says of a change. */
export const told = ({ by = 'admin', actor, origin }: Change, detail: Event['detail'] = {}) => ({
  outcome: 'done' as const,
  ...(origin && { origin }),
  detail: { by, ...(actor && { actor: named(actor) }), ...detail },
});

export interface Page {
  /** Only ids after this one. */
  readonly after?: string;
  readonly limit: number;
  readonly declaredBy?: By;
}

export type Shelf<R extends Declared<unknown>, V extends object> = ReturnType<typeof createShelf<R, V>>;

/**
 * Declared things of one kind: kept, cached, and changed so that every node sees it.
 *
 * A change goes in an order where a crash anywhere is safe: the record with the event it owes, then the version, then
 * the time in which another node may still go by its last look at the version, and only then the answer.
 */
export function createShelf<R extends Declared<unknown>, V extends object>(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly version: Version;
  readonly collection: Collection<R>;
  /** What the thing is called in a refusal. */
  readonly noun: string;
  /** The record as everybody sees it; undefined when nobody may go by it. */
  readonly view: (record: R) => V | undefined;
  /** What is there by itself, in no store: found first, and not to be added, changed or removed. */
  readonly own?: ReadonlyMap<string, V>;
}) {
  const { documents, clock, audit, version, collection, noun, view, own } = options;
  audit.register(collection);
  const bare = noun.replace(/^an? /, '');
  // With `max` it would take the memory of all of them at once.
  const cache = new LRUCache<string, Cached<V>>({
    maxSize: 20_000,
    sizeCalculation: () => 1,
    ttl: oldest,
    updateAgeOnGet: false,
  });

  const get = async (id: string): Promise<R | undefined> => {
    const record = await documents.get(collection, id);
    return record?.removedAt === undefined ? record : undefined;
  };

  async function stored(record: R): Promise<R> {
    audit.deliverSoon(collection, record);
    await version.step();
    return record;
  }

  return {
    /** The record itself, as it is now. */
    get,

    /**
     * What everybody goes by. The same frozen object until it changes, so that what is made from it can be kept in a
     * WeakMap.
     * @throws {StoreUnavailable}
     */
    async find(id: string): Promise<V | undefined> {
      if (id.length > 1000) return undefined;
      const always = own?.get(id);
      if (always) return always;
      // Read before the record, so that what is cached under a version is never older than it.
      const current = await version.current();
      const cached = cache.get(id);
      if (cached?.version === current) return cached.view;
      const record = await get(id);
      if (!record) {
        cache.delete(id);
        return undefined;
      }
      const last = cached ?? cache.peek(id, { allowStale: true });
      const { revision, createdAt } = record;
      const same = last?.revision === revision && last.createdAt === createdAt;
      const found = same ? last.view : freeze(view(record));
      cache.set(id, { revision, createdAt, version: current, view: found });
      return found;
    },

    /** Records in the order of their ids. */
    async list({ after, limit, declaredBy }: Page): Promise<R[]> {
      const records: R[] = [];
      const where = declaredBy && { field: 'declaredBy' as const, equals: declaredBy };
      let from = after;
      for (;;) {
        const page = await documents.find(collection, where, { limit, ...(from !== undefined && { after: from }) });
        records.push(...page.filter(({ removedAt }) => removedAt === undefined));
        if (records.length >= limit || page.length < limit) return records.slice(0, limit);
        from = page.at(-1)?.id;
      }
    },

    /** @throws {Refused} conflict when there is one of this id */
    async add(fresh: Omit<Fresh<R>, 'createdAt' | 'changedAt' | 'removedAt'>, events: readonly Event[]): Promise<R> {
      if (own?.has(fresh.id)) throw new Refused('conflict', `there is ${noun} with the id ${fresh.id} already`);
      const now = clock.now();
      const record = audit.owing({ ...fresh, createdAt: now, changedAt: now } as unknown as Fresh<R>, events);
      try {
        return await stored(await documents.insert(collection, record));
      } catch (error) {
        if (!(error instanceof Duplicate)) throw error;
      }
      const renewed = await change(documents, collection, record.id, ({ removedAt, revision, owed = [] }) => {
        if (removedAt === undefined) return undefined;
        // Younger than whatever was issued to the one before, were it in the same second.
        const createdAt = Math.max(now, removedAt + 1);
        return { ...record, createdAt, revision, owed: [...owed, ...(record.owed ?? [])] } as unknown as R;
      });
      const mine = renewed?.owed?.some(({ id }) => events.some((event) => event.id === id));
      if (!renewed || !mine) throw new Refused('conflict', `there is ${noun} with the id ${record.id} already`);
      return stored(renewed);
    },

    refuseOwn,

    /**
     * Changes a record. `decide` may run several times; it returns undefined to leave things as they are.
     * @throws {Refused} not_found; conflict for what is Postern's own
     */
    async change(id: string, decide: (record: R) => { record: R; events: readonly Event[] } | undefined): Promise<R> {
      refuseOwn(id);
      const tried = { changed: false };
      const record = await change(documents, collection, id, (current) => {
        const next = current.removedAt === undefined ? decide(current) : undefined;
        tried.changed = next !== undefined;
        return next && audit.owing({ ...next.record, changedAt: clock.now() }, next.events);
      });
      if (record?.removedAt !== undefined || !record) throw unknown(id);
      if (tried.changed) return stored(record);
      // Sent once more after a failure: it may have changed then, and no other node been told.
      await version.step();
      return record;
    },

    /**
     * Takes a record away. What it held is gone at once; that it was there is kept for a day.
     * @param emptied the record without what is secret
     * @throws {Refused} not_found; conflict for what is Postern's own
     */
    async remove(id: string, emptied: (record: R) => R, events: readonly Event[]): Promise<void> {
      refuseOwn(id);
      const tried = { removed: false };
      const record = await change(documents, collection, id, (current) => {
        tried.removed = current.removedAt === undefined;
        return tried.removed ? audit.owing({ ...emptied(current), removedAt: clock.now() }, events) : undefined;
      });
      if (record && tried.removed) return void (await stored(record));
      if (record) await version.step();
      throw unknown(id);
    },

    /** Removes what is left of what was taken away long ago. @returns how many records went */
    async sweep(now: Seconds): Promise<number> {
      const gone = await documents.due(collection, 'removedAt', now - keptAfterRemoval, 200);
      const settled = gone.filter(({ owed }) => !owed?.length);
      await Promise.all(settled.map((record) => documents.remove(collection, record)));
      return settled.length;
    },
  };

  /** What is there by itself is changed by nobody. @throws {Refused} conflict */
  function refuseOwn(id: string): void {
    if (own?.has(id)) throw new Refused('conflict', `${bare} ${id} is Postern's own`);
  }

  function unknown(id: string): Refused {
    return new Refused('not_found', `there is no ${bare} with the id ${id}`);
  }
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}
