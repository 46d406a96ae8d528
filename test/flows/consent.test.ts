import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  addApp,
  callback,
  introspect,
  password,
  payloadOf,
  redeem,
  signInRequest,
  userinfo,
  type App,
} from '../support/apps.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { onPostern } from '../support/suite.ts';
import { timeInHand } from '../support/time.ts';

const api = 'https://notes.example.com';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  beforeAll(async () => {
    await postern.rooms.clients.apis.add({
      id: api,
      name: 'Notes API',
      scopes: [
        { name: 'notes:read', description: 'Read your notes' },
        { name: 'notes:write', description: { en: 'Change your notes', de: 'Deine Notizen ändern' } },
      ],
    });
  });

  /** Somebody new, signed in as far as the app asks. */
  async function arrive(app: App, more: Record<string, string> = {}) {
    const { id, email } = await somebody(postern);
    const person = postern.person();
    const request = signInRequest(postern, app.id, more);
    const form = await person.open(request.url);
    const screen = await person.submit(form, '/password', { identifier: email, password });
    return { id, email, person, request, screen };
  }
  const asks = (screen: Screen): boolean => screen.forms.some(({ action }) => action.endsWith('/consent'));
  const allow = (person: Person, screen: Screen): Promise<Screen> =>
    person.submit(screen, '/consent', { decision: 'allow' });

  test('a third-party app’s page says in words what it gets and where one goes on', async () => {
    const app = await addApp(postern, { kind: 'web', name: 'Notes', apis: [api] });
    const { screen, email } = await arrive(app, { scope: 'openid email notes:read notes:write', resource: api });
    expect(asks(screen)).toBe(true);
    for (const words of ['Notes', 'Read your notes', 'Change your notes', email, 'app.example.com']) {
      expect(screen.text).toContain(words);
    }
    expect(screen.text).not.toContain('notes:read');
    expect(screen.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  test('who lets the page wait has proven no later who they are', async () => {
    const app = await addApp(postern, { kind: 'web' });
    const { person, request, screen } = await arrive(app);
    const signedIn = Date.now() / 1000;
    const time = timeInHand();
    try {
      time.forward(20 * 60);
      const door = await allow(person, screen);
      const { body } = await redeem(postern, app.id, door, request.verifier, app.headers);
      expect(Number(payloadOf(String(body['id_token']))['auth_time'])).toBeLessThanOrEqual(signedIn);
      // Whoever finds the page open gets no further than to the consent.
      const sensitive = await person.open(new URL('/account/email', postern.issuer));
      expect(sensitive.forms[0]?.action).toMatch(/\/password$/);
    } finally {
      time.restore();
    }
  });

  test.each([{}, { prompt: 'consent' }])('claims that are asked one by one are named too (%j)', async (more) => {
    const app = await addApp(postern, { kind: 'web' });
    const claims = JSON.stringify({ id_token: { phone_number: null }, userinfo: { address: { essential: true } } });
    const { person, screen } = await arrive(app, { scope: 'openid', claims, ...more });
    const named = (page: Screen): boolean[] =>
      ['See your phone number', 'See your postal address', 'See your email address'].map((words) =>
        page.text.includes(words),
      );
    expect(named(screen)).toEqual([true, true, false]);
    await allow(person, screen);
    const again = await person.open(signInRequest(postern, app.id, { scope: 'openid', claims, prompt: 'consent' }).url);
    expect(named(again)).toEqual([true, true, false]);
  });

  test('it is asked once, in each browser of the person', async () => {
    const app = await addApp(postern, { kind: 'web' });
    const { person, screen, email } = await arrive(app);
    expect((await allow(person, screen)).url.href).toContain('code=');
    expect((await person.open(signInRequest(postern, app.id).url)).url.href).toContain('code=');
    const elsewhere = postern.person();
    const form = await elsewhere.open(signInRequest(postern, app.id).url);
    const arrived = await elsewhere.submit(form, '/password', { identifier: email, password });
    expect(arrived.url.href).toContain(callback);
  });

  test('more is asked for again, and only what is new; less is not', async () => {
    const app = await addApp(postern, { kind: 'web', apis: [api] });
    const { person, screen } = await arrive(app, { scope: 'openid email' });
    await allow(person, screen);
    const more = { scope: 'openid email notes:read', resource: api };
    const page = await person.open(signInRequest(postern, app.id, more).url);
    expect(asks(page)).toBe(true);
    expect(page.text).toContain('Read your notes');
    expect(page.text).not.toContain('See your email address');
    await allow(person, page);
    for (const asked of [more, { scope: 'openid' }, { scope: 'openid email' }]) {
      expect((await person.open(signInRequest(postern, app.id, asked).url)).url.href).toContain('code=');
    }
  });

  test('a token holds what this request asked for, and nothing that was allowed before', async () => {
    const app = await addApp(postern, { kind: 'web', apis: [api] });
    const { person, screen } = await arrive(app, { scope: 'openid email profile' });
    await allow(person, screen);
    const request = signInRequest(postern, app.id, { scope: 'openid' });
    const tokens = await redeem(postern, app.id, await person.open(request.url), request.verifier, app.headers);
    expect(tokens.body['scope']).toBe('openid');
    const info = await userinfo(postern, String(tokens.body['access_token']));
    expect(Object.keys(info.body)).toEqual(['sub']);
  });

  test('consent for one app is none for another', async () => {
    const [one, other] = [await addApp(postern, { kind: 'web' }), await addApp(postern, { kind: 'web' })];
    const { person, screen } = await arrive(one);
    await allow(person, screen);
    expect(asks(await person.open(signInRequest(postern, other.id).url))).toBe(true);
  });

  test('who says no is told to the app as access_denied, and nothing is remembered', async () => {
    const app = await addApp(postern, { kind: 'web' });
    const { person, screen } = await arrive(app);
    const back = await person.submit(screen, '/consent', { decision: 'deny' });
    expect(back.url.searchParams.get('error')).toBe('access_denied');
    expect(asks(await person.open(signInRequest(postern, app.id).url))).toBe(true);
  });

  test('a decision that is neither yes nor no gives nothing', async () => {
    const app = await addApp(postern, { kind: 'web' });
    const { person, screen } = await arrive(app);
    const answer = await person.submit(screen, '/consent', { decision: 'perhaps' });
    expect([answer.status, answer.url.origin]).toEqual([400, postern.issuer]);
  });

  test('a first-party app is not asked about', async () => {
    const app = await addApp(postern, { kind: 'web', firstParty: true });
    const { screen } = await arrive(app);
    expect(screen.url.href).toContain('code=');
  });

  test.each([false, true])(
    'a native app is asked about every time, first-party (%s) or not: anybody can claim to be it (RFC 8252 §8.6)',
    async (firstParty) => {
      const app = await addApp(postern, { kind: 'native', firstParty, redirectUris: ['http://127.0.0.1/callback'] });
      const more = { redirect_uri: 'http://127.0.0.1:5123/callback' };
      const { person, screen } = await arrive(app, more);
      expect(asks(screen)).toBe(true);
      expect((await allow(person, screen)).url.href).toContain('code=');
      const again = await person.open(signInRequest(postern, app.id, more).url);
      expect(asks(again)).toBe(true);
      expect((await allow(person, again)).url.href).toContain('code=');
      const silent = await person.open(signInRequest(postern, app.id, { ...more, prompt: 'none' }).url);
      expect(silent.url.searchParams.get('error')).toMatch(/interaction_required|consent_required/);
    },
  );

  test('offline_access is given where it is asked for with consent, and outlives the sign-out', async () => {
    const app = await addApp(postern, { kind: 'web' });
    const { person, screen, request } = await arrive(app, { scope: 'openid offline_access', prompt: 'consent' });
    const arrived = await allow(person, screen);
    const { body } = await redeem(postern, app.id, arrived, request.verifier, app.headers);
    expect(body['scope']).toContain('offline_access');
    await person.open(new URL(`/session/end?id_token_hint=${String(body['id_token'])}`, postern.issuer));
    expect(await introspect(postern, app, String(body['refresh_token']))).toMatchObject({ active: true });
  });
});
