import { beforeEach, describe, expect, test } from '@jest/globals';
import { change } from '../../adapters/store.ts';
import { factorCollection } from '../../src/factors/index.ts';
import { openOwn } from '../support/account-pages.ts';
import { password, signInRequest } from '../support/apps.ts';
import { setUpApp } from '../support/authenticator.ts';
import { commandOn } from '../support/command.ts';
import { eventually } from '../support/eventually.ts';
import { lettersTo, linkIn, linkTo } from '../support/letters.ts';
import { newPasskey } from '../support/passkey.ts';
import type { Person } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const hours = 3600;

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, { settings: [`factors.resetAfter=${48 * hours}`], sweepEvery: 200 });
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  let email: string;
  let id: string;
  let owner: Person;
  beforeEach(async () => {
    ({ email, id } = await somebody(postern));
    owner = postern.person();
    await setUpApp(postern, owner, email);
    time.forward(60);
  });

  /** Where a sign-in with the password alone ends. */
  async function afterPassword(): Promise<'app' | 'factor'> {
    const person = postern.person();
    const page = await person.open(signInRequest(postern, app.id).url);
    const next = await person.submit(page, '/password', { identifier: email, password });
    return next.url.searchParams.has('code') ? 'app' : (expect(next.url.pathname).toMatch(/\/factor$/), 'factor');
  }

  async function stopLink(): Promise<string> {
    const found = () => linkTo('stop-reset', lettersTo(postern, email));
    await eventually(() => expect(found()).not.toBe(''));
    return found();
  }

  const start = () =>
    postern.rooms.factorResets.start(id, postern.rooms.settings.factors.resetAfter, { requestId: 'x' });

  test('what an admin resets goes after the time in which nobody stopped it, and not sooner', async () => {
    const earliest = Math.floor(Date.now() / 1000) + 48 * hours;
    const at = await start();
    expect(at).toBeGreaterThanOrEqual(earliest);
    await stopLink();
    time.forward(47 * hours);
    // Started again it comes no sooner, and no later.
    expect(await start()).toBe(at);
    await postern.rooms.sweep();
    expect(await afterPassword()).toBe('factor');
    time.forward(hours);
    await postern.rooms.sweep();
    expect(await afterPassword()).toBe('app');
    expect(await postern.rooms.factors.get(id)).toMatchObject({ apps: [] });
  });

  test('when an admin’s reset is done, its letter and the page of its link say that all second factors are gone', async () => {
    const one = await somebody(postern);
    const person = postern.person();
    await openOwn(postern, person, '/account', one.email);
    const page = await person.open(new URL('/account/security/passkeys', postern.issuer));
    await person.submit(page, '/passkeys', { credential: newPasskey().create(page), name: '' });
    expect(await commandOn(postern, 'account', 'reset-factors', one.email)).toMatchObject({ code: 0 });
    await linkIn(postern, one.email, 'are about to go', 'stop-reset');
    time.forward(73 * hours);
    await postern.rooms.sweep();
    const link = await linkIn(postern, one.email, 'The second factors of your account at Postern are gone', 'not-me');
    const [letter] = lettersTo(postern, one.email, 'are gone');
    const said = await postern.person().open(link);
    for (const text of [letter?.text, said.text]) {
      expect(text).toContain('have taken all second factors of your account away, with passkeys and recovery codes');
      expect(text).toContain('your password alone is enough to sign in');
      expect(text).not.toMatch(/authenticator app|not known/);
    }
    expect(letter?.text).toContain('Did you not want that? Then somebody may be after your account.');
    expect(said.text).toContain('those that were taken away do not come back.');
    expect(lettersTo(postern, one.email, 'was removed')).toEqual([]);
  });

  test('the letter stops it, by its button and not by being followed', async () => {
    await start();
    const link = await stopLink();
    const anybody = postern.person();
    const page = await anybody.open(link);
    expect(await postern.rooms.factorResets.pendingOf(id)).toBeDefined();
    expect((await anybody.submit(page, '')).text).toContain('Your second factors stay');
    expect(await postern.rooms.factorResets.pendingOf(id)).toBeUndefined();
    time.forward(49 * hours);
    await postern.rooms.sweep();
    expect(await afterPassword()).toBe('factor');
    // The link is of that reset alone.
    await start();
    expect((await anybody.open(link)).status).toBe(410);
  });

  test('whoever is signed in sees it, and stops it there', async () => {
    await start();
    const page = await owner.open(new URL('/account/security', postern.issuer));
    expect(page.text).toContain('about to be taken away');
    expect((await owner.submit(page, '/stop-reset')).text).toContain('Your second factors stay');
    expect(await postern.rooms.factorResets.pendingOf(id)).toBeUndefined();
  });

  test('a reset that a restore brings back happens to nobody, and the last factor takes its reset with it', async () => {
    const { store, factors, factorResets } = postern.rooms;
    await start();
    await change(store.documents, factorCollection, id, (record) => ({ ...record, resetEpoch: 0 }));
    time.forward(49 * hours);
    await postern.rooms.sweep();
    expect([await factorResets.pendingOf(id), await afterPassword()]).toEqual([undefined, 'factor']);
    await start();
    await factors.apps.remove(id, (await factors.get(id))?.apps[0]?.id ?? '', { requestId: 'x' });
    expect(await factorResets.pendingOf(id)).toBeUndefined();
  });

  test('a link of somebody else’s, or made up, stops nothing', async () => {
    await start();
    const token = new URL(await stopLink()).pathname.split('/').at(-1) ?? '';
    const [, secret = ''] = token.split('.');
    for (const forged of [`${id}.${'A'.repeat(43)}`, `someone.${secret}`, id, `${id}.`]) {
      expect((await postern.person().open(new URL(`/stop-reset/${forged}`, postern.issuer))).status).toBe(410);
    }
    expect(await postern.rooms.factorResets.pendingOf(id)).toBeDefined();
  });
});
