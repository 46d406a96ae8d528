import { describe, expect, test } from '@jest/globals';
import { afterPassword } from '../support/after-password.ts';
import { addApp, password } from '../support/apps.ts';
import { setUpApp } from '../support/authenticator.ts';
import { isAtApp } from '../support/from-outside.ts';
import { linkIn, press } from '../support/letters.ts';
import { agents } from '../support/looks.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { newOwner, setByLetter } from '../recovery/scene.ts';

const mine = 'lantern maple quietly';
const next = 'a whole new set of words';

/** Where nobody is let in on a new device: which browsers the account still knows once its owner was put out there. */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, { sweepEvery: 200, settings: ['risk.newDevice=block'] });
  const app = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes' });

  const typed = (person: Person, email: string, given = password, at = app): Promise<Screen> =>
    afterPassword(postern, person, at, email, { prompt: 'login' }, given);
  const isStopped = ({ text }: Screen): boolean => text.includes('We stopped this sign-in');

  /** Somebody sets a new password by a letter, on a phone that the account was never used on. */
  async function setOnPhone(email: string): Promise<Person> {
    const phone = postern.person(agents.chrome);
    await setByLetter(postern, email, mine, phone);
    return phone;
  }

  test.each<readonly [string, string, (email: string, id: string, owner: Person) => Promise<unknown>]>([
    ['a password set by a letter elsewhere', mine, setOnPhone],
    [
      'a suspension',
      password,
      async (_email, id) => {
        await postern.rooms.accounts.disable(id);
        await postern.rooms.accounts.enable(id);
      },
    ],
    ['an admin', password, (_, id) => postern.rooms.accounts.signOut(id, { reason: 'ended_by_admin' })],
    [
      '“this was not me”, and a new password',
      next,
      async (email, _id, owner) => {
        await setOnPhone(email);
        await press(postern, await linkIn(postern, email, 'was changed', 'not-me'), {}, owner);
        await press(postern, await linkIn(postern, email, 'Choose a new', 'recover'), { password: next }, owner);
      },
    ],
  ])(
    'an owner who was put out by %s comes back in their own browser, and is told',
    async (_, given, putOut) => {
      const { email, id, owner } = await newOwner(postern, time);
      await putOut(email, id, owner);
      expect(isAtApp(await typed(owner, email, given))).toBe(true);
      await linkIn(postern, email, 'is signed in to Postern again', 'not-me');
      expect(isStopped(await typed(postern.person(agents.chrome), email, given))).toBe(true);
    },
    60_000,
  );

  test('a second factor is asked for there, also once an app let them in that asks for less', async () => {
    const { email, id, owner } = await newOwner(postern, time);
    const { phone } = await setUpApp(postern, owner, email);
    const lax = await addApp(postern, { kind: 'web', firstParty: true, dangerouslyAllowOneFactor: true });
    await postern.rooms.accounts.signOut(id, { reason: 'ended_by_admin' });
    expect(isAtApp(await typed(owner, email, password, lax))).toBe(true);
    time.forward(60);
    const asked = await typed(owner, email);
    expect(isAtApp(await owner.submit(asked, '/factor', { code: phone.code() }))).toBe(true);
  }, 60_000);

  test('who only set a password there is let in nowhere', async () => {
    const { email } = await newOwner(postern, time);
    const phone = await setOnPhone(email);
    expect(isStopped(await typed(phone, email, mine))).toBe(true);
  }, 60_000);

  test.each<readonly [string, string, (email: string, id: string, device: string) => Promise<unknown>]>([
    [
      'ended from elsewhere',
      password,
      (_, id, device) =>
        postern.rooms.signedIn.end(id, device, { reason: 'ended_by_owner', origin: { requestId: 'x' } }),
    ],
    [
      'denied by the letter about it',
      next,
      async (email, id, device) => {
        const { audit, denials } = postern.rooms;
        const event = audit.newEvent({ kind: 'device.new', outcome: 'done', account: id, detail: { device } });
        await audit.record(event);
        await press(postern, `${postern.issuer}/not-me/${denials.tokenOf(event.id, email)}`);
        await press(postern, await linkIn(postern, email, 'Choose a new', 'recover'), { password: next });
      },
    ],
  ])(
    'a browser that was %s is as one that was never used',
    async (_, given, putOut) => {
      const { email, id, owner } = await newOwner(postern, time);
      const browser = postern.rooms.browsers.idOf(owner.cookie('postern.browser') ?? '');
      await putOut(email, id, postern.rooms.devices.idOf(id, browser));
      expect(isStopped(await typed(owner, email, given))).toBe(true);
    },
    60_000,
  );
});
