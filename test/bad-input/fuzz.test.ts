import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { account, basic, callback, password, post, redeem, signInRequest, walk } from '../support/apps.ts';
import type { Person } from '../support/person.ts';
import { startPostern, type Postern } from '../support/postern.ts';
import { counts, expectSound } from './invariants.ts';
import { bytesOf, encoded, oddFields, oddText, onTheLine } from './odd-text.ts';
import { sendRaw, type RawAnswer, type RawRequest } from './raw.ts';

/** Requests that each property sends. */
const numRuns = Number(process.env['POSTERN_FUZZ_RUNS'] ?? 40);

const form = 'Content-Type: application/x-www-form-urlencoded';
const html = 'Accept: text/html,*/*;q=0.8';

let postern: Postern;
let client: string;
let app: { id: string; secret: string };
let tokens: Record<string, unknown>;
let person: Person;
let query: Record<string, string>;
/** A sign-in under way, in a browser of its own. */
let underWay: { path: string; cookie: string; csrf: string };

beforeAll(async () => {
  postern = await startPostern('sqlite');
  const { clients } = postern.rooms;
  await clients.apis.add({ id: 'https://api.example.com', name: 'API', scopes: [{ name: 'read' }] });
  client = (await clients.add({ name: 'Notes', kind: 'spa', redirectUris: [callback], firstParty: true })).client.id;
  const machine = await clients.add({ name: 'Robot', kind: 'machine', apis: ['https://api.example.com'] });
  app = { id: machine.client.id, secret: machine.secret ?? '' };
  await account(postern, 'ann@example.com');
  person = postern.person();
  const request = signInRequest(postern, client);
  const screen = await walk(person, request, 'ann@example.com');
  tokens = (await redeem(postern, client, screen, request.verifier)).body;

  query = Object.fromEntries(signInRequest(postern, client).url.searchParams);
  const other = postern.person();
  const signIn = await other.open(signInRequest(postern, client).url);
  underWay = { path: signIn.url.pathname, cookie: cookiesOf(other), csrf: signIn.forms[0]?.fields['csrf'] ?? '' };
}, 60_000);
afterAll(() => postern.stop());

const cookiesOf = ({ cookies }: Person): string =>
  `Cookie: ${[...cookies].map(([key, { value }]) => `${key.split(';')[0]}=${value}`).join('; ')}`;

/** Sends a few hundred requests; every answer is sound, and the store is as it was. */
async function withstands(requests: fc.Arbitrary<RawRequest>, also?: (answer: RawAnswer) => void): Promise<void> {
  const before = await counts(postern);
  const took: number[] = [];
  await fc.assert(
    fc.asyncProperty(requests, async (request) => {
      const answer = await sendRaw(postern.issuer, request);
      took.push(answer.took);
      expectSound(answer, JSON.stringify(request).slice(0, 500));
      also?.(answer);
    }),
    { numRuns, endOnFailure: true },
  );
  expect(await counts(postern)).toEqual(before);
  expect(took.sort((a, b) => a - b)[Math.floor(took.length / 2)]).toBeLessThan(1000);
}

const posted = (target: string, body: fc.Arbitrary<string>, headers: readonly string[] = []) =>
  body.map((text): RawRequest => ({ method: 'POST', target, headers: [form, html, ...headers], body: bytesOf(text) }));

