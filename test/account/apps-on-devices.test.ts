import { describe, expect, test } from '@jest/globals';
import { familyCollection } from '../../src/tokens/index.ts';
import { confirmEnd, devicesOn, openOwn } from '../support/account-pages.ts';
import {
  addApp,
  redeem,
  refresh,
  revoke,
  signIn,
  signInRequest,
  userinfo,
  walk,
  type App,
  type SignedIn,
} from '../support/apps.ts';
import { commandOn } from '../support/command.ts';
import { eventually } from '../support/eventually.ts';
import type { Person } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { given, givenApp, onPostern } from '../support/suite.ts';

const android =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';

interface Listed {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly this: boolean;
  readonly first_seen: number;
  readonly last_active: number;
  readonly apps: readonly { readonly id: string; readonly name: string }[];
}

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  const accountApi = (): string => `${postern.issuer}/api/account`;
  const keeper = given(() =>
    addApp(postern, { kind: 'spa', name: 'Device Keeper', firstParty: true, apis: [accountApi()] }),
  );
  const phoneApp = givenApp(postern, { kind: 'native', name: 'Phone App', firstParty: true });
  const notes = givenApp(postern, { kind: 'web', name: 'Notes', firstParty: true });

  const open = (person: Person, path: string, email: string) => openOwn(postern, person, path, email);
  const works = async ({ access }: SignedIn): Promise<boolean> => (await userinfo(postern, access)).status === 200;
  const times = async (count: number, person: Person, app: App, email: string): Promise<SignedIn[]> => {
    const all = [];
    for (let index = 0; index < count; index += 1) all.push(await signIn(postern, person, app, email));
    return all;
  };

  /** What an app with the user's token is answered. */
  async function asked(method: string, path: string, token: string) {
    const response = await fetch(`${accountApi()}${path}`, { method, headers: { authorization: `Bearer ${token}` } });
    const text = await response.text();
    return {
      status: response.status,
      devices: text === '' ? [] : ((JSON.parse(text) as { devices?: Listed[] }).devices ?? []),
    };
  }

  /** A token for the account API, of an app in the person's browser. */
  async function tokenFor(person: Person, email: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
    const request = signInRequest(postern, keeper.id, {
      scope: 'openid devices:read devices:end',
      resource: accountApi(),
      ...more,
    });
    const screen = await walk(person, request, email);
    const { body } = await redeem(postern, keeper.id, screen, request.verifier, {}, { resource: accountApi() });
    return String(body['access_token']);
  }

  const listed = async (
    email: string,
  ): Promise<(Listed & { readonly firstSeen: number; readonly lastActive: number })[]> =>
    JSON.parse((await commandOn(postern, 'device', 'list', email, '--json')).stdout) as never;

  test('a native app on one phone is one row on the page, in the API and on the command line, and ends as one', async () => {
    const email = (await somebody(postern)).email;
    const phone = postern.person(android);
    const first = await signIn(postern, phone, phoneApp, email);
    const began = postern.rooms.clock.now();
    time.forward(1000);
    const all = [first, ...(await times(2, phone, phoneApp, email))];
    const now = postern.rooms.clock.now();

    const page = await open(phone, '/account/devices', email);
    expect(devicesOn(page)).toHaveLength(2);
    expect(page.text.match(/Phone App/g)).toHaveLength(1);
    expect(page.text).toContain('Phone App on Android');
    const token = await tokenFor(phone, email);
    const { devices } = await asked('GET', '/devices', token);
    const row = devices.find(({ kind }) => kind === 'app');
    expect(devices.map(({ kind }) => kind)).toEqual(['browser', 'app']);
    expect(Math.abs((row?.first_seen ?? 0) - began)).toBeLessThan(10);
    expect(Math.abs((row?.last_active ?? 0) - now)).toBeLessThan(10);
    const inCommand = (await listed(email)).filter(({ kind }) => kind === 'app');
    expect(inCommand.map(({ id, firstSeen }) => [id, firstSeen])).toEqual([[row?.id, row?.first_seen]]);

    const done = await confirmEnd(postern, phone, `/account/devices/${row?.id}/end`);
    expect(done.text).toContain('It is signed out.');
    expect(await Promise.all(all.map(works))).toEqual([false, false, false]);
    for (const { refresh: each } of all) {
      expect((await refresh(postern, phoneApp.id, each)).body.error).toBe('invalid_grant');
    }
    expect(devicesOn(done)).toHaveLength(1);
    // And once more it is ended already, not unknown.
    expect((await asked('DELETE', `/devices/${row?.id}`, token)).status).toBe(204);
  });

  test('the API and the command line end all sign-ins of an app on a phone, and none on another one', async () => {
    const email = (await somebody(postern)).email;
    for (const by of ['api', 'command'] as const) {
      const [phone, tablet] = [postern.person(android), postern.person()];
      const [gone, kept] = [await times(3, phone, phoneApp, email), await times(2, tablet, phoneApp, email)];
      const names = (await listed(email)).filter(({ kind }) => kind === 'app');
      expect(names.map(({ name }) => name).sort()).toEqual(['Phone App on Android', 'Phone App on Linux']);
      const id = names.find(({ name }) => name.endsWith('Android'))?.id ?? '';
      if (by === 'api')
        expect((await asked('DELETE', `/devices/${id}`, await tokenFor(tablet, email))).status).toBe(204);
      else expect((await commandOn(postern, 'device', 'end', email, '--', id)).code).toBe(0);
      expect(await Promise.all(gone.map(works))).toEqual([false, false, false]);
      expect(await Promise.all(kept.map(works))).toEqual([true, true]);
      await postern.rooms.accounts.signOut((await postern.rooms.accounts.byEmail(email))?.id ?? '', {
        reason: 'ended_by_owner',
      });
    }
  });

  test('an app on a phone gets a name like a browser, which is its name everywhere and outlives a sign-out', async () => {
    const email = (await somebody(postern)).email;
    const phone = postern.person(android);
    const [first] = await times(1, phone, phoneApp, email);
    const list = await open(phone, '/account/devices', email);
    const path = devicesOn(list).find((link) => link.endsWith(`.${phoneApp.id}`)) ?? '';
    const page = await phone.open(new URL(path, postern.issuer));
    for (const name of ['x'.repeat(61), 'two\nlines', '\u202Eevil']) {
      expect((await phone.submit(page, path, { name })).status).toBe(400);
    }
    const named = await phone.submit(page, path, { name: ' Ann’s <b>Pixel</b> ' });
    expect(named.text).toContain('The name is saved.');
    expect(named.html).toContain('Ann’s &lt;b&gt;Pixel&lt;/b&gt;');
    const everywhere = async () => [
      (await open(phone, '/account/devices', email)).text.includes('Ann’s <b>Pixel</b>'),
      (await asked('GET', '/devices', await tokenFor(phone, email))).devices.find(({ kind }) => kind === 'app')?.name,
      (await listed(email)).find(({ kind }) => kind === 'app')?.name,
    ];
    expect(await everywhere()).toEqual([true, 'Ann’s <b>Pixel</b>', 'Ann’s <b>Pixel</b>']);
    expect((await open(phone, '/account/devices', email)).text).toContain('Seen as: Phone App on Android');

    const { firstSeen } = (await listed(email)).find(({ kind }) => kind === 'app') ?? {};
    await revoke(postern, phoneApp, first?.refresh ?? '');
    expect((await listed(email)).map(({ kind }) => kind)).toEqual(['browser']);
    time.forward(100);
    await times(1, phone, phoneApp, email);
    expect(await everywhere()).toEqual([true, 'Ann’s <b>Pixel</b>', 'Ann’s <b>Pixel</b>']);
    expect((await listed(email)).find(({ kind }) => kind === 'app')?.firstSeen).toBe(firstSeen);
  });

  test('its name is kept as long as it is signed in, and a while longer', async () => {
    const email = (await somebody(postern)).email;
    const phone = postern.person(android);
    const [first] = await times(1, phone, phoneApp, email);
    const id = (await listed(email)).find(({ kind }) => kind === 'app')?.id ?? '';
    const { appNames, sweep } = postern.rooms;
    await eventually(async () => expect(await appNames.get(id)).toBeDefined());
    const day = 86_400;
    let token = first?.refresh;
    for (let days = 0; days < 420; days += 28) {
      time.forward(28 * day);
      const answer = await refresh(postern, phoneApp.id, token);
      if (answer.status === 200) token = String(answer.body['refresh_token']);
      await sweep();
    }
    // It is there past the time after which a forgotten one goes, and then goes too.
    time.forward(820 * day);
    await eventually(async () => {
      await sweep();
      expect(await appNames.get(id)).toBeUndefined();
    });
  }, 60_000);

  test('a web app is there once in a browser, and is ended there with all its sign-ins', async () => {
    const email = (await somebody(postern)).email;
    const [laptop, other] = [postern.person(), postern.person(android)];
    const here = await times(4, laptop, notes, email);
    const elsewhere = await signIn(postern, other, notes, email);
    const [device = ''] = devicesOn(await open(laptop, '/account/devices', email));
    const page = await laptop.open(new URL(device, postern.issuer));
    const ends = [...page.html.matchAll(/href="([^"]+)" aria-label="Sign out of Notes"/g)].map(
      ([, href]) => href ?? '',
    );
    expect(ends).toHaveLength(1);
    const token = await tokenFor(laptop, email);
    const { devices } = await asked('GET', '/devices', token);
    expect(
      devices
        .find((one) => one.this)
        ?.apps.map(({ name }) => name)
        .sort(),
    ).toEqual(['Device Keeper', 'Notes']);
    expect((await commandOn(postern, 'device', 'list', email)).stdout.match(/ {2}Notes/g)).toHaveLength(2);

    await confirmEnd(postern, laptop, ends[0] ?? '');
    expect(await Promise.all(here.map(works))).toEqual([false, false, false, false]);
    expect(await works(elsewhere)).toBe(true);
    expect(await asked('GET', '/devices', token)).toMatchObject({ status: 200 });
  });

  test('however many sign-ins one app has on a phone, it is one row on one page of the list', async () => {
    const email = (await somebody(postern)).email;
    const [phone, tablet] = [postern.person(android), postern.person()];
    await times(60, phone, phoneApp, email);
    await times(1, tablet, phoneApp, email);
    const token = await tokenFor(tablet, email);
    const seen: string[] = [];
    for (let path = '/devices'; ;) {
      const response = await fetch(`${accountApi()}${path}`, { headers: { authorization: `Bearer ${token}` } });
      const { devices, next } = (await response.json()) as { devices: Listed[]; next?: string };
      seen.push(...devices.filter(({ kind }) => kind === 'app').map(({ name }) => name));
      if (next === undefined) break;
      path = `/devices?after=${encodeURIComponent(next)}`;
    }
    expect(seen.sort()).toEqual(['Phone App on Android', 'Phone App on Linux']);
  }, 60_000);

  test('a sign-in that lasts is shown, named and ended, however many others of its app are in that browser', async () => {
    const { email } = await somebody(postern);
    const [laptop, other] = [postern.person(), postern.person(android)];
    const site = await signIn(postern, laptop, notes, email);
    const away = await signIn(postern, laptop, notes, email, { scope: 'openid offline_access', prompt: 'consent' });
    const { families, store } = postern.rooms;
    const found = await families.get((await families.read(site.refresh))?.id ?? '');
    if (!found) throw new Error('the app is not signed in');
    // Before the other one, in the order of the store.
    const onPhone = { client: phoneApp.id, survivesSignOut: true, lasting: found.account, onDevice: 'phone.app' };
    for (let number = 0; number < 250; number += 1) {
      await store.documents.insert(familyCollection, { ...found, id: `-----${number}` });
      await store.documents.insert(familyCollection, { ...found, id: `----p${number}`, ...onPhone });
    }
    const list = await open(other, '/account/devices', email);
    const more = list.links.find((link) => link.startsWith('/account/devices?after=')) ?? '';
    const own = devicesOn(await other.open(new URL(more, postern.issuer)));
    expect(own).toEqual([expect.stringMatching(new RegExp(`\\.${notes.id}$`))]);
    expect((await listed(email)).map(({ kind, name }) => [kind, name])).toContainEqual(['app', 'Notes on Linux']);
    expect((await open(other, '/account/apps', email)).text).toMatch(/Apps that act while you are away.*Notes/s);
    const [path = ''] = own;
    const named = await other.submit(await other.open(new URL(path, postern.issuer)), path, { name: 'Ann’s notes' });
    expect(named.text).toContain('The name is saved.');

    expect((await confirmEnd(postern, other, `${path}/end`)).text).toContain('It is signed out.');
    expect(await Promise.all([away, site].map(works))).toEqual([false, false]);
    const left = await Array.fromAsync(families.each('onDevice', path.slice('/account/devices/'.length)));
    expect(left).toEqual([]);
  }, 60_000);

  test('an app on somebody else’s phone is not there: neither seen, named nor ended', async () => {
    const [owner, other] = [(await somebody(postern)).email, (await somebody(postern)).email];
    const theirs = await signIn(postern, postern.person(android), phoneApp, owner);
    const id = (await listed(owner)).find(({ kind }) => kind === 'app')?.id ?? '';
    const attacker = postern.person();
    const list = await open(attacker, '/account/devices', other);
    const [own = ''] = devicesOn(list);
    const form = (await attacker.open(new URL(own, postern.issuer))).forms[0]?.fields ?? {};
    for (const path of [`/account/devices/${id}`, `/account/devices/${id}/end`]) {
      expect((await attacker.open(new URL(path, postern.issuer))).status).toBe(404);
      expect((await attacker.post(new URL(path, postern.issuer), { ...form, name: 'mine' })).status).toBe(403);
    }
    const token = await tokenFor(attacker, other);
    expect((await asked('DELETE', `/devices/${id}`, token)).status).toBe(404);
    expect((await commandOn(postern, 'device', 'end', other, '--', id)).stderr).toContain('has no device');
    expect((await commandOn(postern, 'device', 'end', other, '--except', id)).stderr).toContain('on no device');
    expect(await works(theirs)).toBe(true);
  });

  test('the API ends everything, its own device too', async () => {
    const email = (await somebody(postern)).email;
    const [laptop, phone] = [postern.person(), postern.person(android)];
    const all = [...(await times(1, laptop, notes, email)), ...(await times(1, phone, phoneApp, email))];
    const token = await tokenFor(laptop, email);
    expect((await asked('DELETE', '/devices?except', token)).status).toBe(400);
    expect(await Promise.all(all.map(works))).toEqual([true, true]);
    expect((await asked('DELETE', '/devices', token)).status).toBe(204);
    expect(await Promise.all(all.map(works))).toEqual([false, false]);
    expect((await asked('GET', '/devices', token)).status).toBe(401);
    expect(await listed(email)).toEqual([]);
    await eventually(async () => {
      expect((await open(laptop, '/account/history', email)).text).toContain('Signed out everywhere by Device Keeper');
    });
  });

  test('of others, those under a planted browser cookie end too, though they are on one device with who asks', async () => {
    const lasting = { scope: 'openid devices:read devices:end offline_access', prompt: 'consent' };
    for (const by of ['page', 'api', 'command', 'an app that lasts'] as const) {
      const { email } = await somebody(postern);
      const [owner, thief] = [postern.person(), postern.person()];
      const mine = await signIn(postern, owner, notes, email);
      thief.cookies.set('postern.browser;/', { value: owner.cookie('postern.browser') ?? '', path: '/' });
      const theirs = await signIn(postern, thief, notes, email);
      const browsers = (await listed(email)).filter(({ kind }) => kind === 'browser');
      expect(browsers).toHaveLength(1);
      if (by === 'page') await confirmEnd(postern, owner, '/account/end/others');
      else if (by === 'an app that lasts') {
        const [own, stolen] = [await tokenFor(owner, email, lasting), await tokenFor(thief, email, lasting)];
        await asked('DELETE', '/devices?except=this', own);
        const answers = [await asked('GET', '/devices', own), await asked('GET', '/devices', stolen)];
        expect(answers.map(({ status }) => status)).toEqual([200, 401]);
        continue;
      } else if (by === 'api') await asked('DELETE', '/devices?except=this', await tokenFor(owner, email));
      else await commandOn(postern, 'device', 'end', email, `--except=${browsers[0]?.id ?? ''}`);
      // Who names a device on the command line names all of it.
      expect([by, await works(mine), await works(theirs)]).toEqual([by, true, by === 'command']);
    }
  });

  test('the command line ends everything but one device: a browser with its apps, or an app on a phone', async () => {
    const email = (await somebody(postern)).email;
    const [laptop, phone] = [postern.person(), postern.person(android)];
    const mine = await times(2, laptop, notes, email);
    const theirs = await times(2, phone, phoneApp, email);
    await times(1, phone, notes, email);
    const idOf = async (name: string) => (await listed(email)).find((one) => one.name === name)?.id ?? '';

    for (const wrong of [[], ['--all', '--except', 'x'], ['--except', 'nothing']]) {
      expect((await commandOn(postern, 'device', 'end', email, ...wrong)).code).toBe(1);
    }
    expect(await Promise.all([...mine, ...theirs].map(works))).toEqual([true, true, true, true]);

    const app = (await listed(email)).find(({ name }) => name === 'Firefox on Linux')?.apps[0]?.id ?? '';
    expect((await commandOn(postern, 'device', 'end', email, `--except=${app}`)).stderr).toContain('name the browser');
    const phoneId = await idOf('Phone App on Android');
    const laptopId = await idOf('Firefox on Linux');
    expect((await commandOn(postern, 'device', 'end', email, `--except=${laptopId}`)).stdout).toBe(
      `${email} is signed out everywhere else.\n`,
    );
    expect(await Promise.all([...mine, ...theirs].map(works))).toEqual([true, true, false, false]);
    expect((await listed(email)).map(({ id }) => id)).toEqual([laptopId]);

    const again = await times(2, phone, phoneApp, email);
    expect(await idOf('Phone App on Android')).toBe(phoneId);
    expect((await commandOn(postern, 'device', 'end', email, `--except=${phoneId}`)).code).toBe(0);
    expect(await Promise.all([...mine, ...again].map(works))).toEqual([false, false, true, true]);
    expect((await listed(email)).map(({ id }) => id)).toEqual([phoneId]);
    await eventually(async () => {
      expect((await open(laptop, '/account/history', email)).text).toContain(
        'Signed out everywhere else by the people who run Postern',
      );
    });
  });
});
