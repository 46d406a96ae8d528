import { beforeAll, expect, test } from '@jest/globals';
import { basic, callback, payloadOf, post, redeem, signInRequest, userinfo, walk } from '../support/apps.ts';
import { addApp, givenScene, signedIn } from './scene.ts';

const api = 'https://api.example.com';
const stage = givenScene();
beforeAll(async () => {
  const { clients } = stage.postern.rooms;
  await clients.apis.add({ id: api, name: 'API', scopes: [{ name: 'read' }, { name: 'write' }] });
});

test.each(['openid admin', 'openid read', 'openid *', 'openid read:*', 'openid OPENID', 'openid email\u0000admin'])(
  'the scope %j, which nobody gave the app, is refused and not dropped',
  async (scope) => {
    const { postern, app } = stage;
    const screen = await postern.person().open(signInRequest(postern, app, { scope }).url);
    expect(screen.url.href.startsWith(callback)).toBe(true);
    expect(screen.url.searchParams.get('error')).toMatch(/^invalid_(scope|request)$/);
  },
);

test('an API that the app may not use is refused, and a scope of it that the app may not have', async () => {
  const { postern } = stage;
  const app = await addApp(postern, { apis: [api], scopes: ['openid', 'read'] });
  for (const [more, error] of [
    [{ scope: 'openid read', resource: 'https://other.example.com' }, 'invalid_target'],
    [{ scope: 'openid write', resource: api }, 'invalid_scope'],
    [{ scope: 'openid read', resource: `${api}/` }, 'invalid_target'],
    [{ scope: 'openid read', resource: `${api}#x` }, 'invalid_target'],
  ] as const) {
    const screen = await postern.person().open(signInRequest(postern, app, more).url);
    expect(screen.url.searchParams.get('error')).toBe(error);
  }
});

test.each([true, false])(
  'claims of a scope that the app may not have do not come one by one either (first-party: %j)',
  async (firstParty) => {
    const { postern, owner } = stage;
    const app = await addApp(postern, { scopes: ['openid', 'profile'], firstParty });
    const one = { email: { essential: true }, email_verified: null, name: null };
    const claims = JSON.stringify({ userinfo: one, id_token: one });
    const person = postern.person();
    for (const prompt of [{}, { prompt: 'consent' }]) {
      const request = signInRequest(postern, app, { scope: 'openid', claims, ...prompt });
      const first = await person.open(request.url);
      const page = first.forms.some(({ action }) => action.endsWith('/password'))
        ? await person.submit(first, '/password', { identifier: owner, password: 'correct horse battery staple' })
        : first;
      expect(page.text).not.toContain('email');
      const door = page.forms.length > 0 ? await person.submit(page, '/consent', { decision: 'allow' }) : page;
      const { body } = await redeem(postern, app, door, request.verifier);
      const info = await userinfo(postern, String(body['access_token']));
      for (const told of [info.body, payloadOf(String(body['id_token']))]) {
        expect(told).toMatchObject({ name: 'Test Person' });
        expect(told).not.toHaveProperty('email');
        expect(told).not.toHaveProperty('email_verified');
      }
    }
  },
);

test('a machine gets what it was given, and no scope of people', async () => {
  const { postern } = stage;
  const { client, secret } = await postern.rooms.clients.add({
    name: 'Robot',
    kind: 'machine',
    apis: [api],
    scopes: ['read'],
  });
  for (const scope of ['read write', 'openid', 'read openid', 'offline_access', 'admin']) {
    const { body } = await post(
      postern,
      '/token',
      { grant_type: 'client_credentials', scope },
      basic(client.id, secret ?? ''),
    );
    expect(body.error).toBe('invalid_scope');
  }
});

test('consent for one app is no consent for another', async () => {
  const { postern, app } = stage;
  const person = postern.person();
  await signedIn(stage, person);
  const again = await person.open(signInRequest(postern, app, { prompt: 'none' }).url);
  expect(again.url.searchParams.has('code')).toBe(true);
  const other = await addApp(postern, { name: 'Other' });
  const silent = await person.open(signInRequest(postern, other, { prompt: 'none' }).url);
  expect(silent.url.searchParams.get('error')).toBe('consent_required');
});

test('consent for little is no consent for more', async () => {
  const { postern, owner } = stage;
  const app = await addApp(postern);
  const person = postern.person();
  await walk(person, signInRequest(postern, app, { scope: 'openid' }), owner);
  for (const more of [
    { scope: 'openid profile' },
    { scope: 'openid', claims: '{"userinfo":{"phone_number":null}}' },
    { scope: 'openid', claims: '{"id_token":{"address":null}}' },
  ]) {
    const silent = await person.open(signInRequest(postern, app, { ...more, prompt: 'none' }).url);
    expect([more, silent.url.searchParams.get('error')]).toEqual([more, 'consent_required']);
  }
});

test('a native app, whose name anybody can take, is never let through silently as a stranger’s', async () => {
  const { postern, owner } = stage;
  const native = await addApp(postern, { kind: 'native', redirectUris: ['http://127.0.0.1/callback'] });
  const person = postern.person();
  const signIn = await person.open(
    signInRequest(postern, native, { redirect_uri: 'http://127.0.0.1:5000/callback' }).url,
  );
  const consent = await person.submit(signIn, '/password', {
    identifier: owner,
    password: 'correct horse battery staple',
  });
  expect(consent.forms.some(({ action }) => action.endsWith('/consent'))).toBe(true);
});

test('a refresh widens nothing', async () => {
  const { postern, owner } = stage;
  const app = await addApp(postern);
  const request = signInRequest(postern, app, { scope: 'openid email' });
  const door = await walk(postern.person(), request, owner);
  const { body } = await redeem(postern, app, door, request.verifier);
  for (const scope of ['openid email profile', 'openid admin', 'read']) {
    const wider = await post(postern, '/token', {
      grant_type: 'refresh_token',
      refresh_token: String(body['refresh_token']),
      client_id: app,
      scope,
    });
    expect(wider.body.error).toMatch(/^invalid_(scope|target)$/);
  }
});
