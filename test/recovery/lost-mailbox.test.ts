import { beforeEach, describe, expect, test } from '@jest/globals';
import { change } from '../../adapters/store.ts';
import { accountCollection } from '../../src/accounts/index.ts';
import { outgoingCollection } from '../../src/outgoing/index.ts';
import { openOwn } from '../support/account-pages.ts';
import { afterPassword } from '../support/after-password.ts';
import { account, password, signIn, signInRequest, userinfo } from '../support/apps.ts';
import { codesOn, setUpApp } from '../support/authenticator.ts';
import { commandOn } from '../support/command.ts';
import { eventually } from '../support/eventually.ts';
import { isAtApp } from '../support/from-outside.ts';
import { lettersTo, linkIn, linkTo, press } from '../support/letters.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { fakeTwilio, twilioAccount } from '../support/sms-service.ts';
import { newEmail, somebody } from '../support/somebody.ts';
import { given, givenApp, onPostern } from '../support/suite.ts';

const hours = 3600;
const next = 'a whole new set of words';

/** Somebody has lost the mailbox of their account, and asks an admin for another address. */
describe.each(availableProfiles())('on %s', (profile) => {
  const twilio = given(fakeTwilio, (service) => service.stop());
  const { postern, time } = onPostern(profile, {
    settings: () => [
      `factors.resetAfter=${72 * hours}`,
      'factors.emailCodes=true',
      'factors.sms.transport=twilio',
      'factors.sms.countries=DE',
      `factors.sms.twilioAccount=${twilioAccount.id}`,
      `factors.sms.twilioFrom=${twilioAccount.from}`,
      `factors.sms.twilioUrl=${twilio.url}`,
    ],
    environment: { POSTERN_FACTORS_SMS_TWILIO_TOKEN: twilioAccount.token },
    sweepEvery: 200,
  });
  const app = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes' });

  let email: string;
  let to: string;
  let id: string;
  let owner: Person;
  beforeEach(async () => {
    ({ email, id } = await somebody(postern));
    to = newEmail();
    owner = postern.person();
    await openOwn(postern, owner, '/account', email);
  });

  const page = (person: Person, path: string): Promise<Screen> => person.open(new URL(path, postern.issuer));
  const now = () => postern.rooms.accounts.get(id);
  const start = () => postern.rooms.emailResets.start(id, to, 72 * hours, { requestId: 'x' });
  const pending = () => postern.rooms.emailResets.pendingOf(id);

  const stopLink = (address = email, count = 1) =>
    linkIn(postern, address, address === to ? 'Confirm this address' : 'is about to change', 'stop-reset/email', count);
  const confirmLink = () => linkIn(postern, to, 'Confirm this address', 'confirm-address');

  async function confirm(): Promise<void> {
    expect((await press(postern, await confirmLink())).text).toContain('Your address is confirmed');
  }

  const typed = (identifier: string, given = password): Promise<Screen> =>
    afterPassword(postern, postern.person(), app, identifier, {}, given);

  test('by the command line: told, confirmed, waited for, changed once; everything is signed out and the factor still asked for', async () => {
    const { phone } = await setUpApp(postern, owner, email);
    const tokens = await signIn(postern, owner, app, email);
    const started = await commandOn(postern, 'account', 'change-email', email, to.toUpperCase(), '--json');
    const { newEmail, resetAt } = JSON.parse(started.stdout) as { newEmail: string; resetAt: number };
    expect([started.code, newEmail]).toEqual([0, to]);
    // Started again it comes no sooner; to another address not at all.
    expect((await commandOn(postern, 'account', 'change-email', email, to, '--json')).stdout).toContain(
      String(resetAt),
    );
    expect((await commandOn(postern, 'account', 'change-email', email, `x-${to}`)).stderr).toContain('keep-email');

    const link = await confirmLink();
    // Scanners follow it.
    for (const method of ['GET', 'HEAD']) await postern.person().open(link, { method });
    expect((await now())?.newEmail?.confirmed).toBeUndefined();
    const asked = await postern.person().open(link);
    expect(asked.text).toContain(to);
    expect(asked.html).not.toContain(email);
    await confirm();
    // Opened again it says so, and asks nothing once more.
    const done = await postern.person().open(link);
    expect([done.forms, done.text]).toEqual([[], expect.stringContaining('Your address is confirmed')]);
    expect((await commandOn(postern, 'account', 'show', email)).stdout).toContain(to);

    const recovery = await postern.rooms.recoveries.begin(email, { requestId: 'x' });
    time.forward(71 * hours);
    await postern.rooms.sweep();
    expect((await now())?.email).toBe(email);
    time.forward(hours + 1);
    // Of any number of nodes one does it.
    await Promise.all([postern.rooms.emailResets.sweep(), postern.rooms.emailResets.sweep(), postern.rooms.sweep()]);
    expect(await now()).toMatchObject({ email: to, formerEmail: email, signOuts: 1 });
    await eventually(async () => expect((await userinfo(postern, tokens.access)).status).toBe(401));
    await eventually(async () => expect((await page(owner, '/account')).forms[0]?.action).toMatch(/\/password$/));
    expect(await postern.rooms.recoveries.look(recovery?.token ?? '')).toBeUndefined();
    const { events } = await postern.rooms.audit.search({ account: id, limit: 200 });
    for (const kind of ['email.reset_started', 'email.reset_confirmed', 'email.changed', 'account.signed_out']) {
      expect([kind, events.filter((event) => event.kind === kind).length]).toEqual([kind, 1]);
    }

    // The one that was lost opens nothing; the other one opens what the password opens, and no more.
    expect((await typed(email)).status).toBe(401);
    await eventually(() => expect(lettersTo(postern, to, 'has this address now')).toHaveLength(1));
    await eventually(() => expect(lettersTo(postern, email, 'has another email address now')).toHaveLength(1));
    const [left] = lettersTo(postern, email, 'has another email address now');
    // Nobody’s browser did it, and the owner may know of nothing.
    expect(left?.text).toContain('The people who run Postern have given your account another address');
    expect(left?.text).not.toMatch(/With:|Where:/);
    const person = postern.person();
    const form = await person.open(signInRequest(postern, app.id).url);
    const recover = form.links.find((href) => href.includes('/recover')) ?? '';
    await person.submit(await person.open(new URL(recover, postern.issuer)), '/recover', { email: to });
    expect(
      (await press(postern, await linkIn(postern, to, 'Choose a new password', 'recover'), { password: next })).text,
    ).toContain('is saved');
    time.forward(60);
    const factor = await typed(to, next);
    expect(factor.url.pathname).toMatch(/\/factor$/);
    expect(phone.code()).toHaveLength(6);
    // The former one can take it back, as after any change.
    expect(
      (await press(postern, await linkIn(postern, email, 'has another email address now', 'not-me'))).text,
    ).toContain('Your account has its former address again');
    expect(await now()).toMatchObject({ email });
  }, 60_000);

  test('codes by e-mail no longer count at the address that came by it, and their owner reads why and what to do', async () => {
    const asked = await owner.submit(await page(owner, '/account/security/email-codes'), '/email-codes');
    const [code = ''] = codesOn(await owner.submit(asked, '/email-codes', { code: await postern.codeFor(email) }));
    await start();
    await confirm();
    time.forward(73 * hours);
    await postern.rooms.sweep();
    expect(await now()).toMatchObject({ email: to, emailByReset: true });

    const person = postern.person();
    const form = await page(person, '/account/security');
    const factor = await person.submit(form, '/password', { identifier: to, password });
    expect(factor.forms.some(({ action }) => action.endsWith('/factor/send'))).toBe(false);
    const security = await person.submit(factor, '/factor', { code });
    expect(security.text).toContain('Your address was changed by the people who run this site');
    expect(security.text).not.toContain('Your password was set by email');
    await person.submit(await page(person, '/account/password'), '/password', { current: password, next });
    const after = await page(person, '/account/security');
    expect(after.text).toContain('Codes by email');
    expect(after.text).not.toContain('do not count');
  }, 60_000);

  test('every address is told and stops it: the one of now, the one of before, and the one that is to be', async () => {
    const former = newEmail();
    const { emailChanges } = postern.rooms;
    await emailChanges.ask(id, former);
    const { code = '' } = (await emailChanges.arm(id, former)) ?? {};
    expect(await emailChanges.confirm(id, code, { requestId: 'x' })).toBe('changed');
    // Now it is at `former`, and was at `email` until now.
    for (const [nth, address] of [former, email, to].entries()) {
      const at = await start();
      expect(typeof at).toBe('number');
      const link = await stopLink(address, nth + 1);
      await postern.person().open(link);
      expect(await pending()).toBe(at);
      expect((await press(postern, link)).text).toContain('The address of your account stays');
      expect(await pending()).toBeUndefined();
      // Good for that one alone.
      expect((await press(postern, link)).status).toBe(410);
      time.forward(2);
    }
    await start();
    expect((await commandOn(postern, 'account', 'keep-email', former)).code).toBe(0);
    expect((await commandOn(postern, 'account', 'keep-email', former)).code).not.toBe(0);
    time.forward(80 * hours);
    await postern.rooms.sweep();
    expect((await now())?.email).toBe(former);
  }, 60_000);

  test('whoever is signed in reads of it on every page of their account, and stops it there', async () => {
    await setUpApp(postern, owner, email);
    await start();
    await postern.rooms.factorResets.start(id, 72 * hours, { requestId: 'x' });
    for (const path of ['', '/devices', '/apps', '/history', '/security', '/email', '/password', '/end/others']) {
      const { text, forms } = await page(owner, `/account${path}`);
      expect([path, text.includes(`about to get the address ${to}`)]).toEqual([path, true]);
      expect([path, text.includes('All your second factors are about to be taken away')]).toEqual([path, true]);
      expect(forms.filter(({ action }) => action.endsWith('/stop-reset'))).toHaveLength(2);
    }
    const devices = await page(owner, '/account/devices');
    expect((await owner.submit(devices, '/email/stop-reset')).text).toContain('The address of your account stays');
    expect(await pending()).toBeUndefined();
    const overview = await page(owner, '/account');
    expect((await owner.submit(overview, '/security/stop-reset')).text).toContain('Your second factors stay');
    expect(await postern.rooms.factorResets.pendingOf(id)).toBeUndefined();
    expect((await page(owner, '/account')).forms.filter(({ action }) => action.endsWith('/stop-reset'))).toEqual([]);
    // Nobody else's, and by no form of somebody else's.
    await start();
    const other = postern.person();
    const theirs = await openOwn(postern, other, '/account', (await somebody(postern)).email);
    expect(theirs.text).not.toContain(to);
    const { csrf = '' } = (await page(owner, '/account')).forms[0]?.fields ?? {};
    const forged = await other.post(new URL('/account/email/stop-reset', postern.issuer), { csrf });
    expect([forged.status, await pending()]).toEqual([403, expect.any(Number)]);
  }, 60_000);

  test('a proven phone has a message with a link that stops it, of either kind; no room for messages keeps nothing up', async () => {
    const number = '+4915123456789';
    await page(owner, '/account');
    const asked = await owner.submit(await page(owner, '/account/security/phones'), '/phones', { number });
    await eventually(() => expect(twilio.codeTo(number)).toBeDefined());
    await owner.submit(asked, '/phones', { code: twilio.codeTo(number) ?? '' });
    const told = () => twilio.messages().filter((message) => message.to === number && message.text.includes('Stop it'));
    await start();
    await eventually(() => expect(told()).toHaveLength(1));
    // Once it is stopped nobody is written to any more.
    await stopLink();
    const link = linkTo('stop-reset/email', told());
    expect((await press(postern, link)).text).toContain('The address of your account stays');
    // By a command that is run without the settings of text messages.
    expect((await commandOn(postern, 'account', 'reset-factors', email)).code).toBe(0);
    await eventually(() => expect(told()).toHaveLength(2));
    expect(told()[1]?.text).toContain('second factors');

    // What numbers that begin alike have of messages is used up: the letters go out all the same.
    const { prefix } = (await postern.rooms.factors.codes.read(number)) as { prefix: string };
    const about = { number, prefix, proven: true } as const;
    const attempt = { kind: 'sms', account: id, subject: id, ...about, origin: { requestId: 'x' } } as const;
    let outcome = 'allowed';
    for (let nth = 0; outcome === 'allowed' && nth < 200; nth += 1) {
      const one = await postern.rooms.protection.attempt(attempt);
      if (one.outcome === 'allowed') await one.failed();
      ({ outcome } = one);
    }
    expect(outcome).toBe('refused');
    time.forward(2);
    await start();
    await stopLink(email, 2);
    const { events } = await postern.rooms.audit.search({ account: id, limit: 50 });
    const started = events.find(({ kind }) => kind === 'email.reset_started')?.id ?? '';
    const phone = (await postern.rooms.factors.get(id))?.phones?.[0]?.id ?? '';
    const { documents } = postern.rooms.store;
    const message = () => documents.get(outgoingCollection, `reset-message.${started}.${phone}`);
    // It is tried again later: whoever has used up the messages does not keep this one away for good.
    await eventually(async () => expect((await message())?.tries).toBeGreaterThan(0));
    expect([told().length, (await message())?.removeAt]).toEqual([2, undefined]);
  }, 60_000);

  test('what nobody confirmed, or is somebody’s by then, does not come, nor what a restore brings back', async () => {
    await start();
    const link = await confirmLink();
    time.forward(73 * hours);
    await postern.rooms.sweep();
    expect(await now()).toMatchObject({ email });
    expect(await pending()).toBeUndefined();
    expect((await press(postern, link)).status).toBe(410);

    await start();
    const again = await postern.rooms.emailResets.confirmationOf(id);
    const forged = (again?.token ?? '').replace(/.{4}$/, 'AAAA');
    expect(await postern.rooms.emailResets.confirm(forged, { requestId: 'x' })).toBeUndefined();
    expect(await postern.rooms.emailResets.confirm(again?.token ?? '', { requestId: 'x' })).toBeDefined();
    await account(postern, to);
    time.forward(73 * hours);
    await postern.rooms.sweep();
    expect(await now()).toMatchObject({ email });
    const { events } = await postern.rooms.audit.search({ account: id, limit: 50 });
    const reasons = events
      .filter(({ kind }) => kind === 'email.reset_stopped')
      .map(({ detail }) => detail?.['because']);
    expect(reasons.sort()).toEqual(['taken', 'unconfirmed']);

    expect(await postern.rooms.emailResets.start(id, to, hours, { requestId: 'x' })).toBe('taken');
    expect(await postern.rooms.emailResets.start(id, email, hours, { requestId: 'x' })).toBe('same');
    to = newEmail();
    await start();
    const third = await postern.rooms.emailResets.confirmationOf(id);
    await postern.rooms.emailResets.confirm(third?.token ?? '', { requestId: 'x' });
    const { documents } = postern.rooms.store;
    await change(documents, accountCollection, id, (record) => ({ ...record, resetEpoch: 0 }));
    time.forward(73 * hours);
    await postern.rooms.sweep();
    expect([(await now())?.email, await pending()]).toEqual([email, undefined]);
  }, 60_000);

  test('a change by who is signed in, or “this was not me”, takes the place of it', async () => {
    await start();
    const own = newEmail();
    const { emailChanges } = postern.rooms;
    await emailChanges.ask(id, own);
    const { code = '' } = (await emailChanges.arm(id, own)) ?? {};
    expect(await emailChanges.confirm(id, code, { requestId: 'x' })).toBe('changed');
    expect(await now()).not.toHaveProperty('newEmail');
    expect(await pending()).toBeUndefined();
    // Not before the last change cannot be taken back any more.
    const soon = await postern.rooms.emailResets.start(id, to, hours, { requestId: 'x' });
    expect(soon).toBe((await now())?.undoUntil);
    await press(postern, await linkIn(postern, email, 'has another email address now', 'not-me'));
    expect(await pending()).toBeUndefined();
    expect(await now()).toMatchObject({ email });
  }, 60_000);

  test('codes by e-mail prove no second factor at an address that came so: it would be one with the mailbox', async () => {
    const setUp = await page(owner, '/account/security/email-codes');
    const sent = await owner.submit(setUp, '/email-codes', { step: 'send' });
    await owner.submit(sent, '/email-codes', { code: await postern.codeFor(email) });
    expect((await postern.rooms.factors.get(id))?.email).toBeDefined();
    await start();
    await confirm();
    time.forward(73 * hours);
    await postern.rooms.sweep();
    expect((await now())?.email).toBe(to);
    // Whoever knows the password, and talked an admin into it, has no code there.
    const factor = await typed(to);
    expect(isAtApp(factor)).toBe(false);
    expect(factor.forms.some(({ action }) => action.includes('/factor/send'))).toBe(false);
    expect(factor.text).toContain('recovery code');
  }, 60_000);
});