describe('the authorization endpoint', () => {
  const request = () =>
    oddFields({
      ...query,
      nonce: 'n',
      prompt: 'none',
      max_age: '10',
      claims: '{}',
      login_hint: 'ann@example.com',
      ui_locales: 'de',
      acr_values: 'x',
      id_token_hint: String(tokens['id_token']),
      response_mode: 'query',
      resource: 'https://api.example.com',
      request: 'a.b.c',
      request_uri: 'https://x.example/r',
      display: 'page',
    });

  /** Where an error goes must be the app or nowhere. */
  const goesNowhereElse = ({ headers }: RawAnswer): void => {
    const location = headers.get('location')?.[0];
    if (location !== undefined) {
      expect(location).toMatch(/^(https:\/\/app\.example\.com\/callback\?|\/interaction\/[\w-]+$|\/authorize\?)/);
    }
  };

  test('asked by GET', () =>
    withstands(
      request().map((odd) => ({ target: `/authorize?${onTheLine(odd)}`, headers: [html] })),
      goesNowhereElse,
    ));

  test('asked by POST', () => withstands(posted('/authorize', request()), goesNowhereElse));

  test('asked by somebody who is signed in', () =>
    withstands(
      request().map((odd) => ({ target: `/authorize?${onTheLine(odd)}`, headers: [html, cookiesOf(person)] })),
      goesNowhereElse,
    ));
});

describe('endpoints for machines', () => {
  const grants = [
    { grant_type: 'authorization_code', code: 'x', redirect_uri: callback, code_verifier: 'v'.repeat(43) },
    { grant_type: 'refresh_token', refresh_token: 'x', scope: 'openid' },
    { grant_type: 'client_credentials', scope: 'read', resource: 'https://api.example.com' },
    { grant_type: 'password', username: 'ann@example.com', password },
    { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: 'x' },
    { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'a.b.c' },
  ];

  test.each(grants)('the token endpoint, $grant_type', (fields) =>
    withstands(
      posted(
        '/token',
        oddFields({
          client_id: client,
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: 'a.b.c',
          client_secret: 'x',
          ...fields,
        }),
      ),
      ({ status, body }) => {
        if (status === 200) return;
        expect(JSON.parse(body)).toMatchObject({ error: expect.stringMatching(/^[a-z_]+$/) });
      },
    ),
  );

  test.each(['/introspect', '/revoke'])('%s', (target) =>
    withstands(
      posted(target, oddFields({ token: 'x', token_type_hint: 'access_token' }), [
        `Authorization: ${basic(app.id, app.secret)['authorization'] ?? ''}`,
      ]),
    ),
  );

  test('pushed authorization requests', () => withstands(posted('/par', oddFields(query))));

  test('userinfo', () =>
    withstands(
      oddText.map((odd) => ({
        target: `/userinfo?access_token=${encoded(odd)}`,
        headers: [`Authorization: Bearer ${onTheLine(odd)}`],
      })),
    ));

  test('the Authorization header', () =>
    withstands(
      fc
        .tuple(
          fc.constantFrom('/token', '/introspect', '/revoke', '/par'),
          fc.constantFrom('Basic', 'Bearer', 'DPoP', ''),
          oddText,
          fc.boolean(),
        )
        .map(([target, scheme, odd, base64]) => ({
          method: 'POST',
          target,
          headers: [form, `Authorization: ${scheme} ${base64 ? bytesOf(odd).toString('base64') : onTheLine(odd)}`],
          body: 'grant_type=client_credentials&token=x',
        })),
    ));

  test('discovery and keys', () =>
    withstands(
      fc
        .tuple(
          fc.constantFrom('/.well-known/openid-configuration', '/.well-known/oauth-authorization-server', '/jwks'),
          oddText,
        )
        .map(([path, odd]) => ({
          target: `${path}?${encoded(odd)}`,
          headers: [`Origin: ${onTheLine(odd)}`, `Accept: ${onTheLine(odd)}`],
        })),
      // A query that is no text is refused before anybody looks whether it matters.
      ({ status }) => expect([200, 400]).toContain(status),
    ));
});

describe('signing out', () => {
  const fields = () =>
    oddFields({
      id_token_hint: String(tokens['id_token']).replace(/.{3}$/, 'xxx'),
      client_id: client,
      post_logout_redirect_uri: callback,
      state: 's',
      logout_hint: 'ann@example.com',
      ui_locales: 'fr',
    });

  test('asked by anybody', () =>
    withstands(fields().map((odd) => ({ target: `/session/end?${onTheLine(odd)}`, headers: [html] }))));

  test('confirmed without having been asked', () =>
    withstands(posted('/session/end/confirm', oddFields({ csrf: 'x', session: 'x', logout: 'yes' })), ({ status }) =>
      expect([400, 403]).toContain(status),
    ));
});

