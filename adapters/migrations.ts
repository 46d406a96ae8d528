import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  change,
  Duplicate,
  StoreRefused,
  StoreUnavailable,
  type Collection,
  type Document,
  type Documents,
} from './store.ts';

/**
 * A change of what is stored, from one version of the program to a later one.
 *
 * `run` may be started again after a crash in its middle, and documents it has not reached are still read by the older
 * nodes that run meanwhile: it goes page by page, changes each document by compare-and-set, and skips what is done.
 */
export interface Migration {
  /** 1, 2, 3 … without a gap: the schema version that the store has afterwards. */
  readonly number: number;
  /** What it does, for the log and for messages. */
  readonly name: string;
  run(documents: Documents): Promise<void>;
}

interface Schema extends Document {
  /** The number of the last migration that is done; 0 before the first. */
  readonly version: number;
  /** The node that migrates. It changes `beats` as long as it lives. */
  readonly lock?: { readonly holder: string; readonly beats: number } | undefined;
}

export const schema: Collection<Schema> = { name: 'schema' };

/** How often whoever migrates shows that it lives, and after what silence it is taken for dead, in milliseconds. */
export interface Pace {
  readonly beat: number;
  readonly silence: number;
}

const usualPace: Pace = { beat: 1000, silence: 10_000 };

/**
 * Brings the store to this program's schema version. A new store gets it at once; of several nodes that start together
 * one migrates and the others wait; what a crash left in the middle is finished.
 *
 * @throws {StoreRefused} when the store is of a newer program: this one would misread it
 */
export async function migrate(documents: Documents, migrations: readonly Migration[], pace = usualPace): Promise<void> {
  const version = requireOrder(migrations);
  const holder = randomBytes(16).toString('base64url');
  for (;;) {
    const stored = (await documents.get(schema, 'schema')) ?? (await begin(documents, version));
    refuseNewer(stored, migrations);
    if (stored.version === version && !stored.lock) return;
    if (stored.lock && !(await isSilent(documents, stored, pace))) continue;
    const locked = await documents.replace(schema, { ...stored, lock: { holder, beats: 0 } });
    if (locked) await runAll(documents, migrations, holder, pace.beat);
  }
}

/** @throws {StoreRefused} when the store is of a newer program. Asked before anything in it is touched. */
export async function refuseNewerStore(documents: Documents, migrations: readonly Migration[]): Promise<void> {
  const stored = await documents.get(schema, 'schema');
  if (stored) refuseNewer(stored, migrations);
}

function refuseNewer(stored: Schema, migrations: readonly Migration[]): void {
  if (stored.version <= migrations.length) return;
  throw new StoreRefused(
    `The store has schema version ${stored.version}, and this version of Postern knows versions up to ` +
      `${migrations.length}. A newer Postern has run on it: start that one, or restore the backup made before it.`,
  );
}

/** @returns the version after all of them */
function requireOrder(migrations: readonly Migration[]): number {
  migrations.forEach(({ number, name }, index) => {
    if (number !== index + 1) throw new TypeError(`migration ${number} (${name}) is out of order`);
  });
  return migrations.length;
}

async function begin(documents: Documents, version: number): Promise<Schema> {
  try {
    return await documents.insert(schema, { id: 'schema', version });
  } catch (error) {
    const other = error instanceof Duplicate ? await documents.get(schema, 'schema') : undefined;
    if (!other) throw error;
    return other;
  }
}

/**
 * Waits for a lock to be released or to fall silent. Judged by whether the record changes and not by times written
 * into it: the clocks of two nodes may differ.
 * @returns whether its holder has died
 */
async function isSilent(documents: Documents, seen: Schema, { silence }: Pace): Promise<boolean> {
  const until = performance.now() + silence;
  while (performance.now() < until) {
    await pause(Math.min(100, silence));
    if ((await documents.get(schema, 'schema'))?.revision !== seen.revision) return false;
  }
  return true;
}

async function runAll(
  documents: Documents,
  migrations: readonly Migration[],
  holder: string,
  interval: number,
): Promise<void> {
  const update = async (decide: (stored: Schema) => Schema): Promise<Schema | undefined> =>
    change(documents, schema, 'schema', (stored) => {
      if (stored.lock?.holder !== holder) throw new StoreUnavailable('another node took over the migration');
      return decide(stored);
    });
  const beat = () => update((stored) => ({ ...stored, lock: { holder, beats: (stored.lock?.beats ?? 0) + 1 } }));
  // A beat that fails needs no answer: the next step finds out whether the lock is still held.
  const beating = setInterval(() => void beat().catch(() => undefined), interval);
  try {
    const version = (await beat())?.version ?? 0;
    for (const migration of migrations.slice(version)) {
      await run(migration, documents);
      await update((stored) => ({ ...stored, version: migration.number }));
    }
  } finally {
    clearInterval(beating);
    // When this fails too, the others take the lock for dead after a while.
    await update((stored) => ({ ...stored, lock: undefined })).catch(() => undefined);
  }
}

async function run(migration: Migration, documents: Documents): Promise<void> {
  try {
    await migration.run(documents);
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    throw new StoreRefused(`migration ${migration.number} (${migration.name}) failed`, { cause: error });
  }
}
