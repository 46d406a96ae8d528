import { setImmediate as turn } from 'node:timers/promises';
import { Duplicate, type Document, type Documents, type Ephemera } from '../../adapters/store.ts';

export type Step = 'insert' | 'replace' | 'remove' | 'putIfAbsent' | 'take' | 'replaceEphemeron' | 'increment';

/**
 * A database in memory of which one step is a read and then a write, with time for others in between: as servers do it
 * that only imitate a database.
 */
export function imitation(broken?: Step): { readonly documents: Documents; readonly ephemera: Ephemera } {
  const stored = new Map<string, Document & { readonly name?: string }>();
  const values = new Map<string, string>();
  /** Writes what a step has decided after its look: at once, or after a turn in which others look too. */
  const write = async <T>(step: Step, change: () => T): Promise<T> => {
    if (step === broken) await turn();
    return change();
  };

  const documents: Documents = {
    get: async (_, id) => stored.get(id) as never,
    find: async (_, where) => [...stored.values()].filter(({ name }) => name === where?.equals) as never,
    due: async () => [],
    insert({ name: collection }, document) {
      const fresh = { ...(document as unknown as Document & { readonly name?: string }), revision: 1 };
      const isTaken = fresh.name !== undefined && [...stored.values()].some(({ name }) => name === fresh.name);
      return write('insert', () => {
        if (isTaken) throw new Duplicate(collection, 'name');
        stored.set(fresh.id, fresh);
        return fresh as never;
      });
    },
    replace(_, document) {
      const isSame = stored.get(document.id)?.revision === document.revision;
      const next = { ...document, revision: document.revision + 1 };
      return write('replace', () => {
        if (isSame) stored.set(document.id, next);
        return isSame ? next : undefined;
      });
    },
    remove(_, { id, revision }) {
      const isSame = stored.get(id)?.revision === revision;
      return write('remove', () => {
        if (isSame) stored.delete(id);
        return isSame;
      });
    },
  };
  const ephemera: Ephemera = {
    put: async (_, key, value) => void values.set(key, value),
    get: async (_, key) => values.get(key),
    take(_, key) {
      const value = values.get(key);
      return write('take', () => {
        values.delete(key);
        return value;
      });
    },
    putIfAbsent(_, key, value) {
      const isAbsent = !values.has(key);
      return write('putIfAbsent', () => {
        if (isAbsent) values.set(key, value);
        return isAbsent;
      });
    },
    replace(_, key, expected, next) {
      const isSame = values.get(key) === expected;
      return write('replaceEphemeron', () => {
        if (isSame) values.set(key, next);
        return isSame;
      });
    },
    increment(_, key) {
      const next = Number(values.get(key) ?? 0) + 1;
      return write('increment', () => {
        values.set(key, String(next));
        return { count: next, ends: 60, left: 60 };
      });
    },
    decrement: async () => false,
    count: async () => undefined,
    remove: async (_, key) => void values.delete(key),
  };
  return { documents, ephemera };
}
