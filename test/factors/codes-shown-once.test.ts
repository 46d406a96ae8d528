import { beforeEach, describe, expect, test } from '@jest/globals';
import { openOwn } from '../support/account-pages.ts';
import { afterPassword } from '../support/after-password.ts';
import { codesOn, scan } from '../support/authenticator.ts';
import { isAtApp } from '../support/from-outside.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp } from '../support/suite.ts';
import { onPosternThatSends } from './scene.ts';

/** Reload where no script runs posts the form once more that was answered with the codes. */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time, somebodyNew, codeTo } = onPosternThatSends(profile);
  const app = givenApp(postern, { kind: 'web', firstParty: true, secondFactor: 'required' });

  let email: string;
  let id: string;
  let person: Person;
  beforeEach(async () => {
    ({ email, id } = await somebody(postern));
    person = postern.person();
  });

  const prove = (code = '') => postern.rooms.factors.prove(id, 'recovery-code', code, { requestId: 'x' });

  /** Adds an app in a sign-in that must. @returns the page with the codes, and the same once more */
  async function reloadedInSignIn(): Promise<{ readonly codes: string[]; readonly again: Screen }> {
    const page = await afterPassword(postern, person, app, email);
    const code = scan(page).code();
    const codes = codesOn(await person.submit(page, '/set-up', { code }));
    expect(codes).toHaveLength(10);
    return { codes, again: await person.submit(page, '/set-up', { code }) };
  }

  test('the form that added an app, sent once more, leads to where the app is, and not to another one', async () => {
    const page = await openOwn(postern, person, '/account/security/apps', email);
    const code = scan(page).code();
    expect(codesOn(await person.submit(page, '/apps', { code }))).toHaveLength(10);
    for (const seconds of [0, 120]) {
      time.forward(seconds);
      const again = await person.submit(page, '/apps', { code });
      expect([again.status, again.url.pathname]).toEqual([200, '/account/security']);
      expect(again.text).toContain('The authenticator app is set up.');
      expect(again.links).toContain('/account/security/recovery-codes');
    }
    expect((await postern.rooms.factors.get(id))?.apps).toHaveLength(1);
  });

  test('the form that added a phone, sent once more, leads to where the phone is', async () => {
    const { email: address, number } = await somebodyNew();
    const page = await openOwn(postern, person, '/account/security/phones', address);
    const asked = await person.submit(page, '/phones', { number });
    const code = await codeTo(number);
    expect(codesOn(await person.submit(asked, '/phones', { code }))).toHaveLength(10);
    const again = await person.submit(asked, '/phones', { code });
    expect([again.status, again.url.pathname]).toEqual([200, '/account/security']);
    expect(again.text).toContain('The phone number is added.');
  });

  test('in a sign-in it asks whether the codes were kept: then on to the app', async () => {
    const { codes, again } = await reloadedInSignIn();
    expect(again.text).toContain('Have you kept your codes?');
    expect(codesOn(again)).toEqual([]);
    expect(isAtApp(await person.submit(again, '/go-on'))).toBe(true);
    expect(await prove(codes[0])).toMatchObject({ is: 'right' });
  });

  test('in a sign-in new codes are made for who has not kept them, and those of before are void', async () => {
    const { codes, again } = await reloadedInSignIn();
    const made = codesOn(await person.submit(again, '/set-up/codes'));
    expect(made).toHaveLength(10);
    expect(await prove(codes[0])).toEqual({ is: 'wrong' });
    expect(await prove(made[0])).toMatchObject({ is: 'right' });
  });

  test.each([
    ['too late', () => time.forward(6 * 60)],
    ['signed out everywhere', () => postern.rooms.accounts.signOut(id, { reason: 'ended_by_admin' })],
  ] as const)('no codes are made in a sign-in that has shown none, or is %s', async (_what, ends) => {
    const page = await afterPassword(postern, person, app, email);
    const path = page.url.pathname.replace(/set-up$/, 'set-up/codes');
    const { csrf = '' } = page.forms.find(({ action }) => action.endsWith('/set-up'))?.fields ?? {};
    const ask = () => person.post(new URL(path, postern.issuer), { csrf });
    expect((await ask()).url.pathname).toMatch(/\/set-up$/);
    expect(await postern.rooms.factors.get(id)).toBeUndefined();

    expect(codesOn(await person.submit(page, '/set-up', { code: scan(page).code() }))).toHaveLength(10);
    const kept = async () => (await postern.rooms.factors.get(id))?.recovery;
    const before = await kept();
    await ends();
    const refused = await ask();
    expect([codesOn(refused), refused.url.pathname]).toEqual([[], expect.stringMatching(/\/sign-in$/)]);
    expect(await kept()).toEqual(before);
  });
});
