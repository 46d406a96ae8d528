import { migrate, schema, type Migration } from '../../adapters/migrations.ts';
import {
  change,
  Duplicate,
  everyDocument,
  type AnyCollection,
  type Collection,
  type Document,
  type Documents,
} from '../../adapters/store.ts';
import type { Audit } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { beginRestore, finishRestore, keyCollection, requireOpens, type KeyRecord, type Ring } from '../keys/index.ts';
import { BackupRefused, readEntries, readHeader, type Entry, type Header } from './file.ts';

/** Documents that are put, and removed, together. */
const batch = 500;

/** A backup that was read to its end: it is whole, it is for this installation, and its keys open. */
export interface Backup {
  readonly header: Header;
  readonly documents: number;
  entries(): AsyncGenerator<Entry, void, undefined>;
}

/**
 * Reads a backup to its end, and makes sure that it can be restored. Nothing is changed.
 * @throws {BackupRefused} saying why it cannot
 */
export async function examine(
  file: string,
  here: {
    readonly issuer: string;
    readonly ring: Ring;
    readonly collections: readonly AnyCollection[];
    readonly migrations: readonly Migration[];
  },
): Promise<Backup> {
  const header = await readHeader(file);
  const { masters } = here.ring;
  const master = masters.find(({ id }) => id === header.master);
  if (header.issuer !== here.issuer) {
    throw new BackupRefused(`${file} is of the issuer ${header.issuer}, and this is ${here.issuer}.`);
  }
  if (header.schema > here.migrations.length) {
    throw new BackupRefused(`${file} was made by a newer Postern: restore it with that one.`);
  }
  if (!master) {
    throw new BackupRefused(
      `${file} was made with master key "${header.master}", which is not configured: without it nothing in it can be used.`,
    );
  }
  const known = new Set(here.collections.map(({ name }) => name));
  let documents = 0;
  for await (const [collection, document] of readEntries(file, master)) {
    documents += 1;
    if (!known.has(collection)) {
      throw new BackupRefused(
        `${file} holds ${collection}, which this Postern does not know: restore it with a newer one.`,
      );
    }
    if (collection === keyCollection.name) requireOpens(masters, document as unknown as KeyRecord);
  }
  return { header, documents, entries: () => readEntries(file, master) };
}

/** Whether nothing would be lost. Keys alone are made by looking at an empty store. */
export async function isEmpty(documents: Documents, collections: readonly AnyCollection[]): Promise<boolean> {
  const others = collections.filter(({ name }) => name !== keyCollection.name);
  const found = await Promise.all(
    others.map((collection) => documents.find(collection as Collection<Document>, undefined, { limit: 1 })),
  );
  return found.flat().length === 0;
}

/**
 * Puts the documents of a backup in place of all that the store holds. No node may run.
 *
 * The store is marked before the first change and until after the last, and no node starts on it meanwhile: what was cut
 * off is done again from the beginning. The mark stands before the epoch is raised, and the epoch is raised before the
 * first document is back, so that at no moment anything of before lives again.
 *
 * @param raise makes the new epoch hold where it is kept with the key
 * @returns the ids of documents that were left out, with the name of their collection
 */
export async function restore(
  backup: Backup,
  place: {
    readonly documents: Documents;
    readonly collections: readonly AnyCollection[];
    readonly migrations: readonly Migration[];
    readonly audit: Audit;
    readonly clock: Clock;
    readonly epoch: number;
    readonly raise: () => Promise<void>;
  },
): Promise<readonly (readonly [string, string])[]> {
  const { documents, collections, migrations, audit, clock, epoch } = place;
  const asKey = await beginRestore(documents, epoch, clock.now());
  await place.raise();
  for (const collection of collections) await removeAll(documents, collection as Collection<Document>);

  const byName = new Map(collections.map((collection) => [collection.name, collection as Collection<Document>]));
  const leftOut: (readonly [string, string])[] = [];
  for await (const entries of inBatches(backup.entries())) {
    await Promise.all(
      entries.map(async ([name, document]) => {
        const collection = byName.get(name);
        if (!collection) throw new Error(`there is no ${name} to restore`);
        const entry = name === keyCollection.name ? { ...asKey(document as unknown as KeyRecord) } : document;
        for (const id of await put(documents, collection, entry)) leftOut.push([name, id]);
      }),
    );
  }
  await change(documents, schema, 'schema', (stored) => ({ ...stored, version: backup.header.schema }));
  await migrate(documents, migrations);
  await audit.record(
    audit.newEvent({
      kind: 'store.restored',
      outcome: 'done',
      detail: { madeAt: backup.header.madeAt, epoch, documents: backup.documents },
    }),
  );
  await finishRestore(documents);
  return leftOut;
}

async function removeAll(documents: Documents, collection: Collection<Document>): Promise<void> {
  for await (const page of inBatches(everyDocument(documents, collection))) {
    await Promise.all(page.map((document) => documents.remove(collection, document)));
  }
}

/**
 * Puts a document. Where two hold one unique value (an address that somebody gave up and somebody else took during the
 * backup), the later one in the order of ids was read later, and the earlier had given it up by then.
 * @returns the ids of documents that were left out
 */
async function put(documents: Documents, collection: Collection<Document>, document: Entry[1]): Promise<string[]> {
  const leftOut: string[] = [];
  for (;;) {
    try {
      await documents.insert(collection, document);
      return leftOut;
    } catch (error) {
      if (!(error instanceof Duplicate) || error.field === 'id') throw error;
      // The collection names its unique fields; of a document of any collection no field has a type.
      const where = { field: error.field as 'id', equals: String(document[error.field]) };
      const [holder] = await documents.find(collection, where, { limit: 1 });
      if (holder && holder.id > document.id) return [...leftOut, document.id];
      if (holder && (await documents.remove(collection, holder))) leftOut.push(holder.id);
    }
  }
}

async function* inBatches<T>(items: AsyncIterable<T>): AsyncGenerator<T[], void, undefined> {
  let waiting: T[] = [];
  for await (const item of items) {
    waiting.push(item);
    if (waiting.length < batch) continue;
    yield waiting;
    waiting = [];
  }
  if (waiting.length > 0) yield waiting;
}
