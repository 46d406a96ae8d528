import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { MongoClient } from 'mongodb';
import type { Rooms } from '../../src/rooms/index.ts';
import { familyCollection, livingKey, type Family } from '../../src/tokens/family.ts';
import { sightingOf } from '../../src/tokens/index.ts';
import { appsOf, callback, emailOf, password, type BenchClient, type Workload } from '../workload.ts';

/** Families that are measured, and what refreshes them: by round, then by connection. */
export interface Chain {
  readonly client: BenchClient;
  readonly token: string;
}

/** Generations at which families are measured: a new one, and one that was refreshed every five minutes for a year. */
export const generations = [2, 100_000] as const;
export type Generation = (typeof generations)[number];

/** Makes clients, people and the families that are measured: each round has its own, so that each begins alike. */
export async function seedMeasured(
  rooms: Rooms,
  workload: Workload,
  rounds: number,
): Promise<Record<Generation, Chain[][]>> {
  const clients = Array.from({ length: workload.connections }, (_, number) =>
    appsOf(workload, number).slice(0, 1),
  ).flat();
  for (const { id, secret } of clients) {
    await rooms.clients.add({ id, kind: 'web', name: `Client ${id}`, redirectUris: [callback] }, { secret });
  }
  const hash = await rooms.passwords.hash(password);
  const people: string[] = [];
  for (let number = 0; number < workload.connections; number += 1) {
    const made = await rooms.accounts.create({ email: emailOf(number), password: hash });
    if (!made) throw new Error('there is an account already');
    people.push(made.id);
  }
  const chains = { 2: [], 100_000: [] } as Record<Generation, Chain[][]>;
  for (const generation of generations) {
    for (let round = 0; round < rounds; round += 1) {
      const families = clients.map(async (client, number) => ({
        client,
        token: rooms.families.refreshToken(await familyAt(rooms, generation, client, people[number] ?? '')),
      }));
      chains[generation].push(await Promise.all(families));
    }
  }
  return chains;
}

/** A family as a redemption makes it, moved on to a generation. */
async function familyAt(rooms: Rooms, generation: number, { id }: BenchClient, account: string): Promise<Family> {
  const now = rooms.clock.now();
  const origin = { requestId: randomBytes(16).toString('base64url'), address: '192.0.2.1', userAgent };
  const uid = randomBytes(16).toString('base64url');
  const session = await rooms.sessions.start(uid, { account, authTime: now, amr: ['pwd'] }, origin);
  const family = await rooms.families.redeem({
    code: randomBytes(32).toString('base64url'),
    issuedAt: now,
    account,
    client: id,
    session: session.id,
    grant: { openid: { scope: 'openid email' } },
    source: { scope: 'openid email', authTime: now, amr: ['pwd'], nonce: randomBytes(16).toString('base64url') },
    survivesSignOut: false,
    refreshable: true,
    policy: { idle: 30 * 24 * 3600, absolute: 365 * 24 * 3600 },
    use: { sender: { authenticated: true }, sighting: sightingOf(origin, rooms.places, now), origin },
  });
  await rooms.audit.idle();
  const settled = await rooms.families.get(family.id);
  const moved =
    settled && (await rooms.store.documents.replace(familyCollection, { ...settled, generation, rotatedAt: now }));
  if (!moved) throw new Error('a family that somebody else changes');
  return moved;
}

const userAgent =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36';

/** Other people's families, as many as are wanted, like one that is there. In the order of their ids. */
function* others(like: Family, count: number): Generator<Family> {
  const step = 2n ** 256n / BigInt(count + 1);
  for (let number = 1; number <= count; number += 1) {
    const id = Buffer.from((step * BigInt(number)).toString(16).padStart(64, '0'), 'hex').toString('base64url');
    const random = (bytes: number): string => randomBytes(bytes).toString('base64url');
    const whose = { account: random(16), client: `bench-other-${number % 1000}` };
    yield { ...like, ...whose, id, session: random(16), living: livingKey(whose) };
  }
}

/** Straight into the file, past the indexes, which are made again afterwards. */
export function seedSqlite(file: string, like: Family, count: number): void {
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA synchronous = OFF');
    const indexes = database
      .prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'families' AND sql IS NOT NULL`)
      .all() as { name: string; sql: string }[];
    for (const { name } of indexes) database.exec(`DROP INDEX "${name}"`);
    const insert = database.prepare('INSERT INTO "families" ("id", "revision", "body") VALUES (?, ?, ?)');
    let open = 0;
    for (const { id, revision, ...body } of others(like, count)) {
      if (open === 0) database.exec('BEGIN');
      insert.run(id, revision, JSON.stringify(body));
      open = (open + 1) % 20_000;
      if (open === 0) database.exec('COMMIT');
    }
    if (open > 0) database.exec('COMMIT');
    for (const { sql } of indexes) database.exec(sql);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
}

export async function seedMongodb(url: string, like: Family, count: number): Promise<void> {
  const client = await MongoClient.connect(url);
  try {
    const families = client.db(databaseOf(url)).collection<{ _id: string }>(familyCollection.name);
    let batch: { _id: string }[] = [];
    for (const { id, ...rest } of others(like, count)) {
      batch.push({ _id: id, ...rest });
      if (batch.length < 2000) continue;
      await families.insertMany(batch, { ordered: false });
      batch = [];
    }
    if (batch.length > 0) await families.insertMany(batch, { ordered: false });
  } finally {
    await client.close();
  }
}

export const databaseOf = (url: string): string => /^[^/]+\/\/[^/]+\/([^?]+)/.exec(url)?.[1] ?? 'postern';