describe('the pages of a sign-in', () => {
  const steps = ['password', 'sign-up', 'confirm', 'resend', 'account', 'consent', 'cancel'];

  test.each(steps)('the form %s, from another browser', (step) =>
    withstands(
      posted(
        `${underWay.path}/${step}`,
        oddFields({ csrf: underWay.csrf, identifier: 'ann@example.com', password, decision: 'allow' }),
      ),
      ({ status }) => expect([400, 410, 415]).toContain(status),
    ),
  );

  test.each(['password', 'sign-up', 'confirm', 'account', 'consent'])('the form %s, with anything in it', (step) =>
    withstands(
      oddText.map((odd) => {
        const names = ['identifier', 'email', 'name', 'code', 'account', 'decision'];
        const fields = names.map((name) => `${name}=${encoded(odd)}`).join('&');
        return {
          method: 'POST',
          target: `${underWay.path}/${step}`,
          headers: [form, underWay.cookie],
          body: `csrf=${underWay.csrf}&password=short&${fields}`,
        };
      }),
    ),
  );

  test('their addresses', () =>
    withstands(
      fc
        .tuple(
          fc.constantFrom('GET', 'POST', 'HEAD'),
          fc.constantFrom('', '/', '/sign-in', '/sign-up', '/confirm', '/accounts', '/email/t/s', '/password'),
          oddText,
          oddText,
        )
        .map(([method, step, uid, more]) => ({
          method,
          target: `/interaction/${onTheLine(uid).replaceAll(/[\s#?]/g, '') || 'x'}${step}?account=${encoded(more)}&another`,
          headers: [form, underWay.cookie],
          ...(method === 'POST' && { body: `csrf=${encoded(more)}` }),
        })),
    ));

  test('links of letters', () =>
    withstands(
      fc.tuple(fc.constantFrom('GET', 'POST'), oddText, oddText).map(([method, ticket, secret]) => ({
        method,
        target: `/interaction/x/email/${encoded(ticket) || '-'}/${encoded(secret) || '-'}`,
        headers: [form, underWay.cookie],
        ...(method === 'POST' && { body: `csrf=${underWay.csrf}&password=${encoded(ticket)}` }),
      })),
    ));
});

