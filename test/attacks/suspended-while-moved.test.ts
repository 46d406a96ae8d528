import { beforeEach, describe, expect, test } from '@jest/globals';
import { afterPassword } from '../support/after-password.ts';
import { password, signIn, signInRequest } from '../support/apps.ts';
import { setUpApp } from '../support/authenticator.ts';
import { commandOn } from '../support/command.ts';
import { eventually } from '../support/eventually.ts';
import { isAtApp } from '../support/from-outside.ts';
import { lettersTo, linkIn, press } from '../support/letters.ts';
import { agents } from '../support/looks.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { newEmail, somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { afterTheWait, newOwner } from '../recovery/scene.ts';

const hours = 3600;
const next = 'a whole new set of words';

/** An intruder has moved an account to an address of theirs, and an admin suspends it: that must not help the intruder. */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, { sweepEvery: 200 });
  const app = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes' });

  let email: string;
  let theirs: string;
  let id: string;
  let thief: Person;
  beforeEach(async () => {
    ({ email, id } = await newOwner(postern, time));
    theirs = newEmail();
    thief = postern.person(agents.chrome);
    await signIn(postern, thief, app, email);
    await setUpApp(postern, thief, email);
    const ask = await thief.open(new URL('/account/email', postern.issuer));
    const code = await thief.submit(ask, '/account/email', { email: theirs });
    expect((await thief.submit(code, '/code', { code: await postern.codeFor(theirs) })).text).toContain('is changed');
  });

  const now = () => postern.rooms.accounts.get(id);
  const undoLink = (): Promise<string> => linkIn(postern, email, 'has another email address now', 'not-me');
  const typed = (identifier: string, given = password): Promise<Screen> =>
    afterPassword(postern, postern.person(), app, identifier, {}, given);
  const command = async (what: string, ...words: string[]): Promise<void> =>
    expect(await commandOn(postern, 'account', what, ...words)).toMatchObject({ code: 0 });
  async function later(seconds: number): Promise<void> {
    time.forward(seconds);
    await postern.rooms.sweep();
  }

  /** By “Forgot your password?” and past the wait for the factor that was denied. */
  async function comesBack(): Promise<void> {
    const person = postern.person();
    const form = await person.open(signInRequest(postern, app.id).url);
    const recover = form.links.find((href) => href.includes('/recover')) ?? '';
    await person.submit(await person.open(new URL(recover, postern.issuer)), '/recover', { email });
    await press(postern, await linkIn(postern, email, 'Choose a new password', 'recover'), { password: next });
    expect(isAtApp(await afterTheWait(postern, time, app, { email, password: next }))).toBe(true);
  }

  test('the owner takes the change back while it is suspended, however late; it stays so, and opens to them alone', async () => {
    const link = await undoLink();
    await command('disable', theirs);
    await later(200 * hours);
    // Nobody else has the address meanwhile.
    expect(await postern.rooms.accounts.isTaken(email)).toBe(true);
    const page = await postern.person().open(link);
    expect(page.text).toContain('so we send you no link to choose a new one');
    expect(page.text).not.toContain('we send you an email');
    const said = await press(postern, link);
    expect(said.text).toContain('Your account has its former address again');
    expect(said.text).toContain('Your account is suspended');
    await eventually(() => expect(lettersTo(postern, theirs, 'no longer has this address')).toHaveLength(1));
    expect(lettersTo(postern, theirs, 'no longer has this address')[0]?.text).toContain('no link to choose a new');
    expect(await now()).toMatchObject({ email, disabledAt: expect.any(Number) });
    expect((await now())?.password).toBeUndefined();
    // What came before the suspension is not too old to be denied.
    expect((await postern.rooms.factors.get(id))?.apps).toMatchObject([{ deniedAt: expect.any(Number) }]);
    expect((await press(postern, link)).status).toBe(410);
    for (const address of [email, theirs]) expect((await typed(address)).status).toBe(401);
    await command('enable', email);
    for (const address of [email, theirs]) expect((await typed(address)).status).toBe(401);
    await comesBack();
    expect(lettersTo(postern, theirs, 'Choose a new password')).toEqual([]);
  }, 60_000);

  test('opened again, what was left of the time is left still, and no more', async () => {
    const link = await undoLink();
    await later(10 * hours);
    for (const nth of [1, 2]) {
      await command('disable', theirs);
      await later(100 * nth * hours);
      await command('enable', theirs);
    }
    await later(61 * hours);
    expect((await postern.person().open(link)).text).toContain(`gets the address ${email} again`);
    const late = postern.rooms.audit.newEvent({ kind: 'password.changed', outcome: 'done', account: id });
    await postern.rooms.audit.record(late);
    await linkIn(postern, email, 'was changed', 'not-me');
    await later(2 * hours);
    expect((await press(postern, link)).status).toBe(410);
    expect((await now())?.formerEmail).toBeUndefined();
    expect(await postern.rooms.accounts.isTaken(email)).toBe(false);
  }, 60_000);

  test('whoever reads the mail of now does nothing by that to a suspended account', async () => {
    await undoLink();
    const { audit, denials } = postern.rooms;
    const event = audit.newEvent({ kind: 'password.changed', outcome: 'done', account: id });
    await audit.record(event);
    await command('disable', theirs);
    expect(await denials.deny(denials.tokenOf(event.id, theirs), true, { requestId: 'x' })).toMatchObject({
      outcome: 'void',
    });
    expect((await now())?.password).toBeDefined();
  }, 60_000);

  test('nor does the time run out in which an owner denies something by the mail of now, and it is no longer than it was', async () => {
    const owner = await newOwner(postern, time);
    await signIn(postern, postern.person(agents.chrome), app, owner.email);
    const link = await linkIn(postern, owner.email, 'A new device', 'not-me');
    const opened = async () => (await postern.person().open(link)).text;
    await later(10 * hours);
    for (const nth of [1, 2]) {
      await command('disable', owner.email);
      await later(100 * nth * hours);
      expect(await opened()).toContain('for what is left of its three days');
      await command('enable', owner.email);
      await later(30 * hours);
      expect(await opened()).toContain('Was this not you?');
    }
    await later(3 * hours);
    expect((await postern.person().open(link)).status).toBe(410);
    await command('disable', owner.email);
    expect((await postern.person().open(link)).status).toBe(410);
  }, 60_000);

  test('a letter about a suspended account promises no link for a new password, which nobody is sent', async () => {
    await undoLink();
    await command('disable', theirs);
    const event = postern.rooms.audit.newEvent({ kind: 'password.changed', outcome: 'done', account: id });
    await postern.rooms.audit.record(event);
    for (const [to, says] of [
      [email, 'you choose another password when the people who run Postern open it again'],
      [theirs, 'When the people who run Postern open it again, the link works once'],
    ] as const) {
      await linkIn(postern, to, 'was changed', 'not-me');
      expect(lettersTo(postern, to, 'was changed')[0]?.text).toContain(says);
    }
    const [letter] = lettersTo(postern, email, 'was changed');
    expect(letter?.text).not.toContain('we send you a link');
  }, 60_000);

  test('an admin gives it another address without opening it, but not over the head of who can take it back', async () => {
    const to = newEmail();
    await command('disable', theirs);
    const refused = await commandOn(postern, 'account', 'change-email', theirs, to);
    expect([refused.code, refused.stderr.includes('can still take it back')]).toEqual([1, true]);

    const other = await somebody(postern);
    await command('disable', other.email);
    await command('change-email', other.email, to);
    // The address of now hears of it, and could stop it.
    await linkIn(postern, other.email, 'is about to change', 'stop-reset/email');
    const confirmation = await linkIn(postern, to, 'Confirm this address', 'confirm-address');
    expect((await press(postern, confirmation)).text).toContain('Your address is confirmed');
    await later(73 * hours);
    expect(await postern.rooms.accounts.get(other.id)).toMatchObject({ email: to, disabledAt: expect.any(Number) });
    expect((await typed(to)).status).toBe(401);
    const told = () => lettersTo(postern, to, 'has this address now').map(({ text }) => text);
    await eventually(() => expect(told()).toEqual([expect.stringContaining('nobody signs in, and no link')]));
    // The time in which the former one can take it back begins when the account is opened.
    const link = await linkIn(postern, other.email, 'has another email address now', 'not-me');
    await later(100 * hours);
    await command('enable', to);
    expect(isAtApp(await typed(to))).toBe(true);
    await later(71 * hours);
    expect((await postern.person().open(link)).text).toContain(`gets the address ${other.email} again`);
    await later(2 * hours);
    expect((await postern.person().open(link)).status).toBe(410);
  }, 60_000);

  test('nor does one that was on its way when the account was suspended end the time that is left', async () => {
    const to = newEmail();
    const { emailResets } = postern.rooms;
    await emailResets.start(id, to, 72 * hours, { requestId: 'x' });
    const { token = '' } = (await emailResets.confirmationOf(id)) ?? {};
    await emailResets.confirm(token, { requestId: 'x' });
    await command('disable', theirs);
    await later(80 * hours);
    expect(await now()).toMatchObject({ email: theirs, formerEmail: email });
    expect(await emailResets.pendingOf(id)).toBeUndefined();
    expect((await press(postern, await undoLink())).text).toContain('has its former address again');
  }, 60_000);
});
