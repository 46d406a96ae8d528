import { beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { openOwn } from '../support/account-pages.ts';
import { afterPassword } from '../support/after-password.ts';
import { account, addApp, introspect, password, redeem, signInRequest } from '../support/apps.ts';
import { codesOn, scan, setUpApp, wrongCode, type Authenticator } from '../support/authenticator.ts';
import { eventually } from '../support/eventually.ts';
import { isAtApp } from '../support/from-outside.ts';
import { lettersTo } from '../support/letters.ts';
import type { Person } from '../support/person.ts';
import { availableProfiles, startPostern } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { timeInHand } from '../support/time.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  let email: string;
  let id: string;
  beforeEach(async () => {
    ({ email, id } = await somebody(postern));
  });

  /** Sets up an app on the account's pages. */
  async function enrol(): Promise<{ person: Person; phone: Authenticator; codes: string[] }> {
    const person = postern.person();
    const { phone, recoveryCodes } = await setUpApp(postern, person, email);
    // The code of the enrolment is used up: the next one is for what comes.
    time.forward(60);
    return { person, phone, codes: recoveryCodes };
  }

  test('who has an authenticator app is asked for its code, and gets in with it once', async () => {
    const { phone } = await enrol();
    const person = postern.person();
    const screen = await afterPassword(postern, person, app, email);
    expect(screen.url.pathname).toMatch(/\/factor$/);
    // No session yet, whatever the browser asks for (CVE-2025-64103).
    expect((await person.open(new URL('/account', postern.issuer))).forms[0]?.action).toMatch(/\/password$/);

    const code = phone.code();
    const wrong = await person.submit(screen, '/factor', { code: wrongCode(phone) });
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('This code is not right')]);
    const done = await person.submit(wrong, '/factor', { code: ` ${code.slice(0, 3)} ${code.slice(3)} ` });
    expect(isAtApp(done)).toBe(true);
    const { body } = await redeem(postern, app.id, done, screen.verifier, app.headers);
    const claims = decodeJwt(String(body['id_token']));
    expect(claims).toMatchObject({ acr: 'urn:postern:two-factors', amr: ['pwd', 'otp', 'mfa'] });
    expect(claims['auth_time']).toEqual(expect.any(Number));

    // The same code in another sign-in (RFC 6238 §5.2).
    const other = postern.person();
    const again = await afterPassword(postern, other, app, email);
    expect((await other.submit(again, '/factor', { code })).status).toBe(400);
    expect((await other.submit(again, '/factor', { code: phone.code(-1) })).status).toBe(400);
    time.forward(30);
    expect(isAtApp(await other.submit(again, '/factor', { code: phone.code() }))).toBe(true);
  });

  test('a code that many send at once lets one of them in', async () => {
    const { phone, codes } = await enrol();
    const waiting = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const person = postern.person();
        return { person, screen: await afterPassword(postern, person, app, email) };
      }),
    );
    const tried = async (fields: Readonly<Record<string, string>>): Promise<number> => {
      const ends = await Promise.all(waiting.map(({ person, screen }) => person.submit(screen, '/factor', fields)));
      return ends.filter(isAtApp).length;
    };
    expect(await tried({ code: phone.code() })).toBe(1);
    time.forward(31);
    await postern.rooms.factors.prove(id, 'recovery-code', codes[1] ?? '', { requestId: 'the owner' });
    expect(await tried({ factor: 'recovery-code', code: codes[0] ?? '' })).toBe(1);
  });

  test('wrong codes sent at once are counted before they are looked at, and then nobody gets in for a while', async () => {
    const { phone, codes } = await enrol();
    const person = postern.person();
    const screen = await afterPassword(postern, person, app, email);
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => person.submit(screen, '/factor', { code: wrongCode(phone) })),
    );
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(5);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(25);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await person.submit(screen, '/factor', { code: phone.code() })).status).toBe(429);
    const other = postern.person();
    const elsewhere = await afterPassword(postern, other, app, email);
    const recovery = { factor: 'recovery-code', code: codes[0] ?? '' };
    expect((await other.submit(elsewhere, '/factor', recovery)).status).toBe(429);
    time.forward(31);
    expect(isAtApp(await person.submit(screen, '/factor', { code: phone.code() }))).toBe(true);
  });

  test('a recovery code stands in for the app, once, and the owner is told', async () => {
    const { codes } = await enrol();
    expect(codes).toHaveLength(10);
    const person = postern.person();
    const screen = await afterPassword(postern, person, app, email);
    const link = screen.links.find((href) => href.includes('recovery-code')) ?? '';
    const page = await person.open(new URL(link, postern.issuer));
    const typed = (codes[3] ?? '').toUpperCase().replace('-', ' ');
    expect(isAtApp(await person.submit(page, '/factor', { code: typed }))).toBe(true);
    const other = postern.person();
    const again = await afterPassword(postern, other, app, email);
    const used = await other.submit(again, '/factor', { factor: 'recovery-code', code: codes[3] ?? '' });
    expect(used.status).toBe(400);
    const subjects = () => lettersTo(postern, email).map(({ subject }) => subject);
    await eventually(() => {
      expect(subjects()).toContainEqual(expect.stringContaining('A second factor was added'));
      expect(subjects()).toContainEqual(expect.stringContaining('A recovery code was used'));
    });
  });

  test('the password alone neither adds a factor nor takes one away', async () => {
    const { phone } = await enrol();
    const thief = postern.person();
    const screen = await afterPassword(postern, thief, app, email);
    const [, uid] = screen.url.pathname.split('/interaction/');
    const path = `/interaction/${uid?.split('/')[0] ?? ''}`;
    const setUp = await thief.open(new URL(`${path}/set-up`, postern.issuer));
    expect(setUp.url.pathname).toMatch(/\/factor$/);
    const skipped = { csrf: screen.forms[0]?.fields['csrf'] ?? '', code: phone.code() };
    const [put, gone] = [`${path}/set-up`, `${path}/go-on`];
    expect(isAtApp(await thief.post(new URL(put, postern.issuer), skipped))).toBe(false);
    expect(isAtApp(await thief.post(new URL(gone, postern.issuer), skipped))).toBe(false);
    expect((await postern.rooms.factors.get(id))?.apps).toHaveLength(1);
  });

  test('an app that wants two factors gets them from a session that began with one', async () => {
    const person = postern.person();
    const first = await afterPassword(postern, person, app, email);
    expect(isAtApp(first)).toBe(true);
    const told = decodeJwt(
      String((await redeem(postern, app.id, first, first.verifier, app.headers)).body['id_token']),
    );
    expect(told).toMatchObject({ acr: 'urn:postern:one-factor', amr: ['pwd'] });

    // Nobody is made to set one up for an app that only would like it (OIDC Core §3.1.2.1: acr_values is voluntary).
    const liked = signInRequest(postern, app.id, { acr_values: 'urn:postern:two-factors' });
    expect(isAtApp(await person.open(liked.url))).toBe(true);

    const strict = await addApp(postern, { kind: 'web', firstParty: true, secondFactor: 'required' });
    const request = signInRequest(postern, strict.id);
    const setUp = await person.open(request.url);
    expect(setUp.url.pathname).toMatch(/\/set-up$/);
    expect(setUp.text).toContain('A web requires a second factor.');
    const phone = scan(setUp);
    // Loaded again it is the same.
    expect(scan(await person.open(setUp.url)).code()).toBe(phone.code());
    const shown = await person.submit(setUp, '/set-up', { code: phone.code() });
    expect(codesOn(shown)).toHaveLength(10);
    const done = await person.submit(shown, '/go-on');
    expect(isAtApp(done)).toBe(true);
    const { body } = await redeem(postern, strict.id, done, request.verifier, strict.headers);
    const claims = decodeJwt(String(body['id_token']));
    expect(claims).toMatchObject({ acr: 'urn:postern:two-factors' });
    // The first factor is no younger for it: who wants a new sign-in still has to ask.
    expect(claims['auth_time']).toBe(told['auth_time']);
    // APIs can tell (RFC 9470 §6).
    const asked = await introspect(postern, strict, String(body['access_token']));
    expect(asked).toMatchObject({ acr: 'urn:postern:two-factors', auth_time: told['auth_time'] });
  });

  test('with prompt=none a missing factor is login_required, and levels that are not known are said to be unmet', async () => {
    const person = postern.person();
    await afterPassword(postern, person, app, email);
    const essential = (value: string): Record<string, string> => ({
      claims: JSON.stringify({ id_token: { acr: { essential: true, values: [value] } } }),
      prompt: 'none',
    });
    const wanted = await person.open(signInRequest(postern, app.id, essential('urn:postern:two-factors')).url);
    expect(wanted.url.searchParams.get('error')).toBe('login_required');
    const unknown = await person.open(signInRequest(postern, app.id, essential('urn:example:gold')).url);
    expect(unknown.url.searchParams.get('error')).toBe('unmet_authentication_requirements');
  });

  test('one factor is enough only where an app says so by name, and not for the account itself', async () => {
    const { phone } = await enrol();
    const lax = await addApp(postern, { kind: 'web', firstParty: true, dangerouslyAllowOneFactor: true });
    const person = postern.person();
    expect(isAtApp(await afterPassword(postern, person, lax, email))).toBe(true);
    // What that session has is not enough elsewhere.
    const asked = await person.open(new URL('/account/security', postern.issuer));
    expect(asked.url.pathname).toMatch(/\/factor$/);
    expect((await person.open(signInRequest(postern, app.id).url)).url.pathname).toMatch(/\/factor$/);
    const shown = await person.submit(asked, '/factor', { code: phone.code() });
    expect(shown.url.pathname).toBe('/account/security');
  });

  test('an app and the codes can be replaced and removed, by who has just proven both factors', async () => {
    const { person, phone, codes } = await enrol();
    time.forward(10 * 60);
    const asked = await person.open(new URL('/account/security/recovery-codes', postern.issuer));
    const factor = await person.submit(asked, '/password', { identifier: email, password });
    const page = await person.submit(factor, '/factor', { code: phone.code() });
    const made = codesOn(await person.submit(page, '/recovery-codes'));
    expect(made).toHaveLength(10);
    expect(made).not.toContain(codes[0]);
    const prove = (code: string) => postern.rooms.factors.prove(id, 'recovery-code', code, { requestId: 'x' });
    expect(await prove(codes[0] ?? '')).toEqual({ is: 'wrong' });
    expect(await prove(made[0] ?? '')).toEqual({ is: 'right', left: 9 });

    const security = await person.open(new URL('/account/security', postern.issuer));
    const remove = security.links.find((href) => href.endsWith('/remove')) ?? '';
    // Replaced in the wrong order, the new one would count as the first, which the mailbox can have taken away.
    const isWarned = async (): Promise<boolean> =>
      (await person.open(new URL(remove, postern.issuer))).text.includes('Then add that first');
    expect(await isWarned()).toBe(true);
    await setUpApp(postern, person, email);
    expect(await isWarned()).toBe(false);
    const added = (await postern.rooms.factors.get(id))?.apps.at(-1)?.id ?? '';
    await postern.rooms.factors.apps.remove(id, added, { requestId: 'x' });
    const confirm = await person.open(new URL(remove, postern.issuer));
    const gone = await person.submit(confirm, '/remove');
    expect(gone.text).toContain('is removed');
    // Whoever came in by what was changed may be signed in elsewhere.
    expect(gone.links).toContain('/account/end/others');
    expect(await postern.rooms.factors.get(id)).toMatchObject({ apps: [] });
    expect((await postern.rooms.factors.get(id))?.recovery).toBeUndefined();
    expect(isAtApp(await afterPassword(postern, postern.person(), app, email))).toBe(true);
  });

  test('a sign-in that waits for its code is void once everything is signed out', async () => {
    const { phone } = await enrol();
    const thief = postern.person();
    const screen = await afterPassword(postern, thief, app, email);
    await postern.rooms.accounts.signOut(id, { reason: 'ended_by_admin' });
    const after = await thief.submit(screen, '/factor', { code: phone.code() });
    expect(isAtApp(after)).toBe(false);
    expect(after.forms.some(({ action }) => action.endsWith('/password'))).toBe(true);
  });
});

