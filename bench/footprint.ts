import { rm } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { median } from './report.ts';
import { launch, placeFor, type Place } from './servers/postern.ts';

export interface Footprint {
  /** Milliseconds until the first start, with everything to make, and a later one answer. */
  readonly firstReady: number;
  readonly laterReady: number;
  /** Resident memory of a node that has nothing to do, MiB. */
  readonly idle: number;
}

/** How long a node is left alone before its memory is read, in milliseconds: V8 gives back what the start took. */
const rest = 8000;

/** Starts Postern on SQLite in an empty folder, several times over. */
export async function measureFootprint(laterStarts = 5): Promise<Footprint> {
  const place = await placeFor({});
  try {
    const firstReady = await once(place);
    const later: { ready: number; resident: number }[] = [];
    for (let start = 0; start < laterStarts; start += 1) {
      const { child, ready } = await launch(place);
      if (start === laterStarts - 1) await pause(rest);
      later.push({ ready, resident: await residentMemory(place) });
      await child.stop();
    }
    return {
      firstReady,
      laterReady: median(later.map(({ ready }) => ready)),
      idle: later.at(-1)?.resident ?? Number.NaN,
    };
  } finally {
    await rm(place.directory, { recursive: true });
  }
}

async function once(place: Place): Promise<number> {
  const { child, ready } = await launch(place);
  await child.stop();
  return ready;
}

/** MiB, as the node itself tells Prometheus. */
async function residentMemory({ metricsPort }: Place): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]) / 2 ** 20;
}

/** How many bytes a record takes in a database of SQLite, its indexes included. @returns undefined when there is none */
export function bytesPerRecord(file: string, table: string): number | undefined {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const { count } = database.prepare(`SELECT count(*) AS count FROM "${table}"`).get() as { count: number };
    const { bytes } = database
      .prepare(
        'SELECT sum(pgsize) AS bytes FROM dbstat WHERE name IN (SELECT name FROM sqlite_schema WHERE tbl_name = ?)',
      )
      .get(table) as { bytes: number };
    return count > 0 ? Math.round(bytes / count) : undefined;
  } finally {
    database.close();
  }
}
