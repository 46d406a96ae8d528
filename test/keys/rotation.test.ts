import { beforeAll, describe, expect, test } from '@jest/globals';
import { decodeProtectedHeader } from 'jose';
import { runningNodes } from '../../src/nodes.ts';
import {
  addApp,
  introspect,
  password,
  payloadOf,
  post,
  refresh,
  signIn,
  signInRequest,
  userinfo,
} from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { eventually } from '../support/eventually.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';
const goodbye = 'https://app.example.com/goodbye';
const api = 'https://api.example.com';
const minute = 60;
const hour = 60 * minute;

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, { settings: ['keys.publishBefore=3600'] });
  givenAccount(postern, email);
  beforeAll(async () => {
    await postern.rooms.clients.apis.add({ id: api, name: 'API', tokenFormat: 'jwt', scopes: [{ name: 'read' }] });
  });
  const app = givenApp(postern, {
    kind: 'spa',
    firstParty: true,
    apis: [api],
    postLogoutRedirectUris: [goodbye],
    refresh: { reuseInterval: 10 },
  });
  const asking = givenApp(postern, { kind: 'api', serves: [api] });

  const kidOf = (jwt: string): string => String(decodeProtectedHeader(jwt).kid);
  const keyOf = (token: unknown): string => String(token).split('.')[1] ?? '';

  async function shown(): Promise<Record<string, unknown>[]> {
    const answer = await fetch(new URL('/jwks', postern.issuer));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'application/jwk-set+json; charset=utf-8',
    ]);
    return ((await answer.json()) as { keys: Record<string, unknown>[] }).keys;
  }
  const shownKids = async (): Promise<unknown[]> => (await shown()).map(({ kid }) => kid);

  /** Makes the next key of a purpose and lets the time pass after which it is used. */
  async function rotate(purpose: 'mac' | 'cookie' | 'signing'): Promise<void> {
    await postern.rooms.keys.rotation.rotate(purpose, true);
    time.forward(minute + 1);
  }

  test('a signing key is shown before it signs, while tokens of it are good, and no longer', async () => {
    const before = await signIn(postern, postern.person(), app, email, { scope: 'openid' });
    const former = kidOf(before.idToken);
    expect(await shownKids()).toContain(former);

    const made = await postern.rooms.keys.rotation.rotate('signing', false);
    expect(made.map(({ id, phase }) => [id.replace(/\d+/, 'n'), phase])).toEqual(
      expect.arrayContaining([
        ['signing-n-es256', 'next'],
        ['signing-n-rs256', 'next'],
        ['signing-n-eddsa', 'next'],
      ]),
    );
    time.forward(hour - minute);
    const both = await shown();
    expect(both).toHaveLength(6);
    for (const key of both) expect(Object.keys(key)).not.toEqual(expect.arrayContaining(['d']));
    const meanwhile = await signIn(postern, postern.person(), app, email, { scope: 'openid' });
    expect(kidOf(meanwhile.idToken)).toBe(former);

    time.forward(2 * minute);
    const after = await signIn(postern, postern.person(), app, email, { scope: 'openid' });
    const present = kidOf(after.idToken);
    expect(present).not.toBe(former);
    // Apps that read the keys before the first token of it have it already.
    expect(both.map(({ kid }) => kid)).toContain(present);
    expect(await shownKids()).toEqual(expect.arrayContaining([former, present]));

    time.forward(24 * hour);
    expect(await shownKids()).toContain(former);
    time.forward(hour);
    const left = await shownKids();
    expect(left).toHaveLength(3);
    expect(left).toContain(present);
  });

  test('an app signs out with an ID token that was signed two keys ago', async () => {
    const person = postern.person();
    const { idToken, access } = await signIn(postern, person, app, email);
    for (const _ of [1, 2]) {
      await rotate('signing');
      time.forward(26 * hour);
    }
    expect(await shownKids()).not.toContain(kidOf(idToken));
    const url = new URL('/session/end', postern.issuer);
    url.search = new URLSearchParams({ id_token_hint: idToken, post_logout_redirect_uri: goodbye }).toString();
    const back = await person.open(url);
    expect(back.url.href).toBe(goodbye);
    expect((await userinfo(postern, access)).status).toBe(401);
    expect(
      (await person.open(signInRequest(postern, app.id, { prompt: 'none' }).url)).url.searchParams.get('error'),
    ).toBe('login_required');
  });

  test('a JWT access token that the former key signed is still known, and revoked', async () => {
    const { access, refresh: token } = await signIn(postern, postern.person(), app, email, {
      scope: 'openid read',
      resource: api,
    });
    await rotate('signing');
    const next = await refresh(postern, app.id, token);
    expect(kidOf(String(next.body['access_token']))).not.toBe(kidOf(access));
    expect(await introspect(postern, asking, access)).toMatchObject({ active: true, aud: api });
    expect((await post(postern, '/revoke', { token: access, client_id: app.id })).status).toBe(200);
    expect(await introspect(postern, asking, access)).toEqual({ active: false });
    expect(await introspect(postern, asking, String(next.body['access_token']))).toEqual({ active: false });
  });

  test('a refresh token of two keys ago is good, and its successor is of the newest key', async () => {
    const { refresh: token } = await signIn(postern, postern.person(), app, email);
    await rotate('mac');
    await rotate('mac');
    const answer = await refresh(postern, app.id, token);
    expect(answer.status).toBe(200);
    const [newest] = (await postern.rooms.keys.rotation.list()).filter(
      ({ purpose, phase }) => purpose === 'mac' && phase === 'active',
    );
    expect(keyOf(answer.body['refresh_token'])).toBe(newest?.id);
    expect(keyOf(token)).not.toBe(newest?.id);
    // The old generation is still known for what it is, and ends the family.
    time.forward(minute);
    expect((await refresh(postern, app.id, token)).body.error).toBe('invalid_grant');
    expect((await refresh(postern, app.id, answer.body['refresh_token'])).body.error).toBe('invalid_grant');
  });

  test('a retry gets the same successor although another key took over in between', async () => {
    const { refresh: token } = await signIn(postern, postern.person(), app, email);
    await postern.rooms.keys.rotation.rotate('mac', false);
    time.forward(minute - 3);
    const first = await refresh(postern, app.id, token);
    time.forward(6);
    const other = await signIn(postern, postern.person(), app, email);
    expect(keyOf(other.refresh)).not.toBe(keyOf(first.body['refresh_token']));
    const retry = await refresh(postern, app.id, token);
    expect(retry.body['refresh_token']).toBe(first.body['refresh_token']);
    expect((await refresh(postern, app.id, retry.body['refresh_token'])).status).toBe(200);
  });

  test('a former key makes no token of a sign-in that has moved on, and whoever tries ends it', async () => {
    const { refresh: token } = await signIn(postern, postern.person(), app, email);
    await rotate('mac');
    const moved = String((await refresh(postern, app.id, token)).body['refresh_token']);
    const [, , id = '', generation] = moved.split('.');
    const forged = postern.rooms.keys.credentials.mint('refresh', id, Number(generation), keyOf(token));
    expect((await refresh(postern, app.id, forged)).body.error).toBe('invalid_grant');
    expect(await postern.rooms.families.get(id)).toMatchObject({ endReason: 'token_reused' });
    expect((await refresh(postern, app.id, moved)).body.error).toBe('invalid_grant');
  });

  test('a key is used nowhere before every node had the time to see it', async () => {
    await postern.rooms.keys.rotation.rotate('mac', false);
    time.forward(minute - 10);
    const tokens = await Promise.all(
      [1, 2, 3, 4].map(async () => (await signIn(postern, postern.person(), app, email)).refresh),
    );
    time.forward(20);
    const later = await Promise.all(
      [1, 2, 3, 4].map(async () => (await signIn(postern, postern.person(), app, email)).refresh),
    );
    expect(new Set(tokens.map(keyOf)).size).toBe(1);
    expect(new Set(later.map(keyOf)).size).toBe(1);
    expect(keyOf(tokens[0])).not.toBe(keyOf(later[0]));
  });

  test('who is signed in in a browser stays so, and the cookie moves on to the new key', async () => {
    const person = postern.person();
    await signIn(postern, person, app, email);
    const before = person.cookie('postern.session');
    await rotate('mac');
    await rotate('mac');
    const silent = await person.open(signInRequest(postern, app.id, { prompt: 'none' }).url);
    expect(silent.url.searchParams.has('code')).toBe(true);
    expect(keyOf(person.cookie('postern.session'))).not.toBe(keyOf(before));
    const [, session = ''] = /^ps1\.[^.]+\.([^.]+)\./.exec(person.cookie('postern.session') ?? '') ?? [];
    expect((await postern.rooms.sessions.get(session))?.keyId).toBe(keyOf(person.cookie('postern.session')));
  });

  test('a sign-in that was under way while the cookie keys were rotated goes on', async () => {
    const person = postern.person();
    const request = signInRequest(postern, app.id);
    const form = await person.open(request.url);
    await rotate('cookie');
    const door = await person.submit(form, '/password', { identifier: email, password });
    expect(door.url.searchParams.has('code')).toBe(true);
  });

  test('a subject stays the same over every rotation', async () => {
    const pairwise = await addApp(postern, { kind: 'spa', firstParty: true, pairwise: true });
    const subject = async (): Promise<unknown> =>
      payloadOf((await signIn(postern, postern.person(), pairwise, email)).idToken)['sub'];
    const before = await subject();
    for (const purpose of ['mac', 'cookie', 'signing'] as const) await rotate(purpose);
    expect(await subject()).toBe(before);
  });

  test('keys that got old are rotated by themselves, once whichever node does it', async () => {
    const { rooms } = postern;
    const newest = async (purpose: string): Promise<number> =>
      Math.max(
        ...(await rooms.keys.rotation.list())
          .filter((key) => key.purpose === purpose)
          .map(({ id }) => Number(id.split('-')[1])),
      );
    const before = [await newest('mac'), await newest('cookie'), await newest('signing')];
    time.forward(91 * 24 * hour);
    const since = rooms.clock.now();
    await rooms.sweep();
    // Every node has been through its own sweep too.
    await eventually(async () => {
      const nodes = await runningNodes(rooms.store.documents, since);
      expect(nodes.length).toBe(profile === 'sqlite' ? 1 : 2);
      for (const { seenAt } of nodes) expect(seenAt).toBeGreaterThanOrEqual(since);
    }, 25_000);
    expect([await newest('mac'), await newest('cookie'), await newest('signing')]).toEqual(
      before.map((number) => number + 1),
    );
    const { events } = await rooms.audit.search({ kind: 'keys.rotated', limit: 100 });
    const bySchedule = events
      .filter(({ detail }) => detail?.['by'] === 'schedule')
      .map(({ detail }) => detail?.['key']);
    expect(new Set(bySchedule).size).toBe(5);
    expect(bySchedule).toHaveLength(5);
    time.forward(minute + 1);
    const { refresh: token } = await signIn(postern, postern.person(), app, email);
    expect(keyOf(token)).toBe(`mac-${(before[0] ?? 0) + 1}`);
  }, 60_000);
});
