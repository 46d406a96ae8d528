import { describe, expect, test } from '@jest/globals';
import { openOwn } from '../support/account-pages.ts';
import { addApp, password, signInRequest } from '../support/apps.ts';
import { scan, wrongCode } from '../support/authenticator.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const home = 'https://app.example.com';

/** Every address of a sign-in that takes a form, and a form of the page that stands for it before anything was proven. */
const addresses: readonly (readonly [address: string, form: string])[] = [
  ['password', '/password'],
  ['passkey', '/password'],
  ['recover', '/recover'],
  ['factor', '/password'],
  ['factor/send', '/password'],
  ['set-up', '/password'],
  ['set-up/passkey', '/password'],
  ['set-up/phone', '/password'],
  ['set-up/email', '/password'],
  ['go-on', '/password'],
  ['sign-up', '/sign-up'],
  ['confirm', '/sign-up'],
  ['resend', '/sign-up'],
  ['account', '/password'],
  ['consent', '/password'],
  ['cancel', '/password'],
];

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', firstParty: true });
  const third = givenApp(postern, { kind: 'web', name: 'Third' });

  const begin = (person: Person, by = app): Promise<Screen> => person.open(signInRequest(postern, by.id).url);
  const formsOf = ({ forms }: Screen): (string | undefined)[] => forms.map(({ action }) => action.split('?')[0]);
  const hasForm = (screen: Screen, form: string): boolean => formsOf(screen).some((action) => action?.endsWith(form));
  const languages = ({ links }: Screen): string[] => links.filter((link) => link.includes('ui_locales='));
  const inGerman = (person: Person, screen: Screen): Promise<Screen> =>
    person.open(new URL(languages(screen).find((link) => link.endsWith('=de')) ?? '', screen.url));

  test.each(addresses)('the address …/%s opened again is the page of its step', async (address, form) => {
    const person = postern.person();
    const { url } = await begin(person);
    const again = await person.open(new URL(`${url.pathname}/${address}`, url));
    expect(again.status).toBe(200);
    expect(hasForm(again, form)).toBe(true);
  });

  test('the page of a wrong password has its languages, and the sign-in goes on in another one', async () => {
    const [email, person] = [(await somebody(postern)).email, postern.person()];
    const wrong = await person.submit(await begin(person), '/password', { identifier: email, password: 'wrong' });
    expect(wrong.status).toBe(401);
    expect(languages(wrong)).toHaveLength(4);
    const german = await inGerman(person, wrong);
    expect([german.status, german.headers.get('content-language')]).toEqual([200, 'de']);
    const done = await person.submit(german, '/password', { identifier: email, password });
    expect(done.url.searchParams.has('code')).toBe(true);
  });

  test('so has the page of a wrong second factor, and asks for the same one', async () => {
    const [email, owner] = [(await somebody(postern)).email, postern.person()];
    await openOwn(postern, owner, '/account', email);
    const setUp = await owner.open(new URL('/account/security/apps', postern.issuer));
    const wrongSetUp = await owner.submit(setUp, '/apps', { code: wrongCode(scan(setUp)) });
    const phone = scan(await inGerman(owner, wrongSetUp));
    // What was scanned once is good still.
    expect(phone.code()).toBe(scan(setUp).code());
    await owner.submit(wrongSetUp, '/apps', { code: phone.code() });
    time.forward(60);

    const person = postern.person();
    const asked = await person.submit(await begin(person), '/password', { identifier: email, password });
    const other = await person.open(
      new URL(
        asked.links.find((link) => link.includes('with=recovery-code'))!,
        asked.url,
      ),
    );
    const wrong = await person.submit(other, '/factor', { code: 'aaaaa-aaaaa' });
    expect(wrong.status).toBe(400);
    // What the browser keeps in its history of it.
    expect(wrong.html).toContain(`data-address="${wrong.url.pathname}?with=recovery-code"`);
    const german = await inGerman(person, wrong);
    expect(german.headers.get('content-language')).toBe('de');
    expect(german.forms.find(({ action }) => action.endsWith('/factor'))?.fields['factor']).toBe('recovery-code');
    expect(hasForm(await person.open(new URL(`${wrong.url.pathname}/send`, wrong.url)), '/factor')).toBe(true);
    const done = await person.submit(await person.open(wrong.url), '/factor', { code: phone.code() });
    expect(done.url.searchParams.has('code')).toBe(true);
  });

  test('the address of an answer to what an app asks is the question once more', async () => {
    const [email, person] = [(await somebody(postern)).email, postern.person()];
    const asked = await person.submit(await begin(person, third), '/password', { identifier: email, password });
    const again = await person.open(new URL(`${asked.url.pathname}/consent`, asked.url));
    expect(hasForm(again, '/consent')).toBe(true);
  });

  test('no page that is shown but once, or has what was typed, leads away from itself by a language', async () => {
    const [email, person] = [(await somebody(postern)).email, postern.person()];
    const form = await begin(person);
    const recover = await person.open(new URL(`${form.url.pathname}/recover`, form.url));
    expect(languages(await person.submit(recover, '/recover', { email }))).toEqual([]);
  });

  test.each(['/account/devices/some/forget', '/account/security/stop-reset'])(
    'the address %s, which only takes a form, leads to its page',
    async (path) => {
      const [email, person] = [(await somebody(postern)).email, postern.person()];
      const overview = await openOwn(postern, person, '/account/devices', email);
      const device = overview.links.find((link) => /^\/account\/devices\/[^/]+$/.test(link)) ?? '';
      const again = await person.open(new URL(path.replace('/account/devices/some', device), postern.issuer));
      expect(again.status).toBe(200);
    },
  );

  test('what was finished is not said to have taken too long, by any way back to it', async () => {
    const [email, person] = [(await somebody(postern)).email, postern.person()];
    const form = await begin(person, third);
    const asked = await person.submit(form, '/password', { identifier: email, password });
    await person.submit(asked, '/consent', { decision: 'allow' });
    for (const late of [
      await person.open(form.url),
      await person.open(new URL(`${form.url.pathname}/password`, form.url)),
      await person.submit(form, '/password', { identifier: email, password }),
      await person.open(asked.url),
      await person.submit(asked, '/consent', { decision: 'allow' }),
      await person.open(new URL(form.url.pathname.replace('/interaction/', '/authorize/'), form.url)),
    ]) {
      expect([late.status, late.title]).toEqual([410, expect.stringContaining('You have been here before')]);
      expect(late.links).toContain(`${home}/`);
    }
  });

  test('a form of a sign-in that is finished or over is answered with a page that is there in every language', async () => {
    const person = postern.person();
    const [gone, old] = [await begin(person), await begin(person)];
    await person.submit(gone, '/cancel');
    const answers = [await person.submit(gone, '/cancel')];
    time.forward(2 * 3600);
    answers.push(await person.submit(old, '/cancel'));
    answers.push(await person.open(new URL(old.url.pathname.replace('/interaction/', '/authorize/'), old.url)));
    const [here, over] = ['Hier waren Sie schon', 'Diese Anmeldung ist beendet'];
    const german = [here, over, over];
    for (const [index, answer] of answers.entries()) {
      expect([answer.status, languages(answer).length]).toEqual([410, 4]);
      const other = await inGerman(person, answer);
      expect([other.status, other.title]).toEqual([410, expect.stringContaining(german[index] ?? '')]);
    }
  });

  test('nor is what somebody went back from; what did expire is said to have', async () => {
    const person = postern.person();
    const [gone, old] = [await begin(person), await begin(person)];
    await person.submit(gone, '/cancel');
    expect((await person.open(gone.url)).title).toContain('You have been here before');
    time.forward(2 * 3600);
    expect((await person.open(old.url)).title).toContain('This sign-in is over');
  });

  test('a native app is come back to by its own scheme; one without has no link', async () => {
    const [email, scheme] = [(await somebody(postern)).email, 'com.example.notes:/callback'];
    const phone = await addApp(postern, { kind: 'native', redirectUris: ['http://127.0.0.1/callback', scheme] });
    const program = await addApp(postern, { kind: 'native', redirectUris: ['http://127.0.0.1/callback'] });
    for (const [by, uri, way] of [
      [phone, scheme, [scheme]],
      [program, 'http://127.0.0.1:51234/callback', []],
    ] as const) {
      const person = postern.person();
      const form = await person.open(signInRequest(postern, by.id, { redirect_uri: uri }).url);
      const asked = await person.submit(form, '/password', { identifier: email, password });
      await person.submit(asked, '/consent', { decision: 'allow' });
      const late = await person.open(form.url);
      expect(late.status).toBe(410);
      expect(late.links.filter((link) => !link.includes('ui_locales='))).toEqual(way);
    }
  });
});
