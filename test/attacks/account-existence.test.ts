import { expect, test } from '@jest/globals';
import { account, password, signInRequest } from '../support/apps.ts';
import type { Screen } from '../support/person.ts';
import { cookiesOf, givenScene, shownOn } from './scene.ts';

const stage = givenScene();

/** A page without what differs from one request to the next by design. */
const bare = (screen: Screen, email: string) => ({
  status: screen.status,
  path: screen.url.pathname.replace(/[\w-]{40,}/, ':id'),
  html: shownOn(screen)
    .replaceAll(email, 'EMAIL')
    .replaceAll(/name="csrf" value="[^"]*"/g, 'CSRF')
    .replaceAll(/nonce="[^"]*"/g, 'NONCE')
    .replaceAll(/challenge&#34;:&#34;[\w-]{43}&#34;/g, 'CHALLENGE')
    .replaceAll(/\/interaction\/[\w-]{40,}/g, '/interaction/:id')
    .replaceAll(/[\w-]{22}/g, ':id'),
  cookies: screen.headers.getSetCookie().map((line) => line.split('=')[0]),
  headers: [...screen.headers.keys()].filter((name) => name !== 'date').sort(),
});

async function signIn(email: string, typed: string) {
  const { postern, app } = stage;
  const person = postern.person();
  const form = await person.open(signInRequest(postern, app).url);
  const began = performance.now();
  const answer = await person.submit(form, '/password', { identifier: email, password: typed });
  return { answer: bare(answer, email), took: performance.now() - began };
}

async function signUp(email: string) {
  const { postern, app } = stage;
  const person = postern.person();
  const request = await person.open(signInRequest(postern, app).url);
  const form = await person.open(new URL(`${request.url.pathname}/sign-up`, postern.issuer));
  const began = performance.now();
  const answer = await person.submit(form, '/sign-up', { email, password: 'a good long password' });
  const took = performance.now() - began;
  const names = cookiesOf(person).replaceAll(/=[^;]*/g, '');
  const wrong = await person.submit(answer, '/confirm', { code: '00000000' });
  return { answer: { ...bare(answer, email), names }, wrong: bare(wrong, email), took };
}

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

test('a wrong password and an unknown address get the same page, status, headers and cookies', async () => {
  const known = await signIn(stage.owner, 'not the password');
  const unknown = await signIn('nobody@example.com', 'not the password');
  const impossible = await signIn('no address', 'not the password');
  expect(known.answer.status).toBe(401);
  expect(unknown.answer).toEqual(known.answer);
  expect(impossible.answer).toEqual(known.answer);
});

test('a suspended account looks like one that is not there, even with its password', async () => {
  const { postern } = stage;
  const id = await account(postern, 'suspended@example.com');
  await postern.rooms.accounts.disable(id);
  const suspended = await signIn('suspended@example.com', password);
  expect(suspended.answer).toEqual((await signIn('nobody@example.com', password)).answer);
});

test('a sign-up with a known address goes on as with a new one: only its owner reads the difference', async () => {
  const known = await signUp(stage.owner);
  const fresh = await signUp('fresh@example.com');
  expect(known.answer.path).toMatch(/\/confirm$/);
  expect(known.answer).toEqual(fresh.answer);
  expect(known.wrong).toEqual(fresh.wrong);
  const letter = await stage.postern.mail.take(stage.owner);
  expect(`${letter.text}${letter.html}`).not.toMatch(/\b\d{4}[ \u00a0-]?\d{4}\b/);
});

test('the account page of somebody else says nothing: no id, no address', async () => {
  const { postern, app, account: id, owner } = stage;
  const person = postern.person();
  const form = await person.open(signInRequest(postern, app).url);
  const page = await person.open(new URL(`${form.url.pathname}/sign-in?account=${id}`, postern.issuer));
  expect(shownOn(page)).not.toContain(owner);
  const other = await person.open(new URL(`${form.url.pathname}/sign-in?account=nobody`, postern.issuer));
  expect(bare(page, id).html).toBe(bare(other, 'nobody').html);
});

test('the time tells nothing that one can read off a few tries', async () => {
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let round = 0; round < 7; round += 1) {
    times.known.push((await signIn(stage.owner, 'not the password')).took);
    times.unknown.push((await signIn(`nobody${round}@example.com`, 'not the password')).took);
  }
  const [known, unknown] = [median(times.known), median(times.unknown)];
  console.info(`sign-in refused: known ${known.toFixed(1)} ms, unknown ${unknown.toFixed(1)} ms (median of 7)`);
  // Without the work for nobody it would be a tenth.
  expect(unknown).toBeGreaterThan(known / 3);
});
