import { beforeAll, describe, expect, test } from '@jest/globals';
import { addApp, introspect, post, refresh, revoke, signIn, userinfo } from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';
const opaque = 'https://opaque.example.com';
const jwt = 'https://jwt.example.com';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  givenAccount(postern, email);
  beforeAll(async () => {
    const { apis } = postern.rooms.clients;
    await apis.add({ id: opaque, name: 'Opaque', scopes: [{ name: 'read' }] });
    await apis.add({ id: jwt, name: 'JWT', scopes: [{ name: 'read' }], tokenFormat: 'jwt' });
  });
  const app = givenApp(postern, { kind: 'web', firstParty: true, apis: [opaque, jwt] });
  const machine = givenApp(postern, { kind: 'machine', apis: [opaque, jwt] });
  const asking = givenApp(postern, { kind: 'api', serves: [opaque, jwt] });

  const signedIn = (person = postern.person(), more = {}) => signIn(postern, person, app, email, more);
  const isDead = async ({ access, refresh: token }: { access: string; refresh: string }): Promise<void> => {
    expect(await introspect(postern, app, access)).toEqual({ active: false });
    expect(await introspect(postern, app, token)).toEqual({ active: false });
    expect((await refresh(postern, app.id, token, app.headers)).body.error).toBe('invalid_grant');
  };

  test.each(['access', 'refresh'] as const)('revoking the %s token ends the whole sign-in of the app', async (kind) => {
    const tokens = await signedIn();
    const answer = await revoke(postern, app, tokens[kind], { token_type_hint: `${kind}_token` });
    expect(answer.status).toBe(200);
    await isDead(tokens);
    expect((await userinfo(postern, tokens.access)).status).toBe(401);
  });

  test('a wrong hint is no hindrance (RFC 7009 §2.1)', async () => {
    const tokens = await signedIn();
    expect((await revoke(postern, app, tokens.refresh, { token_type_hint: 'access_token' })).status).toBe(200);
    await isDead(tokens);
  });

  test('revoking a JWT access token ends its family, and Postern calls it inactive', async () => {
    const tokens = await signedIn(undefined, { scope: 'openid read', resource: jwt });
    expect(tokens.access.split('.')).toHaveLength(3);
    expect(await introspect(postern, asking, tokens.access)).toMatchObject({ active: true });
    expect((await revoke(postern, app, tokens.access)).status).toBe(200);
    await isDead(tokens);
  });

  test.each(['opaque', 'jwt'] as const)(
    'a token for an API that is gone ends its sign-in too (%s)',
    async (tokenFormat) => {
      const { apis } = postern.rooms.clients;
      const resource = `https://gone-${tokenFormat}.example.com`;
      await apis.add({ id: resource, name: 'Gone', scopes: [{ name: 'read' }], tokenFormat });
      const own = await addApp(postern, { kind: 'web', firstParty: true, apis: [resource] });
      const asked = { scope: 'openid read', resource };
      const tokens = await signIn(postern, postern.person(), own, email, asked);
      await apis.remove(resource);
      expect((await revoke(postern, own, tokens.access)).status).toBe(200);
      await apis.add({ id: resource, name: 'Back', scopes: [{ name: 'read' }], tokenFormat });
      expect((await refresh(postern, own.id, tokens.refresh, own.headers)).body.error).toBe('invalid_grant');
    },
  );

  test.each([opaque, jwt])('a machine revokes its own token for %s', async (resource) => {
    const grant = () => post(postern, '/token', { grant_type: 'client_credentials', resource }, machine.headers);
    const [token, other] = [(await grant()).body['access_token'], (await grant()).body['access_token']].map(String);
    expect((await revoke(postern, machine, token ?? '')).status).toBe(200);
    expect(await introspect(postern, asking, token ?? '')).toEqual({ active: false });
    expect(await introspect(postern, asking, other ?? '')).toMatchObject({ active: true });
  });

  test('an old generation of a refresh token ends the family too: apps sign out with a stale copy', async () => {
    const tokens = await signedIn();
    const next = await refresh(postern, app.id, tokens.refresh, app.headers);
    expect((await revoke(postern, app, tokens.refresh)).status).toBe(200);
    await isDead({
      access: String(next.body['access_token']),
      refresh: String(next.body['refresh_token']),
    });
  });

  test.each(['web', 'spa'])('one of long ago does so too, and whatever presents it (%s)', async (kind) => {
    const own = await addApp(postern, { kind, firstParty: true, refresh: { reuseInterval: 0 } });
    const { refresh: first } = await signIn(postern, postern.person(), own, email);
    const second = await refresh(postern, own.id, first, own.headers);
    const third = await refresh(postern, own.id, second.body['refresh_token'], own.headers);
    const stale = { ...own, headers: { ...own.headers, 'user-agent': 'another/1.0' } };
    expect((await revoke(postern, stale, first)).status).toBe(200);
    expect((await refresh(postern, own.id, third.body['refresh_token'], own.headers)).body.error).toBe('invalid_grant');
    expect((await userinfo(postern, String(third.body['access_token']))).status).toBe(401);
    const { families } = postern.rooms;
    expect(await families.get((await families.read(first))?.id ?? '')).toMatchObject({ endReason: 'token_revoked' });
  });

  test('an old generation of another client is refused, and ends nothing', async () => {
    const tokens = await signedIn();
    const next = await refresh(postern, app.id, tokens.refresh, app.headers);
    const other = await addApp(postern, { kind: 'web' });
    const { status, body } = await revoke(postern, other, tokens.refresh);
    expect([status, body.error]).toEqual([400, 'invalid_request']);
    expect((await refresh(postern, app.id, next.body['refresh_token'], app.headers)).status).toBe(200);
  });

  test('revoking one sign-in leaves the other tab and the other device signed in', async () => {
    const person = postern.person();
    const [tab, other] = [await signedIn(person), await signedIn(person)];
    const device = await signedIn();
    await revoke(postern, app, tab.access);
    await isDead(tab);
    for (const { access, refresh: token } of [other, device]) {
      expect((await userinfo(postern, access)).status).toBe(200);
      expect((await refresh(postern, app.id, token, app.headers)).status).toBe(200);
    }
  });

  test('a second revocation, and one of nothing, are answered 200 (RFC 7009 §2.2)', async () => {
    const { access } = await signedIn();
    for (const token of [access, access, 'nothing', 'pr1.a.b.1.c', 'a.b.c']) {
      const { status, body } = await revoke(postern, app, token);
      expect([token, status, body]).toEqual([token, 200, { text: '' }]);
    }
  });

  test('another client’s token is refused, whatever it is, and stays good', async () => {
    const tokens = await signedIn(undefined, { scope: 'openid read', resource: jwt });
    const other = await addApp(postern, { kind: 'web', apis: [jwt] });
    for (const token of [tokens.access, tokens.refresh]) {
      const { status, body } = await revoke(postern, other, token);
      expect([status, body.error]).toEqual([400, 'invalid_request']);
    }
    expect(await introspect(postern, app, tokens.access)).toMatchObject({ active: true });
    expect((await refresh(postern, app.id, tokens.refresh, app.headers)).status).toBe(200);
  });

  test.each([opaque, jwt])(
    'the API that an access token is for may revoke it: the sign-in ends (%s)',
    async (resource) => {
      const tokens = await signedIn(undefined, { scope: 'openid read', resource });
      const other = await signedIn(undefined, { scope: 'openid read', resource });
      expect((await revoke(postern, asking, tokens.access)).status).toBe(200);
      await isDead(tokens);
      expect(await introspect(postern, asking, other.access)).toMatchObject({ active: true });
      const { families } = postern.rooms;
      expect(await families.get((await families.read(tokens.refresh))?.id ?? '')).toMatchObject({
        endReason: 'ended_by_api',
      });
      const history = await postern.rooms.audit.search({ kind: 'family.ended', client: app.id, limit: 1 });
      expect(history.events[0]).toMatchObject({ detail: { reason: 'ended_by_api', by: asking.id } });
    },
  );

  test.each([opaque, jwt])('so may it a machine’s, and that one alone (%s)', async (resource) => {
    const grant = () => post(postern, '/token', { grant_type: 'client_credentials', resource }, machine.headers);
    const [token, other] = [(await grant()).body['access_token'], (await grant()).body['access_token']].map(String);
    expect((await revoke(postern, asking, token ?? '')).status).toBe(200);
    expect(await introspect(postern, machine, token ?? '')).toEqual({ active: false });
    expect(await introspect(postern, machine, other ?? '')).toMatchObject({ active: true });
  });

  test('an API revokes no token of another API, none for userinfo, and no refresh token', async () => {
    const elsewhere = await addApp(postern, { kind: 'api', serves: [opaque] });
    const tokens = await signedIn(undefined, { scope: 'openid read', resource: jwt });
    const { access: about } = await signedIn();
    for (const token of [tokens.access, tokens.refresh, about]) {
      const { status, body } = await revoke(postern, elsewhere, token);
      expect([status, body.error]).toEqual([400, 'invalid_request']);
    }
    expect((await revoke(postern, asking, tokens.refresh)).status).toBe(400);
    expect(await introspect(postern, app, tokens.access)).toMatchObject({ active: true });
    expect((await refresh(postern, app.id, tokens.refresh, app.headers)).status).toBe(200);
  });

  test('who does not prove who it is revokes nothing', async () => {
    const { refresh: token } = await signedIn();
    const { status, body } = await post(postern, '/revoke', { token, client_id: app.id });
    expect([status, body.error]).toEqual([401, 'invalid_client']);
    expect((await refresh(postern, app.id, token, app.headers)).status).toBe(200);
  });

  test('a public client revokes its own token by its id alone', async () => {
    const spa = await addApp(postern, { kind: 'spa', firstParty: true });
    const { access, refresh: token } = await signIn(postern, postern.person(), spa, email);
    expect((await revoke(postern, spa, token)).status).toBe(200);
    expect((await userinfo(postern, access)).status).toBe(401);
  });
});
