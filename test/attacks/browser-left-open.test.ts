import { describe, expect, test } from '@jest/globals';
import { isEnrolled } from '../../src/factors/index.ts';
import { openOwn } from '../support/account-pages.ts';
import { password, signInRequest } from '../support/apps.ts';
import { setUpApp } from '../support/authenticator.ts';
import { isAtApp } from '../support/from-outside.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const hours = 3600;
const insistingOn = (level: string) => ({
  claims: JSON.stringify({ id_token: { acr: { essential: true, values: [level] } } }),
});

const asksForPassword = ({ forms }: Screen): boolean => forms.some(({ action }) => action.endsWith('/password'));
const setUps = ['set-up', 'set-up/passkey', 'set-up/phone', 'set-up/email'];

// Whoever finds a browser that is signed in and adds a factor of their own has the account, and its owner is locked out.
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, {
    settings: ['factors.emailCodes=true', 'factors.sms.transport=outbox', 'factors.sms.countries=DE'],
  });
  const app = givenApp(postern, { kind: 'web', firstParty: true });
  const strict = givenApp(postern, { kind: 'web', firstParty: true, secondFactor: 'required' });

  const ask = (person: Person, client: string, more: Readonly<Record<string, string>> = {}): Promise<Screen> =>
    person.open(signInRequest(postern, client, more).url);

  /** The account pages' own client, which every installation has. */
  const own = (more: Readonly<Record<string, string>>) => ({
    redirect_uri: `${postern.issuer}/account/callback`,
    scope: 'openid',
    ...more,
  });

  async function leadsNowhere(person: Person, screen: Screen): Promise<void> {
    expect(asksForPassword(screen)).toBe(true);
    const [, uid] = /\/interaction\/([^/]+)/.exec(screen.url.pathname) ?? [];
    for (const step of setUps) {
      const page = await person.open(new URL(`/interaction/${uid}/${step}`, postern.issuer));
      expect([step, asksForPassword(page)]).toEqual([step, true]);
    }
  }

  test('a session of hours ago adds no passkey to an account that has a factor', async () => {
    const { email, id } = await somebody(postern);
    const person = postern.person();
    const { phone } = await setUpApp(postern, person, email);
    time.forward(3 * hours);
    await leadsNowhere(person, await ask(person, 'postern-account', own(insistingOn('phr'))));
    const screen = await ask(person, app.id, insistingOn('phr'));
    await leadsNowhere(person, screen);
    expect((await postern.rooms.factors.get(id))?.passkeys ?? []).toEqual([]);

    // The owner proves both, and may then.
    const half = await person.submit(screen, '/password', { identifier: email, password });
    const proven = await person.submit(half, '/factor', { code: phone.code() });
    expect(proven.url.pathname).toMatch(/\/set-up\/passkey$/);
  });

  test.each(['urn:postern:two-factors', 'phr'])('nor a first factor, where an app insists on %s', async (level) => {
    const { email } = await somebody(postern);
    const person = postern.person();
    await openOwn(postern, person, '/account', email);
    time.forward(3 * hours);
    await leadsNowhere(person, await ask(person, 'postern-account', own(insistingOn(level))));
    const screen = await ask(person, app.id, insistingOn(level));
    await leadsNowhere(person, screen);
    const asked = await person.submit(screen, '/password', { identifier: email, password });
    expect(asked.url.pathname).toMatch(/\/set-up/);
  });

  test('nor one where an app requires it of everybody, be it at the page that was opened in time', async () => {
    const { email, id } = await somebody(postern);
    const person = postern.person();
    await openOwn(postern, person, '/account', email);
    time.forward(4 * 60);
    const page = await ask(person, strict.id);
    expect(page.url.pathname).toMatch(/\/set-up$/);
    time.forward(2 * 60);
    const late = await person.submit(page, '/set-up', { code: '123456' });
    await leadsNowhere(person, late);
    await leadsNowhere(person, await ask(person, strict.id));
    const kept = await postern.rooms.factors.get(id);
    expect(kept === undefined || !isEnrolled(kept)).toBe(true);
  });

  test('nor one where somebody keeps a sign-in open that was left at the page', async () => {
    const { email, id } = await somebody(postern);
    const person = postern.person();
    const screen = await ask(person, app.id, insistingOn('urn:postern:two-factors'));
    const asked = await person.submit(screen, '/password', { identifier: email, password });
    expect(asked.url.pathname).toMatch(/\/set-up$/);
    for (let minutes = 0; minutes < 6; minutes += 2) {
      time.forward(2 * 60);
      await person.open(new URL(asked.url.pathname.replace('set-up', 'factor'), postern.issuer));
    }
    await leadsNowhere(person, await person.open(asked.url));
    const kept = await postern.rooms.factors.get(id);
    expect(kept === undefined || !isEnrolled(kept)).toBe(true);
  });

  test('nor one where the clock was set back', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    await openOwn(postern, person, '/account', email);
    time.forward(-6 * hours);
    try {
      await leadsNowhere(person, await ask(person, app.id, insistingOn('urn:postern:two-factors')));
      const own = await person.open(new URL('/account/security/apps', postern.issuer));
      expect(asksForPassword(own)).toBe(true);
    } finally {
      time.forward(6 * hours);
    }
  });

  test('who has just signed in is not asked again, and a session of any age proves a factor that is there', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    const { phone } = await setUpApp(postern, person, email);
    time.forward(60);
    expect((await ask(person, app.id, insistingOn('phr'))).url.pathname).toMatch(/\/set-up\/passkey$/);
    const other = postern.person();
    const screen = await ask(other, app.id);
    const half = await other.submit(screen, '/password', { identifier: email, password });
    expect(isAtApp(await other.submit(half, '/factor', { code: phone.code() }))).toBe(true);
    time.forward(3 * hours);
    expect(isAtApp(await ask(other, app.id, insistingOn('urn:postern:two-factors')))).toBe(true);
  });
});
