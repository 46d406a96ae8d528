import { expect, test } from '@jest/globals';
import { callback, signInRequest } from '../support/apps.ts';
import type { Screen } from '../support/person.ts';
import { addApp, givenScene, shownOn, signedIn } from './scene.ts';

const payload = `"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}<%= 7*7 %>`;

const stage = givenScene({ app: { name: `App ${payload}`.slice(0, 100) } });

function expectHarmless({ html, headers }: Screen): void {
  expect(html).not.toMatch(/<script>alert|<img src=x|onerror=alert\(1\)>(?!&)/);
  expect(html).not.toContain(`"'>`);
  expect(headers.get('content-security-policy')).toMatch(/default-src 'none'/);
  expect(headers.get('content-security-policy')).not.toMatch(/unsafe|alert/);
}

test('what an authorization request brings is shown as text', async () => {
  const { postern, app } = stage;
  const person = postern.person(`Firefox ${payload}`);
  const odd = {
    state: payload,
    nonce: payload,
    login_hint: payload,
    ui_locales: payload,
    acr_values: payload,
    display: 'page',
  };
  const signIn = await person.open(signInRequest(postern, app, odd).url);
  expect(signIn.status).toBe(200);
  expectHarmless(signIn);
  expect(signIn.html).toContain('App &#34;');
  for (const step of ['/sign-up', '/sign-in', `/sign-in?account=${encodeURIComponent(payload)}`]) {
    expectHarmless(await person.open(new URL(`${signIn.url.pathname}${step}`, postern.issuer)));
  }
  const again = await person.submit(signIn, '/password', { identifier: payload, password: payload });
  expectHarmless(again);
  const signUp = await person.open(new URL(`${signIn.url.pathname}/sign-up`, postern.issuer));
  expectHarmless(await person.submit(signUp, '/sign-up', { email: payload, name: payload, password: payload }));
});

test.each([
  'client_id',
  'redirect_uri',
  'response_type',
  'scope',
  'claims',
  'response_mode',
  'max_age',
  'prompt',
  'request',
  'resource',
  payload,
])('an error about %s shows it as text', async (name) => {
  const { postern, app } = stage;
  for (const more of [{}, { redirect_uri: 'https://nowhere.example/' }]) {
    const screen = await postern.person().open(signInRequest(postern, app, { ...more, [name]: payload }).url);
    if (screen.url.origin === postern.issuer) expectHarmless(screen);
    else expect(screen.url.href.startsWith(callback)).toBe(true);
  }
});

test('a form that is posted to the app carries the state as text', async () => {
  const { postern, app } = stage;
  const more = { response_mode: 'form_post', prompt: 'none', state: payload };
  const page = await postern.person().open(signInRequest(postern, app, more).url);
  expectHarmless(page);
  expect(page.forms[0]?.fields['state']).toBe(payload);
});

test('header injection: a state with line breaks sets no header', async () => {
  const { postern, app } = stage;
  const state = 'a\r\nSet-Cookie: planted=1\r\n\r\n<script>alert(1)</script>';
  for (const mode of ['query', 'form_post']) {
    const { url } = signInRequest(postern, app, { prompt: 'none', state, response_mode: mode });
    const answer = await fetch(url, { redirect: 'manual' });
    expect(answer.headers.getSetCookie().join()).not.toContain('planted');
    expect(await answer.text()).not.toContain('<script>alert');
  }
});

test('a letter shows a name as text', async () => {
  const { postern } = stage;
  const app = await addApp(postern);
  const person = postern.person();
  const signIn = await person.open(signInRequest(postern, app).url);
  const signUp = await person.open(new URL(`${signIn.url.pathname}/sign-up`, postern.issuer));
  await person.submit(signUp, '/sign-up', {
    email: 'letter@example.com',
    name: '<img src=x onerror=alert(1)>',
    password: 'a good long password',
  });
  const { html } = await postern.mail.take('letter@example.com');
  expect(html).not.toContain('<img src=x');
});

test('the name of a device, its user agent and the name of an app are shown as text wherever they are', async () => {
  const { postern, app, owner } = stage;
  const [person, other] = [postern.person(`Firefox ${payload}`), postern.person(`${payload}/1.0 (${payload})`)];
  await signedIn(stage, other);
  await signedIn(stage, person);
  const devices = await person.open(new URL('/account/devices', postern.issuer));
  const links = devices.links.filter((link) => /^\/account\/devices\/[^/]+$/.test(link));
  expect(links).toHaveLength(2);
  for (const link of links) {
    const page = await person.open(new URL(link, postern.issuer));
    expectHarmless(page);
    const named = await person.submit(page, link, { name: payload.slice(0, 60) });
    expectHarmless(named);
    expect(shownOn(named)).toContain('&#34;&#39;&gt;&lt;script&gt;');
    expectHarmless(await person.open(new URL(`${link}/end`, postern.issuer)));
    expectHarmless(await person.submit(page, link, { name: payload }));
  }
  const paths = ['/account', '/account/devices', '/account/apps', `/account/apps/${app}`, `/account/apps/${app}/end`];
  const odd = ['/account/history', `/account/history?after=${encodeURIComponent(payload)}`, `/account?done=${payload}`];
  for (const path of [...paths, ...odd, `/account/devices?after=${encodeURIComponent(payload)}`]) {
    const screen = await person.open(new URL(path, postern.issuer));
    expect([path, screen.status]).toEqual([path, 200]);
    expectHarmless(screen);
  }
  const { id = '' } = (await postern.rooms.accounts.byEmail(owner)) ?? {};
  expect((await postern.rooms.signedIn.list(id, { limit: 10 })).devices).toHaveLength(2);
});
