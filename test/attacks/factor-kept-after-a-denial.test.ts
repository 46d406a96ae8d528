import { beforeEach, describe, expect, test } from '@jest/globals';
import { afterPassword } from '../support/after-password.ts';
import { scan, setUpApp } from '../support/authenticator.ts';
import { eventually } from '../support/eventually.ts';
import { lettersTo, linkIn, press } from '../support/letters.ts';
import type { Person } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { newEmail } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { afterTheWait, intrude, newOwner, setByLetter } from '../recovery/scene.ts';

const hours = 3600;
const next = 'a whole new set of words';

/** An intruder who reads the owner's mail keeps what the owner has just denied; the owner waits, as they were told. */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, { sweepEvery: 200 });
  const app = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes' });

  const careful = givenApp(postern, { kind: 'web', firstParty: true, name: 'Bank', secondFactor: 'required' });

  let email: string;
  let id: string;
  let owner: Person;
  beforeEach(async () => {
    ({ email, id, owner } = await newOwner(postern, time));
    time.forward(96 * hours);
  });

  const waits = async (): Promise<boolean> => (await postern.rooms.factorResets.deniedOf(id)) !== undefined;
  // Each is waited for before the clock jumps: a letter that is on its way then is sent once more.
  const addedLink = (): Promise<string> => linkIn(postern, email, 'A second factor was added', 'not-me');
  const stopLink = (): Promise<string> => linkIn(postern, email, 'are about to go', 'stop-reset');
  const keptLink = (address = email): Promise<string> => linkIn(postern, address, 'works again', 'not-me');

  test('the owner is told, and denies it once more, long after the letters of before are too old', async () => {
    const { thief } = await intrude(postern, app, email);
    await setUpApp(postern, thief, email);
    const added = await addedLink();
    time.forward(70 * hours);
    await press(postern, added);
    const stop = await stopLink();
    await linkIn(postern, email, 'Choose a new password', 'recover');
    time.forward(60 * hours);
    expect((await press(postern, stop)).text).toContain('They work again');
    const link = await keptLink();
    expect(lettersTo(postern, email, 'works again')[0]?.text).toContain('that you said was not yours works again');
    time.forward(60 * hours);
    const page = await postern.person().open(link);
    expect(page.text).toContain('The second factor that was kept stops working');
    expect((await press(postern, link)).text).toContain('nor does the second factor');
    expect(await waits()).toBe(true);
    const letter = await linkIn(postern, email, 'Choose a new password', 'recover', 2);
    await press(postern, letter, { password: next });
    const inside = await afterTheWait(postern, time, app, { email, password: next });
    expect(inside.url.searchParams.has('code')).toBe(true);
    const { events } = await postern.rooms.audit.history(id, { limit: 50 });
    expect(events.find(({ kind }) => kind === 'factors.reset_stopped')?.detail).toMatchObject({ because: 'kept' });
  }, 60_000);

  test('each of many within an hour is told, so that the owner has a link left to deny it by', async () => {
    const { thief } = await intrude(postern, app, email);
    await setUpApp(postern, thief, email);
    let link = await addedLink();
    for (let nth = 1; nth <= 5; nth += 1) {
      await press(postern, link);
      await press(postern, await linkIn(postern, email, 'are about to go', 'stop-reset', nth));
      expect(await waits()).toBe(false);
      link = await linkIn(postern, email, 'works again', 'not-me', nth);
    }
    expect((await press(postern, link)).text).toContain('nor does the second factor');
    expect(await waits()).toBe(true);
  }, 60_000);

  test('and by the address of before as well, where the account was moved after it was kept', async () => {
    const { thief } = await intrude(postern, app, email);
    await setUpApp(postern, thief, email);
    const added = await addedLink();
    time.forward(70 * hours);
    await press(postern, added);
    await press(postern, await stopLink());
    const link = await keptLink();
    time.forward(4 * hours);
    const moved = newEmail();
    const { emailChanges, factorResets } = postern.rooms;
    await emailChanges.ask(id, moved);
    const { code = '' } = (await emailChanges.arm(id, moved)) ?? {};
    expect(await emailChanges.confirm(id, code, { requestId: 'x' })).toBe('changed');
    // So late that three days before this the factor was there already.
    time.forward(8 * hours);
    expect((await postern.person().open(link)).text).toContain('The second factor that was kept stops working');
    expect((await press(postern, link)).text).toContain('nor does the second factor');
    await eventually(async () => expect(await factorResets.deniedOf(id)).toBeDefined());
  }, 60_000);

  test('so is the address that the account had until then', async () => {
    const { thief } = await intrude(postern, app, email);
    await setUpApp(postern, thief, email);
    await addedLink();
    const moved = newEmail();
    const { emailChanges, denials, audit } = postern.rooms;
    await emailChanges.ask(id, moved);
    const { code = '' } = (await emailChanges.arm(id, moved)) ?? {};
    expect(await emailChanges.confirm(id, code, { requestId: 'x' })).toBe('changed');
    const { events } = await audit.search({ account: id, kind: 'factor.added', limit: 1 });
    const token = denials.tokenOf(events[0]?.id ?? '', moved);
    expect(await denials.deny(token, true, { requestId: 'x' })).toMatchObject({ outcome: 'secured' });
    await press(postern, await stopLink());
    expect(await keptLink(moved)).not.toBe(await keptLink());
  }, 60_000);

  test('kept by the owner in a browser that the account knows, it is told, and denied by no letter any more', async () => {
    const set = await afterPassword(postern, owner, careful, email, { prompt: 'login' });
    const codes = await owner.submit(set, '/set-up', { code: scan(set).code() });
    await owner.submit(codes, '/go-on');
    await press(postern, await addedLink());
    const letter = await linkIn(postern, email, 'Choose a new password', 'recover');
    await press(postern, letter, { password: next });
    await stopLink();
    await linkIn(postern, email, 'was changed', 'not-me');
    time.forward(hours);
    const page = await afterPassword(postern, owner, app, email, { prompt: 'login' }, next);
    await owner.submit(page, '/keep');
    expect(await waits()).toBe(false);
    const link = await keptLink();
    expect(lettersTo(postern, email, 'works again')[0]?.text).toContain('in a browser that your account knows');
    // Whoever reads the mail voids the password by that, and no more.
    expect((await press(postern, link)).text).toContain('Your password no longer works');
    expect(await waits()).toBe(false);
  }, 60_000);

  test('an older letter, which nobody has used, undoes nothing of that', async () => {
    const { audit, factors } = postern.rooms;
    const event = audit.newEvent({ kind: 'password.changed', outcome: 'done', account: id });
    await audit.record(event);
    const before = await linkIn(postern, email, 'was changed', 'not-me');
    const set = await afterPassword(postern, owner, careful, email, { prompt: 'login' });
    const codes = await owner.submit(set, '/set-up', { code: scan(set).code() });
    await owner.submit(codes, '/go-on');
    const added = await addedLink();
    // Whoever reads the mail denies it, keeps it and denies it again, and has a letter left.
    await press(postern, added);
    await press(postern, await stopLink());
    const older = await keptLink();
    time.forward(60);
    await press(postern, before);
    expect(await waits()).toBe(true);
    await press(postern, await linkIn(postern, email, 'Choose a new password', 'recover', 2), { password: next });
    await owner.submit(await afterPassword(postern, owner, app, email, { prompt: 'login' }, next), '/keep');
    expect(await waits()).toBe(false);
    time.forward(60);
    const page = await postern.person().open(older);
    expect(page.text).not.toContain('The second factor that was kept stops working');
    expect((await press(postern, older)).text).toContain('Your account is out of their hands');
    expect(await waits()).toBe(false);
    expect((await factors.get(id))?.apps).toMatchObject([{ keptAt: expect.any(Number) }]);
    expect((await factors.get(id))?.apps[0]?.deniedAt).toBeUndefined();
  }, 60_000);

  test('who waits for what an admin started hears that somebody stopped it, at each address', async () => {
    await setUpApp(postern, owner, email);
    const { factorResets, emailResets } = postern.rooms;
    await factorResets.start(id, 72 * hours, { requestId: 'command line' });
    await press(postern, await stopLink());
    await linkIn(postern, email, 'The second factors of your account', 'not-me', 2);
    expect(lettersTo(postern, email, 'works again')).toEqual([]);

    for (const confirmed of [false, true]) {
      const to = newEmail();
      await emailResets.start(id, to, 72 * hours, { requestId: 'command line' });
      const link = await linkIn(postern, to, 'Confirm this address', 'confirm-address');
      if (confirmed) await press(postern, link);
      const count = confirmed ? 2 : 1;
      await press(postern, await linkIn(postern, email, 'is about to change', 'stop-reset/email', count));
      await linkIn(postern, email, 'The address of your account', 'not-me', 2 * count);
      // Whoever only was named there, and did nothing, has no more letters.
      const told = () => lettersTo(postern, to, 'does not get this address');
      await eventually(() => expect(told()).toHaveLength(confirmed ? 1 : 0));
      time.forward(2);
    }
    time.forward(73 * hours);
    await postern.rooms.sweep();
    await eventually(async () => expect((await postern.rooms.accounts.get(id))?.stoppedEmail).toBeUndefined());
  }, 60_000);
});

