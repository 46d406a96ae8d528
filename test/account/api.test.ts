import { describe, expect, test } from '@jest/globals';
import { callback, signIn, signInRequest } from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { accountApiOf, onAccountApi } from './account-api.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, keeper, notes, call, list, signInFor } = onAccountApi(profile);

  test('people are asked for it in words of their language', async () => {
    const resource = accountApiOf(postern);
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
});
