import { Duplicate, StoreUnavailable, type Collection, type Document, type Documents, type Fresh } from './store.ts';

/**
 * What to throw when a unique index refused a document: asks who holds its id (unless it is being replaced) and each
 * of its unique fields. Read and not taken from the database's message, so that `id` is named first whichever index
 * the database looked at, and so that the refusal is final: it rests on a document that is settled.
 *
 * @returns StoreUnavailable when nobody holds any of them by now: trying again may succeed
 */
export async function refusalOf<T extends Document>(
  documents: Documents,
  collection: Collection<T>,
  document: Fresh<T>,
  step: 'insert' | 'replace',
): Promise<Duplicate | StoreUnavailable> {
  const { id } = document as unknown as Document;
  if (step === 'insert' && (await documents.get(collection, id))) return new Duplicate(collection.name, 'id');
  for (const field of collection.unique ?? []) {
    const equals = (document as unknown as T)[field];
    if (typeof equals !== 'string') continue;
    const [holder] = await documents.find(collection, { field, equals }, { limit: 1 });
    if (holder && holder.id !== id) return new Duplicate(collection.name, field);
  }
  return new StoreUnavailable(`${collection.name}: refused for a value that nobody holds any more`);
}
