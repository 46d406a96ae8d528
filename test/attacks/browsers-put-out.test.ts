import { beforeEach, describe, expect, test } from '@jest/globals';
import { confirmEnd } from '../support/account-pages.ts';
import { password, refresh, signIn } from '../support/apps.ts';
import { setUpApp } from '../support/authenticator.ts';
import { isAtApp } from '../support/from-outside.ts';
import { lettersTo, linkIn, press } from '../support/letters.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { mine, ownerAndThief } from './owner-and-thief.ts';

/** Whoever knew the password of before comes back with the one of now, in a browser that the owner has put out. */
describe.each(availableProfiles())('on %s, where a second factor is asked for by risk', (profile) => {
  const { postern, time } = onPostern(profile, { sweepEvery: 200, settings: ['factors.secondFactor=by-risk'] });
  const app = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes' });

  let at: Awaited<ReturnType<typeof ownerAndThief>>;
  beforeEach(async () => {
    at = await ownerAndThief(postern, time, app);
  });

  const isAsked = ({ url }: Screen): boolean => url.pathname.endsWith('/factor');

  test.each([
    ['a new password', mine, () => at.change('yes')],
    ['its own end', password, () => at.endThief()],
  ])(
    'it is asked for in a browser that was put out by %s, and no longer once it was proven there',
    async (_, known, putOut) => {
      await putOut();
      const { phone } = await setUpApp(postern, at.owner, at.email);
      time.forward(60);
      const asked = await at.type(at.thief, known);
      expect(isAsked(asked)).toBe(true);
      expect(isAtApp(await at.thief.submit(asked, '/factor', { code: phone.code() }))).toBe(true);
      expect(isAtApp(await at.type(at.thief, known))).toBe(true);
      // Nor was it ever in the browser in which that was done.
      expect(isAtApp(await at.type(at.owner, known))).toBe(true);
      await linkIn(postern, at.email, 'is signed in to Postern again', 'not-me');
      expect(at.backLetters()[0]?.text).toContain('Used for this sign-in');
      expect(lettersTo(postern, at.email, 'used on another device')).toEqual([]);
    },
    60_000,
  );

  test('the owner is told once of who comes back, and denies it as any sign-in', async () => {
    await at.change('yes');
    for (let nth = 1; nth <= 2; nth += 1) expect(isAtApp(await at.type(at.thief, mine))).toBe(true);
    const link = await linkIn(postern, at.email, 'is signed in to Postern again', 'not-me');
    const page = await postern.person().open(link);
    expect(page.text).toContain('that it no longer knew');
    expect((await press(postern, link)).text).toContain('Your password no longer works');
    expect((await at.thief.open(new URL('/account', postern.issuer))).url.pathname).not.toBe('/account');
    expect(at.backLetters()).toHaveLength(1);
  }, 60_000);

  const backLetter = async (): Promise<string> => {
    await linkIn(postern, at.email, 'is signed in to Postern again', 'not-me');
    return at.backLetters()[0]?.text ?? '';
  };

  test('the letter about it says that a device was signed out where its owner had ended that', async () => {
    await at.endThief();
    time.forward(60);
    expect(isAtApp(await at.type(at.thief, password))).toBe(true);
    expect(await backLetter()).toContain('where it had been signed out from elsewhere');
  }, 60_000);

  test('it does not say that anybody was signed out there by a new password that left everybody signed in', async () => {
    const { refresh: theirs } = await signIn(postern, at.thief, app, at.email);
    await at.change('');
    expect((await refresh(postern, app.id, theirs, app.headers)).status).toBe(200);
    time.forward(60);
    expect(isAtApp(await at.type(at.thief, mine))).toBe(true);
    expect(await backLetter()).not.toContain('had been signed out');
  }, 60_000);

  test.each<readonly [string, (home: Person) => Promise<unknown>, string]>([
    ['a new password', () => at.change('yes'), mine],
    ['a new password that signs nobody out', () => at.change(''), mine],
    ['signing out everywhere', (home) => confirmEnd(postern, home, '/account/end/everywhere'), password],
    ['signing the others out', (home) => confirmEnd(postern, home, '/account/end/others'), password],
    [
      'signing out there',
      async (home) => home.submit(await home.open(new URL('/session/end', postern.issuer)), ''),
      password,
    ],
    [
      'its own end',
      (home) => {
        const here = postern.rooms.browsers.idOf(home.cookie('postern.browser') ?? '');
        return confirmEnd(postern, home, `/account/devices/${postern.rooms.devices.idOf(at.id, here)}/end`);
      },
      password,
    ],
    [
      'a new password by a letter',
      async (home) => {
        await press(postern, at.firstLink, {}, home);
        await press(postern, await linkIn(postern, at.email, 'Choose a new', 'recover'), { password: mine }, home);
      },
      mine,
    ],
  ])(
    'after %s the browser in which that was done is known',
    async (_, act, known) => {
      await setUpApp(postern, at.owner, at.email);
      await act(at.owner);
      expect(isAtApp(await at.type(at.owner, known))).toBe(true);
      expect(at.backLetters()).toEqual([]);
    },
    60_000,
  );
});
