import { describe, expect, test } from '@jest/globals';
import { openOwn } from '../support/account-pages.ts';
import { afterPassword } from '../support/after-password.ts';
import { password, payloadOf, redeem, signInRequest } from '../support/apps.ts';
import { codesOn, scan, setUpApp } from '../support/authenticator.ts';
import { isAtApp } from '../support/from-outside.ts';
import { newPasskey } from '../support/passkey.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { signInForm } from '../support/several.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const one = 'urn:postern:one-factor';
const two = 'urn:postern:two-factors';

/** What insists on one of some levels, and names another beside it as if that would do. */
const insistingOn = (levels: readonly string[], acrValues: string) => ({
  claims: JSON.stringify({ id_token: { acr: { essential: true, values: levels } } }),
  acr_values: acrValues,
});
const weakened = insistingOn([two], one);

// OpenID Connect Core does not say what both mean together: what is essential holds.
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', firstParty: true });
  const lax = givenApp(postern, { kind: 'web', firstParty: true, dangerouslyAllowOneFactor: true });

  async function withApp() {
    const { email } = await somebody(postern);
    const { phone } = await setUpApp(postern, postern.person(), email);
    time.forward(60);
    return { email, phone };
  }

  /** What the app is told at the end of a sign-in. */
  async function told(screen: Screen, verifier: string) {
    expect(isAtApp(screen)).toBe(true);
    const { body } = await redeem(postern, app.id, screen, verifier, app.headers);
    return payloadOf(String(body['id_token']));
  }

  const errorOf = async (person: Person, more: Readonly<Record<string, string>>): Promise<string | null> =>
    (await person.open(signInRequest(postern, app.id, more).url)).url.searchParams.get('error');

  test('an essential level is asked for in a sign-in, whatever acr_values says', async () => {
    const { email, phone } = await withApp();
    const person = postern.person();
    const asked = await afterPassword(postern, person, app, email, weakened);
    expect(asked.url.pathname).toMatch(/\/factor$/);
    const done = await person.submit(asked, '/factor', { code: phone.code() });
    expect(await told(done, asked.verifier)).toMatchObject({ acr: two, amr: ['pwd', 'otp', 'mfa'] });
    // And of what was reached the app is told one that it insists on (§5.5.1.1).
    const { url, verifier } = signInRequest(postern, app.id, { ...insistingOn([one], two), prompt: 'none' });
    expect(await told(await person.open(url), verifier)).toMatchObject({ acr: one });
  });

  test('who has no factor sets one up in it', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    const asked = await afterPassword(postern, person, app, email, weakened);
    expect(asked.url.pathname).toMatch(/\/set-up$/);
    const shown = await person.submit(asked, '/set-up', { code: scan(asked).code() });
    expect(codesOn(shown)).toHaveLength(10);
    expect(await told(await person.submit(shown, '/go-on'), asked.verifier)).toMatchObject({ acr: two });
  });

  test('a session of one factor is stepped up', async () => {
    const { email, phone } = await withApp();
    const person = postern.person();
    expect(isAtApp(await afterPassword(postern, person, lax, email))).toBe(true);
    expect(isAtApp(await person.open(signInRequest(postern, lax.id, { acr_values: one }).url))).toBe(true);
    // Also for the app that takes less from everybody else.
    expect((await person.open(signInRequest(postern, lax.id, weakened).url)).url.pathname).toMatch(/\/factor$/);
    const { url, verifier } = signInRequest(postern, app.id, weakened);
    const asked = await person.open(url);
    expect(asked.url.pathname).toMatch(/\/factor$/);
    const done = await person.submit(asked, '/factor', { code: phone.code() });
    expect(await told(done, verifier)).toMatchObject({ acr: two });

    const nobody = postern.person();
    const { email: other } = await somebody(postern);
    expect(isAtApp(await afterPassword(postern, nobody, app, other))).toBe(true);
    expect((await nobody.open(signInRequest(postern, app.id, weakened).url)).url.pathname).toMatch(/\/set-up$/);
  });

  test('with prompt=none the app is told that it is missing, or that there is none such', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    expect(isAtApp(await afterPassword(postern, person, app, email))).toBe(true);
    expect(await errorOf(person, { ...weakened, prompt: 'none' })).toBe('login_required');
    const unknown = insistingOn(['urn:example:gold'], one);
    expect(await errorOf(person, { ...unknown, prompt: 'none' })).toBe('unmet_authentication_requirements');
    expect(await errorOf(person, unknown)).toBe('unmet_authentication_requirements');
  });

  test('of several essential levels acr_values says which is liked, and nobody is made to have that', async () => {
    const liking = insistingOn([two, 'phr'], 'phr');
    const { email, phone } = await withApp();
    const person = postern.person();
    const asked = await afterPassword(postern, person, app, email, liking);
    const done = await person.submit(asked, '/factor', { code: phone.code() });
    expect(await told(done, asked.verifier)).toMatchObject({ acr: two });
    // The session has two factors; of who has a passkey that one is asked for besides.
    const passkey = newPasskey();
    const page = await openOwn(postern, person, '/account/security/passkeys', email);
    await person.submit(page, '/passkeys', { credential: passkey.create(page) });
    const other = postern.person();
    const { url, verifier } = signInRequest(postern, app.id, liking);
    const form = await signInForm(other, url);
    const second = await other.submit(form, '/password', { identifier: email, password });
    const end = await other.submit(second, '/factor', { credential: passkey.get(second) });
    expect(await told(end, verifier)).toMatchObject({ acr: 'phr' });
  });

  test('an acr that is essential and names no level takes nothing from acr_values', async () => {
    const { email } = await withApp();
    const claims = JSON.stringify({ id_token: { acr: { essential: true } } });
    const asked = await afterPassword(postern, postern.person(), lax, email, { claims, acr_values: two });
    expect(asked.url.pathname).toMatch(/\/factor$/);
  });
});
