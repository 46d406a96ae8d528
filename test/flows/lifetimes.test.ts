import { beforeAll, describe, expect, test } from '@jest/globals';
import { account, addApp, introspect, refresh, revoke, signInByPages, type App } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { availableProfiles, startPostern } from '../support/postern.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';
import { timeInHand } from '../support/time.ts';

const email = 'ann@example.com';
const day = 24 * 3600;
const formats = ['opaque', 'jwt'] as const;
const resourceOf = (format: string): string => `https://${format}.example.com`;

/** Days that a session lives unused, and at most. */
const sessions = [
  { idle: 14, absolute: 90, settings: [] },
  {
    idle: 400,
    absolute: 400,
    settings: [`lifetimes.sessionIdle=${400 * day}`, `lifetimes.sessionAbsolute=${400 * day}`],
  },
];
const places = availableProfiles().flatMap((profile) => sessions.map((session) => ({ profile, session })));

test.each(['always', 'never'])(
  'an app that refreshes keeps itself and its session in use, however short their times are (rotation %s)',
  async (rotation) => {
    const postern = await startPostern('sqlite', ['lifetimes.sessionIdle=300']);
    const time = timeInHand();
    try {
      await account(postern, email);
      const app = await addApp(postern, { kind: 'web', firstParty: true, refresh: { rotation, idle: 60 } });
      let { refresh: token } = await signInByPages(postern, postern.person(), app, email);
      for (let seconds = 0; seconds < 600; seconds += 50) {
        time.forward(50);
        const answer = await refresh(postern, app.id, token, app.headers);
        expect([seconds, answer.status]).toEqual([seconds, 200]);
        token = String(answer.body['refresh_token']);
      }
    } finally {
      time.restore();
      await postern.stop();
    }
  },
);

test('the address that somebody came from is whole for 30 days, in what they have too', async () => {
  const settings = ['sessionIdle', 'sessionAbsolute'].map((name) => `lifetimes.${name}=${300 * day}`);
  const postern = await startPostern('sqlite', settings);
  const time = timeInHand();
  try {
    const { families, sessions: kept, sweep } = postern.rooms;
    await account(postern, email);
    const app = await addApp(postern, { kind: 'web', firstParty: true, refresh: { idle: 200 * day } });
    let { refresh: token } = await signInByPages(postern, postern.person(), app, email);
    const goOn = async (): Promise<void> => {
      token = String((await refresh(postern, app.id, token, app.headers)).body['refresh_token']);
    };
    /** Which of the addresses are whole. */
    const whole = async (): Promise<string[]> => {
      await sweep();
      const family = await families.get((await families.read(token))?.id ?? '');
      const session = await kept.get(family?.session ?? '');
      const all = { began: family?.first, used: family?.last, signedIn: session?.origin, seen: session?.last };
      return Object.entries(all).flatMap(([name, { address = '' } = {}]) => (/\.\d+$/.test(address) ? [name] : []));
    };
    time.forward(20 * day);
    await goOn();
    expect(await whole()).toEqual(['began', 'used', 'signedIn', 'seen']);
    time.forward(10 * day);
    await eventually(async () => expect(await whole()).toEqual(['used']));
    time.forward(20 * day);
    await eventually(async () => expect(await whole()).toEqual([]));
    await goOn();
    expect(await whole()).toEqual(['used']);
    const { id } = (await families.read(token)) ?? { id: '' };
    time.forward(28 * day);
    await families.end(id, 'ended_by_admin');
    expect(await whole()).toEqual(['used']);
    time.forward(2 * day);
    await eventually(async () => expect(await whole()).toEqual([]));
    expect(await families.get(id)).toMatchObject({ first: { address: expect.stringMatching(/\/24$/) } });
  } finally {
    time.restore();
    await postern.stop();
  }
});

