import { beforeAll, describe, expect, test } from '@jest/globals';
import { addApp, introspect, post } from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { given, onPostern } from '../support/suite.ts';
import { addProgram, ask, tokenOf, type Said } from './programs.ts';

const id = 'https://orders.example.com/v1%20b';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const program = given(() => addProgram(postern));
  let token: string;
  beforeAll(async () => {
    token = await tokenOf(postern, program);
  });

  const api = (method: string, path: string, body?: object | string): Promise<Said> =>
    ask(postern, token, method, path, body);
  const at = (one: string): string => `/apis/${encodeURIComponent(one)}`;

  test('an API from its first day to its last, each change in the name of the program that asked for it', async () => {
    const declaration = { id, name: 'Orders', scopes: [{ name: 'orders:read', description: 'See your orders' }] };
    const added = await api('POST', '/apis', { ...declaration, accessTokenLifetime: '5m' });
    expect([added.status, added.headers.get('location')]).toEqual([201, `${postern.issuer}/api/admin${at(id)}`]);
    expect(added.body).toMatchObject({ ...declaration, accessTokenLifetime: 300, tokenFormat: 'opaque' });
    expect((await api('GET', at(id))).body).toEqual(added.body);
    const again = await api('POST', '/apis', declaration);
    expect([again.status, again.body.error]).toEqual([409, 'conflict']);

    const changed = await api('PATCH', at(id), { name: 'Sales', accessTokenLifetime: null });
    expect(changed).toMatchObject({ status: 200, body: { name: 'Sales', scopes: declaration.scopes } });
    const robot = await addApp(postern, { kind: 'machine', apis: [id] });
    const grant = { grant_type: 'client_credentials', resource: id, scope: 'orders:read' };
    const issued = String((await post(postern, '/token', grant, robot.headers)).body['access_token']);
    expect(await introspect(postern, robot, issued)).toMatchObject({ active: true });

    expect((await api('DELETE', at(id))).status).toBe(204);
    expect(await introspect(postern, robot, issued)).toEqual({ active: false });
    for (const [method, body] of [
      ['GET', undefined],
      ['PATCH', {}],
      ['DELETE', undefined],
    ] as const) {
      const gone = await api(method, at(id), body);
      expect([method, gone.status, gone.body.error]).toEqual([method, 404, 'not_found']);
    }
    for (const kind of ['api.created', 'api.changed', 'api.removed'] as const) {
      const { events } = await postern.rooms.audit.search({ kind, limit: 10 });
      expect(events.find(({ detail }) => detail?.['api'] === id)).toMatchObject({
        detail: { by: 'admin', actor: `client:${program.id}` },
        origin: { address: expect.any(String) },
      });
    }
  });

  test('the list comes in pages, in the order of ids', async () => {
    const some = ['a', 'b', 'c'].map((name) => `https://${name}.list.example.com/`);
    for (const one of some) await api('POST', '/apis', { id: one, name: 'One' });
    const first = await api('GET', `/apis?limit=2&after=${encodeURIComponent('https://a')}`);
    expect((first.body['apis'] as { id: string }[]).map((one) => one.id)).toEqual(some.slice(0, 2));
    expect(first.body['next']).toBe(some[1]);
    const next = await api('GET', `/apis?limit=2&after=${encodeURIComponent(String(first.body['next']))}`);
    expect((next.body['apis'] as { id: string }[])[0]?.id).toBe(some[2]);
  });

  test('one of Postern’s own is shown, and neither added, changed nor removed', async () => {
    for (const own of [`${postern.issuer}/api/account`, `${postern.issuer}/api/admin`]) {
      expect((await api('GET', at(own))).body).toMatchObject({ id: own, declaredBy: 'postern' });
      for (const [method, path, body] of [
        ['POST', '/apis', { id: own, name: 'Mine' }],
        ['PATCH', at(own), { tokenFormat: 'jwt' }],
        ['DELETE', at(own), undefined],
      ] as const) {
        const refused = await api(method, path, body);
        expect([method, refused.status, refused.body.error]).toEqual([method, 409, 'conflict']);
      }
    }
    expect((await api('GET', '/clients')).status).toBe(200);
  });

  test('everything that is wrong with a declaration is named', async () => {
    const wrong = { id: 'https://wrong.example.com/', name: 'X', scope: [], scopes: [{ name: 'openid' }] };
    const { status, body } = await api('POST', '/apis', wrong);
    expect([status, body.error]).toEqual([400, 'invalid_request']);
    expect(body.error_description).toContain('scope: is not known; did you mean scopes?');
    const { body: none } = await api('POST', '/apis', { name: 'X' });
    expect(none.error_description).toContain('id: ');
  });
});
