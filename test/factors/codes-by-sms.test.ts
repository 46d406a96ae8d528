import { describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { openOwn } from '../support/account-pages.ts';
import { afterPassword } from '../support/after-password.ts';
import { addApp, redeem } from '../support/apps.ts';
import { codesOn, setUpApp } from '../support/authenticator.ts';
import { eventually } from '../support/eventually.ts';
import { isAtApp } from '../support/from-outside.ts';
import { lettersTo } from '../support/letters.ts';
import { availableProfiles } from '../support/postern.ts';
import { onPosternThatSends } from './scene.ts';

/** A phone as a second factor: how it is added, and asked for. */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time, app, twilio, somebodyNew, codeTo } = onPosternThatSends(profile);

  test('a phone is added by a code, asked for after the password by a button alone, and lets in once', async () => {
    const { email, id, number } = await somebodyNew();
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

    const asked = await owner.submit(page, '/phones', { number: `0${number.slice(3)}` });
    expect([asked.url.pathname, asked.text]).toEqual([
      '/account/security/phones',
      expect.stringContaining('ending in 78'),
    ]);
    expect(asked.html).not.toContain(number.slice(3));
    const added = await owner.submit(asked, '/phones', { code: await codeTo(number) });
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

    const last = await codeTo(number);
    const waiting = await person.submit(screen, '/factor/send');
    expect(waiting.html).toMatch(/autocomplete="one-time-code"\s+inputmode="numeric"/);
    expect(waiting.html).not.toContain(number.slice(3));
    const code = await codeTo(number, last);
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
    expect((await postern.rooms.factors.get(id))?.recovery).toBeUndefined();
    await eventually(() => expect(subjects()).toContainEqual(expect.stringContaining('A phone number was removed')));
  });

  test('who must have a second factor sets a phone up in the sign-in, where an app does not want a passkey', async () => {
    const { email, number } = await somebodyNew();
    const strict = await addApp(postern, { kind: 'web', firstParty: true, secondFactor: 'required' });
    const person = postern.person();
    const screen = await afterPassword(postern, person, strict, email);
    expect(screen.url.pathname).toMatch(/\/set-up$/);
    const links = screen.links.filter((link) => /\/set-up\/(phone|email)$/.test(link));
    expect(links).toHaveLength(2);
    const page = await person.open(new URL(links[0] ?? '', postern.issuer));
    const asked = await person.submit(page, '/set-up/phone', { number });
    const shown = await person.submit(asked, '/set-up/phone', { code: await codeTo(number) });
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
    const last = await codeTo(number);
    const waiting = await other.submit(phr, '/factor/send');
    const next = await other.submit(waiting, '/factor', { code: await codeTo(number, last) });
    expect(next.url.pathname).toMatch(/\/set-up\/passkey$/);
    const aside = await other.open(next.url.href.replace(/passkey$/, 'phone'));
    expect(aside.url.pathname).toMatch(/\/set-up\/passkey$/);
  });

  test('the password alone adds no phone, nor has a code sent to a number of its choice', async () => {
    const { email, id, number } = await somebodyNew();
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
    expect([(await postern.rooms.factors.get(id))?.code, twilio.asked.length]).toEqual([undefined, sent]);
  });
});
