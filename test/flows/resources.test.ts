import { beforeAll, describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import {
  addApp,
  introspect,
  payloadOf,
  post,
  redeem,
  refresh,
  signIn,
  signInRequest,
  walk,
  type App,
} from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';
const notes = 'https://notes.example.com';
const mail = 'https://mail.example.com';
const hidden = 'https://hidden.example.com';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const ann = givenAccount(postern, email);
  beforeAll(async () => {
    const { apis } = postern.rooms.clients;
    await apis.add({ id: notes, name: 'Notes', scopes: [{ name: 'notes:read' }, { name: 'notes:write' }] });
    await apis.add({ id: mail, name: 'Mail', scopes: [{ name: 'mail:read' }], tokenFormat: 'jwt' });
    await apis.add({ id: hidden, name: 'Hidden', scopes: [{ name: 'hidden:read' }] });
  });
  const app = givenApp(postern, { kind: 'web', firstParty: true, apis: [notes, mail], defaultApi: notes });
  const plain = givenApp(postern, { kind: 'web', firstParty: true, apis: [notes, mail] });
  const machine = givenApp(postern, { kind: 'machine', apis: [notes, mail] });
  const asking = givenApp(postern, { kind: 'api', serves: [notes, mail] });

  const authorizeError = async (by: App, more: Record<string, string>): Promise<string | null> =>
    (await postern.person().open(signInRequest(postern, by.id, more).url)).url.searchParams.get('error');

  test('without a resource the access token is for the client’s default API', async () => {
    const { access, refresh: token } = await signIn(postern, postern.person(), app, email, {
      scope: 'openid notes:read',
    });
    expect(access).toMatch(/^pa_/);
    expect(await introspect(postern, asking, access)).toMatchObject({ aud: notes, scope: 'notes:read' });
    const again = await refresh(postern, app.id, token, app.headers);
    expect(await introspect(postern, asking, String(again.body['access_token']))).toMatchObject({
      aud: notes,
      scope: 'notes:read',
    });
  });

  test('an API may have JWT access tokens as RFC 9068 has them', async () => {
    const { access } = await signIn(postern, postern.person(), app, email, {
      scope: 'openid mail:read',
      resource: mail,
    });
    expect(decodeProtectedHeader(access)).toMatchObject({ typ: 'at+jwt', alg: 'ES256', kid: expect.any(String) });
    const { payload } = await jwtVerify(access, createRemoteJWKSet(new URL('/jwks', postern.issuer)), {
      issuer: postern.issuer,
      audience: mail,
      typ: 'at+jwt',
    });
    expect(payload).toMatchObject({
      sub: ann.id,
      client_id: app.id,
      scope: 'mail:read',
      jti: expect.any(String),
      iat: expect.any(Number),
    });
    expect(Number(payload.exp) - Number(payload.iat)).toBeLessThanOrEqual(300);
    for (const claim of ['email', 'name', 'nonce']) expect(payload).not.toHaveProperty(claim);
  });

  test('one authorization may cover two APIs, and each token is for one of them', async () => {
    const request = signInRequest(postern, plain.id, { scope: 'openid notes:read mail:read' });
    request.url.searchParams.append('resource', notes);
    request.url.searchParams.append('resource', mail);
    const screen = await walk(postern.person(), request, email);
    const first = await redeem(postern, plain.id, screen, request.verifier, plain.headers, { resource: notes });
    expect(await introspect(postern, asking, String(first.body['access_token']))).toMatchObject({
      aud: notes,
      scope: 'notes:read',
    });
    const second = await post(
      postern,
      '/token',
      { grant_type: 'refresh_token', refresh_token: String(first.body['refresh_token']), resource: mail },
      plain.headers,
    );
    expect(payloadOf(String(second.body['access_token']))).toMatchObject({ aud: mail, scope: 'mail:read' });
    const third = await post(
      postern,
      '/token',
      { grant_type: 'refresh_token', refresh_token: String(second.body['refresh_token']), resource: notes },
      plain.headers,
    );
    expect(await introspect(postern, asking, String(third.body['access_token']))).toMatchObject({ aud: notes });
  });

  test.each([
    ['that nobody has', { scope: 'openid nonsense' }],
    ['of an API that is not asked for', { scope: 'openid mail:read' }],
    ['of another API than the named one', { scope: 'openid notes:read', resource: mail }],
    ['of an API that the client may not use', { scope: 'openid hidden:read' }],
    ['that is not there', { scope: '' }],
    ['that is not there, though an API is', { scope: '', resource: notes }],
  ])('a scope %s is refused as invalid_scope at the authorization endpoint', async (_what, more) => {
    expect(await authorizeError(app, more)).toBe('invalid_scope');
    expect(await authorizeError(plain, more)).toBe('invalid_scope');
  });

  test('a scope that the client is not registered for is refused as invalid_scope', async () => {
    const narrow = await addApp(postern, { kind: 'web', apis: [notes], scopes: ['openid', 'notes:read'] });
    expect(await authorizeError(narrow, { scope: 'openid notes:write', resource: notes })).toBe('invalid_scope');
    expect(await authorizeError(narrow, { scope: 'openid email' })).toBe('invalid_scope');
  });

  test('a machine is refused a scope of no asked API', async () => {
    for (const [scope, resource] of [
      ['nonsense', notes],
      ['mail:read', notes],
      ['notes:read', undefined],
      ['openid', notes],
    ] as const) {
      const fields = { grant_type: 'client_credentials', scope, ...(resource && { resource }) };
      const { status, body } = await post(postern, '/token', fields, machine.headers);
      expect([scope, status, body.error]).toEqual([scope, 400, 'invalid_scope']);
    }
  });

  test('a refresh for an API with a scope that is not its own is refused as invalid_scope', async () => {
    const { refresh: token } = await signIn(postern, postern.person(), app, email, { scope: 'openid notes:read' });
    const { body } = await post(
      postern,
      '/token',
      { grant_type: 'refresh_token', refresh_token: token, scope: 'openid mail:read' },
      app.headers,
    );
    expect(body.error).toBe('invalid_scope');
    expect((await refresh(postern, app.id, token, app.headers)).status).toBe(200);
  });

  test.each([hidden, 'https://unknown.example.com', 'not a uri', `${notes}/`, `${notes}#x`])(
    'the resource %s is refused as invalid_target everywhere',
    async (resource) => {
      expect(await authorizeError(app, { scope: 'openid', resource })).toBe('invalid_target');
      const grant = await post(postern, '/token', { grant_type: 'client_credentials', resource }, machine.headers);
      expect(grant.body.error).toBe('invalid_target');
      const { refresh: token } = await signIn(postern, postern.person(), app, email, { scope: 'openid notes:read' });
      const again = await post(
        postern,
        '/token',
        { grant_type: 'refresh_token', refresh_token: token, resource },
        app.headers,
      );
      expect(again.body.error).toBe('invalid_target');
    },
  );

  test('a resource that was not authorized is not given at redemption, and asking costs nothing', async () => {
    const request = signInRequest(postern, plain.id, { scope: 'openid notes:read', resource: notes });
    const screen = await walk(postern.person(), request, email);
    const answer = await redeem(postern, plain.id, screen, request.verifier, plain.headers, { resource: mail });
    expect(answer.body.error).toBe('invalid_target');
    const right = await redeem(postern, plain.id, screen, request.verifier, plain.headers);
    expect(await introspect(postern, asking, String(right.body['access_token']))).toMatchObject({ aud: notes });
  });

  test('a refresh that is refused for the API it asks for costs nothing', async () => {
    const { clients } = postern.rooms;
    const rule = { refresh: { reuseInterval: 0 } };
    const own = await addApp(postern, { kind: 'web', firstParty: true, apis: [notes, mail], ...rule });
    const { refresh: token } = await signIn(postern, postern.person(), own, email, {
      scope: 'openid notes:read',
      resource: notes,
    });
    const fields = { grant_type: 'refresh_token', refresh_token: token };
    for (const resource of [hidden, mail, 'https://nowhere.example.com']) {
      const answer = await post(postern, '/token', { ...fields, resource }, own.headers);
      expect([resource, answer.body.error]).toEqual([resource, 'invalid_target']);
    }
    // Nor does it when the API was taken away from the app, by mistake perhaps.
    await clients.update(own.id, { apis: [mail] });
    expect((await post(postern, '/token', fields, own.headers)).body.error).toBe('invalid_target');
    await clients.update(own.id, { apis: [notes] });
    const answer = await post(postern, '/token', fields, own.headers);
    expect(await introspect(postern, asking, String(answer.body['access_token']))).toMatchObject({ aud: notes });
  });

  test('a machine with one API means it', async () => {
    const single = await addApp(postern, { kind: 'machine', apis: [notes] });
    const { body } = await post(
      postern,
      '/token',
      { grant_type: 'client_credentials', scope: 'notes:write' },
      single.headers,
    );
    expect(await introspect(postern, asking, String(body['access_token']))).toMatchObject({
      aud: notes,
      scope: 'notes:write',
    });
  });
});
