import { createSign, generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { expectSound } from '../bad-input/invariants.ts';
import { sendRaw, type RawAnswer, type RawRequest } from '../bad-input/raw.ts';
import { signInRequest } from '../support/apps.ts';
import { proofKey } from '../support/dpop.ts';
import { scene, signedIn, type Scene } from './scene.ts';

let stage: Scene;
let machine: string;
/** An ID token of the owner's, to take apart. */
let idToken: string;
let refreshToken: string;
/** Milliseconds within which every one of them is answered: far more than reading takes, far less than a hang. */
const soon = 2_000;

beforeAll(async () => {
  stage = await scene({ app: { firstParty: true } });
  const { rooms } = stage.postern;
  const { publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid: 'a', use: 'sig', alg: 'RS256' };
  await rooms.clients.apis.add({ id: 'https://api.example.com', name: 'API' });
  const added = await rooms.clients.add({
    name: 'Robot',
    kind: 'machine',
    authMethod: 'private_key_jwt',
    apis: ['https://api.example.com'],
    jwks: { keys: [jwk] },
  });
  machine = added.client.id;
  const { body } = await signedIn(stage, stage.postern.person());
  [idToken, refreshToken] = [String(body['id_token']), String(body['refresh_token'])];
}, 60_000);
afterAll(() => stage.postern.stop());

const part = (json: string): string => Buffer.from(json).toString('base64url');
const partOf = (value: unknown): string => part(JSON.stringify(value));
/** JSON in JSON, so many levels deep. Written by hand: what writes it otherwise gives up before what reads it does. */
const deepList = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const deepObject = (levels: number): string => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);
/** What only comes from them. */
const filler = ['x'.repeat(200), '['.repeat(200), '9'.repeat(200), '{"a":'.repeat(20)];

/** Payloads that are too much for somebody, with what a right one has. `room` is what may be sent, in bytes. */
function oversized(right: Readonly<Record<string, unknown>>, room: number): Record<string, string> {
  const body = Math.floor(room * 0.7);
  const inside = JSON.stringify(right).slice(1, -1);
  const with_ = (more: string): string => `{${inside},${more}}`;
  return {
    'one long claim': with_(`"x":"${'x'.repeat(body)}"`),
    'a long id': JSON.stringify({ ...right, jti: 'x'.repeat(body) }),
    'a list in a list, and so on': with_(`"x":${deepList(Math.floor(body / 2))}`),
    'an object in an object, and so on': with_(`"x":${deepObject(Math.floor(body / 6))}`),
    'an audience that is a deep list': JSON.stringify({ ...right, aud: 0 }).replace(
      '"aud":0',
      `"aud":${deepList(1000)}`,
    ),
    'an audience that is an object': JSON.stringify({ ...right, aud: { $ne: 1 } }),
    'ten thousand audiences': JSON.stringify({ ...right, aud: Array.from({ length: body / 9 }, () => 'y'.repeat(6)) }),
    'thousands of claims': with_(Array.from({ length: body / 12 }, (_, at) => `"c${at}":1`).join(',')),
    'a number of thousands of digits': with_(`"x":${'9'.repeat(body)}`),
    'the same claim again and again': with_(Array.from({ length: body / 8 }, () => '"sub":1').join(',')),
    'nothing but a list': deepList(Math.floor(body / 2)),
    'JSON that never ends': deepObject(Math.floor(body / 6)).replaceAll('}', ''),
  };
}

/** Everything that is kept, as text. */
function kept(): string {
  const database = new DatabaseSync(join(stage.postern.directory, 'postern.db'), { readOnly: true });
  const tables = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all();
  const rows = tables.flatMap(({ name }) => database.prepare(`SELECT * FROM "${String(name)}"`).all());
  database.close();
  return rows.map((row) => JSON.stringify(Object.values(row).map(String))).join('\n');
}

const form = 'Content-Type: application/x-www-form-urlencoded';
const posted = (
  target: string,
  fields: Readonly<Record<string, string>>,
  headers: readonly string[] = [],
): RawRequest => ({
  method: 'POST',
  target,
  headers: [form, 'Accept: text/html', ...headers],
  body: new URLSearchParams(fields).toString(),
});

