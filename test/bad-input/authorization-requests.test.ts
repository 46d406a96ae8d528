import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { account, callback, post, signInRequest, walk } from '../support/apps.ts';
import { startPostern, type Postern } from '../support/postern.ts';
import { counts, expectSound } from './invariants.ts';
import { sendRaw, type RawAnswer } from './raw.ts';

let postern: Postern;
let client: string;
let query: URLSearchParams;

beforeAll(async () => {
  postern = await startPostern('sqlite');
  const added = await postern.rooms.clients.add({ name: 'Notes', kind: 'spa', redirectUris: [callback] });
  client = added.client.id;
  query = signInRequest(postern, client).url.searchParams;
}, 60_000);
afterAll(() => postern.stop());

async function ask(search: string, headers: readonly string[] = []): Promise<RawAnswer> {
  const before = await counts(postern);
  const answer = await sendRaw(postern.issuer, {
    target: `/authorize?${search}`,
    headers: ['Accept: text/html', ...headers],
  });
  expectSound(answer, search.slice(0, 200));
  expect(await counts(postern)).toEqual(before);
  return answer;
}

const errorOf = ({ headers }: RawAnswer): string | undefined => {
  const location = headers.get('location')?.[0];
  return location?.startsWith(`${callback}?`) ? (new URL(location).searchParams.get('error') ?? undefined) : undefined;
};

const changed = (more: Readonly<Record<string, string | undefined>>): string => {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(more)) {
    if (value === undefined) next.delete(name);
    else next.set(name, value);
  }
  return next.toString();
};

test.each([
  'unknown',
  '',
  ' ',
  'a'.repeat(300),
  '__proto__',
  'constructor',
  '{"$ne":1}',
  '\0',
  `${'x'.repeat(20)}\r\n`,
])('the client %j is unknown: a page says so, and nobody is sent anywhere', async (client_id) => {
  const answer = await ask(changed({ client_id }));
  expect(answer.status).toBe(400);
  expect(answer.headers.has('location')).toBe(false);
});

test('client_id twice is refused on a page', async () => {
  for (const second of [client, 'other']) {
    const answer = await ask(`${query.toString()}&client_id=${second}`);
    expect([answer.status, answer.headers.has('location')]).toEqual([400, false]);
  }
});

test('redirect_uri twice is refused on a page: nobody is sent anywhere', async () => {
  for (const second of [callback, 'https://evil.example/']) {
    const answer = await ask(`redirect_uri=${encodeURIComponent(second)}&${query.toString()}`);
    expect([answer.status, answer.headers.has('location')]).toEqual([400, false]);
  }
});

test.each([
  'response_type',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
  'nonce',
  'prompt',
  'claims',
  'max_age',
  'response_mode',
  'login_hint',
  'ui_locales',
  'acr_values',
  'display',
  'id_token_hint',
])('%s twice is told to the app, which sees that its request is wrong', async (name) => {
  const value = query.get(name) ?? 'x';
  const answer = await ask(`${changed({ [name]: value })}&${name}=${encodeURIComponent(value)}`);
  expect(errorOf(answer)).toBe('invalid_request');
});

test.each(['grant_type', 'code', 'redirect_uri', 'code_verifier', 'client_id', 'refresh_token', 'scope'])(
  '%s twice in a body is refused at the token endpoint',
  async (name) => {
    const fields = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: client,
      code: 'x',
      code_verifier: 'v'.repeat(43),
      redirect_uri: callback,
      [name]: 'x',
    });
    const answer = await sendRaw(postern.issuer, {
      method: 'POST',
      target: '/token',
      headers: ['Content-Type: application/x-www-form-urlencoded'],
      body: `${fields.toString()}&${name}=y`,
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(JSON.parse(answer.body)).toMatchObject({ error: expect.stringMatching(/^invalid_|^unsupported_/) });
  },
);

