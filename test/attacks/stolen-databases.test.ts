import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { basic, callback, password, post, redeem, refresh, signInRequest, walk } from '../support/apps.ts';
import { availableProfiles, type Postern } from '../support/postern.ts';
import { addApp, cookiesOf, scene, type Scene } from './scene.ts';

/** Everything that the databases hold, as texts: tables and collections, keys and values. */
async function dump({ rooms, directory }: Postern): Promise<string[]> {
  const { mongodbUrl, redisUrl } = rooms.settings;
  return mongodbUrl === undefined || redisUrl === undefined
    ? dumpFiles(directory)
    : [...(await dumpMongodb(mongodbUrl)), ...(await dumpRedis(redisUrl))];
}

const texts = (row: Record<string, unknown>): string[] =>
  Object.values(row).map((value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value),
  );

function dumpFiles(directory: string): string[] {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const databases = files.filter((file) => readFileSync(file).subarray(0, 15).toString() === 'SQLite format 3');
  expect(databases.length).toBeGreaterThan(0);
  const rows = databases.flatMap((file) => {
    const database = new DatabaseSync(file, { readOnly: true });
    const tables = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all();
    const all = tables.flatMap(({ name }) => database.prepare(`SELECT * FROM "${String(name)}"`).all());
    database.close();
    return all.flatMap(texts);
  });
  // The bytes too: what was deleted stays in them for a while.
  const bytes = files
    .filter((file) => databases.some((database) => file.startsWith(database)))
    .map((file) => readFileSync(file).toString('latin1'));
  return [...rows, ...bytes];
}

async function dumpMongodb(url: string): Promise<string[]> {
  const client = await new MongoClient(url).connect();
  try {
    const name = /^[^/]+\/\/[^/]+\/([^?]+)/.exec(url)?.[1] ?? 'postern';
    const collections = await client.db(name).listCollections().toArray();
    expect(collections.length).toBeGreaterThan(0);
    const all = await Promise.all(collections.map((one) => client.db(name).collection(one.name).find().toArray()));
    return all.flat().map((document) => JSON.stringify(document));
  } finally {
    await client.close();
  }
}

async function dumpRedis(url: string): Promise<string[]> {
  const redis = new Redis(url);
  try {
    const keys = await redis.keys('*');
    const values = await Promise.all(keys.map((key) => redis.get(key).catch(() => '')));
    return [...keys, ...values.map(String)];
  } finally {
    redis.disconnect();
  }
}

describe.each(availableProfiles())('on %s', (profile) => {
  let stage: Scene;
  let dumped: string[];
  /** Every secret that went over the wire, by what it is. */
  const secrets = new Map<string, string>();

  beforeAll(async () => {
    stage = await scene({ profile });
    await live(stage, secrets);
    dumped = await dump(stage.postern);
  }, 120_000);
  afterAll(() => stage.postern.stop());

  test('the dump holds none of what opens something', () => {
    expect(dumped.join('').length).toBeGreaterThan(1000);
    const found = [...secrets]
      .filter(([, secret]) => dumped.some((text) => text.includes(secret)))
      .map(([name]) => name);
    expect(secrets.size).toBeGreaterThan(20);
    expect(found).toEqual([]);
  });

  test('nothing in it is a token, a code, a cookie or a secret, as it is or with a prefix of ours', async () => {
    const { postern, app } = stage;
    const words = new Set(
      dumped.filter((text) => text.length < 100_000).flatMap((text) => text.match(/[\w-]{20,90}/g) ?? []),
    );
    const keyed = [...words].filter((word) => /^[\w-]{40,90}$/.test(word)).slice(0, 60);
    const ids = [...words].filter((word) => word.length < 40).slice(0, 20);
    expect(keyed.length).toBeGreaterThan(10);
    for (const word of [...keyed, ...ids]) {
      for (const token of [word, `pa_${word}`, `pc_${word}`]) {
        const answer = await fetch(new URL('/userinfo', postern.issuer), {
          headers: { authorization: `Bearer ${token}` },
        });
        expect(answer.status).toBe(401);
      }
      expect((await refresh(postern, app, word)).status).toBe(400);
      const code = { grant_type: 'authorization_code', client_id: app, code: word, code_verifier: 'v'.repeat(43) };
      expect((await post(postern, '/token', { ...code, redirect_uri: callback })).status).toBe(400);
      const cookie = ['browser', 'session', 'accounts'].map((name) => `postern.${name}=${word}`).join('; ');
      const silent = await fetch(signInRequest(postern, app, { prompt: 'none' }).url, {
        redirect: 'manual',
        headers: { cookie },
      });
      expect(silent.headers.get('location')).toContain('error=login_required');
    }
  }, 120_000);

  test('no stored hash is a client’s secret', async () => {
    const { postern } = stage;
    const web = (await postern.rooms.clients.list({ limit: 100 })).find(({ name }) => name === 'Web');
    const words = dumped.flatMap((text) => text.match(/[\w-]{40,90}/g) ?? []);
    for (const word of new Set(words.slice(0, 60))) {
      const { status } = await post(postern, '/introspect', { token: 'x' }, basic(web?.id ?? '', word));
      expect(status).toBe(401);
    }
  });
});

