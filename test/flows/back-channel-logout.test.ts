import { StoreUnavailable } from '../../adapters/store.ts';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import {
  account,
  addApp,
  password,
  payloadOf,
  redeem,
  refresh,
  revoke,
  signIn,
  signInRequest,
  walk,
  type App,
  type SignedIn,
} from '../support/apps.ts';
import { onceReplaced } from '../support/between.ts';
import { commandOn } from '../support/command.ts';
import { eventually } from '../support/eventually.ts';
import { logoutReceiver, type LogoutReceiver } from '../support/logout-receiver.ts';
import type { Person } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, { sweepEvery: 200 });
  givenAccount(postern, email);
  const quiet = givenApp(postern, { kind: 'web', firstParty: true, name: 'Hears nothing' });

  const receivers: LogoutReceiver[] = [];
  afterAll(() => Promise.all(receivers.map((receiver) => receiver.stop())));

  interface Hearing {
    readonly app: App;
    readonly at: LogoutReceiver;
  }

  async function hearing(more: Readonly<Record<string, unknown>> = {}): Promise<Hearing> {
    const at = await logoutReceiver();
    receivers.push(at);
    const declaration = { kind: 'web', firstParty: true, backchannelLogoutUri: at.uri, ...more };
    return { app: await addApp(postern, declaration), at };
  }

  /** Signs out at Postern, asked by an app that hears nothing itself. */
  async function signOut(person: Person, { idToken }: SignedIn): Promise<void> {
    const url = new URL('/session/end', postern.issuer);
    url.searchParams.set('id_token_hint', idToken);
    expect((await person.open(url)).status).toBe(200);
  }
  const signedIn = (person: Person, { app }: Pick<Hearing, 'app'>): Promise<SignedIn> =>
    signIn(postern, person, app, email);
  const told = ({ at }: Hearing, times = 1): Promise<void> => eventually(() => expect(at.requests).toHaveLength(times));
  /** An app that is told after everything that was to be told before it: then nothing more comes. */
  async function nothingMoreComes(): Promise<void> {
    const [last, person] = [await hearing(), postern.person()];
    const tokens = await signedIn(person, last);
    await signOut(person, tokens);
    await told(last);
  }

  test('discovery says that apps are told, and of which session', async () => {
    const answer = await fetch(new URL('/.well-known/openid-configuration', postern.issuer));
    expect(await answer.json()).toMatchObject({
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
    });
  });

  test('every app of the session is told once, though all signed in at the same moment', async () => {
    const apps = [await hearing(), await hearing(), await hearing({ pairwise: true, idTokenSigningAlg: 'RS256' })];
    const person = postern.person();
    const first = await signedIn(person, { app: quiet });
    const tokens = await Promise.all(apps.map((app) => signedIn(person, app)));
    await signOut(person, first);
    for (const app of apps) await told(app);
    await nothingMoreComes();

    const keys = createRemoteJWKSet(new URL('/jwks', postern.issuer));
    for (const [index, { app, at }] of apps.entries()) {
      const [request] = at.requests;
      expect([request?.method, request?.type]).toEqual(['POST', 'application/x-www-form-urlencoded']);
      const idToken = payloadOf(tokens[index]?.idToken ?? '');
      const { payload, protectedHeader } = await jwtVerify(request?.token ?? '', keys, {
        issuer: postern.issuer,
        audience: app.id,
        typ: 'logout+jwt',
      });
      expect(protectedHeader.alg).toBe(index === 2 ? 'RS256' : 'ES256');
      expect(payload).toMatchObject({ sid: idToken['sid'], sub: idToken['sub'], events: { [logoutEvent]: {} } });
      expect(payload['sid']).toEqual(expect.any(String));
      expect(payload.jti).toEqual(expect.any(String));
      expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(120);
      expect(payload).not.toHaveProperty('nonce');
      expect(at.requests).toHaveLength(1);
    }
    const sids = apps.map(({ at }) => at.requests[0]?.claims['sid']);
    expect(new Set(sids).size).toBe(3);
  });

  test('an app with several sign-ins in the session, ended and living ones, is told once', async () => {
    const app = await hearing({ refresh: { survivesSignOut: true } });
    const person = postern.person();
    const first = await signedIn(person, app);
    await signedIn(person, app);
    await signedIn(person, app);
    await revoke(postern, app.app, first.refresh);
    await signOut(person, first);
    await told(app);
    await nothingMoreComes();
    expect(app.at.requests).toHaveLength(1);
  });

  test('other sessions and other people stay as they are', async () => {
    const app = await hearing();
    const other = `bob-${profile}@example.com`;
    await account(postern, other);
    const [laptop, phone, bob] = [postern.person(), postern.person(), postern.person()];
    const here = await signedIn(laptop, app);
    await signedIn(phone, app);
    await signIn(postern, bob, app.app, other);
    await signOut(laptop, here);
    await told(app);
    await nothingMoreComes();
    expect(app.at.requests.map(({ claims }) => claims['sid'])).toEqual([payloadOf(here.idToken)['sid']]);
  });

  test('one that hangs holds up neither the sign-out nor the others, and is given no more than its time', async () => {
    const [hangs, well] = [await hearing(), await hearing()];
    hangs.at.answer(() => undefined);
    const person = postern.person();
    const tokens = await signedIn(person, hangs);
    await signedIn(person, well);
    await signOut(person, tokens);
    await told(well);
    await told(hangs);
    expect(hangs.at.requests[0]?.closed()).toBe(false);
    await eventually(() => expect(hangs.at.requests[0]?.closed()).toBe(true));
    hangs.at.answer(204);
    await eventually(() => expect(hangs.at.requests.length).toBeGreaterThan(1));
  }, 60_000);

  test('what an app answers beside its status is not read', async () => {
    const app = await hearing();
    app.at.answer((response) => {
      response.writeHead(200);
      const flood = setInterval(() => response.write('x'.repeat(100_000)), 5);
      response.on('close', () => clearInterval(flood));
    });
    const person = postern.person();
    await signOut(person, await signedIn(person, app));
    await told(app);
    await eventually(() => expect(app.at.requests[0]?.closed()).toBe(true), 4000);
    await nothingMoreComes();
    expect(app.at.requests).toHaveLength(1);
  });

  test('one that is down is told when it is back, also after a restart, with a new token each time', async () => {
    const [down, broken] = [await hearing(), await hearing()];
    const person = postern.person();
    const tokens = await signedIn(person, down);
    await signedIn(person, broken);
    await down.at.stop();
    broken.at.answer(503);
    await signOut(person, tokens);
    await told(broken);
    await postern.restart();
    await down.at.start();
    broken.at.answer(200);
    await eventually(() => expect(down.at.requests).toHaveLength(1));
    await eventually(() => expect(broken.at.requests).toHaveLength(2));
    const [first, second] = broken.at.requests.map(({ claims }) => claims);
    expect(second?.['sid']).toBe(first?.['sid']);
    expect(second?.['jti']).not.toBe(first?.['jti']);
    expect(Number(second?.['iat'])).toBeGreaterThan(Number(first?.['iat']));
  }, 90_000);

  test('one that refuses is not asked again, and that is recorded', async () => {
    const app = await hearing();
    app.at.answer(400);
    const person = postern.person();
    await signOut(person, await signedIn(person, app));
    await told(app);
    await eventually(async () => {
      const { events } = await postern.rooms.audit.search({ kind: 'logout.undelivered', client: app.app.id, limit: 9 });
      expect(events.map(({ detail }) => detail)).toEqual([{ reason: 'refused', tries: 1 }]);
    });
  });

  test('a redirect is not followed', async () => {
    const [app, elsewhere] = [await hearing(), await hearing()];
    app.at.answer((response) => void response.writeHead(307, { location: elsewhere.at.uri }).end());
    const person = postern.person();
    await signOut(person, await signedIn(person, app));
    await told(app);
    await nothingMoreComes();
    expect(elsewhere.at.requests).toEqual([]);
    app.at.answer(200);
    await eventually(() => expect(app.at.requests.length).toBeGreaterThan(1));
  }, 60_000);

  test('a sign-in that a rule ends is told when it was the last one of its app in the session', async () => {
    const app = await hearing({ refresh: { reuseInterval: 0 } });
    const person = postern.person();
    const reuse = async ({ refresh: token }: SignedIn): Promise<void> => {
      await refresh(postern, app.app.id, token, app.app.headers);
      const again = await refresh(postern, app.app.id, token, app.app.headers);
      expect(again.body.error).toBe('invalid_grant');
    };
    const [one, two] = [await signedIn(person, app), await signedIn(person, app)];
    await reuse(one);
    await nothingMoreComes();
    expect(app.at.requests).toEqual([]);
    await reuse(two);
    await told(app);
    expect(app.at.requests[0]?.claims['sid']).toBe(payloadOf(two.idToken)['sid']);
    // Signed in again, it is told again.
    const three = await signedIn(person, app);
    await signOut(person, three);
    await told(app, 2);
  });

  test('an app that signs its own sign-in out is not told what it said', async () => {
    const app = await hearing();
    const { refresh: token } = await signedIn(postern.person(), app);
    await revoke(postern, app.app, token);
    await nothingMoreComes();
    expect(app.at.requests).toEqual([]);
  });

  test('a suspended account is signed out of its apps, each told once', async () => {
    const app = await hearing();
    const suspended = `carl-${profile}@example.com`;
    const id = await account(postern, suspended);
    await signIn(postern, postern.person(), app.app, suspended);
    await postern.rooms.accounts.disable(id);
    await told(app);
    await nothingMoreComes();
    expect(app.at.requests).toHaveLength(1);
  });

  test('when a session that goes with its window is over, its apps are told, and not those that outlive it', async () => {
    const [ends, outlives] = [await hearing(), await hearing({ refresh: { survivesSignOut: true } })];
    const person = postern.person();
    const request = signInRequest(postern, ends.app.id);
    const form = await person.open(request.url);
    const screen = await person.submit(form, '/password', { identifier: email, password, remember: '' });
    const { body } = await redeem(postern, ends.app.id, screen, request.verifier, ends.app.headers);
    await signedIn(person, outlives);
    time.forward(13 * 3600);
    await told(ends);
    expect(ends.at.requests[0]?.claims['sid']).toBe(payloadOf(String(body['id_token']))['sid']);
    await nothingMoreComes();
    expect(outlives.at.requests).toEqual([]);
  });

  test.each(['by the app itself', 'by it, and the node fails in the middle', 'on the command line'])(
    'where everything but one app is signed out, that app is told of its other sessions alone: %s',
    async (how) => {
      const resource = `${postern.issuer}/api/account`;
      const keeper = await hearing({ apis: [resource], refresh: { survivesSignOut: true } });
      const beside = await hearing({ refresh: { survivesSignOut: true } });
      const { email: address, id } = await somebody(postern);
      const person = postern.person();
      const request = signInRequest(postern, keeper.app.id, { scope: 'openid devices:end', resource });
      const screen = await walk(person, request, address);
      const { body } = await redeem(postern, keeper.app.id, screen, request.verifier, keeper.app.headers, { resource });
      await signIn(postern, person, beside.app, address);
      const { sessions, signedIn: where } = postern.rooms;
      const [session] = await sessions.list(id, { limit: 1 });
      const elsewhere = await signIn(postern, postern.person(), keeper.app, address);

      if (how === 'on the command line') {
        const { devices } = await where.list(id, { limit: 9 });
        const [kept] = devices.filter((device) => device.id === `${session?.device}.${keeper.app.id}`);
        const done = await commandOn(postern, 'device', 'end', address, `--except=${kept?.id}`);
        expect(done.code).toBe(0);
      } else {
        const fails = how !== 'by the app itself';
        if (fails) onceReplaced('sessions', session?.id ?? '', () => Promise.reject(new StoreUnavailable('gone')));
        const authorization = `Bearer ${String(body['access_token'])}`;
        const answer = await fetch(`${resource}/devices?except=this`, { method: 'DELETE', headers: { authorization } });
        expect(answer.status).toBe(fails ? 503 : 204);
        // What a failure left is owed for a moment before the sweeper takes it up.
        time.forward(10);
      }
      await told(beside);
      await told(keeper);
      await nothingMoreComes();
      expect(keeper.at.requests.map(({ claims }) => claims['sid'])).toEqual([payloadOf(elsewhere.idToken)['sid']]);
      const next = await refresh(postern, keeper.app.id, body['refresh_token'], keeper.app.headers);
      expect(next.status).toBe(200);

      // Its session is over by now, and so it is told when this is.
      await postern.rooms.accounts.signOut(id, { reason: 'ended_by_admin' });
      await told(keeper, 2);
      expect(keeper.at.requests[1]?.claims['sid']).toBe(payloadOf(String(body['id_token']))['sid']);
    },
  );

  test('an app that was removed, or hears no more, is told nothing', async () => {
    const [removed, silent] = [await hearing(), await hearing()];
    const person = postern.person();
    const tokens = await signedIn(person, { app: quiet });
    await signedIn(person, removed);
    await signedIn(person, silent);
    await postern.rooms.clients.remove(removed.app.id);
    await postern.rooms.clients.update(silent.app.id, { backchannelLogoutUri: null });
    await signOut(person, tokens);
    await nothingMoreComes();
    expect([...removed.at.requests, ...silent.at.requests]).toEqual([]);
  });
});
