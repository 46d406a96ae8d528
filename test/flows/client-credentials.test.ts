import { beforeAll, describe, expect, test } from '@jest/globals';
import { addApp, introspect, post, type Answer, type App } from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const notes = 'https://notes.example.com';
const mail = 'https://mail.example.com';
const jwts = 'https://jwts.example.com';
const grant = { grant_type: 'client_credentials' };

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  beforeAll(async () => {
    const { apis } = postern.rooms.clients;
    const scopes = [{ name: 'read' }, { name: 'write' }];
    await apis.add({ id: notes, name: 'Notes', scopes, accessTokenLifetime: '20m' });
    await apis.add({ id: mail, name: 'Mail', scopes: [{ name: 'send' }] });
    await apis.add({ id: jwts, name: 'JWTs', scopes, tokenFormat: 'jwt' });
  });
  const machine = givenApp(postern, { kind: 'machine', apis: [notes, mail, jwts] });
  const byDefault = givenApp(postern, { kind: 'machine', apis: [notes], defaultApi: notes, scopes: ['read'] });
  const web = givenApp(postern, { kind: 'web' });

  type Fields = Readonly<Record<string, string>>;
  const ask = (by: App, fields: Fields): Promise<Answer> =>
    post(postern, '/token', { ...grant, ...fields }, by.headers);
  /** The same in words that only the engine reads. */
  const askEngine = (by: App, fields: Fields): Promise<Answer> => ask(by, { ...fields, unknown: 'parameter' });

  /** Only the engine sends this one. */
  const isOfEngine = ({ headers }: Answer): boolean => headers.has('access-control-allow-origin');

  const eventsOf = async (by: App) =>
    (await postern.rooms.audit.search({ client: by.id, limit: 100 })).events.map(
      ({ id: _id, at: _at, expiresAt: _until, addressUntil: _shortened, origin, ...event }) => ({
        ...event,
        address: origin?.address,
        agent: origin?.userAgent,
      }),
    );

  test('the usual request gets the same answer, token and event as the same in other words', async () => {
    const requests: readonly (readonly [App, Fields])[] = [
      [machine, {}],
      [machine, { resource: notes }],
      [machine, { scope: 'write read write', resource: notes }],
      [machine, { resource: mail, scope: 'send' }],
      [byDefault, {}],
      [byDefault, { scope: 'read' }],
    ];
    for (const [by, fields] of requests) {
      const usual = await ask(by, fields);
      const unusual = await askEngine(by, fields);
      expect(usual.status).toBe(200);
      expect([isOfEngine(usual), isOfEngine(unusual)]).toEqual([false, true]);
      const [{ access_token: token, ...answer }, { access_token: other, ...same }] = [usual.body, unusual.body];
      expect(answer).toEqual(same);
      expect(String(token)).toHaveLength(String(other).length);
      for (const header of ['content-type', 'cache-control', 'vary', 'x-content-type-options']) {
        expect(usual.headers.get(header)).toBe(unusual.headers.get(header));
      }
      const described = await introspect(postern, by, String(token));
      expect(described).toMatchObject({ active: true, client_id: by.id });
      const seconds = { iat: expect.any(Number), exp: expect.any(Number) };
      expect(await introspect(postern, by, String(other))).toEqual({ ...described, ...seconds });
      const [latest, before] = (await eventsOf(by)).filter(({ kind }) => kind === 'token.issued');
      expect(latest).toMatchObject({ outcome: 'done', client: by.id, address: expect.any(String) });
      expect(before).toEqual(latest);
    }
  });

  test('only what is asked for in the usual words, and granted, is answered without the engine', async () => {
    const bound = await addApp(postern, { kind: 'machine', senderConstrained: 'dpop' });
    const refused: readonly (readonly [App, Fields, string])[] = [
      [machine, { scope: 'read' }, 'invalid_scope'],
      [machine, { scope: 'send', resource: notes }, 'invalid_scope'],
      [machine, { scope: 'openid', resource: notes }, 'invalid_scope'],
      [byDefault, { scope: 'write' }, 'invalid_scope'],
      [byDefault, { resource: mail }, 'invalid_target'],
      [machine, { resource: 'https://unknown.example.com' }, 'invalid_target'],
      [web, {}, 'invalid_request'],
      [bound, {}, 'invalid_grant'],
    ];
    for (const [by, fields, error] of refused) {
      const answer = await ask(by, fields);
      expect(answer.body).toMatchObject({ error });
      expect(isOfEngine(answer)).toBe(true);
    }
    const jwt = await ask(machine, { resource: jwts, scope: 'read' });
    expect(jwt.status).toBe(200);
    expect(String(jwt.body['access_token']).split('.')).toHaveLength(3);
  });

  test('the secret is in the header or in the form', async () => {
    const { id, secret = '' } = machine;
    const inForm = { client_id: id, client_secret: secret };
    const send = (fields: Fields, headers: Fields = {}) => post(postern, '/token', { ...grant, ...fields }, headers);
    const asked = await send(inForm);
    expect([asked.status, isOfEngine(asked)]).toEqual([200, false]);
    const token = String(asked.body['access_token']);
    const described = await post(postern, '/introspect', { token, ...inForm });
    expect([described.body['active'], isOfEngine(described)]).toEqual([true, false]);
    expect((await send({ client_id: id }, machine.headers)).status).toBe(200);
    for (const [fields, headers] of [
      [inForm, machine.headers],
      [{ client_secret: secret }, machine.headers],
      [{ client_id: byDefault.id }, machine.headers],
      [{ client_id: id, client_secret: byDefault.secret ?? '' }, {}],
      [{ client_id: id, client_secret: '' }, {}],
      [{ client_id: id }, {}],
    ] as const) {
      const answer = await send(fields, headers);
      expect([answer.status, isOfEngine(answer)]).toEqual([expect.any(Number), true]);
      expect(answer.body).toMatchObject({ error: expect.stringMatching(/^invalid_(client|request)$/) });
    }
  });

  test('what the engine reads otherwise, or not at all, is left to it', async () => {
    const { authorization = '' } = machine.headers;
    const send = (body: string, headers: Fields) =>
      fetch(new URL('/token', postern.issuer), {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body,
      });
    const good = 'grant_type=client_credentials';
    for (const [body, headers] of [
      [`?${good}`, { authorization }],
      [good, { authorization, 'oauth-client-attestation': 'eyJ9' }],
      [good, { authorization: authorization.replace(/=*$/, '===') }],
      [good, { authorization, 'content-type': 'application/json' }],
    ] as const) {
      const answer = await send(body, headers);
      expect([answer.status, answer.headers.has('access-control-allow-origin')]).toEqual([400, true]);
    }
    expect((await send(good, { authorization })).status).toBe(200);
  });

  test('a parameter that is there twice is refused (RFC 6749 §3.2)', async () => {
    for (const twice of ['grant_type=client_credentials', 'scope=read']) {
      const answer = await fetch(new URL('/token', postern.issuer), {
        method: 'POST',
        headers: { ...byDefault.headers, 'content-type': 'application/x-www-form-urlencoded' },
        body: `grant_type=client_credentials&scope=read&${twice}`,
      });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error: 'invalid_request' });
    }
  });

  test('a client that was disabled, and one with a secret of before, get nothing', async () => {
    const { clients } = postern.rooms;
    const app = await addApp(postern, { kind: 'machine' });
    expect((await ask(app, {})).status).toBe(200);
    await clients.rotateSecret(app.id, 0);
    expect((await ask(app, {})).body).toMatchObject({ error: 'invalid_client' });
    const other = await addApp(postern, { kind: 'machine' });
    await clients.update(other.id, { disabled: true });
    expect((await ask(other, {})).body).toMatchObject({ error: 'invalid_client' });
  });
});