test('where only some apps ask for a second factor, the password alone still changes none', async () => {
  const postern = await startPostern('sqlite', ['factors.secondFactor=off']);
  const time = timeInHand();
  try {
    await account(postern, 'ann@example.com');
    const owner = postern.person();
    const { phone } = await setUpApp(postern, owner, 'ann@example.com');
    time.forward(60);
    const thief = postern.person();
    // The account's pages ask for no more than the installation does, as long as nothing is changed.
    await openOwn(postern, thief, '/account/security', 'ann@example.com');
    for (const place of ['recovery-codes', 'apps', 'passkeys']) {
      const asked = await thief.open(new URL(`/account/security/${place}`, postern.issuer));
      expect(asked.url.pathname).toMatch(/\/factor$/);
    }
    const old = await owner.open(new URL('/account/email', postern.issuer));
    expect(old.url.pathname).toBe('/account/email');
    time.forward(10 * 60);
    const anew = await openOwn(postern, owner, '/account/security/recovery-codes', 'ann@example.com');
    expect(anew.url.pathname).toMatch(/\/factor$/);
    const done = await owner.submit(anew, '/factor', { code: phone.code() });
    expect(done.url.pathname).toBe('/account/security/recovery-codes');
  } finally {
    time.restore();
    await postern.stop();
  }
}, 60_000);
