import { expect, test } from '@jest/globals';
import { openOwn } from '../support/account-pages.ts';
import { account, callback, signInRequest, walk } from '../support/apps.ts';
import type { Person } from '../support/person.ts';
import { timeInHand } from '../support/time.ts';
import { cookieOf, givenScene, signedIn } from './scene.ts';

const stage = givenScene();

const plant = (person: Person, name: string, value: string): void => {
  person.cookies.set(`${name};/`, { value, path: '/' });
};

/** Whether the app gets a code for whoever this browser is signed in as, with nothing asked. */
async function isSignedIn(person: Person): Promise<boolean> {
  const screen = await person.open(signInRequest(stage.postern, stage.app, { prompt: 'none' }).url);
  expect(screen.url.href).toContain(callback);
  return screen.url.searchParams.has('code');
}

test('a session cookie that was planted before the sign-in finds nothing after it', async () => {
  const { postern, app, owner } = stage;
  const attacker = postern.person();
  await attacker.open(signInRequest(postern, app).url);
  const values = [cookieOf(attacker, 'postern.session') ?? 'session.k1.made-up.1.x', 'x'];
  for (const planted of values) {
    const victim = postern.person();
    plant(victim, 'postern.session', planted);
    await walk(victim, signInRequest(postern, app), owner);
    expect(await isSignedIn(victim)).toBe(true);
    expect(cookieOf(victim, 'postern.session')).not.toBe(planted);
    plant(attacker, 'postern.session', planted);
    expect(await isSignedIn(attacker)).toBe(false);
  }
});

test.each(['before anybody signed in', 'after the attacker signed in with it'])(
  "a browser cookie planted %s leads nobody to the victim's account",
  async (when) => {
    const { postern, app, owner } = stage;
    const attacker = postern.person();
    await attacker.open(signInRequest(postern, app).url);
    if (when.startsWith('after')) await signedIn({ ...stage, owner: await another() }, attacker);
    const victim = postern.person();
    for (const [key, cookie] of attacker.cookies) {
      if (!/interaction|resume/.test(key)) victim.cookies.set(key, cookie);
    }
    await walk(victim, signInRequest(postern, app, { prompt: 'login' }), owner);

    const chooser = await attacker.open(signInRequest(postern, app, { prompt: 'select_account' }).url);
    expect(chooser.html).not.toContain(stage.account);
    if (chooser.forms.some(({ action }) => action.endsWith('/account'))) {
      const chosen = await attacker.submit(chooser, '/account', { account: stage.account });
      expect(chosen.url.searchParams.has('code')).toBe(false);
    }
  },
);

test('who planted the proof of their own sign-in gets nobody but themselves back with it', async () => {
  const { postern, app, owner } = stage;
  const attacker = postern.person();
  const theirs = await another();
  await signedIn({ ...stage, owner: theirs }, attacker);
  const victim = postern.person();
  for (const name of ['postern.browser', 'postern.accounts']) plant(victim, name, cookieOf(attacker, name) ?? '');
  await walk(victim, signInRequest(postern, app, { prompt: 'login' }), owner);
  const choose = signInRequest(postern, app, { prompt: 'select_account' });
  expect((await victim.open(choose.url)).html).toContain(stage.account);

  // An older proof shows nobody; and of a sign-in with it those go on alone who were there before.
  expect((await attacker.open(choose.url)).html).not.toContain(stage.account);
  await walk(attacker, signInRequest(postern, app, { prompt: 'login' }), await another());
  const chooser = await attacker.open(choose.url);
  expect([chooser.text.includes(theirs), chooser.html.includes(stage.account)]).toEqual([true, false]);
  const chosen = await attacker.submit(chooser, '/account', { account: stage.account });
  expect(chosen.url.searchParams.has('code')).toBe(false);
});

