import { createWriteStream } from 'node:fs';
import { stat, unlink } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import {
  everyDocument,
  type AnyCollection,
  type Collection,
  type Document,
  type Documents,
} from '../../adapters/store.ts';
import type { Seconds } from '../clock.ts';
import type { MasterKey } from '../keys/index.ts';
import { BackupRefused, format, written, type Entry, type Header } from './file.ts';

export interface BackedUp {
  /** How many there are of each kind. */
  readonly documents: Readonly<Record<string, number>>;
  readonly bytes: number;
}

/**
 * Writes every document of these collections into a file that is new, and readable by its owner alone. Nodes may run
 * meanwhile: each document is as it was at some moment of the backup, and no record depends on two of them agreeing.
 *
 * @param collections in the order in which they are read: keys last, so that none that a document needs is missing
 * @throws {BackupRefused} when the file is there already
 */
export async function backUp(options: {
  readonly file: string;
  readonly documents: Documents;
  readonly collections: readonly AnyCollection[];
  readonly about: Pick<Header, 'schema' | 'epoch' | 'issuer'> & { readonly madeAt: Seconds };
  readonly master: MasterKey;
}): Promise<BackedUp> {
  const { file, documents, collections, about, master } = options;
  const counts: Record<string, number> = {};

  async function* entries(): AsyncGenerator<Entry, void, undefined> {
    for (const collection of collections) {
      const { name } = collection;
      counts[name] = 0;
      for await (const { revision: _, ...document } of everyDocument(documents, collection as Collection<Document>)) {
        counts[name] += 1;
        yield [name, document];
      }
    }
  }

  const header: Header = { postern: 'backup', format, ...about, master: master.id };
  // Never over another file: it may be the only good one.
  const target = createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true });
  try {
    await pipeline(Readable.from(written(header, master, entries())), createGzip(), target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new BackupRefused(`${file} is there already: name a new file.`, { cause: error });
    }
    // Half a backup would be taken for one.
    await unlink(file).catch(() => undefined);
    throw error;
  }
  return { documents: counts, bytes: (await stat(file)).size };
}
