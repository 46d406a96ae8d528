import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { randomId } from '../ids.ts';

/** A key that no database holds. */
export interface MasterKey {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** What is kept beside the databases and never in them. */
export interface Ring {
  /** The first one seals; all of them open. */
  readonly masters: readonly [MasterKey, ...MasterKey[]];
  /** Covered by every MAC: raising it (after a restore) ends every session and every family. */
  readonly epoch: number;
}

const RingFile = z.object({
  epoch: z.int().min(1),
  keys: z.array(z.object({ id: z.string().min(1), key: z.string() })).min(1),
});

/**
 * Reads master keys as the setting `masterKey` writes them: `id:key` entries separated by commas, each key 32 bytes of
 * base64url, the first one current.
 * @throws Error naming the entry that is wrong, never its value.
 */
export function parseMasterKeys(text: string): [MasterKey, ...MasterKey[]] {
  const keys = text.split(',').map((entry, index) => {
    const separator = entry.indexOf(':');
    const id = entry.slice(0, Math.max(separator, 0)).trim();
    const key = Buffer.from(entry.slice(separator + 1).trim(), 'base64url');
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(id) || key.length !== 32) {
      throw new Error(`masterKey: entry ${index + 1} must be id:key with a key of 32 bytes in base64url`);
    }
    return { id, key };
  });
  const [first, ...rest] = keys;
  if (!first || new Set(keys.map(({ id }) => id)).size !== keys.length) throw new Error('masterKey: ids must differ');
  return [first, ...rest];
}

/**
 * The ring kept in a directory, made at the first start (development, and a single node that configures no key).
 * The file is readable by its owner alone.
 */
export async function ringInDirectory(directory: string): Promise<Ring> {
  const file = ringFile(directory);
  await mkdir(join(directory, 'keys'), { recursive: true, mode: 0o700 });
  const made = { epoch: 1, keys: [{ id: randomId().slice(0, 8), key: randomBytes(32).toString('base64url') }] };
  // `wx`: of two processes starting at once one makes the ring, and both read the same one.
  await writeFile(file, `${JSON.stringify(made, null, 2)}\n`, { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
  return readRing(file);
}

/** The ring kept in a directory; undefined where there is none. */
export async function existingRing(directory: string): Promise<Ring | undefined> {
  try {
    return await readRing(ringFile(directory));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Raises the epoch of the ring kept in a directory. After a crash the file is the old one or the new one, never half. */
export async function raiseEpoch(directory: string, epoch: number): Promise<void> {
  const file = ringFile(directory);
  const ring = RingFile.parse(JSON.parse(await readFile(file, 'utf8')));
  const next = `${file}.next`;
  const handle = await open(next, 'w', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify({ ...ring, epoch: Math.max(ring.epoch, epoch) }, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(next, file);
}

const ringFile = (directory: string): string => join(directory, 'keys', 'ring.json');

async function readRing(file: string): Promise<Ring> {
  const { epoch, keys } = RingFile.parse(JSON.parse(await readFile(file, 'utf8')));
  return { epoch, masters: parseMasterKeys(keys.map(({ id, key }) => `${id}:${key}`).join(',')) };
}