describe.each(availableProfiles())('on %s, where no second factor is asked for', (profile) => {
  const { postern, time } = onPostern(profile, { sweepEvery: 200, settings: ['factors.secondFactor=off'] });
  const app = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes' });

  test.each([
    ['the mailbox alone keeps', 'or with your password', true],
    ['the owner’s own browser keeps', 'in a browser that your account knows', false],
  ])(
    '%s it in the account, and is told %s',
    async (who, said, canBeDenied) => {
      const { email, id, owner } = await newOwner(postern, time);
      time.forward(96 * hours);
      const isIntruder = who.startsWith('the mailbox');
      const person = isIntruder ? postern.person() : owner;
      const waits = async (): Promise<boolean> => (await postern.rooms.factorResets.deniedOf(id)) !== undefined;
      await setByLetter(postern, email, next, person);
      await afterPassword(postern, person, app, email, { prompt: 'login' }, next);
      const page = await person.open(new URL('/account/security/apps', postern.issuer));
      await person.submit(page, '/apps', { code: scan(page).code() });
      const added = await linkIn(postern, email, 'A second factor was added', 'not-me');
      time.forward(hours);
      await press(postern, added, {}, owner);
      expect(await waits()).toBe(true);

      const letter = await linkIn(postern, email, 'Choose a new password', 'recover');
      await press(postern, letter, { password: `another ${next}` }, person);
      await afterPassword(postern, person, app, email, { prompt: 'login' }, `another ${next}`);
      await person.submit(await person.open(new URL('/account', postern.issuer)), '/stop-reset');
      expect(await waits()).toBe(false);
      const link = await linkIn(postern, email, 'works again', 'not-me');
      expect(lettersTo(postern, email, 'works again')[0]?.text).toContain(said);
      await press(postern, link, {}, owner);
      expect(await waits()).toBe(canBeDenied);
    },
    60_000,
  );
});
