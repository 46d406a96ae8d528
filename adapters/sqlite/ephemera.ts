import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { requireStep, requireTtl } from '../queries.ts';
import { StoreUnavailable, type Count, type Ephemera } from '../store.ts';
import type { GroupCommit, Operation } from './group.ts';

/** How many expired entries one statement removes: few enough that what waits behind it hardly notices. */
const sweepStep = 500;

/** Ephemera in one table. Each method is one statement, and what has expired is no longer there for any of them. */
export class SqliteEphemera implements Ephemera {
  readonly #now: () => number;
  readonly #get: StatementSync;
  readonly #count: StatementSync;
  readonly #write: Readonly<Record<keyof typeof statements, Operation>>;

  /** @param now seconds since the epoch */
  constructor(reader: DatabaseSync, group: GroupCommit, now: () => number) {
    this.#now = now;
    this.#get = reader.prepare('SELECT "value" FROM "ephemeron" WHERE "kind" = ? AND "key" = ? AND "expires_at" > ?');
    this.#get.setReturnArrays(true);
    this.#count = reader.prepare(
      'SELECT "value", "expires_at" FROM "ephemeron" WHERE "kind" = ? AND "key" = ? AND "expires_at" > ?',
    );
    this.#count.setReturnArrays(true);
    const prepare = (name: keyof typeof statements) => group.prepare(statements[name].sql, statements[name].answers);
    this.#write = {
      put: prepare('put'),
      take: prepare('take'),
      putIfAbsent: prepare('putIfAbsent'),
      replace: prepare('replace'),
      increment: prepare('increment'),
      decrement: prepare('decrement'),
      remove: prepare('remove'),
      sweep: prepare('sweep'),
    };
  }

  async put(kind: string, key: string, value: string, ttl: number): Promise<void> {
    requireTtl(ttl);
    await this.#write.put('recent', kind, key, value, this.#now() + ttl);
  }

  async get(kind: string, key: string): Promise<string | undefined> {
    try {
      return (this.#get.get(kind, key, this.#now()) as readonly string[] | undefined)?.[0];
    } catch (error) {
      throw new StoreUnavailable('SQLite cannot read', { cause: error });
    }
  }

  async take(kind: string, key: string): Promise<string | undefined> {
    const answer = await this.#write.take('recent', kind, key, this.#now());
    return answer === null ? undefined : String(answer);
  }

  async putIfAbsent(kind: string, key: string, value: string, ttl: number): Promise<boolean> {
    requireTtl(ttl);
    const now = this.#now();
    return (await this.#write.putIfAbsent('recent', kind, key, value, now + ttl, now)) === 1;
  }

  async replace(kind: string, key: string, expected: string, next: string): Promise<boolean> {
    return (await this.#write.replace('recent', next, kind, key, expected, this.#now())) === 1;
  }

  async increment(kind: string, key: string, ttl: number, by = 1): Promise<Count> {
    requireTtl(ttl);
    requireStep(by);
    const now = this.#now();
    const answer = await this.#write.increment('recent', kind, key, by, now + ttl, now, by, now);
    const [count, ends] = String(answer).split(' ').map(Number);
    return countOf(count, ends, now);
  }

  async decrement(kind: string, key: string, ends: number, by = 1): Promise<boolean> {
    requireStep(by);
    return (await this.#write.decrement('recent', by, kind, key, ends, this.#now())) === 1;
  }

  async count(kind: string, key: string): Promise<Count | undefined> {
    const now = this.#now();
    try {
      const found = this.#count.get(kind, key, now) as readonly [string, number] | undefined;
      return found && countOf(Number(found[0]), found[1], now);
    } catch (error) {
      throw new StoreUnavailable('SQLite cannot read', { cause: error });
    }
  }

  async remove(kind: string, key: string): Promise<void> {
    // What was revoked by it must not be back after a power cut.
    await this.#write.remove('settled', kind, key);
  }

  /** Removes what expired up to `now`, seconds since the epoch. @returns how many */
  async sweep(now: number): Promise<number> {
    let removed = 0;
    for (;;) {
      const step = Number(await this.#write.sweep('recent', now, sweepStep));
      removed += step;
      if (step < sweepStep) return removed;
    }
  }
}

const countOf = (count = Number.NaN, ends = Number.NaN, now: number): Count => ({ count, ends, left: ends - now });

const statements = {
  put: {
    sql: `INSERT INTO "ephemeron" ("kind", "key", "value", "expires_at") VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET "value" = excluded."value", "expires_at" = excluded."expires_at"`,
    answers: 'changes',
  },
  take: {
    sql: `DELETE FROM "ephemeron" WHERE "kind" = ? AND "key" = ? AND "expires_at" > ? RETURNING "value" AS "answer"`,
    answers: 'value',
  },
  putIfAbsent: {
    sql: `INSERT INTO "ephemeron" ("kind", "key", "value", "expires_at") VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET "value" = excluded."value", "expires_at" = excluded."expires_at"
      WHERE "ephemeron"."expires_at" <= ?`,
    answers: 'changes',
  },
  replace: {
    sql: `UPDATE "ephemeron" SET "value" = ? WHERE "kind" = ? AND "key" = ? AND "value" = ? AND "expires_at" > ?`,
    answers: 'changes',
  },
  increment: {
    sql: `INSERT INTO "ephemeron" ("kind", "key", "value", "expires_at") VALUES (?, ?, CAST(? AS INTEGER), ?)
      ON CONFLICT DO UPDATE SET
        "value" = iif("expires_at" <= ?, excluded."value", CAST("value" AS INTEGER) + CAST(? AS INTEGER)),
        "expires_at" = iif("expires_at" <= ?, excluded."expires_at", "expires_at")
      RETURNING "value" || ' ' || "expires_at" AS "answer"`,
    answers: 'value',
  },
  decrement: {
    sql: `UPDATE "ephemeron" SET "value" = CAST("value" AS INTEGER) - CAST(? AS INTEGER)
      WHERE "kind" = ? AND "key" = ? AND "expires_at" = ? AND "expires_at" > ?`,
    answers: 'changes',
  },
  remove: { sql: 'DELETE FROM "ephemeron" WHERE "kind" = ? AND "key" = ?', answers: 'changes' },
  sweep: {
    sql: `DELETE FROM "ephemeron" WHERE "rowid" IN
      (SELECT "rowid" FROM "ephemeron" WHERE "expires_at" <= ? ORDER BY "expires_at" LIMIT ?)`,
    answers: 'changes',
  },
} as const;
