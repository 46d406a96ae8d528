import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { openOwn } from '../support/account-pages.ts';
import { account, addApp, password, redeem, signInRequest } from '../support/apps.ts';
import { codesOn, scan } from '../support/authenticator.ts';
import { eventually } from '../support/eventually.ts';
import { isAtApp } from '../support/from-outside.ts';
import { lettersTo } from '../support/letters.ts';
import { askedOn, newPasskey, type Lies } from '../support/passkey.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  let email: string;
  let id: string;
  beforeEach(async () => {
    ({ email, id } = await somebody(postern));
  });

  const at = (path: string): URL => new URL(path, postern.issuer);
  const passkeysOf = async () => (await postern.rooms.factors.get(id))?.passkeys ?? [];

  async function ask(person: Person, more: Readonly<Record<string, string>> = {}) {
    const request = signInRequest(postern, app.id, more);
    return { ...request, screen: await person.open(request.url) };
  }

  const told = async (screen: Screen, verifier: string) =>
    decodeJwt(String((await redeem(postern, app.id, screen, verifier, app.headers)).body['id_token']));

  /** Adds a passkey on the account's pages. */
  async function enrol(options: Pick<Lies, 'verified' | 'kept'> = {}) {
    const person = postern.person();
    await openOwn(postern, person, '/account', email);
    const passkey = newPasskey(options);
    const page = await person.open(at('/account/security/passkeys'));
    const done = await person.submit(page, '/passkeys', { credential: passkey.create(page, options), name: 'Mine' });
    return { person, passkey, codes: codesOn(done) };
  }

  test('a passkey by itself is two factors that no other site can ask for, and is used once', async () => {
    const { person: owner, passkey, codes } = await enrol();
    // The session that added it has proven it, and recovery codes come with the first factor whatever it is.
    expect(codes).toHaveLength(10);
    expect((await owner.open(at('/account/security'))).text).toContain('Mine');

    const person = postern.person();
    const { screen, verifier } = await ask(person);
    expect(askedOn(screen)).toMatchObject({ rpId: 'localhost', allowCredentials: [] });
    const credential = passkey.get(screen);
    const done = await person.submit(screen, '/passkey', { credential });
    expect(isAtApp(done)).toBe(true);
    expect(await told(done, verifier)).toMatchObject({ sub: id, acr: 'phr', amr: ['hwk', 'user', 'mfa'] });

    // The same answer again: in this sign-in, in another, and in many at once of which one was the first.
    const thief = postern.person();
    const again = await ask(thief);
    expect((await thief.submit(again.screen, '/passkey', { credential })).status).toBe(401);
    const next = await thief.open(again.screen.url);
    const right = passkey.get(next);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => thief.submit(next, '/passkey', { credential: right })),
    );
    expect(answers.filter(isAtApp)).toHaveLength(1);
  });

  test('what is signed for another site, another sign-in, another thing or by another key is refused', async () => {
    const { passkey } = await enrol();
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const lies: readonly Lies[] = [
      { origin: 'https://evil.example' },
      { origin: postern.issuer.replace('localhost', '127.0.0.1') },
      { rpId: 'evil.example' },
      { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
      { type: 'webauthn.create' },
      { key: privateKey },
      { handle: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
      { handle: '' },
    ];
    const person = postern.person();
    const { screen } = await ask(person);
    for (const lie of lies) {
      // The challenge of the page that this is for: nothing but the lie is wrong.
      const page = await person.open(screen.url);
      const answer = await person.submit(page, '/passkey', { credential: passkey.get(page, lie) });
      expect([lie, answer.status, isAtApp(answer)]).toEqual([lie, 401, false]);
    }
    // A challenge belongs to one sign-in: somebody else's does not count here, though it is as fresh.
    const [other, page] = [await ask(postern.person()), await person.open(screen.url)];
    const foreign = passkey.get(other.screen);
    expect((await person.submit(page, '/passkey', { credential: foreign })).status).toBe(401);
    const garbage = ['', '{}', 'null', '[1]', '{"id":1}', '{"id":"a","rawId":"a","type":"public-key","response":{}}'];
    for (const credential of garbage) {
      const page = await person.open(screen.url);
      expect((await person.submit(page, '/passkey', { credential })).status).toBe(401);
    }
    const last = await person.open(screen.url);
    expect(isAtApp(await person.submit(last, '/passkey', { credential: passkey.get(last) }))).toBe(true);
  });

  test('a host that a header names is none: passkeys are bound to the issuer', async () => {
    const { passkey } = await enrol();
    const person = postern.person();
    const { screen } = await ask(person);
    const page = await person.open(screen.url, {
      headers: { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' },
    });
    expect(askedOn(page).rpId).toBe('localhost');
    const answer = await person.submit(page, '/passkey', {
      credential: passkey.get(page, { origin: 'https://evil.example', rpId: 'evil.example' }),
    });
    expect(answer.status).toBe(401);
  });

  test('a key that does not see its owner is one factor, and with the password two', async () => {
    const { passkey } = await enrol({ verified: false });
    const person = postern.person();
    const { screen, verifier } = await ask(person);
    const alone = await person.submit(screen, '/passkey', { credential: passkey.get(screen) });
    expect([alone.status, alone.text]).toEqual([401, expect.stringContaining('Enter your password first')]);
    expect((await person.open(at('/account'))).forms[0]?.action).toMatch(/\/password$/);

    const second = await person.submit(alone, '/password', { identifier: email, password });
    expect(second.url.pathname).toMatch(/\/factor$/);
    expect(askedOn(second).allowCredentials).toEqual([expect.objectContaining({ id: passkey.id })]);
    const done = await person.submit(second, '/factor', { credential: passkey.get(second) });
    expect(isAtApp(done)).toBe(true);
    expect(await told(done, verifier)).toMatchObject({ acr: 'phr', amr: ['pwd', 'hwk', 'user', 'mfa'] });

    // Two things that are held are not two factors: an app's code does not make up for the password.
    const lax = await addApp(postern, { kind: 'web', firstParty: true, dangerouslyAllowOneFactor: true });
    const other = postern.person();
    const first = await other.open(signInRequest(postern, lax.id).url);
    expect(isAtApp(await other.submit(first, '/passkey', { credential: passkey.get(first) }))).toBe(true);
    const more = await other.open(signInRequest(postern, app.id).url);
    expect(more.forms[0]?.action).toMatch(/\/password$/);
  });

  test('the page with the passkeys says of a key that is only a second step that it is no more than that', async () => {
    const alone = 'They sign you in by themselves.';
    const second = 'After your password you are asked for one of them.';
    const fact = 'Only after your password';
    for (const [options, said] of [
      [{ kept: true }, [true, false, false]],
      [{}, [true, false, false]],
      [{ kept: false }, [false, true, true]],
      [{ kept: true, verified: false }, [false, true, true]],
    ] as const) {
      ({ email, id } = await somebody(postern));
      const { person } = await enrol(options);
      const { text } = await person.open(at('/account/security'));
      expect([options, [alone, second, fact].map((one) => text.includes(one))]).toEqual([options, said]);
    }
    ({ email, id } = await somebody(postern));
    const { person, passkey } = await enrol({ verified: false });
    const more = await person.open(at('/account/security/passkeys'));
    await person.submit(more, '/passkeys', { credential: newPasskey().create(more), name: 'Phone' });
    expect((await person.open(at('/account/security'))).text).toContain('Some of them sign you in by themselves.');
    // Its owner gave it a PIN.
    const other = postern.person();
    const { screen } = await ask(other);
    const credential = passkey.get(screen, { verified: true });
    expect(isAtApp(await other.submit(screen, '/passkey', { credential }))).toBe(true);
    expect((await person.open(at('/account/security'))).text).toContain(alone);
  });

  test('an app that wants a passkey gets one, from who has proven less or has none', async () => {
    const person = postern.person();
    await openOwn(postern, person, '/account', email);
    const setUp = await person.open(at('/account/security/apps'));
    await person.submit(setUp, '/apps', { code: scan(setUp).code() });
    // Nobody is made to have one for an app that only would like it.
    const liked = await ask(person, { acr_values: 'phr' });
    expect(isAtApp(liked.screen)).toBe(true);
    expect(await told(liked.screen, liked.verifier)).toMatchObject({ acr: 'urn:postern:two-factors' });

    const essential = { claims: JSON.stringify({ id_token: { acr: { essential: true, values: ['phr'] } } }) };
    const { screen, verifier } = await ask(person, essential);
    expect(screen.url.pathname).toMatch(/\/set-up\/passkey$/);
    expect(screen.text).toContain('A web requires a passkey.');
    const passkey = newPasskey();
    const done = await person.submit(screen, '/set-up/passkey', { credential: passkey.create(screen) });
    expect(isAtApp(done)).toBe(true);
    expect(await told(done, verifier)).toMatchObject({ acr: 'phr' });

    // A session of less is stepped up, and no code will do.
    const other = postern.person();
    const { screen: asked } = await ask(other, essential);
    const second = await other.submit(asked, '/password', { identifier: email, password });
    expect(second.links.filter((href) => /with=(?!passkey)/.test(href))).toEqual([]);
    expect(isAtApp(await other.submit(second, '/factor', { credential: passkey.get(second) }))).toBe(true);
  });

  test('the password alone adds no passkey where there is a factor, and as the first one it is the second step', async () => {
    const { passkey } = await enrol();
    const thief = postern.person();
    const { screen } = await ask(thief);
    const second = await thief.submit(screen, '/password', { identifier: email, password });
    const path = second.url.pathname.replace(/\/factor$/, '/set-up/passkey');
    expect((await thief.open(at(path))).url.pathname).toMatch(/\/factor$/);
    const own = newPasskey();
    const fields = { csrf: second.forms[0]?.fields['csrf'] ?? '', credential: own.get(second) };
    expect(isAtApp(await thief.post(at(path), fields))).toBe(false);
    // Somebody else's passkey is not the account's, and neither is one of another account with this one's id.
    const page = await thief.open(second.url);
    expect(isAtApp(await thief.submit(page, '/factor', { credential: own.get(page) }))).toBe(false);
    expect((await passkeysOf()).map(({ credential }) => credential)).toEqual([passkey.id]);

    const strict = await addApp(postern, { kind: 'web', firstParty: true, secondFactor: 'required' });
    email = `first-${email}`;
    id = await account(postern, email);
    const person = postern.person();
    const request = signInRequest(postern, strict.id);
    const start = await person.open(request.url);
    const setUp = await person.submit(start, '/password', { identifier: email, password });
    const instead = setUp.links.find((href) => href.endsWith('/set-up/passkey')) ?? '';
    const create = await person.open(at(instead));
    const codes = await person.submit(create, '/set-up/passkey', { credential: own.create(create) });
    expect(codesOn(codes)).toHaveLength(10);
    expect(isAtApp(await person.submit(codes, '/go-on'))).toBe(true);
  });

  test('a count that goes back is that of a copy: refused, and the owner is told', async () => {
    const { passkey } = await enrol();
    const use = async (counter: number) => {
      const person = postern.person();
      const { screen } = await ask(person);
      return { person, screen, credential: passkey.get(screen, { counter }) };
    };
    const first = await use(7);
    expect(isAtApp(await first.person.submit(first.screen, '/passkey', { credential: first.credential }))).toBe(true);
    // The key and its copy at once, with one count: whoever comes second is refused, on whatever node.
    const both = await Promise.all(Array.from({ length: 6 }, () => use(8)));
    const ends = await Promise.all(
      both.map(({ person, screen, credential }) => person.submit(screen, '/passkey', { credential })),
    );
    expect(ends.filter(isAtApp)).toHaveLength(1);
    expect(await passkeysOf()).toMatchObject([{ counter: 8, copiedAt: expect.any(Number) }]);
    // A copy counts on too: none of the two is trusted any more.
    for (const counter of [8, 3, 0, 9, 1000]) {
      const { person, screen, credential } = await use(counter);
      expect((await person.submit(screen, '/passkey', { credential })).status).toBe(401);
    }
    const letters = () => lettersTo(postern, email).map(({ subject }) => subject);
    await eventually(() => {
      expect(letters()).toContainEqual(expect.stringContaining('A passkey was added'));
      expect(letters()).toContainEqual(expect.stringContaining('There may be a copy of your passkey'));
    });
  });

  test('what anybody can send raises no alarm: a count that goes back counts when it is signed', async () => {
    const { passkey } = await enrol();
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const person = postern.person();
    const { screen } = await ask(person);
    expect(isAtApp(await person.submit(screen, '/passkey', { credential: passkey.get(screen, { counter: 5 }) }))).toBe(
      true,
    );
    const stranger = postern.person();
    const { screen: page } = await ask(stranger);
    await stranger.submit(page, '/passkey', { credential: passkey.get(page, { counter: 1, key: privateKey }) });
    const [kept] = await passkeysOf();
    expect([kept?.counter, kept?.copiedAt]).toEqual([5, undefined]);
  });

  test('passkeys are named and removed; one that is removed opens nothing, and the codes go with the last factor', async () => {
    const { person, passkey } = await enrol();
    const [kept] = await passkeysOf();
    const path = `/account/security/passkeys/${kept?.id ?? ''}`;
    const page = await person.open(at(path));
    expect((await person.submit(page, path, { name: 'a\u202eb' })).status).toBe(400);
    expect((await person.submit(page, path, { name: 'My key' })).text).toContain('My key');
    // Nobody else's.
    const stranger = postern.person();
    const other = `other-${email}`;
    await account(postern, other);
    await openOwn(postern, stranger, '/account', other);
    expect((await stranger.open(at(path))).url.pathname).toBe('/account/security');

    const confirm = await person.open(at(`${path}/remove`));
    expect((await person.submit(confirm, '/remove')).text).toContain('is removed');
    const record = await postern.rooms.factors.get(id);
    expect([record?.passkeys, record?.handle, record?.recovery]).toEqual([undefined, undefined, undefined]);
    const gone = postern.person();
    const { screen } = await ask(gone);
    expect((await gone.submit(screen, '/passkey', { credential: passkey.get(screen) })).status).toBe(401);
    expect(isAtApp(await gone.submit(screen, '/password', { identifier: email, password }))).toBe(true);
  });

  test('a reset by an admin takes passkeys too', async () => {
    const { passkey } = await enrol();
    await postern.rooms.factorResets.start(id, 0, { requestId: 'x' });
    await eventually(async () => {
      await postern.rooms.factorResets.sweep();
      expect(await passkeysOf()).toEqual([]);
    });
    const person = postern.person();
    const { screen } = await ask(person);
    expect((await person.submit(screen, '/passkey', { credential: passkey.get(screen) })).status).toBe(401);
    // The account's name for passkeys is free for the next one.
    await enrol();
    expect(await passkeysOf()).toHaveLength(1);
  });

  test('a suspended account is opened by no passkey', async () => {
    const { passkey } = await enrol();
    await postern.rooms.accounts.disable(id);
    const person = postern.person();
    const { screen } = await ask(person);
    expect((await person.submit(screen, '/passkey', { credential: passkey.get(screen) })).status).toBe(401);
  });

  test('password managers find where passkeys are added', async () => {
    const response = await fetch(at('/.well-known/passkey-endpoints'));
    expect(response.headers.get('content-type')).toContain('application/json');
    const { enroll, manage } = (await response.json()) as Record<string, string>;
    const person = postern.person();
    await openOwn(postern, person, new URL(manage ?? '').pathname, email);
    expect(askedOn(await person.open(enroll ?? ''))).toMatchObject({ rp: { id: 'localhost' } });
  });
});
