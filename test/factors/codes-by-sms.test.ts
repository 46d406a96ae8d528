import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { openOwn } from '../support/account-pages.ts';
import { afterPassword } from '../support/after-password.ts';
import { addApp, password, redeem } from '../support/apps.ts';
import { codesOn, setUpApp } from '../support/authenticator.ts';
import { eventually } from '../support/eventually.ts';
import { isAtApp } from '../support/from-outside.ts';
import { lettersTo } from '../support/letters.ts';
import type { Person } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { fakeTwilio, twilioAccount, type FakeTwilio } from '../support/sms-service.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const origin = { requestId: 'test' };

describe.each(availableProfiles())('on %s', (profile) => {
  let twilio: FakeTwilio;
  beforeAll(async () => {
    twilio = await fakeTwilio();
  });
  const { postern, time } = onPostern(profile, {
    settings: () => [
      'factors.emailCodes=true',
      'factors.sms.transport=twilio',
      'factors.sms.countries=DE,US',
      `factors.sms.twilioAccount=${twilioAccount.id}`,
      `factors.sms.twilioFrom=${twilioAccount.from}`,
      `factors.sms.twilioUrl=${twilio.url}`,
    ],
    environment: { POSTERN_FACTORS_SMS_TWILIO_TOKEN: twilioAccount.token },
    sweepEvery: 200,
  });
  const app = givenApp(postern, { kind: 'web', firstParty: true });
  afterAll(() => twilio.stop());

  let email: string;
  let id: string;
  let number: string;
  let people = 10;
  beforeEach(async () => {
    ({ email, id } = await somebody(postern));
    number = `+49151${(people += 1)}345678`;
  });

  const factors = () => postern.rooms.factors;

  /** The code of the next message to the number. */
  async function codeByPhone(than?: string): Promise<string> {
    await eventually(() => expect([undefined, than]).not.toContain(twilio.codeTo(number)));
    return twilio.codeTo(number) ?? '';
  }

  /** Adds the phone on the account's pages. @returns the recovery codes that came with it */
  async function addPhone(person = postern.person()): Promise<{ person: Person; codes: string[] }> {
    await openOwn(postern, person, '/account', email);
    const page = await person.open(new URL('/account/security/phones', postern.issuer));
    const asked = await person.submit(page, '/phones', { number });
    const done = await person.submit(asked, '/phones', { code: await codeByPhone() });
    time.forward(31);
    return { person, codes: codesOn(done) };
  }

  test('a phone is added by a code, asked for after the password by a button alone, and lets in once', async () => {
    const owner = postern.person();
    const security = await openOwn(postern, owner, '/account/security', email);
    expect(security.links).toEqual(
      expect.arrayContaining(['/account/security/phones', '/account/security/email-codes']),
    );
    const page = await owner.open(new URL('/account/security/phones', postern.issuer));
    expect(page.text).toContain(
      'these countries can be used: Germany and United States. With the code of the country, as in +49 …',
    );
    for (const [typed, words] of [
      ['', 'Enter a phone number'],
      ['12', 'This is not a phone number'],
      // Of Canada, which is not among the countries.
      ['+1 204 234 5678', 'Numbers of this country cannot be used here'],
    ] as const) {
      expect((await owner.submit(page, '/phones', { number: typed })).text).toContain(words);
    }
    expect(twilio.codeTo('+12042345678')).toBeUndefined();

    const asked = await owner.submit(page, '/phones', { number: `0151${people}345678` });
    expect([asked.url.pathname, asked.text]).toEqual([
      '/account/security/phones',
      expect.stringContaining('ending in 78'),
    ]);
    expect(asked.html).not.toContain(number.slice(3));
    const added = await owner.submit(asked, '/phones', { code: await codeByPhone() });
    const codes = codesOn(added);
    expect(codes).toHaveLength(10);
    expect(twilio.messages().at(-1)).toMatchObject({
      to: number,
      text: expect.stringMatching(/^\d{8} is your code for Postern at localhost\. .*\n\n@localhost #\d{8}$/),
    });
    expect(twilio.messages().at(-1)?.goodFor).toBeLessThanOrEqual(600);
    time.forward(31);

    const person = postern.person();
    const screen = await afterPassword(postern, person, app, email);
    expect([screen.url.pathname, screen.text]).toEqual([
      expect.stringMatching(/\/factor$/),
      expect.stringContaining('Send a code to the number ending in 78'),
    ]);
    const sent = twilio.asked.length;
    for (const query of ['?with=sms', '?with=sms&send=yes', '/send']) await person.open(`${screen.url.href}${query}`);
    const forged = screen.forms.find(({ action }) => action.endsWith('/factor/send'))!;
    await person.post(new URL(forged.action, postern.issuer), { ...forged.fields, csrf: 'x' });
    expect(twilio.asked).toHaveLength(sent);

    const last = await codeByPhone();
    const waiting = await person.submit(screen, '/factor/send');
    expect(waiting.html).toMatch(/autocomplete="one-time-code"\s+inputmode="numeric"/);
    expect(waiting.html).not.toContain(number.slice(3));
    const code = await codeByPhone(last);
    // In no other sign-in, not even of the same person.
    const elsewhere = await afterPassword(postern, postern.person(), app, email);
    expect(elsewhere.forms.some(({ fields }) => 'code' in fields)).toBe(false);
    const wrong = await person.submit(waiting, '/factor', { code: code === '00000000' ? '00000001' : '00000000' });
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('This code is not right')]);
    const soon = await person.submit(waiting, '/factor/send');
    expect([soon.status, soon.text]).toEqual([429, expect.stringContaining('A code was sent a moment ago')]);
    expect(Number(soon.headers.get('retry-after'))).toBeGreaterThan(0);

    const done = await person.submit(wrong, '/factor', { code: `${code.slice(0, 4)} ${code.slice(4)}` });
    expect(isAtApp(done)).toBe(true);
    const claims = decodeJwt(
      String((await redeem(postern, app.id, done, screen.verifier, app.headers)).body['id_token']),
    );
    expect(claims).toMatchObject({ acr: 'urn:postern:two-factors', amr: ['pwd', 'sms', 'mfa'] });
    const subjects = () => lettersTo(postern, email).map(({ subject }) => subject);
    await eventually(() => expect(subjects()).toContainEqual(expect.stringContaining('A phone number was added')));

    const remove = (await owner.open(new URL('/account/security', postern.issuer))).links.find((link) =>
      /\/phones\/[^/]+\/remove$/.test(link),
    );
    const confirm = await owner.open(new URL(remove ?? '', postern.issuer));
    expect((await owner.submit(confirm, '/remove')).text).toContain('The phone number is removed');
    expect((await factors().get(id))?.recovery).toBeUndefined();
    await eventually(() => expect(subjects()).toContainEqual(expect.stringContaining('A phone number was removed')));
  });

  test('a code is for one sign-in, one time, ten minutes, and the newest one only', async () => {
    await addPhone();
    const [phone] = (await factors().get(id))?.phones ?? [];
    const to = { by: 'sms', phone: phone?.id ?? '' } as const;
    const ask = async (place: string) => {
      const asking = await factors().codes.ask(id, { place, to }, origin);
      if (asking.is !== 'asked') throw new Error(asking.is);
      return asking.code;
    };
    const prove = async (place: string, typed: string) =>
      (await factors().codes.prove(id, { place, typed, email }, origin)).is;
    const first = await ask('one');
    expect(await prove('another', first)).toBe('late');
    expect((await factors().codes.ask(id, { place: 'one', to }, origin)).is).toBe('pause');
    time.forward(61);
    const second = await ask('one');
    if (second !== first) expect(await prove('one', first)).toBe('wrong');
    // To add something it is of no use: it would be the thief's phone that is added.
    const typed = { place: 'one', typed: second, email, first: false };
    expect((await factors().codes.add(id, typed, origin, () => Promise.resolve(true))).is).toBe('late');
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => prove('one', second)));
    expect(outcomes.filter((outcome) => outcome === 'right')).toHaveLength(1);
    expect(await prove('one', second)).toBe('late');

    time.forward(3600);
    const old = await ask('one');
    time.forward(601);
    expect(await prove('one', old)).toBe('late');
    await postern.rooms.sweep();
    expect((await factors().get(id))?.code).toBeUndefined();
  });

  test('of a thousand guesses sent at once five are compared, and the owner gets a letter', async () => {
    await addPhone();
    const [phone] = (await factors().get(id))?.phones ?? [];
    const asking = await factors().codes.ask(id, { place: 'here', to: { by: 'sms', phone: phone?.id ?? '' } }, origin);
    const right = asking.is === 'asked' ? asking.code : '';
    const guesses = Array.from({ length: 1000 }, (_, nth) => String(nth).padStart(8, '0')).filter(
      (one) => one !== right,
    );
    const outcomes = await Promise.all(
      guesses.map((typed) => factors().codes.prove(id, { place: 'here', typed, email }, origin)),
    );
    expect(outcomes.filter(({ is }) => is === 'wrong')).toHaveLength(5);
    expect(outcomes.filter(({ is }) => is === 'right')).toHaveLength(0);
    expect(await factors().codes.prove(id, { place: 'here', typed: right, email }, origin)).not.toMatchObject({
      is: 'right',
    });
    await eventually(() =>
      expect(lettersTo(postern, email).map(({ subject }) => subject)).toContainEqual(
        expect.stringContaining('Somebody may know your password'),
      ),
    );
    // Another code is none the better: the account's own tries go on.
    time.forward(61);
    const next = await factors().codes.ask(id, { place: 'here', to: { by: 'sms', phone: phone?.id ?? '' } }, origin);
    const again = await Promise.all(
      guesses.slice(0, 50).map((typed) => factors().codes.prove(id, { place: 'here', typed, email }, origin)),
    );
    expect(next.is).toBe('asked');
    expect(again.filter(({ is }) => is === 'wrong').length).toBeLessThanOrEqual(1);
  });

  test('codes by e-mail are a second factor, but not of a password that the same mailbox has just set', async () => {
    const owner = postern.person();
    await openOwn(postern, owner, '/account', email);
    const page = await owner.open(new URL('/account/security/email-codes', postern.issuer));
    const waiting = await owner.submit(page, '/email-codes');
    const codes = codesOn(await owner.submit(waiting, '/email-codes', { code: await postern.codeFor(email) }));
    expect(codes).toHaveLength(10);
    await postern.mail.take(email);
    time.forward(31);

    const person = postern.person();
    const screen = await afterPassword(postern, person, app, email);
    const asked = await person.submit(screen, '/factor/send');
    const done = await person.submit(asked, '/factor', { code: await postern.codeFor(email) });
    const { body } = await redeem(postern, app.id, done, screen.verifier, app.headers);
    expect(decodeJwt(String(body['id_token']))).toMatchObject({ amr: ['pwd', 'otp', 'mfa'] });

    // Who reads the mail sets a new password, and would have both factors from one mailbox.
    time.forward(61);
    const { recoveries } = postern.rooms;
    const link = await recoveries.begin(email, origin);
    await recoveries.reset(link?.token ?? '', password, origin);
    const thief = postern.person();
    const stolen = await afterPassword(postern, thief, app, email);
    expect(stolen.forms.some(({ action }) => action.endsWith('/factor/send'))).toBe(false);
    expect(stolen.text).toContain('Enter one of the recovery codes');
    const send = stolen.url.href.replace(/\/factor$/, '/factor/send');
    const csrf = stolen.forms[0]?.fields['csrf'] ?? '';
    await thief.post(send, { csrf, factor: 'email' });
    expect((await factors().get(id))?.code).toBeUndefined();

    // A password that its owner chose, with a factor that is theirs, ends that.
    const back = postern.person();
    const own = await afterPassword(postern, back, app, email);
    expect(isAtApp(await back.submit(own, '/factor', { code: codes[0] ?? '' }))).toBe(true);
    const change = await openOwn(postern, back, '/account/password', email);
    await back.submit(change, '/password', { current: password, next: 'lantern maple quietly' });
    expect((await postern.rooms.accounts.get(id))?.passwordByLetter).toBeUndefined();
  });

  test('the letter about codes that are used on a device for the first time says how they came', async () => {
    const desk = postern.person();
    await afterPassword(postern, desk, app, email);
    const { person: laptop } = await addPhone();
    const page = await laptop.open(new URL('/account/security/email-codes', postern.issuer));
    const waiting = await laptop.submit(page, '/email-codes');
    await laptop.submit(waiting, '/email-codes', { code: await postern.codeFor(email) });
    const ways = { sms: 'code by text message', email: 'code by email' };
    for (const [way, said] of Object.entries(ways)) {
      time.forward(61);
      const offered = await afterPassword(postern, desk, app, email, { prompt: 'login' });
      const screen = await desk.open(new URL(`${offered.url.pathname}?with=${way}`, postern.issuer));
      const before = twilio.codeTo(number);
      const asked = await desk.submit(screen, '/factor/send');
      const code = way === 'sms' ? await codeByPhone(before) : await postern.codeFor(email);
      expect(isAtApp(await desk.submit(asked, '/factor', { code }))).toBe(true);
      const texts = () => lettersTo(postern, email, 'used on another device').map(({ text }) => text);
      await eventually(() => expect(texts().at(-1)).toContain(`for the first time on this device: ${said}.`));
      const history = await laptop.open(new URL('/account/history', postern.issuer));
      expect(history.text).toContain(`: ${said}`);
    }
  }, 60_000);

  test('who must have a second factor sets a phone up in the sign-in, where an app does not want a passkey', async () => {
    const strict = await addApp(postern, { kind: 'web', firstParty: true, secondFactor: 'required' });
    const person = postern.person();
    const screen = await afterPassword(postern, person, strict, email);
    expect(screen.url.pathname).toMatch(/\/set-up$/);
    const links = screen.links.filter((link) => /\/set-up\/(phone|email)$/.test(link));
    expect(links).toHaveLength(2);
    const page = await person.open(new URL(links[0] ?? '', postern.issuer));
    const asked = await person.submit(page, '/set-up/phone', { number });
    const shown = await person.submit(asked, '/set-up/phone', { code: await codeByPhone() });
    expect(codesOn(shown)).toHaveLength(10);
    const done = await person.submit(shown, '/go-on');
    const { body } = await redeem(postern, strict.id, done, screen.verifier, strict.headers);
    expect(decodeJwt(String(body['id_token']))).toMatchObject({ amr: ['pwd', 'sms', 'mfa'] });

    // An app that wants what no other site can get at is not content with it, and no page of codes opens for it.
    time.forward(61);
    const claims = JSON.stringify({ id_token: { acr: { essential: true, values: ['phr'] } } });
    const other = postern.person();
    const phr = await afterPassword(postern, other, app, email, { claims });
    expect(phr.url.pathname).toMatch(/\/factor$/);
    const last = await codeByPhone();
    const waiting = await other.submit(phr, '/factor/send');
    const next = await other.submit(waiting, '/factor', { code: await codeByPhone(last) });
    expect(next.url.pathname).toMatch(/\/set-up\/passkey$/);
    const aside = await other.open(next.url.href.replace(/passkey$/, 'phone'));
    expect(aside.url.pathname).toMatch(/\/set-up\/passkey$/);
  });

  test('the password alone adds no phone, nor has a code sent to a number of its choice', async () => {
    const owner = postern.person();
    await setUpApp(postern, owner, email);
    const sent = twilio.asked.length;
    const thief = postern.person();
    const screen = await afterPassword(postern, thief, app, email);
    // An app goes before codes that are sent, and none is offered that the account does not have.
    expect(screen.text).toContain('authenticator app shows');
    const path = screen.url.href.replace(/\/factor$/, '');
    const csrf = screen.forms[0]?.fields['csrf'] ?? '';
    await thief.post(`${path}/set-up/phone`, { csrf, step: 'send', number });
    await thief.post(`${path}/factor/send`, { csrf, factor: 'sms', phone: 'x' });
    const own = await thief.open(new URL('/account/security/phones', postern.issuer));
    expect(own.forms.some(({ fields }) => 'number' in fields)).toBe(false);
    expect([(await factors().get(id))?.code, twilio.asked.length]).toEqual([undefined, sent]);
  });

  test('a service that is away is asked again while the code is good, and one that refuses is not', async () => {
    await addPhone();
    const [phone] = (await factors().get(id))?.phones ?? [];
    const undelivered = async () => {
      const { events } = await postern.rooms.audit.search({ account: id, limit: 50 });
      return events.filter(({ kind }) => kind === 'message.undelivered').map(({ detail }) => detail);
    };
    const person = postern.person();
    const screen = await afterPassword(postern, person, app, email);
    const last = await codeByPhone();
    const before = twilio.asked.length;
    twilio.answer({ status: 503, body: '' });
    await person.submit(screen, '/factor/send');
    await eventually(() => expect(twilio.asked.length).toBe(before + 1));
    twilio.answer({ status: 201, body: '{}' });
    const failed = twilio.messages().at(-1);
    time.forward(10);
    await eventually(() => expect(twilio.asked.length).toBe(before + 2));
    // The same code: the first may have arrived all the same.
    expect(twilio.messages().at(-1)?.text).toBe(failed?.text);
    expect(
      isAtApp(await person.submit(await person.open(screen.url), '/factor', { code: await codeByPhone(last) })),
    ).toBe(true);

    twilio.answer({ status: 400, body: '{"code":21211,"message":"The To number is not valid","status":400}' });
    time.forward(61);
    expect((await factors().codes.ask(id, { place: 'x', to: { by: 'sms', phone: phone?.id ?? '' } }, origin)).is).toBe(
      'asked',
    );
    time.forward(601);
    const other = postern.person();
    await other.submit(await afterPassword(postern, other, app, email), '/factor/send');
    await eventually(async () => expect(await undelivered()).toEqual([{ reason: 'refused', tries: 1 }]));
    twilio.answer({ status: 201, body: '{}' });
  }, 60_000);

  test('who waits for a message that was refused is told that it does not come, and what else there is', async () => {
    await addPhone();
    const person = postern.person();
    const screen = await afterPassword(postern, person, app, email);
    twilio.answer({ status: 400, body: '{"code":21211}' });
    const waiting = await person.submit(screen, '/factor/send');
    const words = 'The code could not be delivered to the number ending in 78';
    await eventually(async () => expect((await person.open(waiting.url)).text).toContain(words));
    const told = await person.open(waiting.url);
    expect(told.text).not.toContain('It can take a minute');
    // It may have come by a try before.
    expect(told.html).toContain('name="code"');
    expect(told.links).toContainEqual(expect.stringContaining('with=recovery-code'));
    // From a page that asked for it still.
    const fields = screen.forms.find(({ action }) => action.endsWith('/factor/send'))?.fields;
    const typed = await person.post(waiting.url, { ...fields, factor: 'sms', code: '00000000' });
    expect([typed.status, typed.text]).toEqual([400, expect.stringContaining(words)]);
    const soon = await person.submit(told, '/factor/send');
    expect([soon.status, soon.text]).toEqual([429, expect.stringContaining('Wait')]);
    // Nobody who has not proven the password hears of it.
    const stranger = await afterPassword(postern, postern.person(), app, email);
    expect(stranger.text).not.toContain(words);

    twilio.answer({ status: 201, body: '{}' });
    time.forward(61);
    const refused = twilio.codeTo(number);
    const again = await person.submit(told, '/factor/send');
    expect(again.text).toContain('It can take a minute');
    expect(isAtApp(await person.submit(again, '/factor', { code: await codeByPhone(refused) }))).toBe(true);
  }, 60_000);

  test('a number that is added, and that its message cannot be delivered to, can be typed anew at once', async () => {
    const owner = postern.person();
    await openOwn(postern, owner, '/account', email);
    twilio.answer({ status: 400, body: '{"code":21211}' });
    const page = await owner.open(new URL('/account/security/phones', postern.issuer));
    await owner.submit(page, '/phones', { number });
    const words = 'The code could not be delivered to the number ending in 78';
    await eventually(async () => expect((await owner.open(page.url)).text).toContain(words));
    twilio.answer({ status: 201, body: '{}' });
    time.forward(61);
    number = `+49151${(people += 1)}345678`;
    const asked = await owner.submit(await owner.open(page.url), '/phones', { number });
    const added = await owner.submit(asked, '/phones', { code: await codeByPhone() });
    expect(codesOn(added)).toHaveLength(10);
  }, 60_000);

  test('a code whose address the mail server refuses is said not to come, too', async () => {
    const owner = postern.person();
    await openOwn(postern, owner, '/account', email);
    const page = await owner.open(new URL('/account/security/email-codes', postern.issuer));
    postern.mail.refuse(550);
    try {
      await owner.submit(page, '/email-codes');
      const words = 'The code could not be delivered to your email address';
      await eventually(async () => expect((await owner.open(page.url)).text).toContain(words));
    } finally {
      postern.mail.refuse(undefined);
    }
  });
});
