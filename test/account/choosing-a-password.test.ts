import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openOwn } from '../support/account-pages.ts';
import { account, password, signInRequest } from '../support/apps.ts';
import { signsIn } from '../support/from-outside.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { pwnedService, type PwnedService } from '../support/pwned-service.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const breached = 'a sentence that was found in a breach';
/** With what is easily lost on the way: spaces at both ends, two forms of one letter, a letter of two code units. */
const odd = '  Cafe\u0301 café 🦊 漢字 "<b>&amp; ';

/** What is refused wherever a password is chosen, and the words beside the field. */
const refused = [
  ['short', 'too short'],
  ['🦊'.repeat(7), 'too short'],
  ['x'.repeat(257), 'too long'],
  ['TrustNo1', 'Many people use this password'],
  ['PASSWORD123', 'Many people use this password'],
  ['ann.lee@example.com', 'too much like your email address'],
  ['Ann.Lee-Example', 'too much like your email address'],
  ['WonderlandBank1', 'little more than the name'],
  ['abcdefgh12345', 'can be guessed quickly'],
  ['aaaaaaaaaaaaaaaaaaaaaaaa', 'can be guessed quickly'],
  [breached, 'has appeared in a data breach'],
] as const;

describe.each(availableProfiles())('on %s', (profile) => {
  let service: PwnedService;
  beforeAll(async () => {
    service = await pwnedService([breached]);
  });
  const { postern } = onPostern(profile, {
    settings: () => [
      'brand.name=Wonderland Bank',
      'passwords.breached=pwnedpasswords',
      `passwords.breachedUrl=${service.url}`,
    ],
  });
  const app = givenApp(postern, { kind: 'spa', name: 'Teapot Notes', firstParty: true });
  afterAll(() => service.stop());

  async function signUpForm(person: Person, more: Record<string, string> = {}): Promise<Screen> {
    const signIn = await person.open(signInRequest(postern, app.id, more).url);
    return person.open(new URL(`${signIn.url.pathname}/sign-up`, postern.issuer));
  }

  test('at sign-up what others would try first is refused in words, and anything else is taken as it was typed', async () => {
    const email = 'ann.lee@example.com';
    const person = postern.person();
    const form = await signUpForm(person);
    expect(form.html).toMatch(/<input id="password"[^>]* type="password"[^>]* autocomplete="new-password"/);
    for (const [typed, words] of [...refused, ['TeapotNotes', 'little more than the name'] as const]) {
      const again = await person.submit(form, '/sign-up', { email, password: typed });
      expect([again.status, again.url.pathname.endsWith('/sign-up'), again.text]).toEqual([
        400,
        true,
        expect.stringContaining(words),
      ]);
      // What was typed is not sent back.
      expect(again.forms.find(({ action }) => action.endsWith('/sign-up'))?.fields['password']).toBe('');
    }
    const confirm = await person.submit(form, '/sign-up', { email, password: odd });
    expect([confirm.status, confirm.text]).toEqual([
      200,
      expect.stringContaining('Your password is very hard to guess.'),
    ]);
    const arrived = await person.submit(confirm, '/confirm', { code: await postern.codeFor(email) });
    expect(arrived.url.searchParams.has('code')).toBe(true);
    for (const other of [odd.trim(), odd.normalize('NFC'), odd.toLowerCase(), odd.slice(0, -1)]) {
      expect(await signsIn(postern, app, email, other)).toBe(false);
    }
    expect(await signsIn(postern, app, email, odd)).toBe(true);
  });

  test('the same holds for a new password of an account that is there, up to 256 characters of any kind', async () => {
    const email = 'ann.lee+2@example.com';
    await account(postern, email);
    const person = postern.person();
    const page = await openOwn(postern, person, '/account/password', email);
    for (const [typed, words] of refused) {
      const again = await person.submit(page, '/password', { current: password, next: typed });
      expect([again.status, again.text]).toEqual([400, expect.stringContaining(words)]);
    }
    expect(await signsIn(postern, app, email, password)).toBe(true);
    const long = '🦊 und Füchse, '.repeat(20).slice(0, 300);
    const longest = [...long].slice(0, 256).join('');
    expect([...longest]).toHaveLength(256);
    const done = await person.submit(page, '/password', { current: password, next: longest });
    expect([done.url.pathname, done.text]).toEqual([
      '/account',
      expect.stringMatching(/Your password is changed\. Your password (is (very )?hard to guess|will do)/),
    ]);
    expect([
      await signsIn(postern, app, email, password),
      await signsIn(postern, app, email, [...longest].slice(0, 255).join('')),
    ]).toEqual([false, false]);
    expect(await signsIn(postern, app, email, longest)).toBe(true);
  });

  test('the words are in the language of the page', async () => {
    const person = postern.person();
    for (const [language, words] of [
      ['de', 'schnell zu erraten'],
      ['fr', 'se devine rapidement'],
      ['es', 'se adivina enseguida'],
    ] as const) {
      const form = await signUpForm(person, { ui_locales: language });
      const again = await person.submit(form, '/sign-up', { email: 'x@example.com', password: 'abcdefgh12345' });
      expect(again.text).toContain(words);
    }
  });

  test('the service is told five digits, and only of what is good enough otherwise; while it is away passwords are taken', async () => {
    const person = postern.person();
    const form = await signUpForm(person);
    const before = service.asked.length;
    await person.submit(form, '/sign-up', { email: 'bob@example.com', password: 'TrustNo1' });
    expect(service.asked).toHaveLength(before);
    for (const { path } of service.asked) expect(path).toMatch(/^\/range\/[0-9A-F]{5}$/);
    service.answer((response) => void response.writeHead(503).end());
    const confirm = await person.submit(form, '/sign-up', { email: 'bob@example.com', password: breached });
    expect(confirm.url.pathname).toMatch(/\/confirm$/);
  });
});
