import { describe, expect, test } from '@jest/globals';
import { openOwn } from '../support/account-pages.ts';
import { password, signInRequest } from '../support/apps.ts';
import { codesOn, scan, setUpApp } from '../support/authenticator.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const page = '/account/security/apps';
const seedOn = ({ links }: Screen): string => links.find((href) => href.startsWith('otpauth://')) ?? 'none';

// Whoever finds a browser that has just signed in copies the seed of an app that is not set up yet, and waits for its owner.
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', firstParty: true });
  const open = (person: Person): Promise<Screen> => person.open(new URL(page, postern.issuer));

  test('who proves both factors again sets up an app with another seed', async () => {
    const { id, email } = await somebody(postern);
    const person = postern.person();
    const { phone } = await setUpApp(postern, person, email);
    const copied = await open(person);
    expect(seedOn(copied)).toMatch(/^otpauth:/);
    expect(seedOn(await open(person))).toBe(seedOn(copied));

    time.forward(10 * 60);
    const half = await openOwn(postern, person, page, email);
    const anew = await person.submit(half, '/factor', { code: phone.code() });
    expect(seedOn(anew)).toMatch(/^otpauth:/);
    expect(seedOn(anew)).not.toBe(seedOn(copied));
    const old = await person.submit(anew, '/apps', { code: scan(copied).code() });
    expect([old.status, seedOn(old)]).toEqual([400, seedOn(anew)]);
    await person.submit(old, '/apps', { code: scan(anew).code() });
    expect((await postern.rooms.factors.get(id))?.apps).toHaveLength(2);
  });

  test('nor is the new seed shown to who has only the cookie of before', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    const copied = await openOwn(postern, person, page, email);
    const thief = postern.person();
    for (const [name, cookie] of person.cookies) thief.cookies.set(name, cookie);
    const again = await person.open(signInRequest(postern, app.id, { prompt: 'login' }).url);
    await person.submit(again, '/password', { identifier: email, password });
    const anew = await open(person);
    expect(seedOn(anew)).not.toBe(seedOn(copied));
    expect(seedOn(await open(thief))).toBe(seedOn(copied));
    expect(codesOn(await person.submit(anew, '/apps', { code: scan(anew).code() }))).toHaveLength(10);
  });

  test('nor is it the same in a sign-in in which the password is given once more', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    await openOwn(postern, person, '/account', email);
    const { url } = signInRequest(postern, app.id, {
      claims: JSON.stringify({ id_token: { acr: { essential: true, value: 'urn:postern:two-factors' } } }),
    });
    const copied = await person.open(url);
    expect(copied.url.pathname).toMatch(/\/set-up$/);
    time.forward(60);
    const form = await person.open(new URL(copied.url.pathname.replace('set-up', 'sign-in'), postern.issuer));
    const anew = await person.submit(form, '/password', { identifier: email, password });
    expect(anew.url.pathname).toBe(copied.url.pathname);
    expect(seedOn(anew)).not.toBe(seedOn(copied));
    expect(seedOn(await person.open(anew.url))).toBe(seedOn(anew));
    expect(codesOn(await person.submit(anew, '/set-up', { code: scan(anew).code() }))).toHaveLength(10);
  });
});
