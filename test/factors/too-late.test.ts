import { expect, test } from '@jest/globals';
import { openOwn } from '../support/account-pages.ts';
import { afterPassword } from '../support/after-password.ts';
import { setUpApp } from '../support/authenticator.ts';
import { isAtApp } from '../support/from-outside.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

// On SQLite alone: Redis forgets what was half proven by its own clock.
const { postern, time } = onPostern('sqlite');
const app = givenApp(postern, { kind: 'web', firstParty: true });

test('who took too long over a code is told so, where the sign-in begins again', async () => {
  const { email } = await somebody(postern);
  const { phone } = await setUpApp(postern, postern.person(), email);
  const person = postern.person();
  const screen = await afterPassword(postern, person, app, email);
  time.forward(601);
  const again = await person.submit(screen, '/factor', { code: phone.code() });
  expect(again.url.pathname.endsWith('/sign-in')).toBe(true);
  expect(again.text).toContain('That took too long. Please try again.');
});

test('a device says that its sign-in had a code beside the password', async () => {
  const { email } = await somebody(postern);
  const { phone } = await setUpApp(postern, postern.person(), email);
  time.forward(60);
  const person = postern.person();
  const screen = await afterPassword(postern, person, app, email);
  expect(isAtApp(await person.submit(screen, '/factor', { code: phone.code() }))).toBe(true);
  const list = await openOwn(postern, person, '/account/devices', email);
  expect(list.text).toContain('Signed in with: password and code');
});