/** Lets everything happen that leaves something behind, some of it unfinished. */
async function live(stage: Scene, secrets: Map<string, string>): Promise<void> {
  const { postern, app, owner } = stage;
  const note = (name: string, secret: unknown): void => {
    const text = String(secret);
    if (text.length < 8 || text === 'undefined') throw new Error(`no ${name}`);
    secrets.set(name, text);
  };
  note('the password', password);

  const person = postern.person();
  const request = signInRequest(postern, app, { scope: 'openid email offline_access', prompt: 'consent' });
  const door = await walk(person, request, owner);
  note('a used code', door.url.searchParams.get('code'));
  note('a verifier', request.verifier);
  const first = await redeem(postern, app, door, request.verifier);
  const second = await refresh(postern, app, first.body['refresh_token']);
  for (const [when, { body }] of [
    ['first', first],
    ['second', second],
  ] as const) {
    note(`the ${when} access token`, body['access_token']);
    note(`the random part of the ${when} access token`, String(body['access_token']).replace(/^\w\w_/, ''));
    note(`the ${when} refresh token`, body['refresh_token']);
    note(`the MAC of the ${when} refresh token`, String(body['refresh_token']).split('.').at(-1));
    note(`the ${when} ID token`, body['id_token']);
  }

  const waiting = signInRequest(postern, app);
  note('an unused code', (await walk(person, waiting, owner)).url.searchParams.get('code'));

  const { client: web, secret } = await postern.rooms.clients.add({
    name: 'Web',
    kind: 'web',
    redirectUris: [callback],
  });
  note('a client secret', secret);
  const rotated = await postern.rooms.clients.rotateSecret(web.id);
  note('another client secret', rotated.secret);
  const pushed = signInRequest(postern, app).url.searchParams;
  const { body } = await post(postern, '/par', Object.fromEntries(pushed));
  note('a request_uri', String(body['request_uri']).split(':').at(-1));

  await postern.rooms.clients.apis.add({ id: 'https://api.example.com', name: 'API', scopes: [{ name: 'read' }] });
  const robot = await postern.rooms.clients.add({ name: 'Robot', kind: 'machine', apis: ['https://api.example.com'] });
  const machine = await post(
    postern,
    '/token',
    { grant_type: 'client_credentials' },
    basic(robot.client.id, robot.secret ?? ''),
  );
  note('a machine’s token', machine.body['access_token']);
  note('the random part of a machine’s token', String(machine.body['access_token']).slice(3));

  const stranger = postern.person();
  const signIn = await stranger.open(signInRequest(postern, await addApp(postern)).url);
  note('an interaction’s id', signIn.url.pathname.split('/')[2]);
  note('a form’s secret', signIn.forms[0]?.fields['csrf']);
  const signUp = await stranger.open(new URL(`${signIn.url.pathname}/sign-up`, postern.issuer));
  const typed = 'the password of somebody new';
  note('a password of a sign-up', typed);
  const confirm = await stranger.submit(signUp, '/sign-up', { email: 'new@example.com', password: typed });
  const { text } = await postern.mail.take('new@example.com');
  const [, ticket = '', link = ''] = /\/email\/([\w-]+)\/([\w-]+)/.exec(text) ?? [];
  note('a letter’s ticket', ticket);
  note('a letter’s link', link);
  note('a letter’s code', (/\b(\d{4})[ \u00a0-]?(\d{4})\b/.exec(text) ?? []).slice(1).join(''));
  await stranger.submit(confirm, '/confirm', { code: '00000000' });
  const out = await person.open(new URL('/session/end', postern.issuer));
  expect(out.status).toBe(200);
  for (const [browser, cookies] of [
    ['the owner’s', cookiesOf(person)],
    ['a stranger’s', cookiesOf(stranger)],
  ] as const) {
    cookies.split('; ').forEach((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      note(`${browser} cookie ${name} ${value.slice(0, 4)}`, value);
    });
  }
}