test('with the cookie of a browser and no proof of a sign-in in it nobody is signed out by signing in', async () => {
  const { postern, app, owner } = stage;
  const victim = postern.person();
  await walk(victim, signInRequest(postern, app), owner);
  const attacker = postern.person();
  plant(attacker, 'postern.browser', cookieOf(victim, 'postern.browser') ?? '');
  await signedIn({ ...stage, owner: await another() }, attacker);
  expect(await isSignedIn(victim)).toBe(true);
});

test('the session cookie changes with each sign-in, and the old one is worth nothing soon', async () => {
  const { postern, app, owner } = stage;
  const person = postern.person();
  await walk(person, signInRequest(postern, app), owner);
  const first = cookieOf(person, 'postern.session') ?? '';
  await walk(person, signInRequest(postern, app, { prompt: 'login' }), owner);
  await walk(person, signInRequest(postern, app, { prompt: 'login' }), owner);
  const third = cookieOf(person, 'postern.session') ?? '';
  expect(new Set([first, third]).size).toBe(2);
  const thief = postern.person();
  plant(thief, 'postern.session', first);
  expect(await isSignedIn(thief)).toBe(false);
});

test('a cookie from before a sign-in stands for nothing that was proven in it', async () => {
  const { postern } = stage;
  const email = await another();
  const time = timeInHand();
  try {
    const victim = postern.person();
    const place = new URL('/account/security/apps', postern.issuer);
    await openOwn(postern, victim, '/account', email);
    time.forward(10 * 60);
    const thief = postern.person();
    for (const [key, cookie] of victim.cookies) thief.cookies.set(key, cookie);
    // The owner proves who they are, and the older cookie is still taken for what was under way.
    await openOwn(postern, victim, place.pathname, email);
    expect((await thief.open(new URL('/account', postern.issuer))).url.pathname).toBe('/account');
    expect((await thief.open(place)).forms[0]?.action).toMatch(/\/password$/);
    // What the thief did takes nothing from the owner.
    expect((await victim.open(place)).url.pathname).toBe(place.pathname);
  } finally {
    time.restore();
  }
});

test('a session that was signed out is revived by none of its cookies', async () => {
  const { postern } = stage;
  const person = postern.person();
  const tokens = await signedIn(stage, person);
  const kept = new Map(person.cookies);
  const hint = String(tokens.body['id_token']);
  const out = new URL('/session/end', postern.issuer);
  out.searchParams.set('id_token_hint', hint);
  await person.open(out);
  expect(await isSignedIn(person)).toBe(false);
  person.cookies.clear();
  kept.forEach((cookie, key) => person.cookies.set(key, cookie));
  expect(await isSignedIn(person)).toBe(false);
});

test.each(['edited', 'of another kind', 'of another generation'])(
  'a session cookie that is %s finds nothing',
  async (how) => {
    const { postern } = stage;
    const person = postern.person();
    const tokens = await signedIn(stage, person);
    const value = cookieOf(person, 'postern.session') ?? '';
    const forged = {
      edited: value.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      'of another kind': String(tokens.body['refresh_token']),
      'of another generation': value.replace(/\.(\d+)\./, (_all, generation: string) => `.${Number(generation) + 1}.`),
    }[how];
    const thief = postern.person();
    plant(thief, 'postern.session', forged ?? '');
    expect(forged).not.toBe(value);
    expect(await isSignedIn(thief)).toBe(false);
  },
);

test('the browser itself still chooses among its accounts', async () => {
  const { postern, app, owner } = stage;
  const person = postern.person();
  await walk(person, signInRequest(postern, app), owner);
  await walk(person, signInRequest(postern, app, { prompt: 'login' }), await another());
  const chooser = await person.open(signInRequest(postern, app, { prompt: 'select_account' }).url);
  const chosen = await person.submit(chooser, '/account', { account: stage.account });
  expect(chosen.url.searchParams.has('code')).toBe(true);
});

let made = 0;
async function another(): Promise<string> {
  const email = `attacker${(made += 1)}@example.com`;
  await account(stage.postern, email);
  return email;
}
