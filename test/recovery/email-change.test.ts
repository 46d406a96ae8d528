import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { accountCollection } from '../../src/accounts/index.ts';
import { clocksApart } from '../../src/clock.ts';
import { opensOwn } from '../support/account-pages.ts';
import { afterPassword } from '../support/after-password.ts';
import { password, refresh, signIn, signInRequest, userinfo } from '../support/apps.ts';
import { codesOn, scan, setUpApp } from '../support/authenticator.ts';
import { onceRead } from '../support/between.ts';
import { eventually } from '../support/eventually.ts';
import { isAtApp } from '../support/from-outside.ts';
import { lettersTo, linkIn, press } from '../support/letters.ts';
import { agents } from '../support/looks.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { newEmail } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { afterTheWait, denyAndFail, newOwner } from './scene.ts';

const next = 'a whole new set of words';

/** Somebody has an owner's password, and moves the account to an address of theirs. The owner reads the former mailbox. */
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
  });

  const page = (person: Person, path: string): Promise<Screen> => person.open(new URL(path, postern.issuer));

  async function move(person = thief): Promise<void> {
    const code = await person.submit(await page(person, '/account/email'), '/account/email', { email: theirs });
    const done = await person.submit(code, '/code', { code: await postern.codeFor(theirs) });
    expect(done.text).toContain('Your email address is changed');
  }

  const undoLink = () => linkIn(postern, email, 'has another email address now', 'not-me');
  const typed = (given: string, by = email): Promise<Screen> =>
    afterPassword(postern, postern.person(), app, by, {}, given);

  /**
   * The owner has the account, and nothing of the intruder works.
   * @param had letters for a new password that the intruder had before
   */
  async function isTheOwners(had = 0): Promise<void> {
    expect((await postern.rooms.accounts.get(id))?.email).toBe(email);
    expect(await opensOwn(postern, thief)).toBe(false);
    for (const identifier of [email, theirs]) expect((await typed(password, identifier)).status).toBe(401);
    const letter = await linkIn(postern, email, 'Choose a new password', 'recover');
    expect((await press(postern, letter, { password: next })).text).toContain('is saved');
    expect(lettersTo(postern, theirs, 'Choose a new password')).toHaveLength(had);
    const isDenied = (await postern.rooms.factorResets.deniedOf(id)) !== undefined;
    const inside = isDenied ? await afterTheWait(postern, time, app, { email, password: next }) : await typed(next);
    expect(isAtApp(inside)).toBe(true);
  }

  test('taking the change back ends what the intruder has: password, factors, sessions, apps; the owner is asked for no code', async () => {
    const tokens = await signIn(postern, thief, app, email);
    await move();
    await setUpApp(postern, thief, theirs);
    const link = await undoLink();
    const asked = await postern.person().open(link);
    for (const said of [
      `Your account gets the address ${email} again.`,
      'out everywhere',
      'password no longer works',
    ]) {
      expect(asked.text).toContain(said);
    }
    const said = await press(postern, link);
    expect(said.text).toContain('Your account has its former address again');
    // By the answer.
    expect((await userinfo(postern, tokens.access)).status).toBe(401);
    expect((await refresh(postern, app.id, tokens.refresh, app.headers)).body.error).toBe('invalid_grant');
    expect((await postern.rooms.factors.get(id))?.apps).toMatchObject([{ deniedAt: expect.any(Number) }]);
    await isTheOwners();
    expect((await press(postern, link)).status).toBe(410);
  }, 60_000);

  test.each([0, 900])(
    'so does it where the factor came first, and the address %d seconds later',
    async (later) => {
      await signIn(postern, thief, app, email);
      const { phone } = await setUpApp(postern, thief, email);
      time.forward(later);
      // After a while whoever it is has to prove it once more.
      const screen = await page(thief, '/account/email');
      if (later > 0) {
        const factor = await thief.submit(screen, '/password', { identifier: email, password });
        if (factor.forms.some(({ action }) => action.endsWith('/factor')))
          await thief.submit(factor, '/factor', { code: phone.code() });
      }
      await move();
      await press(postern, await undoLink());
      await isTheOwners();
    },
    60_000,
  );

  test('the former address hears what becomes of the account, and each of those links gives it back', async () => {
    await signIn(postern, thief, app, email);
    await move();
    await setUpApp(postern, thief, theirs);
    const link = await linkIn(postern, email, 'A second factor was added', 'not-me');
    expect(lettersTo(postern, email, 'A second factor was added')[0]?.text).toContain('also takes that change back');
    // The one of now hears of it as ever, by a link of its own.
    expect(await linkIn(postern, theirs, 'A second factor was added', 'not-me')).not.toBe(link);
    // A letter for a new password is for the address of now alone.
    const forgetful = postern.person();
    const form = await forgetful.open(signInRequest(postern, app.id).url);
    const recover = form.links.find((href) => href.includes('/recover')) ?? '';
    const ask = await forgetful.open(new URL(recover, postern.issuer));
    await forgetful.submit(ask, '/recover', { email });
    await forgetful.submit(await forgetful.open(new URL(recover, postern.issuer)), '/recover', { email: theirs });
    const voided = await linkIn(postern, theirs, 'Choose a new password', 'recover');
    expect(lettersTo(postern, email, 'Choose a new password')).toEqual([]);
    expect((await press(postern, link)).text).toContain('Your account has its former address again');
    expect((await press(postern, voided, { password: next })).status).toBe(410);
    await isTheOwners(1);
    // And nobody else is told what becomes of it from then on.
    const late = postern.rooms.audit.newEvent({ kind: 'password.changed', outcome: 'done', account: id });
    await postern.rooms.audit.record(late);
    await eventually(() => expect(lettersTo(postern, email, 'was changed')).toHaveLength(1));
    expect(lettersTo(postern, theirs, 'was changed')).toEqual([]);
  }, 60_000);

  test('the address that the account has left is told so and what to do, and neither the other one nor a way in', async () => {
    await signIn(postern, thief, app, email);
    await move();
    expect((await press(postern, await undoLink())).text).toContain('Your account has its former address again');
    await eventually(() => expect(lettersTo(postern, theirs, 'no longer has this address')).toHaveLength(1));
    expect(lettersTo(postern, email, 'no longer has this address')).toEqual([]);
    const { text = '', html = '' } = lettersTo(postern, theirs, 'no longer has this address')[0] ?? {};
    for (const form of [text, html]) {
      expect(form).toContain('somebody else reads your email at the former address');
      expect(form).not.toContain(email);
      expect(new Set(form.match(/https?:[^\s"<]+/g))).toEqual(new Set([`${postern.issuer}/account`]));
    }
    // Nothing can be taken back any more that an admin's change would have to wait for.
    const { clock, emailResets } = postern.rooms;
    expect(await emailResets.start(id, `next-${email}`, 3600, { requestId: 'x' })).toBeLessThan(clock.now() + 2 * 3600);
    await emailResets.stop(id, { requestId: 'test' });
    // It is known no longer than it could have been taken back.
    const { leftEmail, undoUntil = 0 } = (await postern.rooms.accounts.get(id)) ?? {};
    expect(leftEmail).toBe(theirs);
    time.forward(undoUntil - clock.now() + clocksApart);
    await postern.rooms.sweep();
    await eventually(async () =>
      expect(Object.values((await postern.rooms.accounts.get(id)) ?? {})).not.toContain(theirs),
    );
  }, 60_000);

  test('the password goes as well where another node’s clock gave the former address away before', async () => {
    const tokens = await signIn(postern, thief, app, email);
    await move();
    const link = await undoLink();
    const { accounts, clock, store } = postern.rooms;
    time.forward(72 * 3600 - 5);
    const now = clock.now();
    const another = { id: randomUUID(), email, emailVerifiedAt: now, createdAt: now, changedAt: now };
    await store.documents.insert(accountCollection, another);
    // That of the thief's own sign-in may be on its way still.
    const handed = () => lettersTo(postern, theirs).filter(({ subject }) => !subject.startsWith('A new device')).length;
    const letters = handed();
    const said = await press(postern, link);
    expect([said.status, said.text]).toEqual([200, expect.stringContaining('The former address cannot come back')]);
    expect(await accounts.get(id)).toMatchObject({ email: theirs, denied: [expect.any(String)] });
    expect((await accounts.get(id))?.password).toBeUndefined();
    expect((await userinfo(postern, tokens.access)).status).toBe(401);
    expect((await refresh(postern, app.id, tokens.refresh, app.headers)).body.error).toBe('invalid_grant');
    expect(await opensOwn(postern, thief)).toBe(false);
    expect((await press(postern, link)).status).toBe(410);
    // Whoever has the new address is handed nothing.
    await eventually(() => expect(postern.rooms.outgoing.queued()).toBe(0));
    expect(handed()).toBe(letters);
  }, 60_000);

  test('no factor stays that is on its way meanwhile, and one from before is asked for', async () => {
    const owner = postern.person();
    const { phone } = await setUpApp(postern, owner, email);
    // Longer ago than letters can be about.
    time.forward(73 * 3600);
    const asked = await typed(password);
    expect(asked.url.pathname).toMatch(/\/factor$/);
    await thief.submit(await afterPassword(postern, thief, app, email), '/factor', { code: phone.code() });
    await move();
    const token = new URL(await undoLink()).pathname.split('/').at(-1) ?? '';
    const adding = await page(thief, '/account/security/apps');
    const undo = () => postern.rooms.denials.deny(token, false, { requestId: 'meanwhile' });
    const undone = onceRead('factors', id, undo);
    const screen = await thief.submit(adding, '/apps', { code: scan(adding).code() });
    expect([undone.happened, codesOn(screen)]).toEqual([true, []]);
    expect((await postern.rooms.factors.get(id))?.apps).toHaveLength(1);
    expect(await opensOwn(postern, thief)).toBe(false);
    await press(postern, await linkIn(postern, email, 'Choose a new password', 'recover'), { password: next });
    expect((await typed(next)).url.pathname).toMatch(/\/factor$/);
  }, 60_000);

  test('an intruder who says of everything that it was not them uses up no link of the owner', async () => {
    const { audit, denials } = postern.rooms;
    await signIn(postern, thief, app, email);
    await move();
    await setUpApp(postern, thief, theirs);
    const link = await linkIn(postern, email, 'A second factor was added', 'not-me');
    const [added = ''] = new URL(link).pathname.split('/').at(-1)?.split('.') ?? [];
    const events = Array.from({ length: 25 }, () =>
      audit.newEvent({ kind: 'password.changed', outcome: 'done', account: id }),
    );
    for (const event of events) await audit.record(event);
    for (const event of [added, ...events.map((one) => one.id)]) {
      expect(await denials.deny(denials.tokenOf(event, theirs), true, { requestId: 'x' })).toMatchObject({
        outcome: 'secured',
      });
    }
    expect((await press(postern, link)).text).toContain('Your account has its former address again');
    expect((await press(postern, link)).status).toBe(410);
    // Another, which nobody has pressed, is good still, and changes no address any more.
    expect((await press(postern, await undoLink())).text).toContain('Your account is out of their hands');
    expect(await postern.rooms.accounts.get(id)).toMatchObject({ email });
  }, 60_000);

  test('cut off right after its first write, the address is back, the password void, and the sweep does the rest', async () => {
    await signIn(postern, thief, app, email);
    await move();
    await setUpApp(postern, thief, theirs);
    const token = new URL(await undoLink()).pathname.split('/').at(-1) ?? '';
    await denyAndFail(postern, token, false);
    const cut = await postern.rooms.accounts.get(id);
    expect([cut?.email, cut?.password, cut?.formerEmail]).toEqual([email, undefined, undefined]);
    expect(await opensOwn(postern, thief)).toBe(false);
    time.forward(6);
    await postern.rooms.sweep();
    expect((await postern.rooms.factors.get(id))?.apps).toMatchObject([{ deniedAt: expect.any(Number) }]);
    await eventually(() => expect(lettersTo(postern, theirs, 'no longer has this address')).toHaveLength(1));
    await isTheOwners();
  }, 60_000);
});
