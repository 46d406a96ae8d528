import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import {
  addApp,
  callback,
  payloadOf,
  redeem,
  refresh,
  signIn,
  signInByPages,
  signInRequest,
  walk,
  type App,
  type SignedIn,
} from '../support/apps.ts';
import { proofKey } from '../support/dpop.ts';
import { works } from '../support/from-outside.ts';
import { connect } from '../support/openid-client.ts';
import type { Person } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

interface Listed {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly this: boolean;
  readonly apps: readonly { readonly id: string; readonly client_id: string; readonly name: string }[];
}

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);

  let resource: string;
  let keeper: App;
  let pocket: App;
  beforeAll(async () => {
    resource = `${postern.issuer}/api/account`;
    keeper = await addApp(postern, { kind: 'spa', name: 'Device Keeper', apis: [resource] });
    pocket = await addApp(postern, {
      kind: 'web',
      name: 'Pocket Keeper',
      apis: [resource],
      refresh: { survivesSignOut: true },
    });
  });
  const notes = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes' });

  const call = async (method: string, path: string, token?: string, more: Readonly<Record<string, string>> = {}) => {
    const headers = { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...more };
    const response = await fetch(`${resource}${path}`, { method, headers });
    const text = await response.text();
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    return { status: response.status, headers: response.headers, body };
  };
  const list = async (token: string): Promise<Listed[]> => {
    const { body } = await call('GET', '/devices', token);
    return body['devices'] as Listed[];
  };

  /** A person signs in to an app, which gets a token for the API. */
  async function signInFor(
    person: Person,
    app: App,
    email: string,
    scope = 'devices:read devices:end',
  ): Promise<SignedIn> {
    const more = { scope: `openid ${scope}`, resource };
    const request = signInRequest(postern, app.id, more);
    const screen = await walk(person, request, email);
    const answer = await redeem(postern, app.id, screen, request.verifier, app.headers, { resource });
    const text = (name: string): string => (typeof answer.body[name] === 'string' ? answer.body[name] : '');
    return {
      screen,
      answer,
      verifier: request.verifier,
      access: text('access_token'),
      refresh: text('refresh_token'),
      idToken: text('id_token'),
    };
  }

  test('people are asked for it in words of their language', async () => {
    const { email } = await somebody(postern);
    const request = signInRequest(postern, keeper.id, {
      scope: 'openid devices:read devices:end',
      resource,
      ui_locales: 'de',
    });
    const person = postern.person();
    const form = await person.open(request.url);
    const consent = await person.submit(form, '/password', {
      identifier: email,
      password: 'correct horse battery staple',
    });
    expect(consent.text).toContain('Sehen, wo und bei welchen Apps Sie angemeldet sind');
    expect(consent.text).toContain('Sie abmelden, auf einem Gerät oder auf allen');
  });

  test('an app lists its user’s devices, and knows the one it is on', async () => {
    const { email } = await somebody(postern);
    const [laptop, desk] = [postern.person(), postern.person(chrome)];
    await signIn(postern, desk, notes, email);
    const { access } = await signInFor(laptop, keeper, email);
    const devices = await list(access);
    expect(devices.map(({ name, this: own, apps }) => [name, own, apps.map((app) => app.name)]).sort()).toEqual([
      ['Chrome on Windows', false, ['Notes']],
      ['Firefox on Linux', true, ['Device Keeper']],
    ]);
    const german = await call('GET', '/devices', access, { 'accept-language': 'de' });
    expect(JSON.stringify(german.body)).toContain('Firefox auf Linux');
    expect(german.headers.get('cache-control')).toBe('no-store');
  });

  test('it ends one device and nothing beside it, and then it is dead on every node', async () => {
    const { email } = await somebody(postern);
    const [laptop, desk] = [postern.person(), postern.person(chrome)];
    const theirs = await signIn(postern, desk, notes, email);
    const mine = await signIn(postern, laptop, notes, email);
    const { access } = await signInFor(laptop, keeper, email);
    const other = (await list(access)).find((device) => !device.this);
    for (let times = 0; times < 2; times += 1) {
      expect((await call('DELETE', `/devices/${other?.id}`, access)).status).toBe(204);
      expect([await works(postern, theirs), await works(postern, mine)]).toEqual([false, true]);
    }
    expect((await refresh(postern, notes.id, theirs.refresh, notes.headers)).body.error).toBe('invalid_grant');
    expect(await list(access)).toHaveLength(1);
  });

  test('it ends one app of two in one browser, and at last itself', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    const mine = await signIn(postern, person, notes, email);
    const { access } = await signInFor(person, keeper, email);
    const [device] = await list(access);
    const named = (name: string) => device?.apps.find((app) => app.name === name)?.id ?? '';
    expect((await call('DELETE', `/devices/${named('Notes')}`, access)).status).toBe(204);
    expect(await works(postern, mine)).toBe(false);
    expect((await list(access)).flatMap(({ apps }) => apps.map(({ name }) => name))).toEqual(['Device Keeper']);
    expect((await call('DELETE', `/devices/${named('Device Keeper')}`, access)).status).toBe(204);
    expect((await call('GET', '/devices', access)).body['error']).toBe('invalid_token');
  });

  test('it ends a browser with the apps that would stay there, and an app without what is in its browser', async () => {
    const { email } = await somebody(postern);
    const [laptop, desk] = [postern.person(), postern.person(chrome)];
    const { access } = await signInFor(laptop, keeper, email);
    const site = await signIn(postern, desk, notes, email);
    const offline = { scope: 'openid offline_access', prompt: 'consent' };
    const away = await signInByPages(postern, desk, notes, email, offline);
    const pockets = await signInFor(desk, pocket, email);
    const browser = (await list(access)).find(({ kind, this: isThis }) => kind === 'browser' && !isThis)?.id ?? '';
    const end = async (id: string, query: string) => (await call('DELETE', `/devices/${id}${query}`, access)).status;
    const lives = async ({ access: token }: SignedIn) => (await call('GET', '/devices', token)).status === 200;

    const odd = ['?apps=yes', '?browser=goes', '?apps=end&browser=stays', '?apps=end&apps=end', '?except=this'];
    for (const query of odd) expect(await end(browser, query)).toBe(400);
    expect(await end(browser, '?browser=stays')).toBe(404);
    expect([await works(postern, site), await works(postern, away), await lives(pockets)]).toEqual([true, true, true]);
    expect(await end(`${browser}.${notes.id}`, '?browser=stays')).toBe(204);
    expect([await works(postern, site), await works(postern, away)]).toEqual([true, false]);
    expect(await end(browser, '?apps=end')).toBe(204);
    expect([await works(postern, site), await lives(pockets)]).toEqual([false, false]);
    expect(await list(access)).toMatchObject([{ this: true }]);
  });

  test('it ends everything but the browser that it is in', async () => {
    const { email } = await somebody(postern);
    const [laptop, desk, third] = [postern.person(), postern.person(chrome), postern.person(chrome)];
    const mine = await signIn(postern, laptop, notes, email);
    const theirs = await signIn(postern, desk, notes, email);
    const alone = await signInFor(third, pocket, email);
    const { access } = await signInFor(laptop, keeper, email);
    expect((await call('DELETE', '/devices?except=this', access)).status).toBe(204);
    expect([await works(postern, mine), await works(postern, theirs)]).toEqual([true, false]);
    expect((await call('GET', '/devices', alone.access)).status).toBe(401);
    expect(await list(access)).toMatchObject([{ this: true }]);
  });

  test('an app that stands for itself is its own device, and stays alone', async () => {
    const { email } = await somebody(postern);
    const [laptop, phone] = [postern.person(), postern.person(chrome)];
    const mine = await signIn(postern, laptop, notes, email);
    const { access } = await signInFor(phone, pocket, email);
    expect((await list(access)).filter((device) => device.this)).toMatchObject([
      { kind: 'app', name: 'Pocket Keeper on Windows' },
    ]);
    expect((await call('DELETE', '/devices?except=this', access)).status).toBe(204);
    expect(await works(postern, mine)).toBe(false);
    expect(await list(access)).toMatchObject([{ kind: 'app', this: true }]);
  });

  test('an app that is suspended meanwhile is ended all the same, and does not come back with it', async () => {
    const { email } = await somebody(postern);
    const paused = await addApp(postern, {
      kind: 'web',
      name: 'Paused',
      firstParty: true,
      refresh: { survivesSignOut: true },
    });
    const theirs = await signIn(postern, postern.person(chrome), paused, email);
    const { access } = await signInFor(postern.person(), keeper, email);
    const id = (await list(access)).find(({ kind }) => kind === 'app')?.id;
    await postern.rooms.clients.update(paused.id, { disabled: true });
    expect((await call('DELETE', `/devices/${id}`, access)).status).toBe(204);
    await postern.rooms.clients.update(paused.id, { disabled: null });
    expect((await refresh(postern, paused.id, theirs.refresh, paused.headers)).body.error).toBe('invalid_grant');
  });

  test('another account’s device is as little there as one that never was', async () => {
    const [email, others] = [(await somebody(postern)).email, (await somebody(postern)).email];
    const theirs = await signInFor(postern.person(), keeper, others);
    const [device] = await list(theirs.access);
    const { access } = await signInFor(postern.person(), keeper, email);
    const answers = await Promise.all(
      [device?.id ?? '', device?.apps[0]?.id ?? '', 'nothing', '%00', '..%2fdevices'].map((id) =>
        call('DELETE', `/devices/${id}`, access),
      ),
    );
    expect(answers.map(({ status, body }) => [status, body['error']])).toEqual(answers.map(() => [404, 'not_found']));
    expect(await list(theirs.access)).toHaveLength(1);
    const foreign = await call('GET', `/devices?account=${String(payloadOf(theirs.idToken)['sub'])}`, access);
    expect(foreign.body['devices']).toHaveLength(1);
    expect(JSON.stringify(foreign.body)).not.toContain(device?.id);
  });

  test('only a token for this API, of a sign-in that lives, with the scope, opens it (RFC 6750 §3.1)', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    const plain = await signIn(postern, person, notes, email);
    const reading = await signInFor(person, keeper, email, 'devices:read');
    const none = await call('GET', '/devices');
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="account", DPoP realm="account", algs="ES256 Ed25519 EdDSA"',
    ]);
    for (const token of ['nothing', plain.access, plain.refresh, plain.idToken, reading.refresh]) {
      const { status, body, headers } = await call('GET', '/devices', token);
      expect([status, body['error']]).toEqual([401, 'invalid_token']);
      expect(headers.get('www-authenticate')).toMatch(
        /^Bearer realm="account", error="invalid_token", error_description="/,
      );
    }
    const lacking = await call('DELETE', '/devices?except=this', reading.access);
    expect([lacking.status, lacking.body['error']]).toEqual([403, 'insufficient_scope']);
    expect(lacking.headers.get('www-authenticate')).toMatch(/error="insufficient_scope".* scope="devices:end"$/);
    for (const header of ['Bearer', 'Bearer a b', 'Basic eDp5', 'bearer "x"']) {
      expect((await call('GET', '/devices', undefined, { authorization: header })).status).toBe(400);
    }
    expect((await call('GET', `/devices?access_token=${reading.access}`)).status).toBe(401);

    const out = new URL('/session/end', postern.issuer);
    out.searchParams.set('id_token_hint', reading.idToken);
    await person.open(out);
    expect((await call('GET', '/devices', reading.access)).body['error']).toBe('invalid_token');
  });

  test('a token that is bound to a key opens it with a proof of that key, once, and in no other way (RFC 9449 §7)', async () => {
    const { email } = await somebody(postern);
    const [key, another] = [await proofKey(), await proofKey()];
    const now = () => postern.rooms.clock.now();
    const request = signInRequest(postern, keeper.id, { scope: 'openid devices:read devices:end', resource });
    const door = await walk(postern.person(), request, email);
    const atToken = { dpop: await key.prove('POST', `${postern.issuer}/token`, now()) };
    const { body } = await redeem(postern, keeper.id, door, request.verifier, atToken, { resource });
    expect(body['token_type']).toBe('DPoP');
    const token = String(body['access_token']);
    const plain = await signInFor(postern.person(), keeper, email);
    const here = `${resource}/devices`;
    const bound = (proof: string, more = {}) =>
      call('GET', '/devices', undefined, { authorization: `DPoP ${token}`, dpop: proof, ...more });

    const proof = await key.prove('GET', here, now(), token);
    const answers = await Promise.all(Array.from({ length: 6 }, () => bound(proof)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401, 401]);
    expect(answers.find(({ status }) => status === 401)?.body['error']).toBe('invalid_dpop_proof');
    // What a query asks for is no part of the address that is proven (RFC 9449 §4.2).
    const paged = { authorization: `DPoP ${token}`, dpop: await key.prove('GET', here, now(), token) };
    expect((await call('GET', '/devices?after=b:x', undefined, paged)).status).toBe(200);

    for (const [what, wrong] of [
      ['another key', await another.prove('GET', here, now(), token)],
      ['another method', await key.prove('DELETE', here, now(), token)],
      ['another address', await key.prove('GET', `${resource}/devices/x`, now(), token)],
      ['the token endpoint', await key.prove('POST', `${postern.issuer}/token`, now())],
      ['no token', await key.prove('GET', here, now())],
      ['another token', await key.prove('GET', here, now(), plain.access)],
      ['long ago', await key.prove('GET', here, now() - 400, token)],
      ['the day after', await key.prove('GET', here, now() + 86_400, token)],
      ['nothing', ''],
      ['no proof', token],
      ['two at once', `${await key.prove('GET', here, now(), token)}, ${await key.prove('GET', here, now(), token)}`],
    ] as const) {
      const { status, headers, body: said } = await bound(wrong);
      expect([what, status, said['devices']]).toEqual([what, 401, undefined]);
      expect(headers.get('www-authenticate')).toMatch(
        /^DPoP realm="account", error="invalid_(token|dpop_proof)", error_description="[^"]+", algs="ES256 /,
      );
    }

    // As a mere bearer token it would be anybody's.
    const bearer = await call('GET', '/devices', token);
    expect([bearer.status, bearer.body['error']]).toEqual([401, 'invalid_token']);
    expect(bearer.headers.get('www-authenticate')).toMatch(/^DPoP realm="account", error="invalid_token"/);
    const both = { dpop: await key.prove('GET', here, now(), token) };
    expect((await call('GET', '/devices', token, both)).status).toBe(400);
    // And what is bound to nothing is not made more of by a proof.
    const dressed = { authorization: `DPoP ${plain.access}`, dpop: await key.prove('GET', here, now(), plain.access) };
    expect((await call('GET', '/devices', undefined, dressed)).body['error']).toBe('invalid_token');
    expect((await call('GET', '/devices', plain.access)).status).toBe(200);
  });

  test('openid-client calls it with its key', async () => {
    const { email } = await somebody(postern);
    const config = await connect(postern, keeper.id, oidc.None());
    const DPoP = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair());
    const request = signInRequest(postern, keeper.id, { scope: 'openid devices:read devices:end', resource });
    const { url } = await walk(postern.person(), request, email);
    const tokens = await oidc.authorizationCodeGrant(
      config,
      url,
      { pkceCodeVerifier: request.verifier, expectedState: request.url.searchParams.get('state') ?? '' },
      { resource },
      { DPoP },
    );
    const asked = (method: string, path: string) =>
      oidc.fetchProtectedResource(
        config,
        tokens.access_token,
        new URL(`${resource}${path}`),
        method,
        undefined,
        undefined,
        { DPoP },
      );
    expect(await (await asked('GET', '/devices')).json()).toMatchObject({ devices: [{ this: true }] });
    expect((await asked('DELETE', '/devices?except=this')).status).toBe(204);
  });

  test('scripts of the app’s own origins read it, and no others; no cookie helps', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    const { access } = await signInFor(person, keeper, email);
    const own = new URL(callback).origin;
    const asked = await call('OPTIONS', '/devices', undefined, {
      origin: own,
      'access-control-request-method': 'DELETE',
    });
    expect([asked.status, asked.headers.get('access-control-allow-methods')]).toEqual([204, 'GET, DELETE']);
    const read = await call('GET', '/devices', access, { origin: own });
    expect([read.status, read.headers.get('access-control-allow-origin')]).toEqual([200, own]);
    expect(read.headers.get('access-control-allow-credentials')).toBeNull();
    const foreign = await call('GET', '/devices', access, { origin: 'https://evil.example' });
    expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([400, null]);
    const cookie = [...person.cookies].map(([key, { value }]) => `${key.split(';')[0]}=${value}`).join('; ');
    expect((await call('GET', '/devices', undefined, { cookie })).status).toBe(401);
  });

  test('what is not there, and what is not asked that way, is answered for programs', async () => {
    for (const [method, path, status] of [
      ['GET', '', 404],
      ['GET', '/', 404],
      ['GET', '/nothing', 404],
      ['POST', '/devices', 405],
      ['PUT', '/devices/x', 405],
    ] as const) {
      const answer = await call(method, path, undefined, { accept: 'text/html' });
      expect([path, answer.status, typeof answer.body['error']]).toEqual([path, status, 'string']);
    }
    const { email } = await somebody(postern);
    const { access } = await signInFor(postern.person(), keeper, email);
    expect((await call('DELETE', '/devices?expect=this', access)).status).toBe(400);
    expect((await call('DELETE', '/devices?except=that', access)).status).toBe(400);
    expect((await call('DELETE', '/devices?except=this&expect=this', access)).status).toBe(400);
    expect((await call('DELETE', '/devices?except=this&except=this', access)).status).toBe(400);
    // An id that a program forgot to fill in.
    expect((await call('DELETE', '/devices/', access)).status).toBe(404);
    expect((await list(access)).length).toBe(1);
  });

  test('the examples of docs/account-api.md work, and answer what they say', async () => {
    const page = readFileSync(new URL('../../docs/account-api.md', import.meta.url), 'utf8');
    const requests = [...page.matchAll(/```http\n(\w+) \/api\/account(\S*) HTTP\/1\.1\n([\s\S]*?)```/g)];
    expect(requests.map(([, method, path]) => `${method} ${path}`)).toEqual([
      'GET /devices',
      'DELETE /devices/<id>',
      'DELETE /devices?except=this',
      'DELETE /devices',
    ]);
    const { email } = await somebody(postern);
    const desk = postern.person(chrome);
    await signIn(postern, desk, notes, email);
    const { access } = await signInFor(postern.person(), keeper, email);
    const other = (await list(access)).find((device) => !device.this)?.id ?? '';
    const shapes: unknown[] = [];
    for (const [, method = '', path = '', lines = ''] of requests) {
      const headers = Object.fromEntries(
        lines
          .trim()
          .split('\n')
          .map((line) => line.replace('<access token>', access).split(/: (.*)/) as [string, string]),
      );
      const response = await fetch(`${resource}${path.replace('<id>', other)}`, { method, headers });
      shapes.push(method === 'GET' ? await response.json() : response.status);
    }
    expect(shapes.slice(1)).toEqual([204, 204, 204]);
    const [, documented = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    const [said] = (JSON.parse(documented) as { devices: object[] }).devices;
    const answered = (shapes[0] as { devices: (Listed & object)[] }).devices.find((device) => device.this);
    expect(shapeOf(answered)).toEqual(shapeOf(said));
  });
});

/** The names of fields and the types of values. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}
