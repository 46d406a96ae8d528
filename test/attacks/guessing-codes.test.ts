import { expect, test } from '@jest/globals';
import { accountCollection } from '../../src/accounts/index.ts';
import { signInRequest } from '../support/apps.ts';
import type { Person, Screen } from '../support/person.ts';
import { givenScene } from './scene.ts';

const stage = givenScene();

async function signUp(person: Person, email: string): Promise<Screen> {
  const { postern, app } = stage;
  const signIn = await person.open(signInRequest(postern, app).url);
  const form = await person.open(new URL(`${signIn.url.pathname}/sign-up`, postern.issuer));
  return person.submit(form, '/sign-up', { email, password: 'a good long password' });
}

const accounts = async (): Promise<number> =>
  (await stage.postern.rooms.store.documents.find(accountCollection, undefined, { limit: 1000 })).length;

test('a confirming code has five tries in all, however many come at once', async () => {
  const { postern } = stage;
  const person = postern.person();
  const confirm = await signUp(person, 'five@example.com');
  const right = await postern.codeFor('five@example.com');
  const before = await accounts();
  const wrong = Array.from({ length: 20 }, (_, i) => String(i).padStart(8, '0')).filter((code) => code !== right);
  const answers = await Promise.all(wrong.map((code) => person.submit(confirm, '/confirm', { code })));
  expect(answers.every(({ url }) => !url.searchParams.has('code'))).toBe(true);
  // Now the right one is worth nothing either.
  const late = await person.submit(confirm, '/confirm', { code: right });
  expect(late.url.searchParams.has('code')).toBe(false);
  expect(await accounts()).toBe(before);
});

test('letters that begin the tries anew come to an end too', async () => {
  const { postern } = stage;
  const person = postern.person();
  const confirm = await signUp(person, 'again@example.com');
  let right = await postern.codeFor('again@example.com');
  let tries = 0;
  for (let letters = 1; letters < 10; letters += 1) {
    for (let i = 0; i < 5; i += 1) {
      const guess = String(tries).padStart(8, '0');
      if (guess !== right) await person.submit(confirm, '/confirm', { code: guess });
      tries += 1;
    }
    if ((await person.submit(confirm, '/resend')).status === 429) break;
    right = await postern.codeFor('again@example.com');
  }
  expect(tries).toBeLessThanOrEqual(30);
  const late = await person.submit(confirm, '/confirm', { code: right });
  expect(late.url.searchParams.has('code')).toBe(false);
});

test('letters are sent five times and no more, however often they are asked for', async () => {
  const { postern } = stage;
  const person = postern.person();
  const confirm = await signUp(person, 'flood@example.com');
  await Promise.all(Array.from({ length: 15 }, () => person.submit(confirm, '/resend')));
  const last = await person.submit(confirm, '/resend');
  expect(last.status).toBe(429);
  const letters = postern.mail.letters.filter(({ to }) => to === 'flood@example.com');
  expect(letters.length).toBeLessThanOrEqual(6);
});

test('one sign-up’s code confirms no other', async () => {
  const { postern } = stage;
  const [one, other] = [postern.person(), postern.person()];
  await signUp(one, 'one@example.com');
  const confirm = await signUp(other, 'other@example.com');
  const code = await postern.codeFor('one@example.com');
  const answer = await other.submit(confirm, '/confirm', { code });
  expect(answer.status).toBe(400);
});
