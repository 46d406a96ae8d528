import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { basic, callback, post } from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { given, onPostern } from '../support/suite.ts';
import { addProgram, ask, tokenOf, type Said } from './programs.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const program = given(() => addProgram(postern));
  let token: string;
  beforeAll(async () => {
    token = await tokenOf(postern, program);
  });

  const api = (method: string, path: string, body?: object | string): Promise<Said> =>
    ask(postern, token, method, path, body);
  const web = (more = {}) => ({ name: 'Shop', kind: 'web', redirectUris: [callback], ...more });
  const eventsOf = async (client: string) =>
    (await postern.rooms.audit.search({ client, limit: 20 })).events.map(({ kind, detail, origin }) => ({
      kind,
      by: detail?.['by'],
      actor: detail?.['actor'],
      address: origin?.address,
    }));
  /** Whether it is the client's: somebody who is known and may not have a token is answered otherwise than a stranger. */
  const isSecret = async (id: string, secret: unknown): Promise<boolean> => {
    const answer = await post(postern, '/introspect', { token: 'x' }, basic(id, String(secret)));
    return answer.status === 200;
  };

  test('a client from its first day to its last, each change in the name of the program that asked for it', async () => {
    const id = `shop-${randomUUID()}`;
    const added = await api('POST', '/clients', web({ id, refresh: { idle: '7d', devices: { most: 3 } } }));
    expect(added.status).toBe(201);
    expect(added.headers.get('location')).toBe(`${postern.issuer}/api/admin/clients/${id}`);
    expect(added.headers.get('cache-control')).toBe('no-store');
    expect(added.body).toMatchObject({ id, kind: 'web', declaredBy: 'admin', refresh: { idle: 7 * 86400 } });
    const { secret } = added.body;
    expect(await isSecret(id, secret)).toBe(true);

    const shown = await api('GET', `/clients/${id}`);
    const { secret: _, ...rest } = added.body;
    expect([shown.status, shown.body]).toEqual([200, rest]);
    expect(JSON.stringify(shown.body)).not.toMatch(/hash|pcs_/);

    const changed = await api('PATCH', `/clients/${id}`, { refresh: { reuseInterval: 5, idle: null }, name: 'Store' });
    expect([changed.status, changed.body['secret']]).toEqual([200, undefined]);
    expect(changed.body).toMatchObject({ name: 'Store', refresh: { reuseInterval: 5, devices: { most: 3 } } });
    expect(changed.body['refresh']).not.toMatchObject({ idle: 7 * 86400 });

    const rotated = await api('POST', `/clients/${id}/secrets`, { keepOld: '12h' });
    expect([rotated.status, rotated.headers.get('cache-control')]).toEqual([201, 'no-store']);
    const [fresh, old] = rotated.body['secrets'] as { createdAt: number; expiresAt?: number }[];
    expect(old?.expiresAt).toBe(Number(fresh?.createdAt) + 12 * 3600);
    expect([await isSecret(id, secret), await isSecret(id, rotated.body['secret'])]).toEqual([true, true]);
    const last = await api('POST', `/clients/${id}/secrets`, { keepOld: 0 });
    expect([await isSecret(id, secret), await isSecret(id, rotated.body['secret'])]).toEqual([false, false]);
    expect(await isSecret(id, last.body['secret'])).toBe(true);

    const removed = await api('DELETE', `/clients/${id}`);
    expect([removed.status, removed.body]).toEqual([204, {}]);
    expect(await isSecret(id, last.body['secret'])).toBe(false);
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['PATCH', '', {}],
      ['POST', '/secrets', undefined],
      ['DELETE', '', undefined],
    ] as const) {
      const gone = await api(method, `/clients/${id}${path}`, body);
      expect([method, gone.status, gone.body.error]).toEqual([method, 404, 'not_found']);
    }
    const told = { by: 'admin', actor: `client:${program.id}`, address: expect.any(String) };
    expect((await eventsOf(id)).filter(({ kind }) => kind !== 'client.authentication_refused')).toEqual([
      { kind: 'client.removed', ...told },
      { kind: 'client.secret_rotated', ...told },
      { kind: 'client.secret_rotated', ...told },
      { kind: 'client.changed', ...told },
      { kind: 'client.created', ...told },
    ]);
  });

  test('a program with the id of an account is told from it in the record', async () => {
    const owner = async (): Promise<string> => {
      const { id } = await somebody(postern);
      return /^[A-Za-z0-9]/.test(id) ? id : owner();
    };
    const namesake = await addProgram(postern, undefined, { id: await owner() });
    const made = await ask(postern, await tokenOf(postern, namesake), 'POST', '/clients', web());
    const [event] = await eventsOf(String(made.body['id']));
    expect(event).toMatchObject({ kind: 'client.created', actor: `client:${namesake.id}` });
  });

  test('an id is made where none is given, and one that is there is a conflict', async () => {
    const { body } = await api('POST', '/clients', { name: 'A page', kind: 'spa', redirectUris: [callback] });
    expect([typeof body['id'], body['secret']]).toEqual(['string', undefined]);
    const again = await api('POST', '/clients', web({ id: body['id'] }));
    expect([again.status, again.body.error]).toEqual([409, 'conflict']);
    const ours = await api('POST', '/clients', web({ id: 'postern-account' }));
    expect([ours.status, ours.body.error]).toEqual([409, 'conflict']);
    const none = await api('POST', `/clients/${String(body['id'])}/secrets`);
    expect([none.status, none.body.error]).toEqual([400, 'invalid_request']);
  });

  test('a secret is made where a client begins to need one, and told that once', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwks = { keys: [publicKey.export({ format: 'jwk' })] };
    const { body } = await api('POST', '/clients', web({ authMethod: 'private_key_jwt', jwks }));
    expect([body['authMethod'], body['secret']]).toEqual(['private_key_jwt', undefined]);
    const changed = await api('PATCH', `/clients/${String(body['id'])}`, { authMethod: null, jwks: null });
    expect(changed.body).toMatchObject({ authMethod: 'client_secret_basic', secret: expect.stringMatching(/^pcs_/) });
    expect(await isSecret(String(body['id']), changed.body['secret'])).toBe(true);
  });

  test('the list comes in pages, in the order of ids, and holds no secret', async () => {
    for (const id of ['page-1', 'page-2', 'page-3']) await api('POST', '/clients', web({ id }));
    const ids: unknown[] = [];
    let after: string | undefined = 'page-';
    for (let pages = 0; after !== undefined && pages < 2; pages += 1) {
      const { status, body } = await api('GET', `/clients?limit=2&after=${after}`);
      expect([status, JSON.stringify(body)]).toEqual([200, expect.not.stringMatching(/hash|pcs_/)]);
      ids.push(...(body['clients'] as { id: string }[]).map(({ id }) => id));
      after = body['next'] as string | undefined;
    }
    expect(ids.slice(0, 3)).toEqual(['page-1', 'page-2', 'page-3']);
    const all = await api('GET', '/clients?limit=200');
    expect(all.body['next']).toBeUndefined();
    expect(all.body['clients']).toContainEqual((await api('GET', '/clients/page-1')).body);
    const last = await api('GET', '/clients?after=~');
    expect(last.body).toEqual({ clients: [] });
  });

  test('the last page says that it is, also where it is full', async () => {
    const { clients } = (await api('GET', '/clients?limit=200')).body as unknown as { clients: { id: string }[] };
    const before = clients.at(-3)?.id ?? '';
    const { body } = await api('GET', `/clients?limit=2&after=${before}`);
    expect([(body['clients'] as unknown[]).length, body['next']]).toEqual([2, undefined]);
  });

  test('what a file declares is changed there, and what is Postern’s own nowhere', async () => {
    const board = { id: 'board', name: 'Board', kind: 'spa', redirectUris: [callback] };
    await postern.rooms.clients.add(board, { by: 'file' });
    for (const id of ['board', 'postern-account']) {
      expect((await api('GET', `/clients/${id}`)).status).toBe(200);
      for (const [method, body] of [
        ['PATCH', { name: 'Mine' }],
        ['DELETE', undefined],
      ] as const) {
        const refused = await api(method, `/clients/${id}`, body);
        expect([id, method, refused.status, refused.body.error]).toEqual([id, method, 409, 'conflict']);
      }
      expect((await api('GET', `/clients/${id}`)).body['name']).not.toBe('Mine');
    }
  });

  test('everything that is wrong with a declaration is named at once, an unknown field with the nearest name', async () => {
    const wrong = { name: 'X', kind: 'spa', redirectUri: callback, refresh: { idel: '3d', reuseInterval: '1h' } };
    const { status, body } = await api('POST', '/clients', wrong);
    expect([status, body.error]).toEqual([400, 'invalid_request']);
    for (const problem of [
      'redirectUri: is not known; did you mean redirectUris?',
      'refresh.idel: is not known; did you mean idle?',
      'refresh.reuseInterval: ',
    ]) {
      expect(body.error_description).toContain(problem);
    }
    const { body: made } = await api('POST', '/clients', web());
    for (const patch of [{ id: 'other' }, { kind: 'spa' }, { kind: null }, { redirectUris: [] }, { name: null }]) {
      const refused = await api('PATCH', `/clients/${String(made['id'])}`, patch);
      expect([patch, refused.status, refused.body.error]).toEqual([patch, 400, 'invalid_request']);
    }
    for (const rotation of [{ keepOld: 'soon' }, { keepOld: -1 }, { keepold: 1 }, { keepOld: '999d' }]) {
      const refused = await api('POST', `/clients/${String(made['id'])}/secrets`, rotation);
      expect([rotation, refused.status, refused.body.error]).toEqual([rotation, 400, 'invalid_request']);
    }
    expect((await api('GET', `/clients/${String(made['id'])}`)).body['secrets']).toHaveLength(1);
  });

  test('a program that removes or disables itself has done so, and asks nothing more', async () => {
    const other = await addProgram(postern);
    const its = await tokenOf(postern, other);
    expect((await ask(postern, its, 'PATCH', `/clients/${other.id}`, { disabled: true })).status).toBe(200);
    expect((await ask(postern, its, 'GET', '/clients')).status).toBe(401);
    expect((await api('DELETE', `/clients/${other.id}`)).status).toBe(204);
  });
});
