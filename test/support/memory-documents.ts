import { Duplicate, type Collection, type Document, type Documents, type Fresh } from '../../adapters/store.ts';

/** Documents in memory, for tests of rules that need no database. Keeps copies, so nobody changes them from outside. */
export function memoryDocuments(): Documents {
  const tables = new Map<string, Map<string, Document>>();
  const table = <T extends Document>({ name }: Collection<T>): Map<string, T> => {
    const rows = tables.get(name) ?? new Map<string, Document>();
    tables.set(name, rows);
    return rows as Map<string, T>;
  };
  const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

  function refuseTaken<T extends Document>(collection: Collection<T>, document: Fresh<T>): void {
    for (const field of collection.unique ?? []) {
      const value = (document as T)[field];
      for (const other of table(collection).values()) {
        if (value !== undefined && other.id !== document.id && other[field] === value) {
          throw new Duplicate(collection.name, field);
        }
      }
    }
  }

  return {
    async get(collection, id) {
      const found = table(collection).get(id);
      return found && copy(found);
    },

    async find(collection, where, { after, limit, order = 'ascending' }) {
      if (where && ![...(collection.unique ?? []), ...(collection.indexes ?? [])].includes(where.field)) {
        throw new Error(`${collection.name}: no index on ${where.field}`);
      }
      const sign = order === 'ascending' ? 1 : -1;
      return [...table(collection).values()]
        .filter((row) => !where || row[where.field] === where.equals)
        .filter(({ id }) => after === undefined || (id > after ? 1 : -1) * sign > 0)
        .filter(({ id }) => id !== after)
        .sort((a, b) => (a.id < b.id ? -sign : sign))
        .slice(0, limit)
        .map(copy);
    },

    async due(collection, field, upTo, limit) {
      if (!collection.due?.includes(field)) throw new Error(`${collection.name}: ${field} is not in due`);
      const number = (row: Document): number => (row as unknown as Record<string, number>)[field] ?? Infinity;
      return [...table(collection).values()]
        .filter((row) => number(row) <= upTo)
        .sort((a, b) => number(a) - number(b))
        .slice(0, limit)
        .map(copy);
    },

    async insert<T extends Document>(collection: Collection<T>, document: Fresh<T>) {
      const rows = table(collection);
      if (rows.has(document.id)) throw new Duplicate(collection.name, 'id');
      refuseTaken(collection, document);
      const stored = copy({ ...document, revision: 1 } as T);
      rows.set(stored.id, stored);
      return copy(stored);
    },

    async replace(collection, document) {
      const rows = table(collection);
      if (rows.get(document.id)?.revision !== document.revision) return undefined;
      refuseTaken(collection, document);
      const stored = copy({ ...document, revision: document.revision + 1 });
      rows.set(stored.id, stored);
      return copy(stored);
    },

    async remove(collection, { id, revision }) {
      const rows = table(collection);
      return rows.get(id)?.revision === revision && rows.delete(id);
    },
  };
}
