import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import { MongoClient } from 'mongodb';
import { lasting, ringOf } from '../../src/rooms/index.ts';
import { backUp } from '../../src/backup/index.ts';
import { factorCodeKind, takeFactorCodes } from '../../src/letters/index.ts';
import { outgoingCollection } from '../../src/outgoing/index.ts';
import { openOwn } from '../support/account-pages.ts';
import { codesOn, scan } from '../support/authenticator.ts';
import { account, basic, callback, password, post, redeem, refresh, signInRequest, walk } from '../support/apps.ts';
import { proofKey } from '../support/dpop.ts';
import type { Person } from '../support/person.ts';
import { availableProfiles, type Postern } from '../support/postern.ts';
import { addApp, cookiesOf, givenScene, type Scene } from './scene.ts';

const webhookSecret = `whsec_${Buffer.alloc(32, 'webhook').toString('base64')}`;

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

/** What a backup holds. */
async function backedUp({ rooms, issuer }: Postern): Promise<string[]> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-stolen-'));
  const file = join(directory, 'backup.gz');
  try {
    const { masters, epoch } = await ringOf(rooms.settings);
    const about = { schema: 0, epoch, issuer, madeAt: rooms.clock.now() };
    await backUp({ file, documents: rooms.store.documents, collections: lasting, about, master: masters[0] });
    return gunzipSync(readFileSync(file)).toString().split('\n');
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe.each(availableProfiles())('on %s', (profile) => {
  const settings = [
    'factors.emailCodes=true',
    'factors.sms.transport=webhook',
    'factors.sms.countries=DE',
    // Nobody is there: what waits for it waits in the store.
    'factors.sms.webhookUrl=http://127.0.0.1:9/',
  ];
  const environment = { POSTERN_FACTORS_SMS_WEBHOOK_SECRET: webhookSecret };
  const stage = givenScene({ profile, settings, environment });

  let dumped: string[];
  /** Every secret that went over the wire, by what it is. */
  const secrets = new Map<string, string>();
  beforeAll(async () => {
    await live(stage, secrets);
    const backup = await backedUp(stage.postern);
    expect(backup.length).toBeGreaterThan(20);
    dumped = [...(await dump(stage.postern)), ...backup];
  }, 120_000);

  test('the dump holds none of what opens something', () => {
    expect(dumped.join('').length).toBeGreaterThan(1000);
    const found = [...secrets]
      .filter(([, secret]) => dumped.some((text) => text.includes(secret)))
      .map(([name]) => name);
    expect(secrets.size).toBeGreaterThan(90);
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

  await liveWithKeys(stage, note);
  await guardTheAccount(stage, note);
  await sendCodes(stage, note);
  await liveAndLeave(stage, note);

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
  noteCookies('the owner', person, note);
  noteCookies('a stranger', stranger, note);
}

type Note = (name: string, secret: unknown) => void;

/** Second factors, and every letter by which an account can be had, stopped or given back. */
async function guardTheAccount({ postern }: Scene, note: Note): Promise<void> {
  const { accounts, audit, denials, emailChanges, emailResets, factors, factorResets, invitations, recoveries } =
    postern.rooms;
  const origin = { requestId: 'r' };
  const email = 'guarded@example.com';
  const id = await account(postern, email);
  const person = postern.person();
  await openOwn(postern, person, '/account', email);
  const page = await person.open(new URL('/account/security/apps', postern.issuer));
  const seed = new URL(page.links.find((href) => href.startsWith('otpauth:')) ?? '').searchParams.get('secret');
  note('the seed of an authenticator app', seed);
  const shown = codesOn(await person.submit(page, '/apps', { code: scan(page).code() }));
  shown.forEach((code, index) => {
    note(`recovery code ${index}`, code);
    note(`recovery code ${index} as it is compared`, code.replaceAll('-', ''));
  });
  expect(await factors.prove(id, 'recovery-code', shown[0] ?? '', origin)).toMatchObject({ is: 'right' });
  const started = signInRequest(postern, await addApp(postern));
  const half = postern.person();
  const asked = await half.submit(await half.open(started.url), '/password', { identifier: email, password });
  expect(asked.url.pathname).toMatch(/\/factor$/);
  note('the id of a sign-in that waits for its factor', asked.url.pathname.split('/')[2]);

  const secretOf = (token: string | undefined): string => token?.split('.')[1] ?? '';
  note('a link to a new password', secretOf((await recoveries.begin(email, origin))?.token));
  await emailChanges.ask(id, 'moved@example.com');
  note('a code for another address', (await emailChanges.arm(id, 'moved@example.com'))?.code);
  await emailChanges.ask(id, 'guarded@example.org');
  const { code } = (await emailChanges.arm(id, 'guarded@example.org')) ?? {};
  note('a code that was used for another address', code);
  expect(await emailChanges.confirm(id, code ?? '', origin)).toBe('changed');
  await audit.idle();
  const moved = (await audit.search({ account: id, limit: 100 })).events.find(({ kind }) => kind === 'email.changed');
  note('a link that gives the former address back', secretOf(denials.tokenOf(moved?.id ?? '', email)));
  await factorResets.start(id, 3600, { requestId: 'x' });
  note('a link that stops a reset', secretOf((await factorResets.tokenOf(id))?.token));
  await emailResets.start(id, 'next@example.com', 3600, { requestId: 'x' });
  note('a link that stops another address', secretOf((await emailResets.tokenOf(id))?.token));
  note('a link that confirms another address', secretOf((await emailResets.confirmationOf(id))?.token));
  const invited = await invitations.arm((await invitations.invite('invited@example.com')).id);
  note('the link of an invitation', secretOf(invited?.token));
  for (const which of ['unused', 'used']) {
    const event = audit.newEvent({ kind: 'password.changed', outcome: 'done', account: id });
    await audit.record(event);
    const token = denials.tokenOf(event.id, 'guarded@example.org');
    note(`an ${which} link that says "this was not me"`, secretOf(token));
    if (which === 'used') expect(await denials.deny(token, false, origin)).toMatchObject({ outcome: 'secured' });
  }
  const other = await accounts.create({ email: 'forgetful@example.com' });
  const used = await recoveries.begin('forgetful@example.com', origin);
  note('a used link to a new password', secretOf(used?.token));
  expect((await recoveries.reset(used?.token ?? '', 'lantern maple quietly', origin))?.id).toBe(other?.id);
  noteCookies('a browser with a second factor', person, note);
}

/** Codes by text message and by e-mail: one that cannot go out, one that was sent, one that was used, and what they are for. */
async function sendCodes({ postern }: Scene, note: Note): Promise<void> {
  const { factors, keys, outgoing, store } = postern.rooms;
  const origin = { requestId: 'r' };
  const send = takeFactorCodes({ boxes: keys.boxes, outgoing });
  const ask = async (email: string, to: 'sms' | 'email') => {
    const id = await account(postern, email);
    const place = `session\0${randomUUID()}\0${to}`;
    note(`the place of a code by ${to}`, place.split('\0')[1]);
    const target =
      to === 'sms' ? ({ by: to, number: '+4915123456789' } as const) : ({ by: to, email, adds: true } as const);
    const asking = await factors.codes.ask(id, { place, to: target }, origin);
    if (asking.is !== 'asked') throw new Error(asking.is);
    note(`a code by ${to}`, asking.code);
    await send({ account: id, language: 'en', ...asking });
    return { account: id, place, ...asking };
  };
  const waiting = await ask('by-phone@example.com', 'sms');
  const entry = await store.documents.get(outgoingCollection, `${factorCodeKind.name}.${waiting.id}`);
  expect(entry?.payload).toMatchObject({ by: 'sms', sealed: { box: expect.any(String) } });
  note('what text messages are signed with', webhookSecret.slice('whsec_'.length));
  const email = 'by-email@example.com';
  const sent = await ask(email, 'email');
  await postern.mail.take(email);
  const typed = { place: sent.place, typed: sent.code, email, first: true };
  const added = await factors.codes.add(sent.account, typed, origin, () => Promise.resolve(true));
  expect(added).toMatchObject({ is: 'enrolled' });
}

/** Proofs of keys, and tokens that are signed: what passed once, and what is still good. */
async function liveWithKeys({ postern, owner }: Scene, note: Note): Promise<void> {
  const { clients } = postern.rooms;
  const api = 'https://jwt.example.com';
  await clients.apis.add({ id: api, name: 'JWTs', tokenFormat: 'jwt', scopes: [{ name: 'read' }] });
  const keys = await generateKeyPair('ES256', { extractable: true });
  const jwk: JWK = { ...(await exportJWK(keys.publicKey)), kid: 'one', use: 'sig', alg: 'ES256' };
  const { client: robot } = await clients.add({
    name: 'Robot with a key',
    kind: 'machine',
    authMethod: 'private_key_jwt',
    apis: [api],
    jwks: { keys: [jwk] },
  });
  const jti = randomUUID();
  const assertion = await new SignJWT({ jti })
    .setProtectedHeader({ alg: 'ES256', kid: 'one' })
    .setIssuer(robot.id)
    .setSubject(robot.id)
    .setAudience(postern.issuer)
    .setIssuedAt()
    .setExpirationTime('60s')
    .sign(keys.privateKey);
  note('an assertion', assertion);
  note('an assertion’s id', jti);
  const machine = await post(postern, '/token', {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  });
  note('a machine’s JWT', machine.body['access_token']);
  note('the signature of a machine’s JWT', String(machine.body['access_token']).split('.').at(-1));

  const app = await addApp(postern, { apis: [api], defaultApi: api, firstParty: true });
  const key = await proofKey();
  const prove = () => key.prove('POST', `${postern.issuer}/token`, Math.floor(Date.now() / 1000));
  const request = signInRequest(postern, app, { scope: 'openid read' });
  const door = await walk(postern.person(), request, owner);
  const proofs = [await prove(), await prove()] as const;
  const first = await redeem(postern, app, door, request.verifier, { dpop: proofs[0] });
  const second = await refresh(postern, app, first.body['refresh_token'], { dpop: proofs[1] });
  proofs.forEach((proof, index) => note(`DPoP proof ${index}`, proof));
  for (const [when, { body }] of Object.entries({ first, second })) {
    note(`the ${when} JWT access token`, body['access_token']);
    note(`the signature of the ${when} JWT access token`, String(body['access_token']).split('.').at(-1));
    note(`the ${when} bound refresh token`, body['refresh_token']);
  }
}

/** What has ended: by sign-out, revocation, a second use; and what was refused. */
async function liveAndLeave({ postern, app, owner }: Scene, note: Note): Promise<void> {
  const { rooms } = postern;
  const signedIn = async (person = postern.person(), email = owner) => {
    const request = signInRequest(postern, app);
    const door = await walk(person, request, email);
    note(`a code of ${email}`, door.url.searchParams.get('code'));
    return { person, door, request, ...(await redeem(postern, app, door, request.verifier)) };
  };
  const noteTokens = (of: string, body: Readonly<Record<string, unknown>>): void => {
    for (const name of ['access_token', 'refresh_token', 'id_token']) note(`the ${name} of ${of}`, body[name]);
  };

  const left = await signedIn();
  noteTokens('a sign-in that was left', left.body);
  noteCookies('a browser before it left', left.person, note);
  const page = await left.person.open(new URL('/session/end', postern.issuer));
  await left.person.submit(page, '/session/end/confirm', { logout: 'yes' });
  noteCookies('a browser that has left', left.person, note);

  const revoked = await signedIn();
  noteTokens('a sign-in that was revoked', revoked.body);
  await post(postern, '/revoke', { token: String(revoked.body['refresh_token']), client_id: app });

  const replayed = await signedIn();
  noteTokens('a code that came twice', replayed.body);
  await redeem(postern, app, replayed.door, replayed.request.verifier);

  const used = await signedIn();
  noteTokens('an old refresh token', used.body);
  const next = await refresh(postern, app, used.body['refresh_token']);
  note('the refresh token after an old one', next.body['refresh_token']);
  await refresh(postern, app, used.body['refresh_token'], { 'user-agent': 'curl/8.5' });

  // A second account in one browser, one that signed up and confirmed, and one that was disabled.
  const shared = postern.person();
  await signedIn(shared);
  const signIn = await shared.open(signInRequest(postern, app, { prompt: 'login' }).url);
  const wrong = 'a wrong password that was typed';
  note('a wrong password', wrong);
  await shared.submit(signIn, '/password', { identifier: owner, password: wrong });
  noteCookies('a browser of several', shared, note);

  const person = postern.person();
  const start = await person.open(signInRequest(postern, app).url);
  const form = await person.open(new URL(`${start.url.pathname}/sign-up`, postern.issuer));
  const typed = 'the password of who confirmed';
  note('a password that was confirmed', typed);
  const confirm = await person.submit(form, '/sign-up', { email: 'confirmed@example.com', password: typed });
  const code = await postern.codeFor('confirmed@example.com');
  note('a code that was confirmed', code);
  await person.submit(confirm, '/confirm', { code });
  noteCookies('a browser that signed up', person, note);
  const confirmed = await rooms.accounts.byEmail('confirmed@example.com');
  await rooms.accounts.disable(confirmed?.id ?? '');

  // One that a sign-in is under way by, and one that was used.
  await postern.person().open(await pushedRequest('a request_uri in use'));
  await walk(postern.person(), { url: await pushedRequest('a used request_uri') }, owner);

  async function pushedRequest(name: string): Promise<URL> {
    const { searchParams } = signInRequest(postern, app).url;
    const { body } = await post(postern, '/par', Object.fromEntries(searchParams));
    const requestUri = String(body['request_uri']);
    note(name, requestUri.split(':').at(-1));
    const authorization = new URL('/authorize', postern.issuer);
    authorization.search = new URLSearchParams({ client_id: app, request_uri: requestUri }).toString();
    return authorization;
  }
}

function noteCookies(of: string, person: Person, note: Note): void {
  for (const pair of cookiesOf(person).split('; ')) {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    note(`the cookie ${name} of ${of} ${value.slice(0, 4)}`, value);
  }
}
