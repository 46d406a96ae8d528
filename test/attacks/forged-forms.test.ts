import { expect, test } from '@jest/globals';
import { account as makeAccount, callback, password, signInRequest, walk } from '../support/apps.ts';
import type { Person, Screen } from '../support/person.ts';
import { addApp, givenScene, signedIn } from './scene.ts';

const stage = givenScene();

const csrfOf = (screen: Screen): string => screen.forms[0]?.fields['csrf'] ?? '';

const isSignedIn = async (person: Person): Promise<boolean> =>
  (await person.open(signInRequest(stage.postern, stage.app, { prompt: 'none' }).url)).url.searchParams.has('code');

test('login CSRF: a sign-in is not sent into another browser’s sign-in', async () => {
  const { postern, app } = stage;
  await makeAccount(postern, 'attacker@example.com');
  const attacker = postern.person();
  const own = await attacker.open(signInRequest(postern, app).url);
  const victim = postern.person();
  const theirs = await victim.open(signInRequest(postern, app).url);
  const fields = { identifier: 'attacker@example.com', password };
  for (const [path, csrf] of [
    [own.url.pathname, csrfOf(own)],
    [theirs.url.pathname, csrfOf(own)],
    [theirs.url.pathname, ''],
    [theirs.url.pathname, 'x'.repeat(43)],
  ] as const) {
    const answer = await victim.post(new URL(`${path}/password`, postern.issuer), { ...fields, csrf });
    expect([403, 410]).toContain(answer.status);
  }
  expect(await isSignedIn(victim)).toBe(false);
});

test.each(['password', 'sign-up', 'confirm', 'resend', 'account', 'consent', 'cancel'])(
  'the form %s of one sign-in acts on no other of the same browser',
  async (step) => {
    const { postern, app } = stage;
    const person = postern.person();
    const oldTab = await person.open(signInRequest(postern, app).url);
    const newTab = await person.open(signInRequest(postern, app).url);
    const answer = await person.post(new URL(`${newTab.url.pathname}/${step}`, postern.issuer), {
      csrf: csrfOf(oldTab),
      decision: 'allow',
      identifier: stage.owner,
      password,
    });
    expect(answer.status).toBe(403);
    expect(answer.html).toContain(newTab.url.pathname);
  },
);

test('consent CSRF: nobody else’s page allows an app anything', async () => {
  const { postern, owner, account } = stage;
  const app = await addApp(postern);
  const victim = postern.person();
  const signIn = await victim.open(signInRequest(postern, app).url);
  const consent = await victim.submit(signIn, '/password', { identifier: owner, password });
  for (const csrf of ['', 'x', csrfOf(signIn).replace(/.$/, 'x')]) {
    const { pathname } = consent.url;
    const answer = await victim.post(new URL(`${pathname}/consent`, postern.issuer), { csrf, decision: 'allow' });
    expect(answer.status).toBe(403);
  }
  expect(await postern.rooms.consents.find(account, await postern.rooms.clients.show(app))).toBeUndefined();
});

test('logout CSRF: a link or a form from elsewhere signs nobody out', async () => {
  const { postern } = stage;
  const victim = postern.person();
  await signedIn(stage, victim);
  const attacker = postern.person();
  await makeAccount(postern, 'other@example.com');
  const hint = String((await signedIn({ ...stage, owner: 'other@example.com' }, attacker)).body['id_token']);
  const targets = ['', `?id_token_hint=${hint}`, `?client_id=${stage.app}`, '?logout=yes&xsrf=x'];
  for (const query of targets) await victim.open(new URL(`/session/end${query}`, postern.issuer));
  for (const csrf of ['', 'x', 'x'.repeat(43)]) {
    const answer = await victim.post(new URL('/session/end/confirm', postern.issuer), { csrf, logout: 'yes' });
    expect(answer.status).toBe(403);
  }
  expect(await isSignedIn(victim)).toBe(true);
});

test('a finished sign-in’s forms act on nothing', async () => {
  const { postern, app, owner } = stage;
  const person = postern.person();
  const signIn = await person.open(signInRequest(postern, app).url);
  const door = await walk(person, signInRequest(postern, app), owner);
  expect(door.url.href).toContain(callback);
  const done = await person.submit(signIn, '/password', { identifier: owner, password });
  expect(done.url.searchParams.get('state')).not.toBe(door.url.searchParams.get('state'));
  const again = await person.submit(signIn, '/password', { identifier: owner, password });
  expect(again.status).toBe(410);
});

test('clickjacking: no page of a sign-in is shown in a frame', async () => {
  const { postern, app, owner } = stage;
  const person = postern.person();
  const signIn = await person.open(signInRequest(postern, app).url);
  const path = signIn.url.pathname;
  const signUp = await person.open(new URL(`${path}/sign-up`, postern.issuer));
  const fresh = await addApp(postern);
  const consent = await person.submit(await person.open(signInRequest(postern, fresh).url), '/password', {
    identifier: owner,
    password,
  });
  const out = await person.open(new URL('/session/end', postern.issuer));
  const lost = await person.open(new URL('/nowhere', postern.issuer));
  for (const screen of [signIn, signUp, consent, out, lost]) {
    expect(screen.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(screen.headers.get('x-frame-options')).toBe('DENY');
    expect(screen.headers.get('content-security-policy')).not.toContain('unsafe');
  }
});
