import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  account,
  addApp,
  password,
  payloadOf,
  redeem,
  refresh,
  signInByPages,
  signInRequest,
  userinfo,
} from '../support/apps.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const [ann, bob] = ['ann@example.com', 'bob@example.com'];

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);

  const ids: Record<string, string> = {};
  beforeAll(async () => {
    for (const email of [ann, bob]) ids[email] = await account(postern, email);
  });
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  const choose = (person: Person) => person.open(signInRequest(postern, app.id, { prompt: 'select_account' }).url);
  const add = async (person: Person, email: string): Promise<{ screen: Screen; subject: unknown }> => {
    const request = signInRequest(postern, app.id, { prompt: 'select_account' });
    const chooser = await person.open(request.url);
    const form = await person.submit(chooser, '/account', { account: '' });
    const screen = await person.submit(form, '/password', { identifier: email, password });
    const { body } = await redeem(postern, app.id, screen, request.verifier, app.headers);
    return { screen, subject: payloadOf(String(body['id_token']))['sub'] };
  };

  test('a second account signs in beside the first one, whose apps stay as they are', async () => {
    const person = postern.person();
    const first = await signInByPages(postern, person, app, ann);
    const second = await add(person, bob);
    expect(second.subject).toBe(ids[bob]);
    expect((await userinfo(postern, first.access)).body).toMatchObject({ sub: ids[ann] });
    expect((await refresh(postern, app.id, first.refresh, app.headers)).status).toBe(200);
  });

  test('the chooser shows both, and the chosen one is the one that the app gets', async () => {
    const person = postern.person();
    await signInByPages(postern, person, app, ann);
    await add(person, bob);
    for (const email of [ann, bob, ann]) {
      const request = signInRequest(postern, app.id, { prompt: 'select_account' });
      const chooser = await person.open(request.url);
      expect(chooser.text).toContain(ann);
      expect(chooser.text).toContain(bob);
      const screen = await person.submit(chooser, '/account', { account: ids[email] ?? '' });
      const { body } = await redeem(postern, app.id, screen, request.verifier, app.headers);
      expect(payloadOf(String(body['id_token']))['sub']).toBe(ids[email]);
      // The one chosen last is the one that is in place.
      const next = signInRequest(postern, app.id);
      const arrived = await person.open(next.url);
      const again = await redeem(postern, app.id, arrived, next.verifier, app.headers);
      expect(payloadOf(String(again.body['id_token']))['sub']).toBe(ids[email]);
    }
  });

  test('a login_hint for another account of this browser asks which one, and stays a hint', async () => {
    const person = postern.person();
    await signInByPages(postern, person, app, ann);
    await add(person, bob);
    const subjectOf = async (screen: Screen, verifier: string): Promise<unknown> => {
      const { body } = await redeem(postern, app.id, screen, verifier, app.headers);
      return payloadOf(String(body['id_token']))['sub'];
    };
    const hinted = (hint: string, more: Readonly<Record<string, string>> = {}) =>
      signInRequest(postern, app.id, { login_hint: hint, ...more });

    // Bob is in place. Whoever is chosen goes on.
    const request = hinted(ann.toUpperCase());
    const chooser = await person.open(request.url);
    expect([chooser.text.includes(ann), chooser.text.includes(bob)]).toEqual([true, true]);
    const kept = await person.submit(chooser, '/account', { account: ids[bob] ?? '' });
    expect(await subjectOf(kept, request.verifier)).toBe(ids[bob]);
    const other = hinted(ann);
    const changed = await person.submit(await person.open(other.url), '/account', { account: ids[ann] ?? '' });
    expect(await subjectOf(changed, other.verifier)).toBe(ids[ann]);

    // Ann is in place. A form for somebody else is filled in with the hint.
    const another = await person.submit(await person.open(hinted(bob).url), '/account', { account: '' });
    expect(another.html).toContain(`value="${bob}"`);

    // Answered once, it is not asked again by the pages that come after.
    const asking = await addApp(postern, { kind: 'web' });
    const asked = await person.open(signInRequest(postern, asking.id, { login_hint: bob }).url);
    const consent = await person.submit(asked, '/account', { account: ids[ann] ?? '' });
    const allowed = await person.submit(consent, '/consent', { decision: 'allow' });
    expect(allowed.url.searchParams.has('code')).toBe(true);

    // Whoever is not signed in here is nobody for it, account or none; and nothing is asked with prompt=none.
    const stranger = 'stranger@example.com';
    await account(postern, stranger);
    for (const { url, verifier } of [
      ...[ann, stranger, 'nobody@example.com', 'ann'].map((hint) => hinted(hint)),
      hinted(bob, { prompt: 'none' }),
    ]) {
      expect(await subjectOf(await person.open(url), verifier)).toBe(ids[ann]);
    }
  });

  test('choosing another account on the consent page signs nobody out, and gives the app that account', async () => {
    const asking = await addApp(postern, { kind: 'web' });
    const person = postern.person();
    const bobs = await signInByPages(postern, person, app, bob);
    const request = signInRequest(postern, asking.id, { prompt: 'login' });
    const form = await person.open(request.url);
    const anns = await person.submit(form, '/password', { identifier: ann, password });
    expect(anns.text).toContain(ann);
    const chooser = await person.open(new URL(`${anns.url.pathname}/accounts`, postern.issuer));
    const again = await person.submit(chooser, '/account', { account: ids[bob] ?? '' });
    // `prompt=login` asks who is chosen now: only the other one has proven anything yet.
    const asked = await person.submit(again, '/password', { identifier: bob, password });
    const screen = await person.submit(asked, '/consent', { decision: 'allow' });
    const { body } = await redeem(postern, asking.id, screen, request.verifier, asking.headers);
    expect(payloadOf(String(body['id_token']))['sub']).toBe(ids[bob]);
    expect((await userinfo(postern, bobs.access)).status).toBe(200);
  });

  test('another account on the sign-in form of the first one signs nobody out', async () => {
    const person = postern.person();
    const first = await signInByPages(postern, person, app, ann);
    const request = signInRequest(postern, app.id, { prompt: 'login' });
    const form = await person.open(request.url);
    const screen = await person.submit(form, '/password', { identifier: bob, password });
    const { body } = await redeem(postern, app.id, screen, request.verifier, app.headers);
    expect(payloadOf(String(body['id_token']))['sub']).toBe(ids[bob]);
    expect((await refresh(postern, app.id, first.refresh, app.headers)).status).toBe(200);
    expect((await choose(person)).text).toContain(ann);
  });

  test('signing out ends the account in place; the other one goes on, and must be chosen', async () => {
    const person = postern.person();
    const first = await signInByPages(postern, person, app, ann);
    await add(person, bob);
    const out = await person.open(new URL('/session/end', postern.issuer));
    await person.submit(out, '/confirm', { logout: 'yes' });
    expect((await refresh(postern, app.id, first.refresh, app.headers)).status).toBe(200);
    const chooser = await choose(person);
    expect(chooser.text).toContain(ann);
    expect(chooser.text).not.toContain(bob);
    expect((await person.submit(chooser, '/account', { account: ids[ann] ?? '' })).url.href).toContain('code=');
  });

  test('an account that this browser does not know cannot be chosen, and its address is not shown', async () => {
    const person = postern.person();
    await signInByPages(postern, person, app, ann);
    const chooser = await choose(person);
    const screen = await person.submit(chooser, '/account', { account: ids[bob] ?? '' });
    expect(screen.forms.some(({ action }) => action.endsWith('/password'))).toBe(true);
    expect(screen.text).not.toContain(bob);
  });

  test('nobody else’s browser record is reached with a session cookie alone', async () => {
    const person = postern.person();
    await signInByPages(postern, person, app, ann);
    await add(person, bob);
    const thief = postern.person();
    const session = person.cookie('postern.session');
    thief.cookies.set('postern.session;/', { value: session ?? '', path: '/' });
    expect((await choose(thief)).text).not.toContain(ann);
  });

  test('the account can be changed on the consent page', async () => {
    const third = await addApp(postern, { kind: 'web', name: 'Third' });
    const person = postern.person();
    await signInByPages(postern, person, app, ann);
    const request = signInRequest(postern, third.id);
    const consent = await person.open(request.url);
    expect(consent.text).toContain(ann);
    const chooser = await person.open(
      new URL(consent.links.find((link) => link.endsWith('/accounts')) ?? '', postern.issuer),
    );
    const form = await person.submit(chooser, '/account', { account: '' });
    const other = await person.submit(form, '/password', { identifier: bob, password });
    expect(other.text).toContain(bob);
    const screen = await person.submit(other, '/consent', { decision: 'allow' });
    const { body } = await redeem(postern, third.id, screen, request.verifier, third.headers);
    expect(payloadOf(String(body['id_token']))['sub']).toBe(ids[bob]);
  });

  test('a tab that began before another account signed in ends with the account that is typed in it', async () => {
    const person = postern.person();
    const waiting = signInRequest(postern, app.id);
    const form = await person.open(waiting.url);
    const first = await signInByPages(postern, person, app, ann);
    const screen = await person.submit(form, '/password', { identifier: bob, password });
    const { body } = await redeem(postern, app.id, screen, waiting.verifier, app.headers);
    expect(payloadOf(String(body['id_token']))['sub']).toBe(ids[bob]);
    expect((await userinfo(postern, first.access)).status).toBe(200);
  });

  test('a consent page from before the account was changed gives nothing to the wrong one', async () => {
    const third = await addApp(postern, { kind: 'web', name: 'Third' });
    const person = postern.person();
    await signInByPages(postern, person, app, ann);
    const request = signInRequest(postern, third.id);
    const consent = await person.open(request.url);
    await add(person, bob);
    const end = await person.submit(consent, '/consent', { decision: 'allow' });
    expect(end.status).toBeLessThan(500);
    if (end.url.searchParams.has('code')) {
      const { body } = await redeem(postern, third.id, end, request.verifier, third.headers);
      expect(payloadOf(String(body['id_token']))['sub']).toBe(ids[ann]);
    } else {
      expect(end.links.some((link) => link.startsWith('https://app.example.com'))).toBe(true);
    }
  });
});