/** Sends all of them: each has a sound answer, soon, that says nothing back, and none of it is kept. */
async function send(requests: Readonly<Record<string, RawRequest>>, judge: (answer: RawAnswer) => void): Promise<void> {
  const before = kept().length;
  for (const [what, request] of Object.entries(requests)) {
    const answer = await sendRaw(stage.postern.issuer, request);
    expectSound(answer, what);
    expect([what, answer.took < soon]).toEqual([what, true]);
    for (const said of filler) expect(answer.body).not.toContain(said);
    try {
      judge(answer);
    } catch (error) {
      (error as Error).message = `${what}: ${answer.status} ${answer.body.slice(0, 300)}\n${(error as Error).message}`;
      throw error;
    }
  }
  const after = kept();
  for (const said of filler) expect(after).not.toContain(said);
  // A line of the record for each that was refused.
  expect(after.length - before).toBeLessThan(2000 * Object.keys(requests).length);
}

const each = (
  tokens: Readonly<Record<string, string>>,
  request: (token: string) => RawRequest,
): Record<string, RawRequest> =>
  Object.fromEntries(Object.entries(tokens).map(([what, token]) => [what, request(token)]));

const errorOf = ({ body }: RawAnswer): unknown => (JSON.parse(body) as Record<string, unknown>)['error'];

/** What may be sent, in bytes: in a body to an endpoint for machines, and in a line of the head with what else is there. */
const room = { body: 50 * 1024, head: 14 * 1024 };

const now = (): number => Math.floor(Date.now() / 1000);

describe('an assertion that a client proves itself with', () => {
  const ofMachine = () => ({
    iss: machine,
    sub: machine,
    aud: stage.postern.issuer,
    jti: 'an-id',
    iat: now(),
    exp: now() + 60,
  });
  const presented = (assertion: string): RawRequest =>
    posted('/token', {
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    });

  test('is refused, whatever is in it, where the key is not the client’s', async () => {
    const head = partOf({ alg: 'RS256', kid: 'a' });
    const signature = Buffer.alloc(256, 1).toString('base64url');
    const tokens = Object.fromEntries(
      Object.entries(oversized(ofMachine(), room.body)).map(([what, payload]) => [
        what,
        `${head}.${part(payload)}.${signature}`,
      ]),
    );
    await send(each(tokens, presented), (answer) => {
      expect([400, 401]).toContain(answer.status);
      expect(errorOf(answer)).toMatch(/^invalid_(client|request)$/);
    });
  });

  test('is refused when its head or its signature is too much, or there are thousands of parts', async () => {
    const payload = partOf(ofMachine());
    const heads = oversized({ alg: 'RS256', kid: 'a' }, room.body);
    const tokens = {
      ...Object.fromEntries(Object.entries(heads).map(([what, json]) => [what, `${part(json)}.${payload}.AAAA`])),
      'a long signature': `${partOf({ alg: 'RS256', kid: 'a' })}.${payload}.${'A'.repeat(40_000)}`,
      'dots and nothing else': '.'.repeat(40_000),
      'thousands of parts': `${partOf({ alg: 'RS256' })}.`.repeat(1_500),
      'compressed, and encrypted to nobody': `${partOf({ alg: 'dir', enc: 'A256GCM', zip: 'DEF' })}..AAAA.${'A'.repeat(40_000)}.AAAA`,
    };
    await send(each(tokens, presented), (answer) => {
      expect([400, 401]).toContain(answer.status);
      expect(errorOf(answer)).toMatch(/^invalid_(client|request)$/);
    });
  });

  test('is not read at all beyond 56 KiB', async () => {
    const huge = `${partOf({ alg: 'RS256' })}.${'A'.repeat(1_000_000)}.AAAA`;
    await send({ huge: presented(huge) }, ({ status }) => expect(status).toBe(413));
  });
});

