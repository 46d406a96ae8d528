import { describe, expect, test } from '@jest/globals';
import { password, redeem, refresh, signInRequest } from '../support/apps.ts';
import { isSignedIn } from '../support/from-outside.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { signInForm } from '../support/several.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const hour = 3600;

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  /** Signs in, and notes which cookies were set without a date: those go when the window is closed. */
  async function signInWith(person: Person, email: string, remember: 'yes' | '', more = {}) {
    const request = signInRequest(postern, app.id, more);
    const ofWindow = new Set<string>();
    const { fetch: real } = globalThis;
    globalThis.fetch = async (...given) => {
      const response = await real(...given);
      for (const line of response.headers.getSetCookie()) {
        const name = line.slice(0, line.indexOf('='));
        if (/; ?(expires|max-age)=/i.test(line)) ofWindow.delete(name);
        else ofWindow.add(name);
      }
      return response;
    };
    try {
      const form = await signInForm(person, request.url);
      const screen = await person.submit(form, '/password', { identifier: email, password, remember });
      return { screen, request, close: () => close(person, ofWindow) };
    } finally {
      globalThis.fetch = real;
    }
  }

  /** Closes the browser's last window. */
  function close(person: Person, ofWindow: ReadonlySet<string>): void {
    for (const key of person.cookies.keys()) if (ofWindow.has(key.split(';')[0] ?? '')) person.cookies.delete(key);
  }

  const chooser = (person: Person): Promise<Screen> =>
    person.open(signInRequest(postern, app.id, { prompt: 'select_account' }).url);

  test('who wants to stay signed in is there when the window was closed: it is what is offered', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    const form = await person.open(signInRequest(postern, app.id).url);
    expect(form.html).toMatch(/<input type="checkbox" name="remember" value="yes" checked>/);
    const { close } = await signInWith(person, email, 'yes');
    close();
    expect(await isSignedIn(postern, app, person)).toBe(true);
    time.forward(13 * hour);
    expect(await isSignedIn(postern, app, person)).toBe(true);
  });

  test('who does not is signed in until the window is closed', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    const { close } = await signInWith(person, email, '');
    expect(await isSignedIn(postern, app, person)).toBe(true);
    close();
    expect(await isSignedIn(postern, app, person)).toBe(false);
  });

  test('nobody after them chooses their account without the password, nor sees its address', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    const { close } = await signInWith(person, email, '');
    expect((await chooser(person)).text).toContain(email);
    close();
    const next = await chooser(person);
    expect(next.text).not.toContain(email);
    const { id = '' } = (await postern.rooms.accounts.byEmail(email)) ?? {};
    const form = next.forms.find(({ action }) => /\/(account|password)$/.test(action));
    const tried = await person.post(
      new URL(`${next.url.pathname.split('/').slice(0, 3).join('/')}/account`, postern.issuer),
      {
        csrf: form?.fields['csrf'] ?? '',
        account: id,
      },
    );
    expect(tried.url.searchParams.has('code')).toBe(false);
    expect(tried.text).not.toContain(email);
  });

  test('with us it ends after twelve hours, however busy, and its apps with it', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    const { screen, request } = await signInWith(person, email, '');
    const tokens = await redeem(postern, app.id, screen, request.verifier, app.headers);
    for (let hours = 0; hours < 12; hours += 4) {
      time.forward(4 * hour - 60);
      expect([hours, await isSignedIn(postern, app, person)]).toEqual([hours, true]);
    }
    time.forward(4 * 60);
    expect(await isSignedIn(postern, app, person)).toBe(false);
    const late = await refresh(postern, app.id, tokens.body['refresh_token'], app.headers);
    expect(late.body.error).toBe('invalid_grant');
  });

  test('another account that stays is still there when the window of this one was closed', async () => {
    const [staying, passing] = [(await somebody(postern)).email, (await somebody(postern)).email];
    const person = postern.person();
    await signInWith(person, staying, 'yes');
    const other = await signInWith(person, passing, '', { prompt: 'login' });
    expect(await isSignedIn(postern, app, person)).toBe(true);
    other.close();
    const page = await chooser(person);
    expect([page.text.includes(staying), page.text.includes(passing)]).toEqual([true, false]);
    const { id = '' } = (await postern.rooms.accounts.byEmail(staying)) ?? {};
    expect((await person.submit(page, '/account', { account: id })).url.searchParams.has('code')).toBe(true);
  });

  test('proving it once more keeps what was chosen, unless it is chosen anew', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    await signInWith(person, email, '');
    const form = await person.open(signInRequest(postern, app.id, { prompt: 'login' }).url);
    expect(form.html).toMatch(/<input type="checkbox" name="remember" value="yes">/);
    const { close } = await signInWith(person, email, 'yes', { prompt: 'login' });
    close();
    expect(await isSignedIn(postern, app, person)).toBe(true);
  });

  test('who signs in again in the same browser goes on with the session that is there', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    const first = await signInWith(person, email, 'yes');
    const tokens = await redeem(postern, app.id, first.screen, first.request.verifier, app.headers);
    person.cookies.delete('postern.session;/');
    await signInWith(person, email, 'yes');
    const { id = '' } = (await postern.rooms.accounts.byEmail(email)) ?? {};
    expect((await postern.rooms.signedIn.list(id, { limit: 10 })).devices).toMatchObject([
      { sessions: [{ generation: 2 }] },
    ]);
    expect((await refresh(postern, app.id, tokens.body['refresh_token'], app.headers)).status).toBe(200);
  });
});
