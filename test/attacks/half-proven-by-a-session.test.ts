import { beforeEach, describe, expect, test } from '@jest/globals';
import { isEnrolled } from '../../src/factors/index.ts';
import { openOwn } from '../support/account-pages.ts';
import { signInRequest } from '../support/apps.ts';
import { codesOn, scan } from '../support/authenticator.ts';
import { isAtApp } from '../support/from-outside.ts';
import { newPasskey } from '../support/passkey.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { signedInBrowser } from '../support/signed-in.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const insisting = {
  claims: JSON.stringify({ id_token: { acr: { essential: true, value: 'urn:postern:two-factors' } } }),
};

// With the cookie of a session of minutes ago somebody begins a sign-in that asks for more, and takes the session out of it by
// signing in to an account of their own there: the engine then no longer looks whether that session lives.
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  let id: string;
  let device: string;
  let thief: Person;
  let setUp: Screen;
  beforeEach(async () => {
    const { email } = await somebody(postern);
    const passkey = newPasskey();
    const own = postern.person();
    const page = await openOwn(postern, own, '/account/security/passkeys', email);
    await own.submit(page, '/passkeys', { credential: passkey.create(page) });

    ({ id } = await somebody(postern));
    ({ person: thief, device } = await signedInBrowser(postern, id));
    setUp = await thief.open(signInRequest(postern, app.id, insisting).url);
    expect(setUp.url.pathname).toMatch(/\/set-up$/);
    const form = await thief.open(new URL(setUp.url.pathname.replace('set-up', 'sign-in?another=1'), postern.issuer));
    expect(await sent(form, '/passkey', { credential: passkey.get(form) })).toContain('/authorize/');
  });

  /** Sends a form, and goes nowhere. @returns where it would go on */
  async function sent({ forms }: Screen, to: string, fields: Readonly<Record<string, string>> = {}): Promise<string> {
    const form = forms.find(({ action }) => action.endsWith(to));
    const answer = await fetch(new URL(form?.action ?? '', postern.issuer), {
      method: 'POST',
      redirect: 'manual',
      headers: {
        cookie: [...thief.cookies].map(([name, { value }]) => `${name.split(';')[0]}=${value}`).join('; '),
        'user-agent': thief.userAgent,
      },
      body: new URLSearchParams({ ...form?.fields, ...fields }),
    });
    return answer.headers.get('location') ?? '';
  }

  const endDevice = () => postern.rooms.signedIn.end(id, device, { reason: 'ended_by_owner' });
  const asksForPassword = ({ forms }: Screen): boolean => forms.some(({ action }) => action.endsWith('/password'));

  test('it adds no factor once the owner has ended that session', async () => {
    expect((await thief.open(setUp.url)).url.pathname).toBe(setUp.url.pathname);
    await endDevice();
    expect(asksForPassword(await thief.open(setUp.url))).toBe(true);
    const posted = await thief.submit(setUp, '/set-up', { code: scan(setUp).code() });
    expect([asksForPassword(posted), codesOn(posted)]).toEqual([true, []]);
    expect(isEnrolled(await postern.rooms.factors.get(id))).toBe(false);
  });

  test('nor does it become a session, be it that nothing was left to prove', async () => {
    const shown = await thief.submit(setUp, '/set-up', { code: scan(setUp).code() });
    expect(codesOn(shown)).toHaveLength(10);
    const on = await sent(shown, '/go-on');
    expect(on).toContain('/authorize/');
    await endDevice();
    expect(isAtApp(await thief.open(new URL(on, postern.issuer)))).toBe(false);
    const { sessions } = postern.rooms;
    expect((await sessions.list(id, { limit: 10 })).filter(sessions.isLiving)).toEqual([]);
  });
});
