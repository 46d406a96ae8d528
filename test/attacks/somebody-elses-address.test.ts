import { expect, test } from '@jest/globals';
import { callback, signInRequest } from '../support/apps.ts';
import type { Person, Screen } from '../support/person.ts';
import { givenScene } from './scene.ts';

const stage = givenScene();

const chosen = 'what the attacker chose';

async function signUp(person: Person, email: string): Promise<Screen> {
  const { postern, app } = stage;
  const signIn = await person.open(signInRequest(postern, app).url);
  const form = await person.open(new URL(`${signIn.url.pathname}/sign-up`, postern.issuer));
  return person.submit(form, '/sign-up', { email, password: chosen });
}

async function linkFor(email: string): Promise<URL> {
  const { text } = await stage.postern.mail.take(email);
  const link = /https?:\/\/\S+\/email\/\S+/.exec(text)?.[0];
  if (!link) throw new Error(`no link in the letter to ${email}`);
  return new URL(link);
}

test('signing up with a stranger’s address gives nothing when the stranger presses the button (pre-hijacking)', async () => {
  const { postern } = stage;
  const email = 'victim@example.com';
  await signUp(postern.person(), email);
  const victim = postern.person();
  const page = await victim.open(await linkFor(email));
  const pressed = await victim.submit(page, page.url.pathname);
  expect(pressed.status).toBe(400);
  expect(await postern.rooms.accounts.byEmail(email)).toBeUndefined();
});

test('an address that has an account is not taken over by a sign-up', async () => {
  const { postern, owner, account } = stage;
  const attacker = postern.person();
  const confirm = await signUp(attacker, owner);
  const { text } = await postern.mail.take(owner);
  expect(text).not.toContain('/email/');
  const answer = await attacker.submit(confirm, '/confirm', { code: '12345678' });
  expect(answer.url.href).not.toContain(callback);
  const still = await postern.rooms.accounts.byEmail(owner);
  expect(still?.id).toBe(account);
  const tried = await postern.rooms.accounts.authenticate(owner, chosen, { requestId: 'test' });
  expect(tried).toBeUndefined();
});

test('a link opens nothing by being looked at, works once, and not after a newer one', async () => {
  const { postern } = stage;
  const person = postern.person();
  const email = 'links@example.com';
  const confirm = await signUp(person, email);
  const older = await linkFor(email);
  await person.submit(confirm, '/resend');
  const newer = await linkFor(email);

  // A mail scanner follows links, and some press buttons: in no browser of the person's.
  const scanner = postern.person();
  for (const link of [older, newer]) expect((await scanner.open(link)).status).toBe(200);
  expect(await postern.rooms.accounts.byEmail(email)).toBeUndefined();

  const old = await person.open(older);
  expect((await person.submit(old, older.pathname)).status).toBe(410);
  expect(await postern.rooms.accounts.byEmail(email)).toBeUndefined();

  const fresh = await person.open(newer);
  expect(fresh.headers.get('referrer-policy')).toBe('same-origin');
  const used = await person.submit(fresh, newer.pathname);
  expect(used.status).toBeLessThan(400);
  expect(await postern.rooms.accounts.byEmail(email)).toBeDefined();

  const again = await person.open(newer);
  expect(again.status).toBe(410);
});

test('two that confirm at the same moment make one account', async () => {
  const { postern } = stage;
  const email = 'race@example.com';
  const people = [postern.person(), postern.person()];
  const codes: string[] = [];
  const screens: Screen[] = [];
  for (const person of people) {
    screens.push(await signUp(person, email));
    codes.push(await postern.codeFor(email));
  }
  const answers = await Promise.all(
    people.map((person, i) => person.submit(screens[i]!, '/confirm', { code: codes[i] ?? '' })),
  );
  const made = answers.filter(({ url }) => /\/interaction\/[\w-]+$/.test(url.pathname) || url.searchParams.has('code'));
  expect(made).toHaveLength(1);
  expect(await postern.rooms.accounts.byEmail(email)).toBeDefined();
});
