import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { place } from '../backup/place.ts';
import {
  addApp,
  password,
  post,
  redeem,
  refresh,
  signInByPages,
  signInRequest,
  userinfo,
  walk,
  type Answer,
  type App,
} from '../support/apps.ts';
import { devicesOn, openOwn } from '../support/account-pages.ts';
import { Person, type Screen } from '../support/person.ts';
import { availableProfiles, type Postern } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { saidBy, saidTo, type Said } from './answers.ts';

type Running = Pick<Postern, 'issuer' | 'rooms'>;

/** Somebody who is in the middle of something when the backup is made. */
interface Midway {
  readonly email: string;
  readonly person: Person;
  /** What happens after the backup, so that the store forgets it. */
  readonly later?: () => Promise<unknown>;
  /** Whatever they have been given, before the backup and after it, each as it would be used. */
  readonly held: () => readonly (readonly [what: string, use: () => Promise<Said>])[];
}

const hasCode = ({ url }: Screen): boolean => url.searchParams.has('code');
const silently = { prompt: 'none' };

/** The apps of the installation. */
async function apps({ rooms }: Running) {
  return {
    web: await addApp({ rooms }, { kind: 'web', firstParty: true }),
    asking: await addApp({ rooms }, { kind: 'spa', name: 'A third party' }),
    phone: await addApp({ rooms }, { kind: 'native', firstParty: true, refresh: { survivesSignOut: true } }),
  };
}

describe.each(availableProfiles())('on %s', (profile) => {
  test('a store that is as it was before, in the middle of everything: nothing of before works, and everything goes on with a new sign-in', async () => {
    await using here = await place(profile);
    const file = join(here.directory, 'backup.gz');
    const { all, web, phone } = await here.running(async (postern) => {
      const registered = await apps(postern);
      const begun = await midway(postern, registered);
      expect((await here.command('backup', file)).code).toBe(0);
      for (const { later } of begun) await later?.();
      return { all: begun, ...registered };
    });
    expect((await here.command('restore', file, '--replace', '--yes')).code).toBe(0);

    await here.running(async (postern) => {
      for (const { held } of all) {
        for (const [what, use] of held()) expect([what, await use()]).toEqual([what, 'over']);
      }
      for (const { email, person } of all) {
        const { id = '' } = (await postern.rooms.accounts.byEmail(email)) ?? {};
        expect([email, (await postern.rooms.signedIn.list(id, { limit: 10 })).devices]).toEqual([email, []]);
        // In the very browser in which they were.
        const tokens = await signInByPages(postern, person, web, email);
        expect((await refresh(postern, web.id, tokens.refresh, web.headers)).status).toBe(200);
        const lasting = await signInByPages(postern, person, phone, email);
        expect((await refresh(postern, phone.id, lasting.refresh)).status).toBe(200);
        expect(devicesOn(await openOwn(postern, person, '/account/devices', email))).toHaveLength(2);
      }
      await postern.rooms.sweep();
      for (const { person } of all) {
        expect(hasCode(await person.open(signInRequest(postern, web.id, silently).url))).toBe(true);
      }
    });
  }, 120_000);
});

