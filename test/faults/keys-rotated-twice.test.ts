import { describe, expect, test } from '@jest/globals';
import { decodeProtectedHeader } from 'jose';
import {
  password,
  payloadOf,
  post,
  redeem,
  refresh,
  signInByPages,
  signInRequest,
  userinfo,
  walk,
  type App,
} from '../support/apps.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { saidBy, saidTo, type Said } from './answers.ts';

const goodbye = 'https://app.example.com/goodbye';
const day = 24 * 3600;

/** Something that was begun with one set of keys, and is gone on with under another. */
type GoOn = () => Promise<Said>;

const hasCode = ({ url }: Screen): boolean => url.searchParams.has('code');
const isSignInForm = ({ forms }: Screen): boolean => forms.some(({ action }) => action.endsWith('/password'));
const keyOf = (credential: unknown): string => String(credential).split('.')[1] ?? '';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  const web = givenApp(postern, { kind: 'web', firstParty: true, postLogoutRedirectUris: [goodbye] });
  const asking = givenApp(postern, { kind: 'web', name: 'A third party' });

  const rotateAll = async (): Promise<void> => {
    for (const purpose of ['mac', 'cookie', 'signing'] as const) {
      await postern.rooms.keys.rotation.rotate(purpose, true);
    }
  };
  const withBrowser = async () => ({ ...(await somebody(postern)), person: postern.person() });
  const redeemed = async (app: App, door: Screen, verifier: string): Promise<Said> => {
    const said = saidBy(door, hasCode);
    return said === 'on' ? saidTo(await redeem(postern, app.id, door, verifier, app.headers)) : said;
  };
  const isSignedIn = async (person: Person): Promise<Said> =>
    saidBy(await person.open(signInRequest(postern, web.id, { prompt: 'none' }).url), hasCode);

  async function signingIn(): Promise<GoOn> {
    const { email, person } = await withBrowser();
    const request = signInRequest(postern, web.id);
    const form = await person.open(request.url);
    return async () => {
      const door = await person.submit(form, '/password', { identifier: email, password });
      return redeemed(web, door, request.verifier);
    };
  }

  async function consenting(): Promise<GoOn> {
    const { email, person } = await withBrowser();
    const request = signInRequest(postern, asking.id);
    const form = await person.open(request.url);
    const page = await person.submit(form, '/password', { identifier: email, password });
    return async () => redeemed(asking, await person.submit(page, '/consent', { decision: 'allow' }), request.verifier);
  }

  async function atTheDoor(): Promise<GoOn> {
    const { email, person } = await withBrowser();
    const request = signInRequest(postern, web.id);
    const door = await walk(person, request, email);
    return () => redeemed(web, door, request.verifier);
  }

  async function pushing(): Promise<GoOn> {
    const { email, person } = await withBrowser();
    await signInByPages(postern, person, web, email);
    const { url, verifier } = signInRequest(postern, web.id);
    const answer = await post(postern, '/par', Object.fromEntries(url.searchParams), web.headers);
    const used = new URL('/authorize', postern.issuer);
    const requestUri = String(answer.body['request_uri']);
    used.search = new URLSearchParams({ client_id: web.id, request_uri: requestUri }).toString();
    return async () => redeemed(web, await person.open(used), verifier);
  }

  async function usingAToken(): Promise<GoOn> {
    const { email, person } = await withBrowser();
    const { access } = await signInByPages(postern, person, web, email);
    return async () => saidTo(await userinfo(postern, access));
  }

  async function refreshing(): Promise<GoOn> {
    const { email, person } = await withBrowser();
    let { refresh: token } = await signInByPages(postern, person, web, email);
    return async () => {
      const answer = await refresh(postern, web.id, token, web.headers);
      if (answer.status === 200) token = String(answer.body['refresh_token']);
      return saidTo(answer);
    };
  }

  async function stayingSignedIn(): Promise<GoOn> {
    const { email, person } = await withBrowser();
    await signInByPages(postern, person, web, email);
    return () => isSignedIn(person);
  }

  /** A browser with two accounts: the one that is not in place is chosen. */
  async function choosing(): Promise<GoOn> {
    const { email, person } = await withBrowser();
    const { email: other } = await withBrowser();
    await signInByPages(postern, person, web, email);
    const chooser = await person.open(signInRequest(postern, web.id, { prompt: 'select_account' }).url);
    const form = await person.submit(chooser, '/account', { account: '' });
    expect(hasCode(await person.submit(form, '/password', { identifier: other, password }))).toBe(true);
    const { id = '' } = (await postern.rooms.accounts.byEmail(email)) ?? {};
    return async () => {
      const request = signInRequest(postern, web.id, { prompt: 'select_account' });
      const accounts = await person.open(request.url);
      // No account is known any more, or the one that is chosen must prove itself: in either case by its password.
      if (!accounts.text.includes(email)) return saidBy(accounts, isSignInForm) === 'on' ? 'over' : 'later';
      const door = await person.submit(accounts, '/account', { account: id });
      if (isSignInForm(door)) return 'over';
      const { body } = await redeem(postern, web.id, door, request.verifier, web.headers);
      expect(payloadOf(String(body['id_token']))['sub']).toBe(id);
      return 'on';
    };
  }

  async function signingOut(): Promise<GoOn> {
    const { email, person } = await withBrowser();
    const { idToken } = await signInByPages(postern, person, web, email);
    const url = new URL('/session/end', postern.issuer);
    url.search = new URLSearchParams({ id_token_hint: idToken, post_logout_redirect_uri: goodbye }).toString();
    return async () => {
      const screen = await person.open(url);
      if (screen.url.href !== goodbye) return saidBy(screen, () => false);
      expect(await isSignedIn(person)).toBe('over');
      return 'on';
    };
  }

  const everything = {
    'a code': atTheDoor,
    'a pushed request': pushing,
    'a sign-in under way': signingIn,
    'a consent page': consenting,
    'an opaque token': usingAToken,
    'a refresh token': refreshing,
    'a browser that is signed in': stayingSignedIn,
    'the other account of a browser': choosing,
    'a sign-out with an ID token': signingOut,
  };
  const begin = async (): Promise<Record<string, GoOn>> =>
    Object.fromEntries(
      await Promise.all(Object.entries(everything).map(async ([name, one]) => [name, await one()] as const)),
    );
  const allOf = async (begun: Record<string, GoOn>): Promise<Record<string, Said>> => {
    const said: Record<string, Said> = {};
    for (const [name, goOn] of Object.entries(begun)) said[name] = await goOn();
    return said;
  };
  const each = (said: Said): Record<string, Said> =>
    Object.fromEntries(Object.keys(everything).map((name) => [name, said]));

  test('every key twice, in the middle of everything: all goes on within its time, and nothing beyond it', async () => {
    await rotateAll();
    time.forward(5);
    await rotateAll();
    time.forward(35);
    const [now, between, left] = [await begin(), await refreshing(), await begin()];
    const { email, person } = await withBrowser();
    const before = await signInByPages(postern, person, web, email);

    time.forward(21);
    expect(await between()).toBe('on');
    time.forward(5);
    expect(await between()).toBe('on');
    expect(await allOf(now)).toEqual(each('on'));
    const after = await signInByPages(postern, postern.person(), web, email);
    const [older, newer] = [before, after].map(({ refresh: token, idToken }) => [
      keyOf(token),
      decodeProtectedHeader(idToken).kid,
    ]);
    const macs = (await postern.rooms.keys.rotation.list()).filter(({ purpose }) => purpose === 'mac');
    expect(macs.map(({ id, phase }) => [id, phase])).toEqual([
      ['mac-3', 'active'],
      ['mac-2', 'kept'],
      ['mac-1', 'kept'],
    ]);
    expect([older?.[0], newer?.[0], older?.[1] === newer?.[1]]).toEqual(['mac-1', 'mac-3', false]);

    const beyond = async (name: keyof typeof everything, seconds: number): Promise<void> => {
      time.forward(seconds);
      expect([name, await left[name]?.()]).toEqual([name, 'over']);
    };
    await beyond('a code', 60);
    await beyond('a pushed request', 60);
    await beyond('an opaque token', 600);
    await beyond('a sign-in under way', 3600);
    await beyond('a consent page', 0);
    await beyond('a browser that is signed in', 14 * day);
    await beyond('the other account of a browser', 0);
    await beyond('a refresh token', 16 * day);

    // When its key is gone too, it is refused in the same words.
    time.forward(1001 * day);
    await postern.rooms.sweep();
    expect((await postern.rooms.keys.rotation.list()).map(({ id }) => id)).not.toContain('mac-1');
    expect(await allOf(left)).toEqual(each('over'));
  }, 120_000);
});
