import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  account,
  addApp,
  introspect,
  post,
  refresh,
  signIn,
  userinfo,
  type Answer,
  type SignedIn,
} from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';
const api = 'https://api.example.com';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  givenAccount(postern, email);
  beforeAll(async () => {
    await postern.rooms.clients.apis.add({ id: api, name: 'API', scopes: [{ name: 'read' }, { name: 'write' }] });
  });
  const web = givenApp(postern, { kind: 'web', firstParty: true, apis: [api] });
  const spa = givenApp(postern, { kind: 'spa', firstParty: true });

  const signedIn = (app = web, more = {}): Promise<SignedIn> => signIn(postern, postern.person(), app, email, more);
  const again = (token: unknown, app = web, userAgent = 'test-app/1.0'): Promise<Answer> =>
    refresh(postern, app.id, token, { ...app.headers, 'user-agent': userAgent });
  const works = async (token: unknown): Promise<boolean> => (await userinfo(postern, String(token))).status === 200;

  test('each refresh rotates, and both answers’ access tokens work', async () => {
    const first = await signedIn();
    const second = await again(first.refresh);
    expect(second.status).toBe(200);
    expect(second.body['refresh_token']).not.toBe(first.refresh);
    const third = await again(second.body['refresh_token']);
    for (const token of [first.access, second.body['access_token'], third.body['access_token']]) {
      expect(await works(token)).toBe(true);
    }
  });

  test('a retry within the interval gets the same successor again: a lost response signs nobody out', async () => {
    const { refresh: first } = await signedIn();
    const [one, two] = [await again(first), await again(first)];
    expect(two.status).toBe(200);
    expect(two.body['refresh_token']).toBe(one.body['refresh_token']);
    expect((await again(one.body['refresh_token'])).status).toBe(200);
  });

  test('tabs that refresh in parallel get one successor, and go on', async () => {
    const { refresh: first } = await signedIn(spa);
    const answers = await Promise.all(Array.from({ length: 20 }, () => again(first, spa)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map(({ body }) => body['refresh_token'])).size).toBe(1);
    expect((await again(answers[0]?.body['refresh_token'], spa)).status).toBe(200);
  });

  test('beyond the interval an old token ends the family, its access tokens with it', async () => {
    const first = await signedIn();
    const second = await again(first.refresh);
    time.forward(31);
    expect((await again(first.refresh)).body.error).toBe('invalid_grant');
    expect((await again(second.body['refresh_token'])).body.error).toBe('invalid_grant');
    for (const token of [first.access, second.body['access_token']]) expect(await works(token)).toBe(false);
    await eventually(async () => {
      const { events } = await postern.rooms.audit.search({ kind: 'token.reused', client: web.id, limit: 10 });
      expect(events.length).toBeGreaterThan(0);
    });
  });

  test('two generations back is reuse also within the interval', async () => {
    const { refresh: first } = await signedIn();
    const second = await again(first);
    const third = await again(second.body['refresh_token']);
    expect((await again(first)).body.error).toBe('invalid_grant');
    expect((await again(third.body['refresh_token'])).body.error).toBe('invalid_grant');
  });

  test('reuse in one sign-in leaves the other sign-ins of the same app alone', async () => {
    const person = postern.person();
    const [tab, other] = [await signIn(postern, person, web, email), await signIn(postern, person, web, email)];
    const device = await signedIn();
    await again(tab.refresh);
    time.forward(31);
    await again(tab.refresh);
    expect(await works(tab.access)).toBe(false);
    for (const { access, refresh: token } of [other, device]) {
      expect(await works(access)).toBe(true);
      expect((await again(token)).status).toBe(200);
    }
  });

  test('narrowing the scope narrows that access token, and never the family', async () => {
    const { refresh: first } = await signedIn(web, { scope: 'openid email profile' });
    const narrow = await post(
      postern,
      '/token',
      { grant_type: 'refresh_token', refresh_token: first, scope: 'openid' },
      web.headers,
    );
    expect(narrow.body['scope']).toBe('openid');
    expect(Object.keys((await userinfo(postern, String(narrow.body['access_token']))).body)).toEqual(['sub']);
    const wide = await again(narrow.body['refresh_token']);
    expect(String(wide.body['scope']).split(' ').sort()).toEqual(['email', 'openid', 'profile']);
    expect((await userinfo(postern, String(wide.body['access_token']))).body).toMatchObject({ email });
  });

  test('a scope that was not granted is refused as invalid_scope, and costs nothing', async () => {
    const { refresh: token } = await signedIn(web, { scope: 'openid' });
    for (const scope of ['openid email', 'openid nonsense', 'openid read']) {
      const answer = await post(
        postern,
        '/token',
        { grant_type: 'refresh_token', refresh_token: token, scope },
        web.headers,
      );
      expect([scope, answer.status, answer.body.error]).toEqual([scope, 400, 'invalid_scope']);
    }
    expect((await again(token)).status).toBe(200);
  });

  test('an old token is recognised with a scope that was not granted, too', async () => {
    const { refresh: first } = await signedIn(web, { scope: 'openid' });
    const second = String((await again(first)).body['refresh_token']);
    const third = String((await again(second)).body['refresh_token']);
    const fields = { grant_type: 'refresh_token', refresh_token: first, scope: 'openid nonsense' };
    const { status, body } = await post(postern, '/token', fields, web.headers);
    expect([status, body.error]).toEqual([400, 'invalid_grant']);
    expect((await again(third)).body.error).toBe('invalid_grant');
  });

  test('another client’s refresh token is refused, and stays good for its own', async () => {
    const other = await addApp(postern, { kind: 'web' });
    const { refresh: token } = await signedIn();
    expect((await again(token, other)).body.error).toBe('invalid_grant');
    expect((await again(token)).status).toBe(200);
  });

  test('what is altered is refused without touching the family', async () => {
    const { refresh: token } = await signedIn();
    for (const altered of [`${token}A`, token.replace(/\.1\./, '.2.'), token.replace(/^pr1/, 'ps1'), 'pr1.a.b.1.c']) {
      expect((await again(altered)).body.error).toBe('invalid_grant');
    }
    expect((await again(token)).status).toBe(200);
  });

  test('a family ends when it is idle, and in any case at its absolute end', async () => {
    const app = await addApp(postern, { kind: 'web', firstParty: true, refresh: { idle: 100, absolute: 250 } });
    const idle = await signedIn(app);
    time.forward(101);
    expect((await again(idle.refresh, app)).body.error).toBe('invalid_grant');

    let { refresh: token } = await signedIn(app);
    for (let turn = 0; turn < 3; turn += 1) {
      time.forward(80);
      const answer = await again(token, app);
      expect(answer.status).toBe(200);
      token = String(answer.body['refresh_token']);
    }
    time.forward(20);
    expect((await again(token, app)).body.error).toBe('invalid_grant');
  });

  test('a client that never rotates keeps its token, and the family lives as it is used', async () => {
    const app = await addApp(postern, {
      kind: 'web',
      firstParty: true,
      refresh: { rotation: 'never', idle: 200, absolute: 10_000 },
    });
    const { refresh: token } = await signedIn(app);
    for (let turn = 0; turn < 3; turn += 1) {
      time.forward(150);
      const answer = await again(token, app);
      expect([answer.status, answer.body['refresh_token']]).toEqual([200, token]);
    }
  });

  test('a disabled account’s tokens are refused at once, everywhere', async () => {
    const id = await account(postern, 'gone@example.com');
    const gone = await signIn(postern, postern.person(), web, 'gone@example.com');
    await postern.rooms.accounts.disable(id);
    expect((await again(gone.refresh)).body.error).toBe('invalid_grant');
    expect(await works(gone.access)).toBe(false);
    expect(await introspect(postern, web, gone.refresh)).toEqual({ active: false });
  });
});
