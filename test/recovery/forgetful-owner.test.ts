import { describe, expect, test } from '@jest/globals';
import { account, signIn, signInRequest } from '../support/apps.ts';
import { strict } from '../support/budgets.ts';
import { eventually } from '../support/eventually.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { queueOn, somewhere } from '../support/used-up.ts';

const next = 'a whole new set of words';

describe.each(availableProfiles())('on %s, after a new password was set by a letter', (profile) => {
  const { postern } = onPostern(profile, { settings: [...strict, 'trustedProxies=127.0.0.1'] });
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  const personAt = (address = somewhere()): Person => Object.assign(postern.person(), { address });

  async function type(person: Person, identifier: string, password: string): Promise<Screen> {
    const form = await person.open(signInRequest(postern, app.id, { prompt: 'login' }).url);
    return person.submit(form, '/password', { identifier, password });
  }

  /** Types wrong ones until there is a wait. @returns how many were compared */
  async function mistype(person: Person, identifier: string): Promise<number> {
    for (let tries = 0; ; tries += 1) {
      const { status } = await type(person, identifier, `wrong ${tries} ${identifier}`);
      if (status === 429) return tries;
      expect(status).toBe(401);
    }
  }

  /** Asks for the letter, and opens its link. */
  async function recover(person: Person, email: string): Promise<Screen> {
    const signInPage = await person.open(signInRequest(postern, app.id, { prompt: 'login' }).url);
    const page = await person.open(new URL(`${signInPage.url.pathname}/recover`, postern.issuer));
    await person.submit(page, '/recover', { email });
    const link = () =>
      postern.mail.letters
        .filter(({ to }) => to === email)
        .map(({ text }) => /https?:\S+\/recover\/\S+/.exec(text)?.[0])
        .find((found) => found !== undefined);
    await eventually(() => expect(link()).toBeDefined());
    return person.open(link() ?? '');
  }

  test('its owner signs in where they had mistyped it, and nowhere else is anything given back', async () => {
    const email = 'forgetful@example.com';
    await account(postern, email);
    const [owner, stranger] = [personAt(), personAt()];
    expect(await mistype(owner, email)).toBe(5);
    for (let tries = 0; tries < 4; tries += 1) {
      expect((await type(stranger, email, `strange ${tries}`)).status).toBe(401);
    }
    const page = await recover(owner, email);
    expect((await type(owner, email, next)).status).toBe(429);
    expect((await owner.submit(page, '', { password: next })).text).toContain('Your new password is saved');
    expect((await type(owner, email, next)).url.searchParams.has('code')).toBe(true);

    // The stranger has the one guess that was left, and with it the ten are used up that all new devices share.
    expect((await type(stranger, email, 'strange 4')).status).toBe(401);
    expect((await type(stranger, email, next)).status).toBe(429);
    const elsewhere = await type(personAt(), email, next);
    expect([elsewhere.status, queueOn(elsewhere)]).toEqual([429, expect.any(String)]);
  }, 120_000);

  test('so they do in a browser that the account has used before', async () => {
    const email = 'at-home@example.com';
    await account(postern, email);
    const owner = personAt();
    await signIn(postern, owner, app, email);
    expect(await mistype(owner, email)).toBe(5);
    const page = await recover(owner, email);
    await owner.submit(page, '', { password: next });
    expect((await type(owner, email, next)).url.searchParams.has('code')).toBe(true);
  }, 60_000);

  test('a link that is opened, and not used, gives no guesses back', async () => {
    const email = 'not-used@example.com';
    await account(postern, email);
    const owner = personAt();
    expect(await mistype(owner, email)).toBe(5);
    const page = await recover(owner, email);
    expect((await owner.submit(page, '', { password: 'short' })).status).toBe(400);
    expect((await type(owner, email, next)).status).toBe(429);
  }, 60_000);
});