const large: Record<string, Record<string, string>> = {
  'a thousand scopes': { scope: Array.from({ length: 1000 }, (_, i) => `s${i}`).join(' ') },
  'a state of 6,000 characters': { state: 'x'.repeat(6000) },
  'a nonce of 6,000 characters': { nonce: 'x'.repeat(6000) },
  'a hint of 6,000 characters': { login_hint: 'x'.repeat(6000) },
  'languages without end': { ui_locales: 'de '.repeat(2000) },
  'claims that are no JSON': { claims: '{' },
  'claims that are a list': { claims: '[]' },
  'claims that are null': { claims: 'null' },
  'claims that are deep': { claims: `{"id_token":${'{"a":'.repeat(900)}1${'}'.repeat(900)}}` },
  'claims with a prototype': { claims: '{"__proto__":{"x":1},"id_token":{"__proto__":{"essential":true}}}' },
  'a max_age below nothing': { max_age: '-1' },
  'a max_age beyond numbers': { max_age: '9'.repeat(300) },
  'a prompt that contradicts itself': { prompt: 'none login' },
  'a prompt of its own': { prompt: 'x' },
  'a display of its own': { display: 'x' },
  'an ID token that is none': { id_token_hint: 'a.b.c' },
};

test.each(Object.entries(large))('%s does no harm', async (_what, more) => {
  const answer = await ask(changed(more));
  expect([303, 400]).toContain(answer.status);
  expect(answer.took).toBeLessThan(5000);
});

test('more than a server’s headers may hold is refused before anybody looks at it', async () => {
  const target = `/authorize?${changed({ state: 'x'.repeat(1_000_000) })}`;
  const answer = await sendRaw(postern.issuer, { target }).catch((error: unknown) => error);
  // Refused while we still write: either the answer comes through, or the connection ends.
  if (!(answer instanceof Error)) expect(answer).toMatchObject({ status: 431 });
  const cookies = await sendRaw(postern.issuer, {
    target: '/',
    headers: [`Cookie: ${Array.from({ length: 300 }, (_, i) => `c${i}=${'x'.repeat(60)}`).join('; ')}`],
  });
  expect(cookies.status).toBe(431);
  expect((await sendRaw(postern.issuer, { target: '/health/live' })).status).toBe(200);
});

test('ten thousand scopes in a posted request and at the token endpoint are refused, not worked through', async () => {
  const scope = Array.from({ length: 10_000 }, (_, i) => `s${i}`).join(' ');
  const pushed = await post(postern, '/par', { ...Object.fromEntries(query), scope });
  expect([400, 413]).toContain(pushed.status);
  const fields = { grant_type: 'refresh_token', refresh_token: 'x', client_id: client, scope };
  expect([400, 413]).toContain((await post(postern, '/token', fields)).status);
});

test('cookies of any kind are no obstacle: the sign-in begins', async () => {
  for (const value of ['x'.repeat(4000), '%00%ff', '"', 'ps1.k.x.1.x', '\u00ff\u00fe', '{"a":1}']) {
    const names = ['browser', 'session', 'accounts', 'interaction', 'resume', 'sign-up', 'language'];
    const headers = [`Cookie: ${names.map((name) => `postern.${name}=${value}`).join('; ')}`];
    const answer = await ask(query.toString(), value.length > 2000 ? [`Cookie: postern.session=${value}`] : headers);
    expect(answer.headers.get('location')?.[0]).toMatch(/^\/interaction\//);
  }
});

test('after all that somebody signs in as ever', async () => {
  await account(postern, 'ann@example.com');
  const door = await walk(postern.person(), signInRequest(postern, client), 'ann@example.com');
  expect(door.url.searchParams.has('code')).toBe(true);
});

test.each(['state=%ff%fe', 'nonce=%E0%A4%A', 'unheard_of=%', 'login_hint=a%ED%A0%80'])(
  'a query that is no text is refused, and nothing of it comes back: %s',
  async (piece) => {
    const { status, body, headers } = await ask(`${query.toString()}&${piece}`);
    expect([status, headers.get('location')]).toEqual([400, undefined]);
    expect(body).toContain(headers.get('x-request-id')?.[0] ?? 'a reference');
  },
);

test('text of every kind is no hindrance', async () => {
  const state = 'é – 漢字 🚪 %25 + \ufffd';
  const { status } = await ask(changed({ state }));
  expect(status).toBe(303);
});
