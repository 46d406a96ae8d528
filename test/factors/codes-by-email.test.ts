import { describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { openOwn } from '../support/account-pages.ts';
import { afterPassword } from '../support/after-password.ts';
import { password, redeem } from '../support/apps.ts';
import { codesOn } from '../support/authenticator.ts';
import { isAtApp } from '../support/from-outside.ts';
import { availableProfiles } from '../support/postern.ts';
import { onPosternThatSends } from './scene.ts';

const origin = { requestId: 'test' };

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time, app, somebodyNew } = onPosternThatSends(profile);

  test('codes by e-mail are a second factor, but not of a password that the same mailbox has just set', async () => {
    const { email, id } = await somebodyNew();
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
    expect((await postern.rooms.factors.get(id))?.code).toBeUndefined();

    // A password that its owner chose, with a factor that is theirs, ends that.
    const back = postern.person();
    const own = await afterPassword(postern, back, app, email);
    expect(isAtApp(await back.submit(own, '/factor', { code: codes[0] ?? '' }))).toBe(true);
    const change = await openOwn(postern, back, '/account/password', email);
    await back.submit(change, '/password', { current: password, next: 'lantern maple quietly' });
    expect((await postern.rooms.accounts.get(id))?.passwordByLetter).toBeUndefined();
  });
});