/** Everybody, each where the backup is to find them. */
async function midway(
  postern: Running,
  { web, asking, phone }: { readonly web: App; readonly asking: App; readonly phone: App },
): Promise<Midway[]> {
  const withBrowser = async () => ({ ...(await somebody(postern)), person: new Person() });
  const refreshOf = (app: App, token: unknown): Promise<Answer> => refresh(postern, app.id, token, app.headers);
  const usedAs = (app: App, token: unknown) => async (): Promise<Said> => saidTo(await refreshOf(app, token));
  const access = (token: string) => async (): Promise<Said> => saidTo(await userinfo(postern, token));
  const session = (person: Person) => async (): Promise<Said> =>
    saidBy(await person.open(signInRequest(postern, web.id, silently).url), hasCode);
  const moved = async (app: App, token: unknown): Promise<string> => {
    const { status, body } = await refreshOf(app, token);
    expect(status).toBe(200);
    return String(body['refresh_token']);
  };

  async function atTheForm(): Promise<Midway> {
    const { email, person } = await withBrowser();
    const form = await person.open(signInRequest(postern, web.id).url);
    const fields = { identifier: email, password };
    return {
      email,
      person,
      held: () => [['a sign-in form', async () => saidBy(await person.submit(form, '/password', fields), hasCode)]],
    };
  }

  async function atTheConsentPage(): Promise<Midway> {
    const { email, person } = await withBrowser();
    const form = await person.open(signInRequest(postern, asking.id).url);
    const page = await person.submit(form, '/password', { identifier: email, password });
    const allow = () => person.submit(page, '/consent', { decision: 'allow' });
    return { email, person, held: () => [['a consent page', async () => saidBy(await allow(), hasCode)]] };
  }

  async function withACode(): Promise<Midway> {
    const { email, person } = await withBrowser();
    const request = signInRequest(postern, web.id);
    const door = await walk(person, request, email);
    const redeemed = () => redeem(postern, web.id, door, request.verifier, web.headers);
    return { email, person, held: () => [['a code', async () => saidTo(await redeemed())]] };
  }

  async function withAPushedRequest(): Promise<Midway> {
    const { email, person } = await withBrowser();
    await signInByPages(postern, person, web, email);
    const { url } = signInRequest(postern, web.id);
    const answer = await post(postern, '/par', Object.fromEntries(url.searchParams), web.headers);
    const used = new URL('/authorize', postern.issuer);
    const requestUri = String(answer.body['request_uri']);
    used.search = new URLSearchParams({ client_id: web.id, request_uri: requestUri }).toString();
    return { email, person, held: () => [['a pushed request', async () => saidBy(await person.open(used), hasCode)]] };
  }

  async function betweenTwoRefreshes(): Promise<Midway> {
    const { email, person } = await withBrowser();
    const first = await signInByPages(postern, person, web, email);
    const tokens = [first.refresh, await moved(web, first.refresh)];
    return {
      email,
      person,
      later: async () => {
        for (let times = 0; times < 2; times += 1) tokens.push(await moved(web, tokens.at(-1)));
      },
      held: () => [
        ...tokens.toReversed().map((token, index) => [`refresh token ${4 - index}`, usedAs(web, token)] as const),
        ['an opaque token', access(first.access)],
      ],
    };
  }

  async function beforeATheft(): Promise<Midway> {
    const { email, person } = await withBrowser();
    const first = await signInByPages(postern, person, phone, email);
    const tokens = [first.refresh];
    return {
      email,
      person,
      later: async () => {
        tokens.push(await moved(phone, first.refresh));
        const thief = { 'user-agent': 'curl/8.5' };
        expect((await refresh(postern, phone.id, first.refresh, thief)).body.error).toBe('invalid_grant');
      },
      held: () => tokens.map((token) => ['a refresh token of a family that had ended', usedAs(phone, token)]),
    };
  }

  async function beforeADeviceIsEnded(): Promise<Midway> {
    const { email, person } = await withBrowser();
    const { id = '' } = (await postern.rooms.accounts.byEmail(email)) ?? {};
    const browser = await signInByPages(postern, person, web, email);
    const alone = await signInByPages(postern, new Person(), phone, email);
    return {
      email,
      person,
      later: async () => {
        const { devices } = await postern.rooms.signedIn.list(id, { limit: 10 });
        expect(devices.map(({ kind }) => kind).sort()).toEqual(['app', 'browser', 'browser']);
        for (const device of devices) await postern.rooms.signedIn.end(id, device.id, { reason: 'ended_by_owner' });
        expect(await session(person)()).toBe('over');
      },
      held: () => [
        ['a browser that was ended', session(person)],
        ['an app in it', usedAs(web, browser.refresh)],
        ['an app by itself that was ended', usedAs(phone, alone.refresh)],
      ],
    };
  }

  async function beforeALinkIsUsed(): Promise<Midway> {
    const { email, person } = await withBrowser();
    const asked = await postern.rooms.recoveries.begin(email, { requestId: 'r' });
    const link = new URL(`/recover/${asked?.token}`, postern.issuer);
    const opens = ({ forms }: Screen): boolean => forms.length > 0;
    return {
      email,
      person,
      later: async () => {
        const form = await person.open(link);
        expect((await person.submit(form, '', { password: 'a whole new set of words' })).status).toBe(200);
      },
      held: () => [['a link to a new password', async () => saidBy(await person.open(link), opens)]],
    };
  }

  async function rememberedByABrowser(): Promise<Midway> {
    const { email, person } = await withBrowser();
    await signInByPages(postern, person, web, email);
    const choosing = () => person.open(signInRequest(postern, web.id, { prompt: 'select_account' }).url);
    expect((await choosing()).text).toContain(email);
    return {
      email,
      person,
      later: () => person.open(new URL('/account', postern.issuer)),
      held: () => [
        ['a session in use', session(person)],
        ['a browser that knows its accounts', async () => ((await choosing()).text.includes(email) ? 'on' : 'over')],
      ],
    };
  }

  const places = [
    atTheForm,
    atTheConsentPage,
    withACode,
    withAPushedRequest,
    betweenTwoRefreshes,
    beforeATheft,
    beforeADeviceIsEnded,
    beforeALinkIsUsed,
    rememberedByABrowser,
  ];
  return Promise.all(places.map((begin) => begin()));
}
