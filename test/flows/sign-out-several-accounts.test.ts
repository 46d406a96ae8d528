import { beforeAll, describe, expect, test } from '@jest/globals';
import { StoreUnavailable } from '../../adapters/store.ts';
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
  type App,
  type SignedIn,
} from '../support/apps.ts';
import { onceRead, onceReplaced } from '../support/between.ts';
import { eventually } from '../support/eventually.ts';
import { logoutReceiver } from '../support/logout-receiver.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { signInBeside } from '../support/several.ts';
import { given, givenApp, onPostern } from '../support/suite.ts';

const [ann, bob, cy] = ['ann@example.com', 'bob@example.com', 'cy@example.com'];
const goodbye = 'https://app.example.com/goodbye';
const confirm = '/session/end/confirm';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile, { sweepEvery: 200 });
  const receiver = given(logoutReceiver, (started) => started.stop());
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    for (const email of [ann, bob, cy]) ids[email] = await account(postern, email);
  });
  const common = { kind: 'web', firstParty: true, postLogoutRedirectUris: [goodbye] };
  /** Ann's app: its ID tokens name the session. */
  const web = given(() => addApp(postern, { ...common, name: 'Web App', backchannelLogoutUri: receiver.uri }));
  /** Bob's app. */
  const other = givenApp(postern, { ...common, name: 'Other' });
  /** Its ID tokens name no session, and an account as it alone knows it. */
  const pairwise = givenApp(postern, { ...common, name: 'Pairwise', pairwise: true });

  const add = (person: Person, app: App, email: string) => signInBeside(postern, person, app, email);

  /** A browser with Ann in Web App, and Bob, who is in place, in another one. */
  async function both(app = web): Promise<{ person: Person; anns: SignedIn; bobs: SignedIn }> {
    const person = postern.person();
    const anns = await signInByPages(postern, person, app, ann);
    return { person, anns, bobs: await add(person, other, bob) };
  }

  const end = (person: Person, more: Record<string, string> = {}): Promise<Screen> => {
    const url = new URL('/session/end', postern.issuer);
    url.search = new URLSearchParams(more).toString();
    return person.open(url);
  };
  /** What Ann's app sends. */
  const asApp = ({ idToken }: SignedIn) => ({ id_token_hint: idToken, post_logout_redirect_uri: goodbye, state: 's' });
  const works = async (app: App, tokens: SignedIn): Promise<boolean> => {
    const [used, refreshed] = [
      (await userinfo(postern, tokens.access)).status === 200,
      (await refresh(postern, app.id, tokens.refresh, app.headers)).status === 200,
    ];
    expect(refreshed).toBe(used);
    return used;
  };
  /** Who an app gets without a question. */
  async function inPlace(person: Person): Promise<string | undefined> {
    const request = signInRequest(postern, other.id, { prompt: 'none' });
    const screen = await person.open(request.url);
    if (!screen.url.searchParams.has('code')) return undefined;
    const { body } = await redeem(postern, other.id, screen, request.verifier, other.headers);
    return Object.keys(ids).find((email) => ids[email] === payloadOf(String(body['id_token']))['sub']);
  }
  const chooser = (person: Person) => person.open(signInRequest(postern, other.id, { prompt: 'select_account' }).url);
  /** Whether the browser has nobody to choose: then the first page asks for a password. */
  const isEmpty = async (person: Person): Promise<boolean> =>
    (await chooser(person)).forms.some(({ action }) => action.endsWith('/password'));
  const leaveAs = async (person: Person, logout: 'yes' | 'all' = 'yes'): Promise<Screen> =>
    person.submit(await end(person), confirm, { logout });

  test.each([
    ['that names the session', () => web],
    ['that names an account as the app alone knows it', () => pairwise],
  ])('a hint %s ends that one, and nothing of the account in place', async (_what, appOf) => {
    const app = appOf();
    const { person, anns, bobs } = await both(app);
    expect('sid' in payloadOf(anns.idToken)).toBe(app === web);
    const back = await end(person, asApp(anns));
    expect(back.url.href).toBe(`${goodbye}?state=s`);
    expect(await works(app, anns)).toBe(false);
    expect(await works(other, bobs)).toBe(true);
    expect(await inPlace(person)).toBe(bob);
    expect((await chooser(person)).text).not.toContain(ann);
  });

  test('so it does when nobody is in place any more', async () => {
    const { person, anns, bobs } = await both();
    await leaveAs(person);
    expect(await works(other, bobs)).toBe(false);
    const back = await end(person, asApp(anns));
    expect(back.url.href).toBe(`${goodbye}?state=s`);
    expect(await works(web, anns)).toBe(false);
    expect(await isEmpty(person)).toBe(true);
  });

  test('without a hint nobody in place is not nobody signed in: the person is asked', async () => {
    const { person, anns } = await both();
    await leaveAs(person);
    const page = await end(person, { client_id: web.id, post_logout_redirect_uri: goodbye, state: 's' });
    expect([page.status, page.url.origin]).toEqual([200, postern.issuer]);
    expect(page.text).toContain(ann);
    const back = await person.submit(page, confirm, { logout: 'yes' });
    expect(back.url.href).toBe(`${goodbye}?state=s`);
    expect(await works(web, anns)).toBe(false);
  });

  test('where the app named no address, the page says who is still there, in place or not', async () => {
    const { person, anns } = await both();
    const page = await end(person, { id_token_hint: anns.idToken });
    // Bob is who reads it.
    expect(page.title).toContain('Somebody is still signed in here');
    expect(page.text).not.toContain('You are signed out');
    expect(page.text).toContain(bob);
    expect(page.text).not.toContain(ann);
    expect(await inPlace(person)).toBe(bob);
  });

  test('a hint about a session of another browser ends nothing here; the page says who would be signed out', async () => {
    const elsewhere = await signInByPages(postern, postern.person(), web, cy);
    const { person, anns, bobs } = await both();
    const page = await end(person, asApp(elsewhere));
    expect(page.status).toBe(200);
    expect(page.text).toContain('Web App asked to sign out an account that is not signed in in this browser');
    expect(page.text).toContain(bob);
    expect(page.text).not.toContain(cy);
    expect([await works(web, elsewhere), await works(web, anns), await works(other, bobs)]).toEqual([true, true, true]);
    const back = await person.submit(page, confirm);
    expect(back.url.href).toBe(`${goodbye}?state=s`);
    expect(await inPlace(person)).toBe(bob);
    expect(await works(web, elsewhere)).toBe(true);
  });

  test('where nobody is in place and the hint is about nobody here, the app gets the person back', async () => {
    const elsewhere = await signInByPages(postern, postern.person(), web, cy);
    const { person, anns } = await both();
    await leaveAs(person);
    expect((await end(person, asApp(elsewhere))).url.href).toBe(`${goodbye}?state=s`);
    expect(await works(web, anns)).toBe(true);
    expect(await works(web, elsewhere)).toBe(true);
  });

  test('a hint that names another session of the same person is no proof for this one', async () => {
    const elsewhere = await signInByPages(postern, postern.person(), web, ann);
    const { person, anns, bobs } = await both();
    const page = await end(person, asApp(elsewhere));
    expect(page.forms.some(({ action }) => action === confirm)).toBe(true);
    // It is about Ann, though: she is the one who is asked about, whoever is in place.
    const back = await person.submit(page, confirm, { logout: 'yes' });
    expect(back.url.href).toBe(`${goodbye}?state=s`);
    expect([await works(web, elsewhere), await works(web, anns), await works(other, bobs)]).toEqual([
      true,
      false,
      true,
    ]);
    expect(await inPlace(person)).toBe(bob);
  });

  test('nor is it where she is the only one here', async () => {
    const elsewhere = await signInByPages(postern, postern.person(), web, ann);
    const person = postern.person();
    const tokens = await signInByPages(postern, person, web, ann);
    const page = await end(person, asApp(elsewhere));
    expect(page.text).toContain(ann);
    expect(await works(web, tokens)).toBe(true);
    const back = await end(person, asApp(tokens));
    expect(back.url.href).toBe(`${goodbye}?state=s`);
    expect([await works(web, tokens), await works(web, elsewhere)]).toEqual([false, true]);
  });

  test('the page names an app only to whom it is signed in for', async () => {
    const { person } = await both();
    const page = await end(person, { client_id: web.id });
    expect(page.text).toContain(bob);
    expect(page.text).not.toContain('This signs you out of Web App');
    expect((await end(person, { client_id: other.id })).text).toContain('This signs you out of Other');
  });

  test('nor does it say that it signs out of an app that stays', async () => {
    const away = await addApp(postern, {
      kind: 'web',
      name: 'Away',
      firstParty: true,
      refresh: { survivesSignOut: true },
    });
    const person = postern.person();
    const tokens = await signInByPages(postern, person, away, ann);
    const page = await end(person, { client_id: away.id });
    expect(page.text).toContain('This signs you out of the apps that you opened');
    // Who has signed out of a shared computer believes otherwise.
    expect(page.text).toMatch(/Apps that stay signed in by themselves, .*: Away\./);
    const german = await end(person, { client_id: away.id, ui_locales: 'de' });
    expect(german.text).toMatch(/Apps, die von selbst angemeldet bleiben, .*: Away\./);
    // What is in another browser, or somebody else's, is not at stake.
    const elsewhere = postern.person();
    await signInByPages(postern, elsewhere, away, bob);
    await add(elsewhere, web, ann);
    expect((await end(elsewhere)).text).not.toContain('by themselves');
    await person.submit(page, confirm, { logout: 'yes' });
    expect(await works(away, tokens)).toBe(true);
  });

  test('accounts of another browser are neither named nor signed out', async () => {
    const [mine, theirs] = [await both(), await both()];
    // Whoever has the browser's cookie alone has no proof of who signed in in it.
    const planted = postern.person();
    planted.cookies.set('postern.browser;/', { value: theirs.person.cookie('postern.browser') ?? '', path: '/' });
    expect((await end(planted, asApp(theirs.anns))).url.href).toBe(`${goodbye}?state=s`);
    expect((await end(planted)).text).not.toContain(ann);
    await leaveAs(mine.person, 'all');
    expect(await works(web, theirs.anns)).toBe(true);
    expect(await works(other, theirs.bobs)).toBe(true);
  });

  test('a store that is down is never taken for nobody signed in', async () => {
    const email = `dee-${profile}@example.com`;
    ids[email] = await account(postern, email);
    const person = postern.person();
    const dees = await signInByPages(postern, person, web, email);
    await add(person, other, bob);
    await leaveAs(person);
    const [session] = await postern.rooms.sessions.list(ids[email], { limit: 2 });
    const failing = onceRead('sessions', session?.id ?? '', () => Promise.reject(new StoreUnavailable('gone')));
    const failed = await end(person, asApp(dees));
    expect([failed.status, failing.happened]).toEqual([503, true]);
    expect(failed.html).toContain('<h1');
    expect(await works(web, dees)).toBe(true);
    expect((await end(person, asApp(dees))).url.href).toBe(`${goodbye}?state=s`);
    expect(await works(web, dees)).toBe(false);
  });

  test('of all, those that a failing store left are ended by asking again', async () => {
    const email = `eve-${profile}@example.com`;
    ids[email] = await account(postern, email);
    const person = postern.person();
    const anns = await signInByPages(postern, person, web, ann);
    const eves = await add(person, other, email);
    const [session] = await postern.rooms.sessions.list(ids[email], { limit: 2 });
    const page = await end(person);
    onceReplaced('sessions', session?.id ?? '', () => Promise.reject(new StoreUnavailable('gone')));
    expect((await person.submit(page, confirm, { logout: 'all' })).status).toBe(503);
    expect(await works(web, anns)).toBe(true);
    const again = await person.submit(page, confirm, { logout: 'all' });
    expect(again.text).toContain(ann);
    await person.submit(again, confirm, { logout: 'all' });
    await eventually(async () => expect(await works(other, eves)).toBe(false));
    expect(await works(web, anns)).toBe(false);
  });

  test('who was here only as long as the window is neither named nor signed out after it', async () => {
    const person = postern.person();
    await signInByPages(postern, person, other, bob);
    const first = await person.open(signInRequest(postern, web.id, { prompt: 'select_account' }).url);
    const screen = await person.submit(first, '/account', { account: '' });
    const form = screen.forms.find(({ action }) => action.endsWith('/password'));
    const { remember, ...fields } = form?.fields ?? {};
    expect(remember).toBeDefined();
    const door = await person.post(new URL(form?.action ?? '', postern.issuer), {
      ...fields,
      identifier: ann,
      password,
    });
    expect(door.url.searchParams.has('code')).toBe(true);
    expect((await end(person)).text).toContain(ann);
    for (const name of ['window', 'session']) person.cookies.delete(`postern.${name};/`);
    const page = await end(person);
    expect(page.text).toContain(bob);
    expect(page.text).not.toContain(ann);
  });

  test('the page of who signed out names who is still signed in, and signs out all of them', async () => {
    const { person, anns, bobs } = await both();
    const out = await leaveAs(person);
    expect(out.title).toContain('You are signed out');
    expect(out.text).toContain(ann);
    expect(out.text).not.toContain(bob);
    expect(await works(web, anns)).toBe(true);
    const before = receiver.requests.length;
    const after = await person.submit(out, confirm, { logout: 'all' });
    expect(after.title).toContain('You are signed out');
    expect(after.text).toContain('You can close this page');
    expect(await works(web, anns)).toBe(false);
    expect(await works(other, bobs)).toBe(false);
    await eventually(() => expect(receiver.requests.length).toBe(before + 1));
    expect(receiver.requests.at(-1)?.claims).toMatchObject({ sub: ids[ann], sid: payloadOf(anns.idToken)['sid'] });
    expect(await isEmpty(person)).toBe(true);
  });

  test('the confirmation offers all of them too, and leads back to the app', async () => {
    const { person, anns, bobs } = await both();
    const third = await add(person, web, cy);
    const page = await end(person, { client_id: web.id, post_logout_redirect_uri: goodbye });
    for (const email of [ann, bob, cy]) expect(page.text).toContain(email);
    expect(page.text).toContain('Sign out of all accounts');
    const before = receiver.requests.length;
    const back = await person.submit(page, confirm, { logout: 'all' });
    expect(back.url.href).toBe(goodbye);
    expect([await works(web, anns), await works(other, bobs), await works(web, third)]).toEqual([false, false, false]);
    await eventually(() => expect(receiver.requests.length).toBe(before + 2));
    expect(await isEmpty(person)).toBe(true);
  });

  test('one account alone is offered nothing that it does not need', async () => {
    const person = postern.person();
    await signInByPages(postern, person, web, ann);
    const page = await end(person);
    expect(page.text).not.toContain('all accounts');
    const out = await person.submit(page, confirm, { logout: 'yes' });
    expect(out.forms).toEqual([]);
  });

  test('signing out under “my account” names who is left as well', async () => {
    const { person } = await both();
    const overview = await person.open(new URL('/account', postern.issuer));
    const link = overview.links.find((one) => /\/account\/devices\/[^/]+\/end$/.test(one)) ?? '';
    const asked = await person.open(new URL(link, postern.issuer));
    const out = await person.submit(asked, '/end');
    expect(out.url.pathname).toBe('/session/end/success');
    expect(out.text).toContain(ann);
  });

  test('“all” is nothing that another site, browser or session can ask for', async () => {
    const { person, anns, bobs } = await both();
    const attacker = postern.person();
    await signInByPages(postern, attacker, web, cy);
    const [own] = (await end(attacker)).forms;
    const mine = (await end(person)).forms[0]?.fields ?? {};
    const forged = [
      {},
      { csrf: own?.fields['csrf'] ?? '' },
      { ...own?.fields },
      { ...mine, csrf: own?.fields['csrf'] ?? '' },
      { ...mine, session: own?.fields['session'] ?? '' },
      { ...mine, session: '' },
      { ...mine, csrf: '' },
    ];
    for (const fields of forged) {
      const answer = await person.post(new URL(confirm, postern.issuer), { ...fields, logout: 'all' });
      expect(answer.status).toBe(403);
      // No dead end: it can be asked anew.
      expect(answer.links).toContain('/session/end');
    }
    expect([await works(web, anns), await works(other, bobs)]).toEqual([true, true]);
  });

  describe('in two tabs', () => {
    test('the form of the older one works too', async () => {
      const person = postern.person();
      const tokens = await signInByPages(postern, person, web, ann);
      const older = await end(person, { client_id: web.id, post_logout_redirect_uri: goodbye, state: 'older' });
      await end(person, { client_id: other.id, post_logout_redirect_uri: goodbye, state: 'newer' });
      const back = await person.submit(older, confirm, { logout: 'yes' });
      expect(back.url.href).toBe(`${goodbye}?state=older`);
      expect(await works(web, tokens)).toBe(false);
    });

    test('a form of who has signed out meanwhile goes on to its app, and ends nothing of who came since', async () => {
      const person = postern.person();
      await signInByPages(postern, person, web, ann);
      const ask = { client_id: web.id, post_logout_redirect_uri: goodbye, state: 's' };
      const [first, second, third] = [await end(person, ask), await end(person, ask), await end(person, ask)];
      await person.submit(first, confirm, { logout: 'yes' });
      expect((await person.submit(second, confirm, { logout: 'yes' })).url.href).toBe(`${goodbye}?state=s`);
      const bobs = await signInByPages(postern, person, web, bob);
      const fresh = await person.submit(third, confirm, { logout: 'yes' });
      expect([fresh.status, fresh.url.pathname]).toEqual([200, '/session/end']);
      expect(fresh.text).toContain(bob);
      expect(await works(web, bobs)).toBe(true);
      expect((await person.submit(fresh, confirm, { logout: 'yes' })).url.href).toBe(`${goodbye}?state=s`);
      expect(await works(web, bobs)).toBe(false);
    });

    test('an address that was taken from the app since the page was opened leads nowhere', async () => {
      const app = await addApp(postern, { kind: 'web', firstParty: true, postLogoutRedirectUris: [goodbye] });
      const person = postern.person();
      await signInByPages(postern, person, app, ann);
      const page = await end(person, { client_id: app.id, post_logout_redirect_uri: goodbye });
      await postern.rooms.clients.update(app.id, { postLogoutRedirectUris: [] });
      const out = await person.submit(page, confirm, { logout: 'yes' });
      expect([out.url.origin, out.status]).toEqual([postern.issuer, 200]);
      expect(await inPlace(person)).toBeUndefined();
    });
  });

  test('an app on a phone gets the person back by a page, from the confirmation too', async () => {
    const home = 'com.example.app:/goodbye';
    const native = await addApp(postern, { kind: 'native', firstParty: true, postLogoutRedirectUris: [home] });
    const person = postern.person();
    await signInByPages(postern, person, web, ann);
    const page = await end(person, { client_id: native.id, post_logout_redirect_uri: home, state: 's' });
    const out = await person.submit(page, confirm, { logout: 'yes' });
    expect(out.status).toBe(200);
    expect(out.links).toContain(`${home}?state=s`);
    expect(await inPlace(person)).toBeUndefined();
  });
});
