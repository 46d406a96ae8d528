import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { fileAuthentication, type MasterKey } from '../keys/index.ts';

/**
 * A backup is lines of JSON, compressed: a header, a document a line as `[collection, document]`, and an end that says
 * how many there were and authenticates all before it (HMAC-SHA-256 under a key made from the master key). A file that
 * was cut off is known by it, and one that somebody changed who has not the master key.
 */
export const format = 1;

const Header = z.strictObject({
  postern: z.literal('backup'),
  format: z.literal(format),
  /** Schema version of the documents. */
  schema: z.int().min(0),
  /** The epoch that they were made in. */
  epoch: z.int().min(1),
  issuer: z.string(),
  /** Seconds since 1970. */
  madeAt: z.int(),
  /** Id of the master key that authenticates the file. */
  master: z.string(),
});
export type Header = z.infer<typeof Header>;

const Entry = z.tuple([z.string(), z.looseObject({ id: z.string() })]);
/** A document without its revision, and the name of its collection. */
export type Entry = z.infer<typeof Entry>;

const End = z.strictObject({ documents: z.int().min(0), mac: z.string() });

/** No document is nearly as long; what has no end would fill the memory. Characters. */
const longestLine = 64 * 1024 * 1024;
/** Lines are compressed together from this size on: each by itself takes ten times as long. Characters. */
const chunk = 64 * 1024;

/** A backup that cannot be restored as it is. The message says why, for people. */
export class BackupRefused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BackupRefused';
  }
}

/** The text of a backup, in pieces of some size. */
export async function* written(
  header: Header,
  master: MasterKey,
  entries: AsyncIterable<Entry>,
): AsyncGenerator<string, void, undefined> {
  const mac = fileAuthentication(master);
  let waiting = lineOf(header);
  let documents = 0;
  for await (const entry of entries) {
    documents += 1;
    waiting += lineOf(entry);
    if (waiting.length < chunk) continue;
    mac.update(waiting);
    yield waiting;
    waiting = '';
  }
  mac.update(waiting);
  yield waiting + lineOf({ documents, mac: mac.digest('base64url') } satisfies z.infer<typeof End>);
}

const lineOf = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** What a backup says of itself. Nothing of it is proven yet. @throws {BackupRefused} when it is none, or not for us */
export async function readHeader(file: string): Promise<Header> {
  for await (const line of linesIn(file)) {
    const about = z.looseObject({ postern: z.literal('backup'), format: z.int() }).safeParse(parsed(line)).data;
    if (!about) break;
    if (about.format > format)
      throw new BackupRefused(`${file} was made by a newer Postern: restore it with that one.`);
    const header = Header.safeParse(about).data;
    if (!header) break;
    return header;
  }
  throw new BackupRefused(`${file} is no backup of Postern, or its beginning is damaged.`);
}

/**
 * The documents of a backup, in the order in which they were read. That it is whole and as it was written is known only
 * when the last one was taken: whoever changes something by it reads it once to its end before.
 * @throws {BackupRefused} when it is cut off, or was changed
 */
export async function* readEntries(file: string, master: MasterKey): AsyncGenerator<Entry, void, undefined> {
  const mac = fileAuthentication(master);
  let number = 0;
  let end: z.infer<typeof End> | undefined;
  for await (const line of linesIn(file)) {
    const value = parsed(line);
    if (end) throw new BackupRefused(`${file} goes on after its end: it is damaged.`);
    end = End.safeParse(value).data;
    if (end) continue;
    mac.update(`${line}\n`);
    number += 1;
    if (number === 1) continue;
    const entry = Entry.safeParse(value).data;
    if (!entry) throw new BackupRefused(`${file} is damaged at line ${number}.`);
    yield entry;
  }
  if (!end) throw new BackupRefused(`${file} is cut off: its end is missing.`);
  if (end.mac !== mac.digest('base64url') || end.documents !== number - 1) {
    throw new BackupRefused(
      `${file} is not what was written: it was changed, or master key "${master.id}" is another.`,
    );
  }
}

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

async function* linesIn(file: string): AsyncGenerator<string, void, undefined> {
  // `pipeline`, so that what goes wrong in one of the streams is thrown here; its callback has nothing to add to that.
  const text = pipeline(createReadStream(file), createGunzip(), () => undefined).setEncoding('utf8');
  let rest = '';
  try {
    for await (const part of text as AsyncIterable<string>) {
      const lines = (rest + part).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > longestLine) throw new BackupRefused(`${file} holds a line without end: it is damaged.`);
      yield* lines;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') throw new BackupRefused(`${file} is cut off: its end is missing.`, { cause: error });
    if (code?.startsWith('Z_'))
      throw new BackupRefused(`${file} is no backup of Postern, or damaged.`, { cause: error });
    if (code === 'ENOENT') throw new BackupRefused(`${file} is not there.`, { cause: error });
    throw error;
  }
  if (rest !== '') throw new BackupRefused(`${file} is cut off: its last line has no end.`);
}