describe.each(places)(
  'on $profile, with sessions of $session.idle to $session.absolute days',
  ({ profile, session }) => {
    const { postern, time } = onPostern(profile, { settings: session.settings });
    givenAccount(postern, email);
    beforeAll(async () => {
      for (const tokenFormat of formats) {
        const id = resourceOf(tokenFormat);
        await postern.rooms.clients.apis.add({ id, name: tokenFormat, tokenFormat, scopes: [{ name: 'read' }] });
      }
    });
    const asking = givenApp(postern, { kind: 'api', serves: formats.map(resourceOf) });

    const appWith = (rule: object): Promise<App> =>
      addApp(postern, { kind: 'web', firstParty: true, apis: formats.map(resourceOf), refresh: rule });

    async function signedIn(app: App, format: string) {
      const more = { scope: 'openid read', resource: resourceOf(format) };
      const tokens = await signInByPages(postern, postern.person(), app, email, more);
      const { families } = postern.rooms;
      let { refresh: token } = tokens;
      return {
        access: tokens.access,
        family: async () => families.get((await families.read(tokens.refresh))?.id ?? ''),
        /** Whether it refreshes, and to an access token that its API takes. */
        async goesOn(): Promise<boolean> {
          const answer = await refresh(postern, app.id, token, app.headers);
          if (answer.status !== 200) {
            expect(answer.body.error).toBe('invalid_grant');
            return false;
          }
          token = String(answer.body['refresh_token']);
          const access = String(answer.body['access_token']);
          expect(await introspect(postern, asking, access)).toMatchObject({ active: true, aud: resourceOf(format) });
          return true;
        },
      };
    }

    // What a token looks like changes nothing about how long a session lives: once is enough.
    const looks = session.settings.length === 0 ? formats : formats.slice(0, 1);
    describe.each(looks)('with access tokens that are %s', (format) => {
      describe.each([true, false])('surviving a sign-out: %p', (survivesSignOut) => {
        test.each([13, 15, 89, 91])('a family of 90 days without use, after %i days', async (days) => {
          const app = await appWith({ idle: 90 * day, absolute: 400 * day, survivesSignOut });
          const { goesOn, family } = await signedIn(app, format);
          time.forward(days * day);
          // No other lifetime counts: the session's is over by then.
          const lives = days < 90;
          expect(await goesOn()).toBe(lives);
          await postern.rooms.sweep();
          await eventually(async () => expect((await family())?.endedAt !== undefined).toBe(!lives));
          expect(await goesOn()).toBe(lives);
        });

        test.each(['always', 'never'])(
          'a family of 90 days in all, used every week (rotation %s)',
          async (rotation) => {
            const app = await appWith({ idle: 30 * day, absolute: 90 * day, survivesSignOut, rotation });
            const { goesOn } = await signedIn(app, format);
            const seen: [number, boolean][] = [];
            let now = 0;
            for (const at of [7, 13, 15, 22, 29, 36, 43, 50, 57, 64, 71, 78, 85, 89, 91]) {
              time.forward((at - now) * day);
              now = at;
              const goes = await goesOn();
              if ([13, 15, 89, 91].includes(at)) seen.push([at, goes]);
            }
            expect(seen).toEqual([
              [13, true],
              [15, true],
              [89, true],
              [91, false],
            ]);
          },
        );
      });

      test('no access token outlives its family', async () => {
        const app = await appWith({ idle: 120, absolute: 200, survivesSignOut: true });
        const { access, goesOn } = await signedIn(app, format);
        const expiry = async (token: string) => Number((await introspect(postern, asking, token))['exp']);
        const now = Math.floor(Date.now() / 1000);
        expect((await expiry(access)) - now).toBeLessThanOrEqual(120);
        time.forward(110);
        expect(await goesOn()).toBe(true);
        time.forward(100);
        expect(await introspect(postern, asking, access)).toEqual({ active: false });
        expect(await goesOn()).toBe(false);
      });
    });

    test('an app that asks in vain keeps no session in use', async () => {
      const app = await appWith({ changes: { userAgent: 'step-up' } });
      const person = postern.person();
      const { refresh: token } = await signInByPages(postern, person, app, email);
      const { families, sessions: kept } = postern.rooms;
      const uid = (await families.get((await families.read(token))?.id ?? ''))?.session ?? '';
      const before = (await kept.get(uid))?.lastActiveAt;
      time.forward(2 * 3600);
      const thief = await refresh(postern, app.id, token, { ...app.headers, 'user-agent': 'curl/8.5' });
      expect(thief.body.error).toBe('interaction_required');
      expect((await kept.get(uid))?.lastActiveAt).toBe(before);
      expect((await refresh(postern, app.id, token, app.headers)).status).toBe(200);
      expect((await kept.get(uid))?.lastActiveAt).toBeGreaterThan(before ?? 0);
      await revoke(postern, app, token);
    });
  },
);
