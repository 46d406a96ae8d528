import { copyFile, mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { decodeProtectedHeader } from 'jose';
import {
  account,
  addApp,
  introspect,
  password,
  post,
  refresh,
  revoke,
  signIn,
  signInByPages,
  signInRequest,
  userinfo,
  walk,
  type App,
  type SignedIn,
} from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { Person } from '../support/person.ts';
import { availableProfiles, type StoreProfile } from '../support/postern.ts';
import { timeInHand } from '../support/time.ts';
import { masterKey } from '../keys/ring.ts';
import { place, type Place } from './place.ts';

const profiles = availableProfiles();
const email = 'ann@example.com';
const opaque = 'https://opaque.example.com';
const jwt = 'https://jwt.example.com';

/** An installation with somebody signed in, and what they hold. */
interface Life {
  readonly app: App;
  readonly robot: App;
  readonly asking: App;
  readonly person: Person;
  readonly signedIn: SignedIn;
  readonly forApi: SignedIn;
  readonly robotTokens: readonly string[];
  readonly consented: string;
  /** The newest one. */
  refreshToken: string;
}

async function live(postern: Parameters<Parameters<Place['running']>[0]>[0]): Promise<Life> {
  const { rooms } = postern;
  await account(postern, email);
  await rooms.clients.apis.add({ id: opaque, name: 'Opaque', scopes: [{ name: 'read' }], accessTokenLifetime: 3600 });
  await rooms.clients.apis.add({
    id: jwt,
    name: 'JWT',
    tokenFormat: 'jwt',
    scopes: [{ name: 'see' }],
    accessTokenLifetime: 3600,
  });
  const app = await addApp(postern, { kind: 'web', apis: [opaque, jwt] });
  const robot = await addApp(postern, { kind: 'machine', apis: [opaque, jwt] });
  const asking = await addApp(postern, { kind: 'api', serves: [opaque, jwt] });
  const person = new Person();
  const consented = 'openid email';
  const signedIn = await signIn(postern, person, app, email, {
    scope: `${consented} offline_access`,
    prompt: 'consent',
  });
  const forApi = await signIn(postern, person, app, email, { scope: 'openid see', resource: jwt });
  const robotTokens = await Promise.all(
    [opaque, jwt].map(async (resource) => {
      const { body } = await post(postern, '/token', { grant_type: 'client_credentials', resource }, robot.headers);
      return String(body['access_token']);
    }),
  );
  return { app, robot, asking, person, signedIn, forApi, robotTokens, consented, refreshToken: signedIn.refresh };
}

/** All that was handed out, and how much of it still works. */
async function stillGood(postern: { issuer: string }, life: Life): Promise<string[]> {
  const { app, asking, person, signedIn, forApi, robotTokens } = life;
  const active = async (token: string, by = asking) => (await introspect(postern, by, token))['active'] === true;
  const silent = await person.open(signInRequest(postern, app.id, { prompt: 'none' }).url);
  const asked = await active(life.refreshToken, app);
  const refreshed = await refresh(postern, app.id, life.refreshToken, app.headers);
  if (refreshed.status === 200) life.refreshToken = String(refreshed.body['refresh_token']);
  const good: (readonly [string, boolean])[] = [
    ['the session', silent.url.searchParams.has('code')],
    ['the opaque access token', (await userinfo(postern, signedIn.access)).status === 200],
    ['the opaque access token at introspection', await active(signedIn.access, app)],
    ['the JWT access token', await active(forApi.access)],
    ['the refresh token at introspection', asked],
    ['the machine’s opaque token', await active(robotTokens[0] ?? '')],
    ['the machine’s JWT', await active(robotTokens[1] ?? '')],
    ['the refresh token', refreshed.status === 200],
  ];
  return good.filter(([, works]) => works).map(([name]) => name);
}

/** What people and apps had before works as it did. */
async function goesOn(postern: { issuer: string }, { app, robot, consented }: Life): Promise<void> {
  const person = new Person();
  const form = await person.open(signInRequest(postern, app.id, { scope: consented }).url);
  // The password, and the consent: nobody is asked again for what was allowed.
  const door = await person.submit(form, '/password', { identifier: email, password });
  expect(door.url.searchParams.has('code')).toBe(true);
  expect((await signInByPages(postern, new Person(), app, email, { scope: consented })).answer.status).toBe(200);
  const machine = await post(postern, '/token', { grant_type: 'client_credentials', resource: opaque }, robot.headers);
  expect(machine.status).toBe(200);
}

async function restored(here: Place, file: string, ...more: string[]) {
  const ran = await here.command('restore', file, '--yes', '--json', ...more);
  expect([ran.code, ran.stderr]).toEqual([0, expect.any(String)]);
  return JSON.parse(ran.stdout) as { documents: number; epoch: number; leftOut: unknown[]; set?: string };
}

describe.each(profiles)('in the same place, on %s', (profile) => {
  test('what ended after the backup stays ended, and what lasts is back', async () => {
    await using here = await place(profile);
    const file = join(here.directory, 'backup.gz');
    const life = await here.running(async (postern) => {
      const begun = await live(postern);
      expect(await stillGood(postern, begun)).toHaveLength(8);
      return begun;
    });
    // While a node runs.
    const later = await here.running(async (postern) => {
      const made = await here.command('backup', file, '--json');
      expect([made.code, made.stderr]).toEqual([0, '']);
      expect(JSON.parse(made.stdout)).toMatchObject({
        epoch: 1,
        documents: { accounts: 1, apis: 2, clients: 3, consents: 1, keys: 7 },
      });
      const { app, person, robot, robotTokens } = life;
      for (const token of robotTokens) expect((await revoke(postern, robot, token)).status).toBe(200);
      const after = await signIn(postern, new Person(), app, email, { scope: 'openid email' });
      const page = await person.open(new URL('/session/end', postern.issuer));
      await person.submit(page, '/session/end/confirm', { logout: 'yes' });
      // Its cookie is kept by whoever copied it.
      await account(postern, 'new@example.com');
      return after;
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);

    expect(await restored(here, file, '--replace')).toMatchObject({ epoch: 2, leftOut: [] });
    const ring = JSON.parse(await readFile(join(here.directory, 'keys', 'ring.json'), 'utf8')) as { epoch: number };
    expect(ring.epoch).toBe(2);
    await here.running(async (postern) => {
      expect(await stillGood(postern, life)).toEqual([]);
      expect((await userinfo(postern, later.access)).status).toBe(401);
      await goesOn(postern, life);
      expect(await postern.rooms.accounts.byEmail('new@example.com')).toBeUndefined();
      const { events } = await postern.rooms.audit.search({ kind: 'store.restored', limit: 10 });
      expect(events).toMatchObject([{ detail: { epoch: 2 } }]);
    });
  }, 120_000);

  test('a key that was dropped after the backup stays dropped', async () => {
    await using here = await place(profile);
    const file = join(here.directory, 'backup.gz');
    const former = 'signing-1-es256';
    const shown = async (issuer: string): Promise<unknown[]> => {
      const answer = await fetch(new URL('/jwks', issuer));
      return ((await answer.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
    };
    const time = timeInHand();
    const before = await here
      .running(async ({ issuer, rooms }) => {
        expect((await here.command('backup', file)).code).toBe(0);
        const kids = await shown(issuer);
        await rooms.keys.rotation.rotate('signing', true);
        time.forward(61);
        const dropping = rooms.keys.rotation.drop(former);
        await eventually(async () => {
          expect(await rooms.keys.rotation.list()).toContainEqual(
            expect.objectContaining({ id: former, phase: 'dropped' }),
          );
        });
        time.forward(16);
        await dropping;
        return kids;
      })
      .finally(() => time.restore());

    await restored(here, file, '--replace');
    // As often as one likes.
    await restored(here, file, '--replace');
    await here.running(async (postern) => {
      const { rooms, issuer } = postern;
      expect(await rooms.keys.rotation.list()).toContainEqual(
        expect.objectContaining({ id: former, phase: 'dropped' }),
      );
      const kids = await shown(issuer);
      expect(kids.filter((kid) => before.includes(kid))).toHaveLength(2);
      await account(postern, email);
      const spa = await addApp(postern, { kind: 'spa', firstParty: true });
      const { idToken } = await signIn(postern, new Person(), spa, email);
      const { kid } = decodeProtectedHeader(idToken);
      expect([kids.includes(kid), before.includes(kid)]).toEqual([true, false]);
    });
  }, 120_000);

  test('a code that was used after the backup is not good a second time', async () => {
    await using here = await place(profile);
    const file = join(here.directory, 'backup.gz');
    const { app, code } = await here.running(async (postern) => {
      await account(postern, email);
      const spa = await addApp(postern, { kind: 'spa', firstParty: true });
      const request = signInRequest(postern, spa.id);
      const door = await walk(new Person(), request, email);
      expect((await here.command('backup', file)).code).toBe(0);
      const fields = {
        grant_type: 'authorization_code',
        client_id: spa.id,
        code: door.url.searchParams.get('code') ?? '',
        redirect_uri: `${door.url.origin}${door.url.pathname}`,
        code_verifier: request.verifier,
      };
      expect((await post(postern, '/token', fields)).status).toBe(200);
      return { app: spa, code: fields };
    });
    await restored(here, file, '--replace');
    await here.running(async (postern) => {
      expect((await post(postern, '/token', code)).body.error).toBe('invalid_grant');
      expect((await signIn(postern, new Person(), app, email)).answer.status).toBe(200);
    });
  }, 120_000);
});

const moves: readonly (readonly [StoreProfile, StoreProfile])[] = [
  ['sqlite', 'sqlite'],
  ['mongodb+redis', 'sqlite'],
  ['sqlite', 'mongodb+redis'],
];

test.each(moves.filter((move) => move.every((profile) => profiles.includes(profile))))(
  'from %s to an empty store on %s',
  async (from, to) => {
    const key = { POSTERN_MASTER_KEY: masterKey('vault') };
    await using former = await place(from, key);
    const file = join(former.directory, 'backup.gz');
    const life = await former.running(live);
    expect((await former.command('backup', file)).code).toBe(0);

    await using next = await place(to, key, former);
    expect(await restored(next, file)).toMatchObject({ epoch: 2, set: 'POSTERN_EPOCH=2' });
    await expect(next.running(() => Promise.resolve())).rejects.toThrow(/POSTERN_EPOCH=2/);
    expect((await next.command('account', 'list')).stderr).toMatch(/POSTERN_EPOCH=2/);
    const raised = { ...next.environment, POSTERN_EPOCH: '2' };
    Object.assign(next.environment, raised);
    await next.running(async (postern) => {
      expect(await stillGood(postern, life)).toEqual([]);
      await goesOn(postern, life);
    });
  },
  120_000,
);

test('on another machine, with the ring that was kept beside the backup', async () => {
  await using former = await place('sqlite');
  const file = join(former.directory, 'backup.gz');
  const life = await former.running(live);
  const said = await former.command('backup', file);
  expect(said.stdout).toContain(join(former.directory, 'keys', 'ring.json'));

  await using next = await place('sqlite', {}, former);
  expect(await next.command('restore', file, '--yes')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/There is no master key: put the keys\/ring\.json/),
  });
  await mkdir(join(next.directory, 'keys'));
  await copyFile(join(former.directory, 'keys', 'ring.json'), join(next.directory, 'keys', 'ring.json'));
  expect(await restored(next, file)).toMatchObject({ epoch: 2 });
  await next.running(async (postern) => {
    expect(await stillGood(postern, life)).toEqual([]);
    await goesOn(postern, life);
  });
}, 120_000);
