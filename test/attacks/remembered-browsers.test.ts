import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { deviceCollection } from '../../src/devices/index.ts';
import { confirmEnd, openOwn, opensOwn } from '../support/account-pages.ts';
import { afterPassword } from '../support/after-password.ts';
import { password, redeem, signInRequest } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { isAtApp } from '../support/from-outside.ts';
import { fromAnywhere } from '../support/looks.ts';
import type { Person, Screen } from '../support/person.ts';
import { addresses, writePlaces } from '../support/places.ts';
import { availableProfiles } from '../support/postern.ts';
import { signInForm } from '../support/several.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { browserIn, forgetSession, isAsked, owner, type Owner } from '../support/unlike.ts';

const day = 24 * 3600;
const memory = 'postern.factor-memory';
const mayStill = () => Promise.resolve(true);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-remembered-'));
  await writePlaces(join(folder, 'places.mmdb'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, {
    settings: () => [...fromAnywhere(join(folder, 'places.mmdb')), `factors.rememberFor=${10 * day}`],
  });
  const app = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes' });
  const careful = givenApp(postern, { kind: 'web', firstParty: true, name: 'Bank', rememberFactorFor: 0 });

  const signIn = (person: Person, { email }: Pick<Owner, 'email'>, more = {}, client = app) => {
    forgetSession(person);
    return afterPassword(postern, person, client, email, more);
  };

  /** Somebody whose browser at home remembers the second factor. */
  async function remembered(): Promise<Owner> {
    const one = await owner(postern, time);
    const asked = await signIn(one.person, one);
    expect(asked.text).toContain('Do not ask for it in this browser for 10 days');
    expect(asked.html).not.toMatch(/name="remember"[^>]*checked/);
    const done = await one.person.submit(asked, '/factor', { code: one.phone.code(), remember: 'yes' });
    expect(isAtApp(done)).toBe(true);
    time.forward(60);
    return one;
  }

  const deviceOf = ({ person, id }: Pick<Owner, 'person' | 'id'>) => {
    const { browsers, devices } = postern.rooms;
    return devices.idOf(id, browsers.idOf(person.cookie('postern.browser') ?? ''));
  };

  const proveBoth = async (one: Owner, screen: Screen): Promise<Screen> => {
    const asked = await one.person.submit(screen, '/password', { identifier: one.email, password });
    return one.person.submit(asked, '/factor', { code: one.phone.code() });
  };

  test('the password alone lets in, and nothing else is claimed or opened by it', async () => {
    const one = await remembered();
    const { person, phone } = one;
    const screen = await signIn(person, one);
    expect(isAtApp(screen)).toBe(true);
    const { body } = await redeem(postern, app.id, screen, screen.verifier, app.headers);
    expect(decodeJwt(String(body['id_token']))).toMatchObject({ acr: 'urn:postern:one-factor', amr: ['pwd'] });

    // In the same session, and in the account's own pages; but nowhere where two factors are asked for.
    expect(isAtApp(await person.open(signInRequest(postern, app.id).url))).toBe(true);
    expect((await person.open(new URL('/account/history', postern.issuer))).text).toContain(
      'Signed in without the second factor, which this device remembers: Firefox on Linux',
    );
    const two = 'urn:postern:two-factors';
    for (const more of [
      { acr_values: two },
      { acr_values: 'phr' },
      { claims: JSON.stringify({ id_token: { acr: { essential: true, values: [two] } } }) },
    ]) {
      expect(isAsked(await person.open(signInRequest(postern, app.id, more).url))).toBe(true);
      expect(isAsked(await signIn(person, one, more))).toBe(true);
      expect(isAtApp(await signIn(person, one))).toBe(true);
    }
    for (const page of ['apps', 'recovery-codes', 'passkeys']) {
      expect(isAsked(await person.open(new URL(`/account/security/${page}`, postern.issuer)))).toBe(true);
    }
    expect(isAsked(await person.open(new URL('/account/password', postern.issuer)))).toBe(true);
    // An app that wants it each time.
    expect(isAsked(await person.open(signInRequest(postern, careful.id).url))).toBe(true);
    const asked = await signIn(person, one, {}, careful);
    expect([isAsked(asked), asked.text]).toEqual([true, expect.not.stringContaining('Do not ask')]);
    expect(isAtApp(await person.submit(asked, '/factor', { code: phone.code(), remember: 'yes' }))).toBe(true);
  });

  test('it is over when its time is, also for the session that it let in', async () => {
    const one = await remembered();
    time.forward(9 * day);
    expect(isAtApp(await signIn(one.person, one))).toBe(true);
    time.forward(day);
    expect(isAsked(await one.person.open(signInRequest(postern, app.id).url))).toBe(true);
    expect(isAsked(await signIn(one.person, one))).toBe(true);
  });

  test('what is unlike before is asked about all the same', async () => {
    const one = await remembered();
    one.person.address = addresses.france;
    expect(isAsked(await signIn(one.person, one))).toBe(true);
    one.person.address = addresses.berlin;
    expect(isAtApp(await signIn(one.person, one))).toBe(true);
  });

  test('a copy of the cookie spares nobody in another browser, and neither does one of another account', async () => {
    const [one, other] = [await remembered(), await remembered()];
    const cookie = one.person.cookie(memory) ?? '';
    expect(cookie).not.toBe('');
    const thief = browserIn(postern, 'berlin');
    await signIn(thief, one);
    thief.cookies.set(`${memory};/`, { value: cookie, path: '/' });
    expect(isAsked(await signIn(thief, one))).toBe(true);
    other.person.cookies.set(`${memory};/`, { value: cookie, path: '/' });
    expect(isAsked(await signIn(other.person, other))).toBe(true);
    // The browser's own cookie without this one is as good as none, and so is one that was made up.
    for (const value of ['', 'x'.repeat(4000), cookie.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), '~~~~']) {
      one.person.cookies.set(`${memory};/`, { value, path: '/' });
      expect(isAsked(await signIn(one.person, one))).toBe(true);
    }
    one.person.cookies.set(`${memory};/`, { value: cookie, path: '/' });
    expect(isAtApp(await signIn(one.person, one))).toBe(true);
    // What the store has is no cookie.
    const device = await postern.rooms.store.documents.get(deviceCollection, deviceOf(one));
    const [, , , , mac = ''] = cookie.split('.');
    expect([device?.memory === undefined, JSON.stringify(device).includes(mac)]).toEqual([false, false]);
  });

  test.each<[string, (one: Owner) => Promise<unknown>]>([
    [
      'a new password, also where other devices stay',
      async ({ id }) => {
        const { accounts } = postern.rooms;
        const before = (await accounts.get(id))!;
        const change = { current: password, next: password, session: 'none', others: false };
        expect(await accounts.changePassword(before, { ...change, origin: { requestId: 'x' } })).toBe('changed');
      },
    ],
    ['a sign-out everywhere', ({ id }) => postern.rooms.accounts.signOut(id, { reason: 'ended_by_admin' })],
    [
      'a suspension, when that is over',
      async ({ id }) => {
        await postern.rooms.accounts.disable(id);
        await postern.rooms.accounts.enable(id);
      },
    ],
    ['new recovery codes', ({ id }) => postern.rooms.factors.remakeCodes(id, { requestId: 'x' }, mayStill)],
    [
      'another factor',
      async (one) => {
        const { factors, factorSetUps } = postern.rooms;
        const app = await factorSetUps.of(`test ${one.id}`);
        const { seed } = await factors.apps.setupOf(one.id, app, one.email);
        const { generateSync } = await import('otplib');
        const code = generateSync({ secret: seed, epoch: Math.floor(Date.now() / 1000) });
        const added = await factors.apps.add(one.id, { id: app, code, first: false }, { requestId: 'x' }, mayStill);
        expect(added).toEqual({ is: 'enrolled' });
      },
    ],
    ['the end of the device', (one) => postern.rooms.signedIn.end(one.id, deviceOf(one), { reason: 'ended_by_admin' })],
    [
      'the end of the device, signed out before',
      async (one) => {
        const ending = { reason: 'ended_by_admin' } as const;
        const found = await postern.rooms.sessions.ofDevice(deviceOf(one));
        await Promise.all(found.map(({ id }) => postern.rooms.sessions.end(id, ending)));
        await postern.rooms.signedIn.end(one.id, deviceOf(one), ending);
      },
    ],
  ])('it is void after %s', async (_, end) => {
    const one = await remembered();
    expect(isAtApp(await signIn(one.person, one))).toBe(true);
    await end(one);
    expect(isAtApp(await one.person.open(signInRequest(postern, app.id).url))).toBe(false);
    expect(isAsked(await signIn(one.person, one))).toBe(true);
  });

  test('who signs out in the browser itself, on the pages of the account or by an app, keeps it', async () => {
    const one = await remembered();
    const { person, email } = one;
    const byApp = new URL('/session/end', postern.issuer);
    const signOuts = [
      () => confirmEnd(postern, person, `/account/devices/${deviceOf(one)}/end`),
      async () => person.submit(await person.open(byApp), '/session/end/confirm', { logout: 'yes' }),
    ];
    for (const signOut of signOuts) {
      const own = await openOwn(postern, person, '/account', email);
      expect(own.url.pathname).toBe('/account');
      await signOut();
      expect(await opensOwn(postern, person)).toBe(false);
      expect(isAtApp(await signIn(person, one))).toBe(true);
    }
  });

  test('who ends the browser from another one takes it away', async () => {
    const one = await remembered();
    const elsewhere = browserIn(postern, 'berlin');
    await elsewhere.submit(await signIn(elsewhere, one), '/factor', { code: one.phone.code() });
    await confirmEnd(postern, elsewhere, `/account/devices/${deviceOf(one)}/end`);
    expect(await postern.rooms.memories.find(one.person.cookie(memory), deviceOf(one))).toBeUndefined();
    expect(await opensOwn(postern, one.person)).toBe(false);
    expect(isAsked(await signIn(one.person, one))).toBe(true);
  });

  test('a sign-out of the browser leaves it, and its owner sees it and takes it away', async () => {
    const one = await remembered();
    const { person, email, id } = one;
    const found = await postern.rooms.sessions.ofDevice(deviceOf(one));
    for (const { id: uid } of found) await postern.rooms.sessions.end(uid, { reason: 'signed_out' });
    expect(isAtApp(await signIn(person, one))).toBe(true);

    const device = await openOwn(postern, person, `/account/devices/${deviceOf(one)}`, email);
    expect(device.text).toContain('Second factor not asked for until');
    const elsewhere = browserIn(postern, 'berlin');
    const inside = await elsewhere.submit(await signIn(elsewhere, one), '/factor', { code: one.phone.code() });
    expect(isAtApp(inside)).toBe(true);
    time.forward(60);
    const security = await elsewhere.open(new URL('/account/security', postern.issuer));
    expect(security.text).toContain('In these browsers your password alone lets you in');
    const done = await elsewhere.submit(security, '/forget');
    expect(done.text).toContain('From now on the second factor is asked for there.');
    expect(done.text).not.toContain('In these browsers');
    expect(isAsked(await person.open(signInRequest(postern, app.id).url))).toBe(true);
    expect(isAsked(await signIn(person, one))).toBe(true);
    const kinds = async () =>
      (await postern.rooms.audit.search({ account: id, limit: 50 })).events.map(({ kind }) => kind);
    await eventually(async () =>
      expect(await kinds()).toEqual(expect.arrayContaining(['factor.remembered', 'factor.forgotten'])),
    );
  });

  test('somebody else cannot take it away', async () => {
    const [one, other] = [await remembered(), await remembered()];
    const page = await openOwn(postern, other.person, '/account/security', other.email);
    const form = page.forms.find(({ action }) => action.endsWith('/forget'))!;
    const own = form.action;
    await other.person.post(new URL(own.replace(deviceOf(other), deviceOf(one)), postern.issuer), form.fields);
    await postern.rooms.memories.forget(other.id, deviceOf(one));
    expect(isAtApp(await signIn(one.person, one))).toBe(true);
  });

  test('of sign-ins at the same time as it is taken away none that comes after the answer is let in', async () => {
    const one = await remembered();
    const { person, id } = one;
    const cookies = new Map(person.cookies);
    const answered = { yet: false };
    const inBrowser = async (): Promise<{ person: Person; late: boolean; screen: Screen }> => {
      const tab = browserIn(postern, 'berlin');
      for (const [key, value] of cookies) tab.cookies.set(key, value);
      forgetSession(tab);
      const asked = await signInForm(tab, signInRequest(postern, app.id).url);
      const late = answered.yet;
      return { person: tab, late, screen: await tab.submit(asked, '/password', { identifier: one.email, password }) };
    };
    const forgetting = postern.rooms.memories.forget(id, deviceOf(one)).then(() => (answered.yet = true));
    const tabs = await Promise.all(Array.from({ length: 8 }, inBrowser));
    await forgetting;
    tabs.push(await inBrowser());
    expect(tabs.filter(({ late, screen }) => late && isAtApp(screen))).toEqual([]);
    // Whoever was let in just before is asked as soon as anything more is wanted.
    for (const tab of tabs) {
      expect(isAtApp(await tab.person.open(signInRequest(postern, app.id).url))).toBe(false);
    }
  });

  test('a wish to be remembered is void once it was taken away, whatever is sent again', async () => {
    const one = await remembered();
    const { memories } = postern.rooms;
    const device = deviceOf(one);
    const wish = (await memories.wish(one.id, device))!;
    const cookie = one.person.cookie(memory);
    await memories.forget(one.id, device);
    expect(await memories.remember(device, wish, cookie, { requestId: 'x' })).toBeUndefined();
    const again = (await memories.wish(one.id, device))!;
    const made = await Promise.all(
      Array.from({ length: 10 }, () => memories.remember(device, again, cookie, { requestId: 'x' })),
    );
    const [newest, ...more] = made.filter((one) => one !== undefined);
    expect(more).toEqual([]);
    // Remembered anew, the cookie of before is as void as it was.
    expect([await memories.find(cookie, device), await memories.find(newest, device)]).toEqual([
      undefined,
      again.count + 1,
    ]);
    expect(await memories.stillHolds(device, wish.count)).toBe(false);
  });

  test('a factor that is proven for the first time on a device is told, once, and not where it was added', async () => {
    const one = await owner(postern, time);
    const { email, phone } = one;
    const subjects = () => postern.mail.letters.filter(({ to }) => to === email).map(({ subject }) => subject);
    const first = 'A sign-in method was used on another device at Postern';
    const other = browserIn(postern, 'berlin');
    await other.submit(await signIn(other, one), '/factor', { code: phone.code() });
    await eventually(() => expect(subjects()).toContain('A new device is signed in to Postern'));
    time.forward(60);
    await other.submit(await signIn(other, one), '/factor', { code: phone.code() });
    await proveBoth(one, await one.person.open(signInRequest(postern, app.id, { prompt: 'login' }).url));
    expect((await postern.rooms.audit.search({ account: one.id, kind: 'factor.first_used', limit: 9 })).events).toEqual(
      [],
    );

    // A device of before the account had a factor.
    const { devices } = postern.rooms;
    const device = await postern.rooms.store.documents.get(deviceCollection, deviceOf({ ...one, person: other }));
    const { factors: _, ...before } = device!;
    await postern.rooms.store.documents.replace(deviceCollection, before);
    time.forward(60);
    await other.submit(await signIn(other, one), '/factor', { code: phone.code() });
    await eventually(() => expect(subjects()).toContain(first));
    const { events } = await postern.rooms.audit.search({ account: one.id, kind: 'factor.first_used', limit: 9 });
    expect(events.map(({ detail }) => detail)).toEqual([{ factor: 'app', device: device?.id }]);
    const letter = postern.mail.letters.find(({ to, subject }) => to === email && subject === first);
    expect(letter?.text).toContain('for the first time on this device: authenticator app');
    expect((await devices.get(device!.id))?.factors).toEqual(['app']);
  });
});
