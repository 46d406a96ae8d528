import { beforeEach, describe, expect, test } from '@jest/globals';
import { openOwn } from '../support/account-pages.ts';
import { afterPassword } from '../support/after-password.ts';
import { addApp, password } from '../support/apps.ts';
import { codesOn, setUpApp, wrongCode, type Authenticator } from '../support/authenticator.ts';
import { eventually } from '../support/eventually.ts';
import { isAtApp } from '../support/from-outside.ts';
import { lettersTo, linkTo, press } from '../support/letters.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const hour = 3600;
const day = 24 * hour;

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, { settings: ['factors.emailCodes=true'] });
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  let email: string;
  let id: string;
  beforeEach(async () => {
    ({ email, id } = await somebody(postern));
  });

  /** Somebody in the browser in which they have set up an app. */
  async function atHome(): Promise<{ home: Person; phone: Authenticator; codes: string[] }> {
    const home = postern.person();
    const { phone, recoveryCodes } = await setUpApp(postern, home, email);
    // The code of the enrolment is used up: the next one is for what comes.
    time.forward(60);
    return { home, phone, codes: recoveryCodes };
  }

  const signIn = (person: Person, typed = password): Promise<Screen> =>
    afterPassword(postern, person, app, email, { prompt: 'login' }, typed);

  /** Gives the password and then a code. */
  async function come(person: Person, fields: Readonly<Record<string, string>>, typed = password): Promise<Screen> {
    return person.submit(await signIn(person, typed), '/factor', fields);
  }

  /** Guesses at once, as often as it is let. @returns how many were compared */
  async function guess(
    person: Person,
    fields: Readonly<Record<string, string>>,
    times = 12,
    typed = password,
  ): Promise<number> {
    const screen = await signIn(person, typed);
    const answers = await Promise.all(Array.from({ length: times }, () => person.submit(screen, '/factor', fields)));
    expect(answers.every(({ status }) => status === 400 || status === 429)).toBe(true);
    return answers.filter(({ status }) => status === 400).length;
  }

  const told = (): number => lettersTo(postern, email, 'Somebody may know your password').length;

  test('who guesses behind the password makes nobody wait in a browser in which the account proved a factor', async () => {
    const { home, phone, codes } = await atHome();
    expect(await guess(postern.person(), { code: wrongCode(phone) })).toBe(5);
    await eventually(() => expect(told()).toBe(1));
    // The owner is elsewhere, and has to wait; at home the app and the recovery codes are as good as ever.
    expect((await come(postern.person(), { code: phone.code() })).status).toBe(429);
    expect((await come(home, { code: wrongCode(phone) })).status).toBe(400);
    expect(isAtApp(await come(home, { code: phone.code() }))).toBe(true);
    expect(isAtApp(await come(home, { factor: 'recovery-code', code: codes[0] ?? '' }))).toBe(true);
    // What was right there has ended nobody's wait.
    expect((await come(postern.person(), { factor: 'recovery-code', code: codes[1] ?? '' })).status).toBe(429);
  });

  test('nor where the code is sent, and one is sent there while strangers are refused it', async () => {
    const home = postern.person();
    await openOwn(postern, home, '/account', email);
    const adding = await home.open(new URL('/account/security/email-codes', postern.issuer));
    const asked = await home.submit(adding, '/email-codes');
    expect(codesOn(await home.submit(asked, '/email-codes', { code: await postern.codeFor(email) }))).toHaveLength(10);
    time.forward(61);

    const thief = postern.person();
    const sent = await thief.submit(await signIn(thief), '/factor/send');
    const right = await postern.codeFor(email);
    const wrong = right === '00000000' ? '11111111' : '00000000';
    await Promise.all(Array.from({ length: 9 }, () => thief.submit(sent, '/factor', { factor: 'email', code: wrong })));
    await eventually(async () => {
      const { events } = await postern.rooms.audit.search({ kind: 'factor.refused', account: id, limit: 10 });
      expect(events).toHaveLength(5);
    });
    const recovery = { factor: 'recovery-code', code: wrong };
    for (const wait of [61, 121, 241]) {
      time.forward(wait);
      expect((await thief.submit(sent, '/factor', recovery)).status).toBe(400);
    }
    time.forward(61);
    const refused = await thief.submit(await signIn(thief), '/factor/send');
    expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);

    const own = await home.submit(await signIn(home), '/factor/send');
    expect(isAtApp(await home.submit(own, '/factor', { code: await postern.codeFor(email) }))).toBe(true);
  });

  test('the owner’s right codes wash nothing away: four between any two sign-ins are told, and come to an end', async () => {
    const { home, phone } = await atHome();
    const thief = postern.person();
    let compared = 0;
    for (let round = 0; round < 24; round += 1) {
      // Half of the time the owner is somewhere new.
      const owner = round % 2 === 0 ? home : postern.person();
      time.forward(31);
      const screen = await come(owner, { code: phone.code() });
      if (owner === home) expect(isAtApp(screen)).toBe(true);
      compared += await guess(thief, { code: wrongCode(phone) }, 4);
      if (round === 1) await eventually(() => expect(told()).toBe(1));
    }
    expect(compared).toBe(50);
    // At 5, 20 and 35, and no more within the hour; long enough for a letter that failed twice while this test moved the time.
    await eventually(() => expect(told()).toBe(3), 60_000);
    // From now on there is one a day, and the owner at home does not notice.
    time.forward(2 * hour);
    expect(await guess(thief, { code: wrongCode(phone) })).toBe(0);
    expect(isAtApp(await come(home, { code: phone.code() }))).toBe(true);
    time.forward(day);
    expect(await guess(thief, { code: wrongCode(phone) })).toBe(1);
  }, 120_000);

  test('a browser that is known has a limit of its own, and is told of as well', async () => {
    const { home, phone } = await atHome();
    expect(await guess(home, { code: wrongCode(phone) }, 30)).toBe(5);
    await eventually(() => expect(told()).toBe(1));
    expect((await come(home, { code: phone.code() })).status).toBe(429);
    // It has used up nothing of what there is elsewhere.
    expect(isAtApp(await come(postern.person(), { code: phone.code() }))).toBe(true);
    expect((await come(home, { code: phone.code() })).status).toBe(429);
    time.forward(31);
    expect(isAtApp(await come(home, { code: phone.code() }))).toBe(true);
  });

  test('the password makes no browser known, however many an app lets in by it alone', async () => {
    const { phone } = await atHome();
    const lax = await addApp(postern, { kind: 'web', firstParty: true, dangerouslyAllowOneFactor: true });
    let compared = 0;
    for (let nth = 0; nth < 3; nth += 1) {
      const thief = postern.person();
      expect(isAtApp(await afterPassword(postern, thief, lax, email))).toBe(true);
      compared += await guess(thief, { code: wrongCode(phone) });
    }
    expect(compared).toBe(5);
  });

  test('of five hundred guesses at once from eight known browsers and others six times five are compared', async () => {
    const { phone, codes } = await atHome();
    const known = [];
    for (const code of codes.slice(0, 8)) {
      const person = postern.person();
      expect(isAtApp(await come(person, { factor: 'recovery-code', code }))).toBe(true);
      known.push(person);
    }
    const thieves = [...known, postern.person(), postern.person()];
    const screens = await Promise.all(thieves.map(async (person) => ({ person, screen: await signIn(person) })));
    const code = wrongCode(phone);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => screens)
        .flat()
        .map(({ person, screen }) => person.submit(screen, '/factor', { code })),
    );
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(30);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(470);
    const { events } = await postern.rooms.audit.search({ kind: 'factor.refused', account: id, limit: 1000 });
    expect(events).toHaveLength(30);
  }, 120_000);

  test('a new password that the owner chooses at home ends the wait everywhere', async () => {
    const { home, phone } = await atHome();
    expect(await guess(postern.person(), { code: wrongCode(phone) })).toBe(5);
    expect(isAtApp(await come(home, { code: phone.code() }))).toBe(true);
    time.forward(31);
    const next = 'lantern maple quietly';
    const page = await home.open(new URL('/account/password', postern.issuer));
    await home.submit(page, '/password', { current: password, next });
    expect(isAtApp(await come(postern.person(), { code: phone.code() }, next))).toBe(true);
  });

  test('one by a letter ends it too, and whoever reads the mail has no more guesses by many of them', async () => {
    const { phone } = await atHome();
    const reader = postern.person();
    let typed = password;
    /** Sets a new password by a letter. */
    async function reset(to: string): Promise<void> {
      const before = lettersTo(postern, email).length;
      const form = await reader.open((await signIn(reader, typed)).url.href.replace(/\/factor$/, '/recover'));
      await reader.submit(form, '/recover', { email });
      const link = () => linkTo('recover', lettersTo(postern, email).slice(before));
      await eventually(() => expect(link()).not.toBe(''));
      expect((await press(postern, link(), { password: to })).text).toContain('Your new password is saved');
      typed = to;
    }
    expect(await guess(reader, { code: wrongCode(phone) })).toBe(5);
    expect((await come(postern.person(), { code: phone.code() })).status).toBe(429);
    await reset('lantern maple quietly');
    // Who guessed by the password of before is out, and the owner comes in.
    expect((await signIn(postern.person())).forms.some(({ action }) => action.endsWith('/factor'))).toBe(false);
    expect(isAtApp(await come(postern.person(), { code: phone.code() }, typed))).toBe(true);

    expect(await guess(reader, { code: wrongCode(phone) }, 12, typed)).toBe(5);
    for (const wait of [31, 61]) {
      time.forward(wait);
      expect(await guess(reader, { code: wrongCode(phone) }, 12, typed)).toBe(1);
    }
    await reset('pumpkin ladder evenly');
    expect(await guess(reader, { code: wrongCode(phone) }, 12, typed)).toBe(0);
  }, 60_000);
});
