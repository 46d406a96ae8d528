import { describe, expect, test } from '@jest/globals';
import { confirmEnd, devicesOn, openOwn } from '../support/account-pages.ts';
import { addApp, refresh, signInByPages, type App, type SignedIn } from '../support/apps.ts';
import { commandOn } from '../support/command.ts';
import { works } from '../support/from-outside.ts';
import type { Person } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { given, givenApp, onPostern } from '../support/suite.ts';

const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const notes = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes' });
  const lasting = given(() =>
    addApp(postern, { kind: 'web', firstParty: true, name: 'Mail Client', refresh: { survivesSignOut: true } }),
  );

  const open = (person: Person, path: string, email: string) => openOwn(postern, person, path, email);
  const at = (path: string): URL => new URL(path, postern.issuer);
  const alive = (...all: SignedIn[]) => Promise.all(all.map((one) => works(postern, one)));
  const refreshes = async (app: App, { refresh: token }: SignedIn): Promise<boolean> =>
    (await refresh(postern, app.id, token, app.headers)).status === 200;

  /** A lost laptop with both apps, another one with the app that stays, and a link to the lost one. */
  async function lost() {
    const { email } = await somebody(postern);
    const [laptop, desk] = [postern.person(chrome), postern.person()];
    const site = await signInByPages(postern, laptop, notes, email);
    const stays = await signInByPages(postern, laptop, lasting, email);
    const elsewhere = await signInByPages(postern, desk, lasting, email);
    const [device = ''] = devicesOn(await open(laptop, '/account/devices', email));
    await open(desk, '/account', email);
    return { email, laptop, desk, site, stays, elsewhere, end: `${device}/end` };
  }

  test('the page before a browser is ended names the apps that stay, which they do where nothing else is said', async () => {
    const { desk, site, stays, end } = await lost();
    const asked = await desk.open(at(end));
    expect(asked.text).toMatch(/signed out at once, except Mail Client ?\./);
    expect(asked.text).toContain('Sign out of Mail Client too');
    expect((await desk.submit(asked, end)).text).toContain('It is signed out.');
    expect(await alive(site, stays)).toEqual([false, true]);
  });

  test('they end with it in the same step where that is ticked, and what is on another device does not', async () => {
    const { desk, site, stays, elsewhere, end } = await lost();
    const done = await desk.submit(await desk.open(at(end)), end, { apps: 'yes' });
    expect(await alive(site, stays, elsewhere)).toEqual([false, false, true]);
    expect(await refreshes(lasting, stays)).toBe(false);
    expect(done.text).not.toContain('Mail Client on Windows');
    expect(done.text).toContain('Mail Client on Linux');
  });

  test('nor does anybody else’s', async () => {
    const { laptop, stays, end } = await lost();
    const attacker = postern.person();
    const { email } = await somebody(postern);
    const [own = ''] = devicesOn(await open(attacker, '/account/devices', email));
    const form = (await attacker.open(at(own))).forms[0]?.fields ?? {};
    const sent = await attacker.post(at(end), { ...form, apps: 'yes' });
    expect([403, 404]).toContain(sent.status);
    expect(await alive(stays)).toEqual([true]);
    expect((await laptop.open(at('/account/devices'))).url.pathname).toBe('/account/devices');
  });

  test('so it is with this browser, and a browser with no such app is asked about as before', async () => {
    const { laptop, stays, end } = await lost();
    const asked = await laptop.open(at(end));
    expect(asked.text).toMatch(/opened here are signed out at once, except Mail Client ?\./);
    expect((await laptop.submit(asked, end, { apps: 'yes' })).title).toContain('You are signed out');
    expect(await alive(stays)).toEqual([false]);

    const { email } = await somebody(postern);
    const [plain, desk] = [postern.person(chrome), postern.person()];
    await signInByPages(postern, plain, notes, email);
    const [device = ''] = devicesOn(await open(plain, '/account/devices', email));
    await open(desk, '/account', email);
    const page = await desk.open(at(`${device}/end`));
    expect(page.text).toContain('You and the apps that you opened there are signed out at once. Your other');
    expect(page.html).not.toContain('type="checkbox"');
  });

  /** An app that acts while its person is away, and is open in the same browser. */
  async function both() {
    const { email } = await somebody(postern);
    const person = postern.person();
    const site = await signInByPages(postern, person, notes, email);
    const away = await signInByPages(postern, person, notes, email, {
      scope: 'openid offline_access',
      prompt: 'consent',
    });
    const apps = await open(person, '/account/apps', email);
    const [entry = ''] = devicesOn(apps).filter((link) => link.endsWith(`.${notes.id}`));
    return { email, person, site, away, end: `${entry}/end` };
  }

  test('what an app does while its person is away is ended alone, and the app stays signed in in the browser', async () => {
    const { email, person, site, away, end } = await both();
    const asked = await person.open(at(end));
    await person.submit(asked, end, { browser: 'stays' });
    expect(await alive(site, away)).toEqual([true, false]);
    expect([await refreshes(notes, site), await refreshes(notes, away)]).toEqual([true, false]);
    expect((await open(person, '/account/apps', email)).text).not.toContain('Apps that act while you are away');
  });

  test('without that both end, and the page has said so', async () => {
    const { person, site, away, end } = await both();
    const asked = await person.open(at(end));
    expect(asked.text).toContain('and in the browser where you opened it');
    expect(asked.text).toContain('Stay signed in to Notes in the browser');
    await confirmEnd(postern, person, end);
    expect(await alive(site, away)).toEqual([false, false]);
  });

  const command = (...words: string[]) => commandOn(postern, 'device', 'end', ...words);
  const idIn = (path: string): string => decodeURIComponent(path.split('/').at(-2) ?? '');

  test('on the command line a browser ends with them, or without', async () => {
    const { email, site, stays, elsewhere, end } = await lost();
    expect(await command(email, '--', idIn(end))).toMatchObject({ code: 0 });
    expect(await alive(site, stays, elsewhere)).toEqual([false, true, true]);
    expect(await command(email, '--with-apps', '--', idIn(end))).toMatchObject({ code: 0 });
    expect(await alive(stays, elsewhere)).toEqual([false, true]);
    expect(await refreshes(lasting, stays)).toBe(false);
  });

  test('there, too, what an app does while its person is away is ended alone; of a browser there is nothing of the kind', async () => {
    const { email, site, away, end } = await both();
    const id = idIn(end);
    const [browser = ''] = id.split('.');
    const refused = await command(email, '--browser-stays', '--', browser);
    expect([refused.code, refused.stderr]).toEqual([1, `${email} has no app ${browser}\n`]);
    for (const words of [
      ['--browser-stays', '--all'],
      ['--with-apps', '--except', browser],
    ])
      expect((await command(email, ...words)).stderr).toContain('name it by its id');
    expect((await command(email, '--with-apps', '--browser-stays', '--', id)).code).toBe(1);
    expect(await alive(site, away)).toEqual([true, true]);
    expect(await command(email, '--browser-stays', '--', id)).toMatchObject({ code: 0 });
    expect(await alive(site, away)).toEqual([true, false]);
  });
});
