import { beforeEach, describe, expect, test } from '@jest/globals';
import { password } from '../support/apps.ts';
import { setUpApp } from '../support/authenticator.ts';
import { isAtApp } from '../support/from-outside.ts';
import { lettersTo, linkIn, press } from '../support/letters.ts';
import { agents } from '../support/looks.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { setByLetter } from '../recovery/scene.ts';
import { mine, ownerAndThief } from './owner-and-thief.ts';

const hours = 3600;
const next = 'a whole new set of words';

/** What can be decided on a page: the last part of each form's path. */
const decisionsOn = ({ forms }: Screen): string[] => forms.map(({ action }) => action.replace(/.*\//, ''));

/** A first factor is denied by its letter, and somebody else reads the mail too: in whose browser it is kept or taken away. */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, { sweepEvery: 200 });
  const app = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes' });

  let at: Awaited<ReturnType<typeof ownerAndThief>>;
  beforeEach(async () => {
    at = await ownerAndThief(postern, time, app);
  });

  /** The owner adds a first factor, days after what they did; and somebody denies it by its letter, and sets a password. */
  async function denyOwnersFactor(known: string, beforeThat?: () => Promise<unknown>): Promise<void> {
    time.forward(96 * hours);
    expect(isAtApp(await at.type(at.owner, known))).toBe(true);
    await setUpApp(postern, at.owner, at.email);
    const link = await linkIn(postern, at.email, 'A second factor was added', 'not-me');
    await beforeThat?.();
    await press(postern, link);
    await press(postern, await linkIn(postern, at.email, 'Choose a new password', 'recover'), { password: next });
  }

  test.each([
    ['a new password', mine, () => at.change('yes')],
    ['its own end', password, () => at.endThief()],
  ])(
    'a browser that was put out before by %s decides nothing about it',
    async (_, known, putOut) => {
      await putOut();
      await denyOwnersFactor(known);
      const page = await at.type(at.thief, next);
      expect(page.text).toContain('You can sign in here later');
      expect(decisionsOn(page)).toEqual(['cancel']);
      const { csrf = '' } = page.forms[0]?.fields ?? {};
      await at.thief.post(new URL(`${page.url.pathname}/take-away`, postern.issuer), { csrf });
      expect(await postern.rooms.factorResets.deniedOf(at.id)).toBeDefined();
      expect(decisionsOn(await at.type(at.owner, next))).toContain('keep');
    },
    60_000,
  );

  test('nor does one that the owner puts out once the factor is there', async () => {
    await denyOwnersFactor(password, () => at.change('yes'));
    expect((await at.type(at.thief, next)).text).toContain('You can sign in here later');
    expect(decisionsOn(await at.type(at.owner, next))).toContain('keep');
  }, 60_000);

  /** They come in with it, and add the account's first factor, which its owner denies in a browser of their own. */
  async function denyIntrudersFactor(intruder: Person): Promise<Screen> {
    expect(isAtApp(await at.type(intruder, mine))).toBe(true);
    await setUpApp(postern, intruder, at.email);
    await press(postern, await linkIn(postern, at.email, 'A second factor was added', 'not-me'), {}, at.owner);
    await press(postern, await linkIn(postern, at.email, 'Choose a new', 'recover'), { password: next }, at.owner);
    return at.type(at.owner, next);
  }

  test('the owner’s own decides about a factor of who came in by a letter, and theirs does not', async () => {
    time.forward(96 * hours);
    const intruder = postern.person(agents.chrome);
    for (const given of [next, mine]) await setByLetter(postern, at.email, given, intruder);
    const page = await denyIntrudersFactor(intruder);
    expect((await at.type(intruder, next)).text).toContain('You can sign in here later');
    expect(isAtApp(await at.owner.submit(page, '/take-away'))).toBe(true);
    expect(await postern.rooms.factorResets.deniedOf(at.id)).toBeUndefined();
  }, 60_000);

  test('nor does one decide that was put out by a letter more than three days before the factor', async () => {
    time.forward(96 * hours);
    await setByLetter(postern, at.email, mine);
    time.forward(96 * hours);
    expect(decisionsOn(await denyIntrudersFactor(postern.person(agents.chrome)))).toEqual(['cancel']);
  }, 60_000);

  test('nor one that its owner put out by more than a letter, whatever letters did afterwards', async () => {
    await at.change('yes');
    time.forward(96 * hours);
    const intruder = postern.person(agents.chrome);
    await setByLetter(postern, at.email, mine, intruder);
    expect(decisionsOn(await denyIntrudersFactor(intruder))).toContain('take-away');
    expect((await at.type(at.thief, next)).text).toContain('You can sign in here later');
  }, 60_000);

  test('the owner’s own decides, whatever was done with the mailbox since the factor came', async () => {
    await denyOwnersFactor(password, () => setByLetter(postern, at.email, mine));
    const page = await at.type(at.owner, next);
    await at.owner.submit(page, '/keep');
    expect(await postern.rooms.factorResets.deniedOf(at.id)).toBeUndefined();
    await linkIn(postern, at.email, 'works again', 'not-me');
    expect(lettersTo(postern, at.email, 'works again')[0]?.text).toContain('in a browser that your account knows');
  }, 60_000);
});
