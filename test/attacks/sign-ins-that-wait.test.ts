import { describe, expect, test } from '@jest/globals';
import { intrude, newOwner } from '../recovery/scene.ts';
import { confirmEnd } from '../support/account-pages.ts';
import { afterPassword } from '../support/after-password.ts';
import { password, signInByPages, signInRequest } from '../support/apps.ts';
import { scan, setUpApp } from '../support/authenticator.ts';
import { isAtApp } from '../support/from-outside.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { leave } from '../support/several.ts';
import { somebody, type Somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

/**
 * A sign-in that was begun and not ended is kept ready for as long as an interaction lives. What ends what its browser is
 * signed in to ends that too: whoever was put out would come back by it, and the next one at a computer go on in it.
 */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', firstParty: true });
  const strict = givenApp(postern, { kind: 'web', firstParty: true, secondFactor: 'required' });

  const living = async (id: string): Promise<number> =>
    (await postern.rooms.sessions.list(id, { limit: 10 })).filter(postern.rooms.sessions.isLiving).length;

  async function typeIn(person: Person, { email }: Somebody, to = app.id): Promise<Screen> {
    const form = await person.open(signInRequest(postern, to).url);
    return person.submit(form, '/password', { identifier: email, password });
  }

  /** Somebody else comes and goes in another tab, and signs out everybody. */
  async function allSignedOut(person: Person): Promise<void> {
    const { email } = await somebody(postern);
    await signInByPages(postern, person, app, email);
    const asked = await person.open(new URL('/session/end', postern.issuer));
    const done = await person.submit(asked, '/session/end/confirm', { logout: 'all' });
    expect(done.text).toContain('You are signed out');
  }

  test('one that waits for its tab does not outlive the end of its device from elsewhere', async () => {
    const { email, id, owner } = await newOwner(postern, time);
    const { thief } = await intrude(postern, app, email);
    await leave(postern, thief);
    const form = await thief.open(signInRequest(postern, app.id).url);
    const onward = await thief.send(form, '/password', { identifier: email, password });
    expect(isAtApp(await afterPassword(postern, thief, app, email, { prompt: 'login' }, password))).toBe(true);
    const browser = postern.rooms.browsers.idOf(thief.cookie('postern.browser') ?? '');
    await confirmEnd(postern, owner, `/account/devices/${postern.rooms.devices.idOf(id, browser)}/end`);
    const end = await thief.open(onward);
    expect([end.status, isAtApp(end), await living(id)]).toEqual([410, false, 1]);
  });

  test('one that waits for a second factor lets nobody in after everybody was signed out', async () => {
    const [person, bob] = [postern.person(), await somebody(postern)];
    const { phone } = await setUpApp(postern, postern.person(), bob.email);
    time.forward(60);
    const before = await living(bob.id);
    const half = await typeIn(person, bob);
    expect(half.url.pathname).toMatch(/\/factor$/);
    await allSignedOut(person);
    const end = await person.submit(half, '/factor', { code: phone.code() });
    expect([isAtApp(end), await living(bob.id)]).toEqual([false, before]);
    expect(end.url.pathname).toMatch(/\/sign-in$/);
  });

  test('whoever comes next adds no factor to the account of one that had come as far as that', async () => {
    const [person, bob] = [postern.person(), await somebody(postern)];
    const half = await typeIn(person, bob, strict.id);
    expect(half.url.pathname).toMatch(/\/set-up$/);
    const code = scan(half).code();
    await allSignedOut(person);
    const end = await person.submit(half, '/set-up', { code });
    expect(end.url.pathname).toMatch(/\/sign-in$/);
    const apps = (await postern.rooms.factors.get(bob.id))?.apps ?? [];
    expect([apps.length, await living(bob.id)]).toEqual([0, 0]);
  });
});