describe('a DPoP proof', () => {
  /** Whoever sends one has the key: what is in it is signed as it should be. */
  function proofs(): Record<string, string> {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = publicKey.export({ format: 'jwk' });
    const right = { htm: 'POST', htu: `${stage.postern.issuer}/token`, jti: 'an-id', iat: now() };
    const sign = (head: string, payload: string): string => {
      const signature = createSign('sha256').update(`${part(head)}.${part(payload)}`);
      const signed = signature.sign({ key: privateKey, dsaEncoding: 'ieee-p1363' }, 'base64url');
      return `${part(head)}.${part(payload)}.${signed}`;
    };
    const head = { alg: 'ES256', typ: 'dpop+jwt', jwk };
    const heads = oversized(head, room.head * 0.8);
    return {
      ...Object.fromEntries(
        Object.entries(oversized(right, room.head * 0.9)).map(([what, payload]) => [
          `in it ${what}`,
          sign(JSON.stringify(head), payload),
        ]),
      ),
      ...Object.fromEntries(
        Object.entries(heads).map(([what, json]) => [`in its head ${what}`, sign(json, JSON.stringify(right))]),
      ),
      'a key with much beside it': sign(
        JSON.stringify({ ...head, jwk: { ...jwk, x5c: Array.from({ length: 1500 }, () => 'AAA') } }),
        JSON.stringify(right),
      ),
      'an RSA key of 32,768 bits': sign(
        JSON.stringify({ ...head, alg: 'RS256', jwk: { kty: 'RSA', e: 'AQAB', n: '_'.repeat(5_462) } }),
        JSON.stringify(right),
      ),
      'an RSA key with an exponent as long as itself': sign(
        JSON.stringify({ ...head, alg: 'RS256', jwk: { kty: 'RSA', e: '_'.repeat(683), n: '_'.repeat(683) } }),
        JSON.stringify(right),
      ),
    };
  }
  const refreshed = (proof: string): RawRequest =>
    posted('/token', { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: stage.app }, [
      `DPoP: ${proof}`,
    ]);

  test('that is too much is refused, or counts by what is right in it; the refresh token stays good', async () => {
    const all = proofs();
    await send(each(all, refreshed), (answer) => {
      if (answer.status === 200) {
        refreshToken = String((JSON.parse(answer.body) as Record<string, unknown>)['refresh_token']);
        return;
      }
      expect(answer.status).toBe(400);
      expect(errorOf(answer)).toMatch(/^invalid_(dpop_proof|grant|request)$/);
    });
    const { status } = await sendRaw(
      stage.postern.issuer,
      refreshed(await (await proofKey()).prove('POST', `${stage.postern.issuer}/token`, now())),
    );
    expect(status).toBe(200);
  });

  test('larger than a head may be is refused before it is looked at', async () => {
    await send({ huge: refreshed(`${part('{}')}.${'A'.repeat(20_000)}.AAAA`) }, ({ status }) =>
      expect(status).toBe(431),
    );
  });
});

describe('an id_token_hint', () => {
  const hints = (size: number): Record<string, string> => {
    const [head = '', payload = '', signature = ''] = idToken.split('.');
    const right = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const tokens = Object.entries(oversized(right, size)).map(
      ([what, json]) => [what, `${head}.${part(json)}.${signature}`] as const,
    );
    return {
      ...Object.fromEntries(tokens),
      'a long head': `${partOf({ alg: 'EdDSA', x: 'x'.repeat(size / 2) })}.${payload}.AA`,
    };
  };
  const refusedOnAPage = (answer: RawAnswer): void => {
    expect(answer.status).toBe(400);
    expect(answer.headers.has('location')).toBe(false);
  };

  test('that is too much signs nobody out: by a link, and by a form', async () => {
    const at = (token: string): RawRequest => ({
      target: `/session/end?id_token_hint=${token}`,
      headers: ['Accept: text/html'],
    });
    await send(each(hints(room.head * 0.8), at), refusedOnAPage);
    // What is posted comes again by GET, or is too much for that.
    const byForm = (token: string): RawRequest => posted('/session/end', { id_token_hint: token });
    await send(each(hints(room.head), byForm), ({ status }) => expect([303, 413]).toContain(status));
  });

  test('that is too much is no sign-in: by a link, by a form, and pushed', async () => {
    const { url } = signInRequest(stage.postern, stage.app);
    const fields = Object.fromEntries(url.searchParams);
    const refused = (answer: RawAnswer): void => {
      const [location = ''] = answer.headers.get('location') ?? [];
      if (answer.status === 303 || answer.status === 302) expect(location).toMatch(/[?&]error=invalid_request/);
      else expect(answer.status).toBe(400);
    };
    const at = (token: string): RawRequest => ({
      target: `${url.pathname}${url.search}&id_token_hint=${token}`,
      headers: ['Accept: text/html'],
    });
    await send(each(hints(room.head * 0.7), at), refused);
    const byForm = (target: string) => (token: string) => posted(target, { ...fields, id_token_hint: token });
    await send(each(hints(room.head), byForm('/authorize')), ({ status }) => expect([303, 413]).toContain(status));
    await send(each(hints(room.body), byForm('/par')), refused);
  });
});
