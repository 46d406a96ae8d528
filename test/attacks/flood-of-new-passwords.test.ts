import { expect, test } from '@jest/globals';
import { openOwn } from '../support/account-pages.ts';
import { signInRequest } from '../support/apps.ts';
import { strict } from '../support/budgets.ts';
import { linkIn } from '../support/letters.ts';
import type { Person } from '../support/person.ts';
import { useUp } from '../support/used-up.ts';
import { givenScene } from './scene.ts';

const stage = givenScene({ settings: [...strict, 'trustedProxies=127.0.0.1'] });

const crowded = '198.51.100.7';
const personAt = (address: string): Person => Object.assign(stage.postern.person(), { address });

async function signUp(person: Person, email: string) {
  const form = await person.open(signInRequest(stage.postern, stage.app).url);
  const signUpForm = await person.open(new URL(`${form.url.pathname}/sign-up`, stage.postern.issuer));
  return person.submit(signUpForm, '/sign-up', { email, password: 'guessed at once' });
}

test('who has one password after the other judged keeps nobody else from choosing one', async () => {
  const { postern, owner } = stage;
  // The owner has signed in there before, behind the same address as whoever does it.
  const person = personAt(crowded);
  await openOwn(postern, person, '/account', owner);
  await useUp(postern, () => ({ kind: 'choice', address: crowded }));

  const refused = await signUp(personAt(crowded), 'somebody@example.com');
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await signUp(personAt('203.0.113.9'), 'neighbour@example.com')).status).not.toBe(429);

  const page = await person.open(new URL('/account/password', postern.issuer));
  const changed = await person.submit(page, '/password', { current: 'not it', next: 'a whole new set of words' });
  expect(changed.status).toBe(400);
  expect(changed.text).not.toContain('too many');
});

test('nor from the link of a letter, which counts by itself', async () => {
  const { postern, owner, account } = stage;
  const elsewhere = personAt('192.0.2.44');
  const form = await elsewhere.open(signInRequest(postern, stage.app).url);
  const recover = await elsewhere.open(new URL(`${form.url.pathname}/recover`, postern.issuer));
  await elsewhere.submit(recover, '/recover', { email: owner });
  const link = await linkIn(postern, owner, 'password', 'recover');
  const neighbour = personAt(crowded);
  const opened = await neighbour.open(link);
  const weak = await neighbour.submit(opened, opened.url.pathname, { password: 'password' });
  expect(weak.status).toBe(400);
  await useUp(postern, () => ({ kind: 'choice-by-link', account }));
  const next = { password: 'a whole new set of words' };
  expect((await neighbour.submit(weak, opened.url.pathname, next)).status).toBe(429);
});

test('nor has one account more of it by having more browsers', async () => {
  const { postern, account } = stage;
  let browsers = 0;
  const next = () => ({ kind: 'choice', account, device: `browser ${(browsers += 1)}` }) as const;
  await useUp(postern, next);
  expect(browsers).toBeLessThan(100);
});
