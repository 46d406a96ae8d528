import { beforeAll, describe, expect, test } from '@jest/globals';
import { confirmEnd, openOwn } from '../support/account-pages.ts';
import { redeem, refresh, signIn, signInRequest, walk, type App } from '../support/apps.ts';
import { familyCollection, livingKey } from '../../src/tokens/index.ts';
import { works } from '../support/from-outside.ts';
import type { Person } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { timeInHand } from '../support/time.ts';

const api = 'https://notes.example/api';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  beforeAll(async () => {
    await postern.rooms.clients.apis.add({
      id: api,
      name: 'Notes API',
      scopes: [{ name: 'notes:read', description: { en: 'Read your notes', de: 'Ihre Notizen lesen' } }],
    });
  });
  const third = givenApp(postern, { kind: 'web', name: 'Notes', apis: [api] });
  const own = givenApp(postern, { kind: 'web', firstParty: true, name: 'House Mail' });

  const open = (person: Person, path: string, email: string) => openOwn(postern, person, path, email);
  const asks = async (person: Person, app: App): Promise<boolean> =>
    (await person.open(signInRequest(postern, app.id).url)).forms.some(({ action }) => action.endsWith('/consent'));

  test('an app is listed with what it may do, in the words of the consent page, and where it is signed in', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    await signIn(postern, person, third, email, { scope: 'openid email notes:read', resource: api });
    await signIn(postern, person, own, email);
    const list = await open(person, '/account/apps', email);
    expect(list.text).toMatch(/House Mail .*Notes .*Connected since: .*Signed in: Firefox on Linux/);
    const page = await person.open(new URL(`/account/apps/${third.id}`, postern.issuer));
    for (const words of [
      'Recognise you when you come back',
      'See your email address',
      'Read your notes',
      'Notes API',
    ]) {
      expect(page.text).toContain(words);
    }
    expect(page.text).toContain('Firefox on Linux');
    const mail = await person.open(new URL(`/account/apps/${own.id}`, postern.issuer));
    expect(mail.text).toContain('See your email address');
  });

  test('an app is listed however many of its sign-ins have ended', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    await signIn(postern, person, own, email);
    const { documents } = postern.rooms.store;
    const { id: account = '' } = (await postern.rooms.accounts.byEmail(email)) ?? {};
    const key = livingKey({ account, client: own.id });
    const [living] = await postern.rooms.families.list('living', key, { limit: 1 });
    if (!living) throw new Error('not signed in');
    const { living: _, signedIn: __, ...ended } = living;
    // All of them come before it.
    const many = Array.from({ length: 1001 }, (_one, index) => `${String(index).padStart(4, '0')}-${living.id}`);
    const over = { ...ended, endedAt: living.createdAt, endReason: 'signed_out' as const, sweepAt: living.endsAt };
    await Promise.all(many.map((id) => documents.insert(familyCollection, { ...over, id: `-${id}` })));
    expect((await open(person, '/account/apps', email)).text).toContain('House Mail');
  });

  test('disconnecting ends the app on every device, and it has to ask again; other apps stay', async () => {
    const { email } = await somebody(postern);
    const [laptop, desk] = [postern.person(), postern.person()];
    const theirs = [await signIn(postern, laptop, third, email), await signIn(postern, desk, third, email)];
    const mail = await signIn(postern, laptop, own, email);
    expect(await asks(laptop, third)).toBe(false);
    const asked = await open(laptop, `/account/apps/${third.id}/end`, email);
    expect(asked.text).toMatch(/Disconnect Notes ?\?/);
    const done = await laptop.submit(asked, '/end');
    expect(done.text).toContain('The app is disconnected.');
    expect(done.links).not.toContain(`/account/apps/${third.id}`);
    for (const tokens of theirs) {
      expect(await works(postern, tokens)).toBe(false);
      expect((await refresh(postern, third.id, tokens.refresh, third.headers)).body.error).toBe('invalid_grant');
    }
    expect(await works(postern, mail)).toBe(true);
    expect(await asks(laptop, third)).toBe(true);
    expect(await works(postern, await signIn(postern, laptop, third, email))).toBe(true);
  });

  test('a code that was issued before the app was disconnected is worth nothing', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    await signIn(postern, person, third, email);
    const request = signInRequest(postern, third.id);
    const arrived = await walk(person, request, email);
    await confirmEnd(postern, person, `/account/apps/${third.id}/end`);
    const answer = await redeem(postern, third.id, arrived, request.verifier, third.headers);
    expect(answer.body.error).toBe('invalid_grant');
  });

  test('nor is one of a node whose clock is ahead', async () => {
    const time = timeInHand();
    try {
      const { email } = await somebody(postern);
      const person = postern.person();
      await signIn(postern, person, third, email);
      time.forward(3);
      const request = signInRequest(postern, third.id);
      const arrived = await walk(person, request, email);
      time.forward(-3);
      await confirmEnd(postern, person, `/account/apps/${third.id}/end`);
      const answer = await redeem(postern, third.id, arrived, request.verifier, third.headers);
      expect(answer.body.error).toBe('invalid_grant');
    } finally {
      time.restore();
    }
  });

  test('nor is it once the app is allowed something again', async () => {
    const time = timeInHand();
    try {
      const { email } = await somebody(postern);
      const person = postern.person();
      await signIn(postern, person, third, email, { scope: 'openid email' });
      const request = signInRequest(postern, third.id, { scope: 'openid email' });
      const arrived = await walk(person, request, email);
      time.forward(2);
      await confirmEnd(postern, person, `/account/apps/${third.id}/end`);
      const again = await signIn(postern, person, third, email, { scope: 'openid' });
      const answer = await redeem(postern, third.id, arrived, request.verifier, third.headers);
      expect(answer.body.error).toBe('invalid_grant');
      expect(await works(postern, again)).toBe(true);
    } finally {
      time.restore();
    }
  });

  test('an app that may act while nobody is there is told apart, outlives the sign-out, and is ended there', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    const more = { scope: 'openid offline_access', prompt: 'consent' };
    const tokens = await signIn(postern, person, third, email, more);
    await confirmEnd(postern, person, '/account/end/everywhere').catch(() => undefined);
    expect((await refresh(postern, third.id, tokens.refresh, third.headers)).status).toBe(400);

    const again = await signIn(postern, person, third, email, more);
    const overview = await open(person, '/account', email);
    await confirmEnd(postern, person, overview.links.find((link) => link.endsWith('/end')) ?? '');
    expect((await refresh(postern, third.id, again.refresh, third.headers)).status).toBe(200);
    const list = await open(person, '/account/apps', email);
    expect(list.text).toMatch(/Apps that act while you are away .*Notes .*An app that stays signed in by itself/);
    const link = list.links.find((one) => one.startsWith('/account/devices/')) ?? '';
    await confirmEnd(postern, person, `${link}/end`);
    expect((await refresh(postern, third.id, again.refresh, third.headers)).status).toBe(400);
    expect((await open(person, '/account/apps', email)).text).not.toContain('while you are away');
  });

  test('an app that the account has nothing to do with is not there, whether it exists or not', async () => {
    const [email, other] = [(await somebody(postern)).email, (await somebody(postern)).email];
    await signIn(postern, postern.person(), third, other);
    const person = postern.person();
    await open(person, '/account', email);
    for (const id of [third.id, own.id, 'nothing', 'postern-account']) {
      for (const path of [`/account/apps/${id}`, `/account/apps/${id}/end`]) {
        const { status, text } = await person.open(new URL(path, postern.issuer));
        expect([path, status, text.includes('There is nothing here')]).toEqual([path, 404, true]);
      }
    }
    expect((await open(person, '/account/apps', email)).text).toContain('No app uses your account.');
  });
});