describe('the admin API', () => {
  const words = 'clients:read clients:write apis:read apis:write';
  let headers: string[];
  beforeAll(async () => {
    const admin = { name: 'Admin', kind: 'machine', apis: [`${postern.issuer}/api/admin`] };
    const { client: machine, secret = '' } = await postern.rooms.clients.add(admin);
    const grant = { grant_type: 'client_credentials', scope: words };
    const { body } = await post(postern, '/token', grant, basic(machine.id, secret));
    headers = [`Authorization: Bearer ${String(body['access_token'])}`];
    expect((await sendRaw(postern.issuer, { target: '/api/admin/clients', headers })).status).toBe(200);
  });

  const step = oddText.map((odd) => encoded(odd) || '-');
  const saidInJson = ({ status, body }: RawAnswer): void => {
    if (status === 204) return;
    const said = JSON.parse(body) as Record<string, unknown>;
    if (status >= 400) expect(said).toMatchObject({ error: expect.stringMatching(/^[a-z_]+$/) });
  };
  const value = fc.oneof(
    oddText,
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(callback, 'web', 'spa', true, 60, '1d', [callback]),
  );
  const fields = ['name', 'kind', 'redirectUris', 'refresh', 'texts', 'jwks', 'apis', 'scopes', 'disabled', 'logo'];
  const declaration = fc.oneof(
    oddText,
    fc
      .tuple(fc.dictionary(fc.oneof(fc.constantFrom(...fields), oddText), value, { maxKeys: 6 }), fc.boolean())
      .map(([odd, good]) => JSON.stringify({ ...(good && { name: 'X', kind: 'machine' }), ...odd })),
  );

  test('bodies', () =>
    withstands(
      fc
        .tuple(
          fc.constantFrom(
            ['POST', '/clients'],
            ['PATCH', `/clients/${encoded(app.id)}`],
            ['POST', '/apis'],
            ['PATCH', `/apis/${encoded('https://api.example.com')}`],
            ['POST', `/clients/${encoded(app.id)}/secrets`],
          ),
          fc.constantFrom('application/json', 'application/merge-patch+json', 'text/plain'),
          declaration,
        )
        .map(([[method = '', path = ''], type, body]) => ({
          method,
          target: `/api/admin${path}`,
          headers: [...headers, `Content-Type: ${type}`],
          body: bytesOf(body),
        })),
      saidInJson,
    ));

  test('addresses and queries', () =>
    withstands(
      fc
        .tuple(
          fc.constantFrom('GET', 'HEAD', 'PATCH', 'DELETE', 'OPTIONS', 'PUT'),
          fc.constantFrom('clients', 'apis'),
          step,
          fc.constantFrom('', '/secrets', '/'),
          fc.constantFrom('', '?after=', '?limit='),
          step,
        )
        .map(([method, under, id, more, query, odd]) => ({
          method,
          target: `/api/admin/${under}${query ? '' : `/${id}${more}`}${query}${query ? odd : ''}`,
          headers,
        })),
      (answer) => void (answer.body && saidInJson(answer)),
    ));

  test('tokens', () =>
    withstands(
      fc.tuple(fc.constantFrom('Bearer', 'DPoP', 'Basic', ''), oddText).map(([scheme, odd]) => ({
        target: '/api/admin/clients',
        headers: [`Authorization: ${scheme} ${onTheLine(odd)}`, `DPoP: ${onTheLine(odd)}`],
      })),
      ({ status }) => expect([400, 401]).toContain(status),
    ));
});

describe('everything else', () => {
  test('paths', () =>
    withstands(
      fc
        .tuple(
          fc.constantFrom('/', '/assets/', '/outbox/', '/health/', '/authorize/', '/.well-known/', '//', '/session/'),
          oddText,
        )
        .map(([under, odd]) => ({ target: `${under}${onTheLine(odd).replaceAll(/[\s#]/g, '')}`, headers: [html] })),
    ));

  test('methods', () =>
    withstands(
      fc
        .tuple(
          fc.constantFrom('PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND', 'GET', 'POST'),
          fc.constantFrom(
            '/',
            '/authorize',
            '/token',
            '/userinfo',
            '/jwks',
            '/introspect',
            '/revoke',
            '/par',
            '/session/end',
            '/session/end/confirm',
            '/session/end/success',
            '/health/live',
            '/outbox',
            '/api/admin/clients',
            '/api/admin/clients/x',
            '/interaction/x',
            '/interaction/x/password',
          ),
        )
        .map(([method, target]) => ({ method, target, headers: [html] })),
    ));

  test('headers', () =>
    withstands(
      fc
        .tuple(fc.constantFrom('/', '/authorize?client_id=x', '/interaction/x', '/userinfo', '/health/live'), oddText)
        .map(([target, odd]) => {
          const value = onTheLine(odd);
          const names = [
            'Host',
            'X-Forwarded-Host',
            'X-Forwarded-For',
            'X-Forwarded-Proto',
            'Forwarded',
            'Accept',
            'Accept-Language',
            'User-Agent',
            'Origin',
            'Referer',
            'If-None-Match',
            'Range',
          ];
          const cookie = `Cookie: postern.browser=${value}; postern.session=${value}; postern.interaction=${value}; postern.language=${value}; =; ${value}`;
          return { target, headers: [...names.map((name) => `${name}: ${value}`), cookie] };
        }),
    ));
});
