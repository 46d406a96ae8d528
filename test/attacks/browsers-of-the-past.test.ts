import { describe, expect, test } from '@jest/globals';
import { browserCollection } from '../../src/devices/index.ts';
import { confirmEnd, openOwn } from '../support/account-pages.ts';
import { afterPassword } from '../support/after-password.ts';
import { password } from '../support/apps.ts';
import { strict } from '../support/budgets.ts';
import { eventually } from '../support/eventually.ts';
import { isAtApp } from '../support/from-outside.ts';
import { lettersTo, linkIn, linkTo, press } from '../support/letters.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { signedInBrowser } from '../support/signed-in.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { somewhere, useUp } from '../support/used-up.ts';

const next = 'lantern maple quietly';

/** Whoever has the password of an account makes as many browsers its own as they like: until its owner puts them out. */
describe.each(availableProfiles())('on %s, a browser in which an intruder signed in', (profile) => {
  const { postern, time } = onPostern(profile, { settings: [...strict, 'trustedProxies=127.0.0.1'] });
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  const signedIn = async (id: string): Promise<Person> =>
    Object.assign((await signedInBrowser(postern, id)).person, { address: somewhere() });

  const type = (person: Person, email: string, typed: string): Promise<Screen> =>
    afterPassword(postern, person, app, email, { prompt: 'login' }, typed);

  /** Guesses in each browser until there is a wait. @returns how many were compared */
  async function guessIn(people: readonly Person[], email: string): Promise<number> {
    let compared = 0;
    for (const person of people) {
      for (;;) {
        const { status } = await type(person, email, `guess ${compared}`);
        if (status === 429) break;
        expect(status).toBe(401);
        compared += 1;
      }
    }
    return compared;
  }

  const usedUp = async (id: string): Promise<unknown[]> => {
    const { events } = await postern.rooms.audit.search({ kind: 'protection.used_up', account: id, limit: 100 });
    return events.map(({ detail }) => detail?.['reason']);
  };

  /** Strangers use up what there is for new devices: who is let in from now on is in a browser of the account's own. */
  const closeToStrangers = (email: string): Promise<void> =>
    useUp(postern, () => ({ kind: 'password', account: email }));

  async function setByLetter(person: Person, email: string, fields: Record<string, string>): Promise<void> {
    const form = await person.open(new URL('/account', postern.issuer));
    const asking = await person.open(`${form.url.href.replace(/\/(password|sign-in)$/, '')}/recover`);
    await person.submit(asking, '/recover', { email });
    await eventually(() => expect(linkTo('recover', lettersTo(postern, email))).not.toBe(''));
    const done = await press(postern, linkTo('recover', lettersTo(postern, email)), fields, person);
    expect(done.text).toContain('Your new password is saved');
  }

  async function change(home: Person, email: string, others: string): Promise<void> {
    const page = await openOwn(postern, home, '/account/password', email);
    expect((await home.submit(page, '/password', { current: password, next, others })).text).toContain('is changed');
  }

  test('has no guesses of its own at the new password, however many there are; the owner comes in at home', async () => {
    const { id, email } = await somebody(postern);
    const jars = [];
    for (let nth = 0; nth < 6; nth += 1) jars.push(await signedIn(id));
    const home = await signedIn(id);
    await change(home, email, 'yes');
    // As many as strangers have together in that minute. One is slow on a slow machine: then there is one minute more.
    const began = performance.now();
    const compared = await guessIn(jars, email);
    expect(compared).toBeLessThanOrEqual(10 * Math.ceil((performance.now() - began) / 60_000));
    expect(await usedUp(id)).toContain('account');
    expect(await usedUp(id)).not.toContain('device');
    expect(isAtApp(await type(home, email, next))).toBe(true);
  }, 60_000);

  type Put = readonly [how: string, out: (home: Person, email: string) => Promise<unknown>, known: string];
  test.each<Put>([
    ['a new password', (home, email) => change(home, email, 'yes'), next],
    ['a new password, where nobody is signed out', (home, email) => change(home, email, ''), next],
    ['signing out everywhere', (home) => confirmEnd(postern, home, '/account/end/everywhere'), password],
    ['signing the others out', (home) => confirmEnd(postern, home, '/account/end/others'), password],
    [
      'a new password by a letter',
      async (home, email) => {
        home.cookies.delete('postern.session;/');
        await setByLetter(home, email, { password: next });
      },
      next,
    ],
  ])(
    'is a stranger after %s, and the one in which that was done is none',
    async (_, putOut, known) => {
      const { id, email } = await somebody(postern);
      const [home, phone, thief] = [await signedIn(id), await signedIn(id), await signedIn(id)];
      await putOut(home, email);
      expect(isAtApp(await type(phone, email, known))).toBe(true);
      await closeToStrangers(email);
      expect((await type(thief, email, known)).status).toBe(429);
      // Nor is the owner kept out of a browser in which they have signed in since.
      for (const person of [home, phone]) expect(isAtApp(await type(person, email, known))).toBe(true);
    },
    60_000,
  );

  test('is one after "this was not me", also where the owner leaves everybody signed in', async () => {
    const { id, email } = await somebody(postern);
    const home = await signedIn(id);
    await eventually(async () => expect((await postern.rooms.accounts.get(id))?.firstDevice).toBeDefined());
    const jars = [await signedIn(id), await signedIn(id)];
    const link = async () => linkIn(postern, email, 'A new device', 'not-me', 2);
    expect((await press(postern, await link(), { everywhere: '' }, home)).status).toBe(200);
    await closeToStrangers(email);
    for (const jar of jars) expect((await type(jar, email, password)).status).toBe(429);
    // At home the password is void, and is compared.
    expect((await type(home, email, password)).status).toBe(401);
  }, 60_000);

  test('stays one, put out, where it presses a link of a letter itself', async () => {
    const { id, email } = await somebody(postern);
    const [home, thief] = [await signedIn(id), await signedIn(id)];
    await change(home, email, 'yes');
    await press(postern, await linkIn(postern, email, 'was changed', 'not-me'), {}, thief);
    await closeToStrangers(email);
    expect((await type(thief, email, next)).status).toBe(429);
  }, 60_000);

  /** The device that the account is in somebody's browser is ended by its owner. */
  const endDevice = (home: Person, id: string, ended: Person): Promise<unknown> => {
    const browser = postern.rooms.browsers.idOf(ended.cookie('postern.browser') ?? '');
    return confirmEnd(postern, home, `/account/devices/${postern.rooms.devices.idOf(id, browser)}/end`);
  };

  test('is one once its owner has ended just that device, until somebody has come in there again', async () => {
    const { id, email } = await somebody(postern);
    const [home, phone, thief] = [await signedIn(id), await signedIn(id), await signedIn(id)];
    for (const ended of [phone, thief]) await endDevice(home, id, ended);
    time.forward(1);
    expect(isAtApp(await type(phone, email, password))).toBe(true);
    await closeToStrangers(email);
    expect((await type(thief, email, password)).status).toBe(429);
    for (const person of [home, phone]) expect(isAtApp(await type(person, email, password))).toBe(true);
  }, 60_000);

  test('takes part in what all of them have together, and nothing of that is left when it is put out', async () => {
    const { id, email } = await somebody(postern);
    const home = await signedIn(id);
    const jars = [];
    for (let nth = 0; nth < 11; nth += 1) jars.push(await signedIn(id));
    expect(await guessIn(jars, email)).toBe(50);
    expect(await usedUp(id)).toContain('devices');
    expect((await type(home, email, password)).status).toBe(429);
    await confirmEnd(postern, home, '/account/end/others');
    expect(isAtApp(await type(home, email, password))).toBe(true);
  }, 120_000);

  test('of a store of before is the account’s own until it is signed out everywhere for the first time', async () => {
    const { id, email } = await somebody(postern);
    const home = await signedIn(id);
    const { documents } = postern.rooms.store;
    const key = postern.rooms.browsers.idOf(home.cookie('postern.browser') ?? '');
    const { signOuts: _, ...before } = (await documents.get(browserCollection, key))!;
    expect(await documents.replace(browserCollection, before)).toBeDefined();
    await closeToStrangers(email);
    expect(isAtApp(await type(home, email, password))).toBe(true);
    const again = (await documents.get(browserCollection, key))!;
    const { signOuts: _again, ...old } = again;
    expect(await documents.replace(browserCollection, old)).toBeDefined();
    await postern.rooms.accounts.signOut(id, { reason: 'ended_by_admin' });
    time.forward(1);
    expect((await type(home, email, password)).status).toBe(429);
  });
});
