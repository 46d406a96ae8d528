import { describe, expect, test } from '@jest/globals';
import { sessionCollection } from '../../src/devices/index.ts';
import { confirmEnd, devicesOn, openOwn } from '../support/account-pages.ts';
import {
  addApp,
  introspect,
  redeem,
  refresh,
  signInByPages,
  signInRequest,
  walk,
  type SignedIn,
} from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { isSignedIn, works } from '../support/from-outside.ts';
import type { Person } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes' });
  const other = givenApp(postern, { kind: 'spa', firstParty: true, name: 'Calendar' });
  const phoneApp = givenApp(postern, {
    kind: 'native',
    firstParty: true,
    name: 'Pocket',
    redirectUris: ['com.example.pocket:/callback'],
  });

  const open = (person: Person, path: string, email: string) => openOwn(postern, person, path, email);

  test('without a sign-in the page asks for one, and comes back to what was asked for', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    const asked = await person.open(new URL('/account/devices?done=others', postern.issuer));
    expect(asked.url.pathname).toMatch(/^\/interaction\//);
    expect(asked.text).toContain('to go to your account');
    const screen = await open(person, '/account/devices?done=others', email);
    expect([screen.status, screen.url.pathname, screen.url.search]).toEqual([200, '/account/devices', '?done=others']);
    expect(screen.text).toContain(email);
  });

  test('the list shows each browser with what it is, this one first, and the apps signed in there', async () => {
    const { email } = await somebody(postern);
    const [laptop, desk] = [postern.person(), postern.person(chrome)];
    await signInByPages(postern, desk, other, email);
    await signInByPages(postern, laptop, app, email);
    const list = await open(laptop, '/account/devices', email);
    expect(devicesOn(list)).toHaveLength(2);
    expect(list.text).toMatch(/Firefox on Linux This device .*Apps: Notes.*Chrome on Windows .*Apps: Calendar/);
    expect(list.text).toContain('Last active: now');
    expect(list.text).toContain('Signed in with: password');
    const seen = await open(desk, '/account/devices', email);
    expect(seen.text).toMatch(/Chrome on Windows This device .*Firefox on Linux/);
  });

  test('one browser signs out another: its session, its apps and their tokens are dead by the answer, others are not', async () => {
    const { email } = await somebody(postern);
    const [laptop, desk, third] = [postern.person(), postern.person(chrome), postern.person(chrome)];
    const mine = await signInByPages(postern, laptop, app, email);
    const theirs = [await signInByPages(postern, desk, app, email), await signInByPages(postern, desk, other, email)];
    const apart = await signInByPages(postern, third, app, email);
    const list = await open(laptop, '/account/devices', email);
    const desks = devicesOn(await open(desk, '/account/devices', email))[0];
    expect(devicesOn(list)).toContain(desks);

    const done = await confirmEnd(postern, laptop, `${desks}/end`);
    expect(done.text).toContain('It is signed out.');
    for (const tokens of theirs) expect(await works(postern, tokens)).toBe(false);
    expect(await introspect(postern, app, theirs[0]?.refresh ?? '')).toEqual({ active: false });
    expect((await refresh(postern, other.id, theirs[1]?.refresh, other.headers)).body.error).toBe('invalid_grant');
    expect(await isSignedIn(postern, app, desk)).toBe(false);
    for (const tokens of [mine, apart]) expect(await works(postern, tokens)).toBe(true);
    expect([await isSignedIn(postern, app, laptop), await isSignedIn(postern, app, third)]).toEqual([true, true]);
    expect(devicesOn(done)).toHaveLength(2);
  });

  test('one app of several in a browser is signed out alone, with all its sign-ins there', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    const [first, second] = [
      await signInByPages(postern, person, app, email),
      await signInByPages(postern, person, app, email),
    ];
    const third = await signInByPages(postern, person, other, email);
    const [here] = devicesOn(await open(person, '/account/devices', email));
    const device = await person.open(new URL(here ?? '', postern.issuer));
    expect(device.text).toMatch(/Calendar First signed in: \w+ \d+, \d{4} /);
    const ends = [...device.html.matchAll(/href="([^"]+)" aria-label="Sign out of (\w+)"/g)];
    expect(ends.map(([, , name]) => name).sort()).toEqual(['Calendar', 'Notes']);

    const [, end = ''] = ends.find(([, , name]) => name === 'Notes') ?? [];
    const asked = await person.open(new URL(end, postern.issuer));
    expect(asked.text).toMatch(/Sign out of Notes ?\? On Firefox on Linux/);
    await person.submit(asked, '/end');
    const alive = await Promise.all([first, second, third].map((tokens) => works(postern, tokens)));
    expect(alive).toEqual([false, false, true]);
    expect(await isSignedIn(postern, app, person)).toBe(true);
  });

  test('an app on a phone is a device of its own: it stays when its browser goes, and goes alone', async () => {
    const { email } = await somebody(postern);
    const [laptop, phone] = [postern.person(), postern.person(chrome)];
    const redirect = { redirect_uri: 'com.example.pocket:/callback' };
    await signInByPages(postern, laptop, app, email);
    const tokens = await nativeSignIn(phone, email, redirect);
    const list = await open(laptop, '/account/devices', email);
    expect(list.text).toContain('Pocket');
    expect(devicesOn(list)).toHaveLength(3);

    const browser = devicesOn(await open(phone, '/account/devices', email))[0];
    await confirmEnd(postern, laptop, `${browser}/end`);
    expect((await refresh(postern, phoneApp.id, tokens.refresh)).status).toBe(200);
    const left = devicesOn(await open(laptop, '/account/devices', email));
    expect(left).toHaveLength(2);
    await confirmEnd(postern, laptop, `${left[1]}/end`);
    expect(await works(postern, tokens)).toBe(false);
    expect((await refresh(postern, phoneApp.id, tokens.refresh)).body.error).toBe('invalid_grant');
    expect(await isSignedIn(postern, app, laptop)).toBe(true);
  });

  /** The walk ends on a page that leads to the app, as browsers do not follow there by themselves. */
  async function nativeSignIn(person: Person, email: string, redirect: { redirect_uri: string }): Promise<SignedIn> {
    const request = signInRequest(postern, phoneApp.id, redirect);
    const page = await walk(person, request, email);
    const back = page.links.find((link) => link.startsWith('com.example.pocket:')) ?? page.url.href;
    const answer = await redeem(postern, phoneApp.id, { ...page, url: new URL(back) }, request.verifier, {}, redirect);
    const text = (name: string): string => String(answer.body[name]);
    return {
      screen: page,
      verifier: request.verifier,
      answer,
      access: text('access_token'),
      refresh: text('refresh_token'),
      idToken: text('id_token'),
    };
  }

  test('an app that is suspended is signed out too, and stays so when it is there again', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    const lasting = await addApp(postern, { kind: 'web', firstParty: true, refresh: { survivesSignOut: true } });
    const tokens = await signInByPages(postern, person, lasting, email);
    const list = await open(person, '/account/devices', email);
    const [link = ''] = devicesOn(list).filter((one) => one.endsWith(`.${lasting.id}`));
    const asked = await person.open(new URL(`${link}/end`, postern.issuer));
    await postern.rooms.clients.update(lasting.id, { disabled: true });
    expect((await person.submit(asked, '/end')).text).toContain('It is signed out.');
    await postern.rooms.clients.update(lasting.id, { disabled: null });
    expect(await works(postern, tokens)).toBe(false);
    expect((await refresh(postern, lasting.id, tokens.refresh, lasting.headers)).body.error).toBe('invalid_grant');
  });

  test('all others are signed out at once, apps on phones too, and this browser is not', async () => {
    const { email } = await somebody(postern);
    const [laptop, desk, phone] = [postern.person(), postern.person(chrome), postern.person(chrome)];
    const mine = await signInByPages(postern, laptop, app, email);
    const theirs = [
      await signInByPages(postern, desk, app, email),
      await nativeSignIn(phone, email, { redirect_uri: 'com.example.pocket:/callback' }),
    ];
    const list = await open(laptop, '/account/devices', email);
    expect(list.links).toContain('/account/end/others');
    const done = await confirmEnd(postern, laptop, '/account/end/others');
    expect(done.text).toContain('All other devices are signed out.');
    for (const tokens of theirs) expect(await works(postern, tokens)).toBe(false);
    expect([
      await isSignedIn(postern, app, laptop),
      await isSignedIn(postern, app, desk),
      await isSignedIn(postern, app, phone),
    ]).toEqual([true, false, false]);
    expect(await works(postern, mine)).toBe(true);
    expect(devicesOn(done)).toHaveLength(1);
    expect(done.links).not.toContain('/account/end/others');
  });

  test('everything is signed out at once, this browser too', async () => {
    const { email } = await somebody(postern);
    const [laptop, desk] = [postern.person(), postern.person(chrome)];
    const tokens = [await signInByPages(postern, laptop, app, email), await signInByPages(postern, desk, app, email)];
    const done = await confirmEnd(postern, laptop, '/account/end/everywhere');
    expect(done.title).toContain('You are signed out');
    for (const each of tokens) expect(await works(postern, each)).toBe(false);
    expect([await isSignedIn(postern, app, laptop), await isSignedIn(postern, app, desk)]).toEqual([false, false]);
    // And signing in again is nothing special.
    expect(devicesOn(await open(laptop, '/account/devices', email))).toHaveLength(1);
  });

  test('this device is signed out as by the app', async () => {
    const { email } = await somebody(postern);
    const [laptop, desk] = [postern.person(), postern.person(chrome)];
    const [mine, theirs] = [
      await signInByPages(postern, laptop, app, email),
      await signInByPages(postern, desk, app, email),
    ];
    const overview = await open(laptop, '/account', email);
    const end = overview.links.find((link) => link.endsWith('/end')) ?? '';
    const done = await confirmEnd(postern, laptop, end);
    expect(done.title).toContain('You are signed out');
    expect([await works(postern, mine), await works(postern, theirs)]).toEqual([false, true]);
    expect([await isSignedIn(postern, app, laptop), await isSignedIn(postern, app, desk)]).toEqual([false, true]);
  });

  test('every page of the account leads to that', async () => {
    const { email } = await somebody(postern);
    const laptop = postern.person();
    await signInByPages(postern, laptop, app, email);
    const [device = ''] = devicesOn(await open(laptop, '/account/devices', email));
    const rooms = ['devices', 'apps', 'history', 'security', 'password', 'email', 'security/apps', 'security/passkeys'];
    for (const path of [...rooms.map((room) => `/account/${room}`), device, `/account/apps/${app.id}`]) {
      expect([path, (await open(laptop, path, email)).links.includes('/account/sign-out')]).toEqual([path, true]);
    }
    const asked = await open(laptop, '/account/sign-out', email);
    expect(asked.url.pathname).toBe(`${device}/end`);
    expect((await laptop.submit(asked, '/end')).title).toContain('You are signed out');
  });

  test('a device gets a name of one line, and loses it', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    const [here = ''] = devicesOn(await open(person, '/account/devices', email));
    const page = await person.open(new URL(here, postern.issuer));
    const named = await person.submit(page, here, { name: '  My <b>laptop</b> 💻 ' });
    expect(named.text).toContain('The name is saved.');
    expect(named.html).toContain('My &lt;b&gt;laptop&lt;/b&gt; 💻');
    expect((await open(person, '/account/devices', email)).text).toMatch(
      /My <b>laptop<\/b> 💻 .*Seen as: Firefox on Linux/,
    );
    for (const name of ['x'.repeat(61), 'two\nlines', 'bell\u0007', '\u202Eevil']) {
      const refused = await person.submit(page, here, { name });
      expect([refused.status, refused.text.includes('Use at most 60 characters on one line.')]).toEqual([400, true]);
    }
    expect((await person.submit(page, here, { name: 'ü'.repeat(60) })).text).toContain('ü'.repeat(60));
    const family = '👨‍👩‍👧‍👦'.repeat(30);
    expect((await person.submit(page, here, { name: family })).text).toContain(family);
    for (const name of ['', ' \u200B', '\u2800', '\u3164\u2060']) {
      await person.submit(page, here, { name: 'My laptop' });
      expect((await open(person, '/account/devices', email)).text).toContain('Seen as');
      await person.submit(page, here, { name });
      expect((await open(person, '/account/devices', email)).text).not.toContain('Seen as');
    }
  });

  test('a page of a sign-in that waited in a browser goes no further once that was signed out', async () => {
    const { email } = await somebody(postern);
    const asking = await addApp(postern, { kind: 'web', name: 'Asking' });
    const [laptop, desk] = [postern.person(), postern.person(chrome)];
    await signInByPages(postern, desk, app, email);
    const consent = await desk.open(signInRequest(postern, asking.id).url);
    const theirs = devicesOn(await open(desk, '/account/devices', email))[0];
    await open(laptop, '/account', email);
    await confirmEnd(postern, laptop, `${theirs}/end`);
    const late = await desk.submit(consent, '/consent', { decision: 'allow' });
    expect([late.status, late.url.origin]).toEqual([410, postern.issuer]);
    expect(late.text).toContain('It ends too when you are signed out in the meantime, perhaps from another device.');
  });

  test('however many there are, each is on one page of the list, and all are ended at once', async () => {
    const { email } = await somebody(postern);
    const { id = '' } = (await postern.rooms.accounts.byEmail(email)) ?? {};
    const { sessions, devices, accounts, signedIn } = postern.rooms;
    const person = postern.person();
    await open(person, '/account', email);
    const many = 230;
    await Promise.all(
      Array.from({ length: many }, (_, number) => {
        const details = { account: id, device: devices.idOf(id, `browser ${number}`), signOuts: 0 };
        return sessions.start(`many-${profile}-${number}`, details, { requestId: 'r', userAgent: chrome });
      }),
    );
    const seen: string[] = [];
    let page = await open(person, '/account/devices', email);
    for (let pages = 0; pages < 10; pages += 1) {
      seen.push(...devicesOn(page));
      const more = page.links.find((link) => /^\/account\/devices\?after=[^&]*$/.test(link));
      if (!more) break;
      page = await person.open(new URL(more, postern.issuer));
    }
    expect([seen.length, new Set(seen).size]).toEqual([many + 1, many + 1]);
    await confirmEnd(postern, person, '/account/end/others');
    expect((await signedIn.list(id, { limit: 10 })).devices).toHaveLength(1);
    await accounts.signOut(id, { reason: 'ended_by_owner' });
    expect((await signedIn.list(id, { limit: 10 })).devices).toEqual([]);
  }, 120_000);

  test('a device is ended with all of its sessions, however many somebody made of it', async () => {
    const { email } = await somebody(postern);
    const { id = '' } = (await postern.rooms.accounts.byEmail(email)) ?? {};
    const { sessions, devices } = postern.rooms;
    const device = devices.idOf(id, `made of it ${profile}`);
    const details = { account: id, device, signOuts: 0 };
    const like = await sessions.start(`made-of-it-${profile}`, details, { requestId: 'r', userAgent: chrome });
    await postern.rooms.audit.idle();
    const { owed: _owed, owedSince: _since, ...record } = like;
    const copies = Array.from({ length: 520 }, (_, number) => ({ ...record, id: `made-of-it-${profile}-${number}` }));
    await Promise.all(copies.map((copy) => postern.rooms.store.documents.insert(sessionCollection, copy)));
    const person = postern.person();
    await open(person, '/account', email);
    await confirmEnd(postern, person, `/account/devices/${device}/end`);
    expect(await sessions.ofDevice(device)).toEqual([]);
  });

  test('what is another account’s is not there: neither seen, named nor ended', async () => {
    const [email, attackers] = [(await somebody(postern)).email, (await somebody(postern)).email];
    const [owner, attacker] = [postern.person(), postern.person()];
    const tokens = await signInByPages(postern, owner, app, email);
    const [theirs = ''] = devicesOn(await open(owner, '/account/devices', email));
    const page = await owner.open(new URL(theirs, postern.issuer));
    const appThere =
      page.links.find((link) => link.endsWith('/end') && !link.startsWith(`${theirs}/`))?.slice(0, -4) ?? '';
    await open(attacker, '/account', attackers);
    const [own = ''] = devicesOn(await open(attacker, '/account/devices', attackers));
    const { csrf = '' } = (await attacker.open(new URL(own, postern.issuer))).forms[0]?.fields ?? {};
    for (const path of [theirs, appThere, '/account/devices/nothing', `${theirs}x`]) {
      const seen = [
        await attacker.open(new URL(path, postern.issuer)),
        await attacker.open(new URL(`${path}/end`, postern.issuer)),
      ];
      for (const { status, text } of seen)
        expect([status, text.includes('There is nothing here')]).toEqual([404, true]);
      // Refused for the form's sake before anybody looks.
      for (const target of [path, `${path}/end`]) {
        expect((await attacker.post(new URL(target, postern.issuer), { csrf, name: 'mine' })).status).toBe(403);
      }
    }
    expect(await works(postern, tokens)).toBe(true);
    expect((await open(owner, '/account/devices', email)).text).not.toContain('mine');
  });

  test('a form of one page, session or browser ends nothing on another', async () => {
    const { email } = await somebody(postern);
    const [laptop, desk] = [postern.person(), postern.person(chrome)];
    const tokens = await signInByPages(postern, desk, app, email);
    const list = await open(laptop, '/account/devices', email);
    const [mine = '', theirs = ''] = devicesOn(list);
    const form = (await laptop.open(new URL(`${mine}/end`, postern.issuer))).forms[0];
    const elsewhere = (await desk.open(new URL(`${theirs}/end`, postern.issuer))).forms[0];
    for (const csrf of ['', 'x', form?.fields['csrf'] ?? '', elsewhere?.fields['csrf'] ?? '']) {
      for (const path of [`${theirs}/end`, '/account/end/others']) {
        const answer = await laptop.post(new URL(path, postern.issuer), { csrf });
        expect(answer.status).toBe(403);
        expect(answer.links.some((link) => link.endsWith(path))).toBe(true);
      }
    }
    expect(await works(postern, tokens)).toBe(true);
  });

  test('with two accounts in the browser the page says whose it is, and the chooser leads to the other', async () => {
    const [ann, bob] = [(await somebody(postern)).email, (await somebody(postern)).email];
    const person = postern.person();
    const anns = await signInByPages(postern, person, app, ann);
    const chooser = await person.open(new URL('/account/switch', postern.issuer));
    const form = await person.submit(chooser, '/account', { account: '' });
    const bobs = await person.submit(form, '/password', { identifier: bob, password: 'correct horse battery staple' });
    expect([bobs.url.pathname, bobs.text.includes(bob), bobs.text.includes(ann)]).toEqual(['/account', true, false]);
    expect(await works(postern, anns)).toBe(true);
    const again = await person.open(new URL('/account/switch', postern.issuer));
    const choice = /value="([^"]+)"[^>]*>(?:(?!<\/button>)[\s\S])*person-/g;
    const ids = [...again.html.matchAll(choice)].map(([, id]) => id ?? '');
    expect(ids).toHaveLength(2);
    const seen = await Promise.all(ids.map(async (id) => (await postern.rooms.accounts.get(id))?.email));
    const back = await person.submit(again, '/account', { account: ids[seen.indexOf(ann)] ?? '' });
    expect([back.url.pathname, back.text.includes(ann)]).toEqual(['/account', true]);
    expect(await works(postern, anns)).toBe(true);
  });

  test('a sign-in in a browser that the account was never in is told, but not the very first one', async () => {
    const { email } = await somebody(postern);
    const { id = '' } = (await postern.rooms.accounts.byEmail(email)) ?? {};
    const told = async () => (await postern.rooms.audit.search({ kind: 'device.new', account: id, limit: 10 })).events;
    const [laptop, desk] = [postern.person(), postern.person(chrome)];
    await signInByPages(postern, laptop, app, email);
    await signInByPages(postern, desk, app, email);
    await eventually(async () => expect(await told()).toHaveLength(1));
    expect((await told())[0]?.detail).toMatchObject({ name: 'Chrome, Windows' });
    await confirmEnd(postern, laptop, '/account/end/everywhere');
    for (const known of [laptop, desk]) await open(known, '/account', email);
    await eventually(async () => {
      const { events } = await postern.rooms.audit.search({ kind: 'session.started', account: id, limit: 10 });
      expect(events).toHaveLength(4);
    });
    await postern.rooms.sweep();
    expect(await told()).toHaveLength(1);
  });
});
