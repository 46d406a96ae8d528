import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { kinds } from '../../src/clients/index.ts';
import { orders, phone, room, shop } from './room.ts';

let house: Awaited<ReturnType<typeof room>>;
beforeAll(async () => {
  house = await room();
  await house.clients.apis.add(orders);
});
afterAll(() => house[Symbol.asyncDispose]());

const spa = { name: 'Board', kind: 'spa', redirectUris: ['https://board.example/callback'] } as const;
const robot = { name: 'Robot', kind: 'machine' } as const;
const service = { name: 'Orders', kind: 'api', serves: [orders.id] } as const;

const publicKey = (type: 'ec' | 'rsa', options: object) =>
  generateKeyPairSync(type as 'ec', options as { namedCurve: string }).publicKey.export({ format: 'jwk' });
const key = publicKey('ec', { namedCurve: 'P-256' });
const shortKey = publicKey('rsa', { modulusLength: 1024 });
const privateKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
const byKey = { authMethod: 'private_key_jwt' } as const;

test('everything that is wrong is said at once, and an unknown field with the name that was meant', async () => {
  const refusal = house.clients.add({
    ...shop,
    redirect_uri: 'x',
    refresh: { absolut: 1 },
    colour: 'red',
    kind: 'app',
  });
  await expect(refusal).rejects.toMatchObject({
    code: 'invalid_request',
    detail: {
      problems: expect.arrayContaining([
        { field: 'kind', message: 'must be one of web, spa, native, machine, api; did you mean api?' },
        { field: 'refresh.absolut', message: 'is not known; did you mean absolute?' },
        { field: 'redirect_uri', message: 'is not known; did you mean redirectUris?' },
        { field: 'colour', message: expect.stringMatching(/^is not known; there are id, name, kind/) },
      ]),
    },
  });
});

test.each<[string, object, RegExp]>([
  ['a web app without redirect URIs', { ...shop, redirectUris: [] }, /redirectUris: is needed/],
  [
    'a machine with redirect URIs',
    { ...robot, redirectUris: shop.redirectUris },
    /redirectUris: is for clients of kind/,
  ],
  ['a text that there is none of', { ...shop, texts: { 'sign-in.titel': 'Hi' } }, /did you mean sign-in\.title\?/],
  ['a text with a foreign placeholder', { ...shop, texts: { 'sign-in.title': 'Hi {x}' } }, /cannot use \{x\}/],
  [
    'a text in no language',
    { ...shop, texts: { 'sign-in.title': { it: 'Ciao' } } },
    /the languages are en, de, fr, es/,
  ],
  ['a machine that is first-party', { ...robot, firstParty: true }, /firstParty/],
  ['a machine that asks for people', { ...robot, scopes: ['email'] }, /about a person/],
  ['a SPA with a secret', { ...spa, authMethod: 'client_secret_basic' }, /authMethod: must be none/],
  ['a native app with a secret', { ...phone, authMethod: 'client_secret_post' }, /authMethod: must be none/],
  ['a web app without authentication', { ...shop, authMethod: 'none' }, /authMethod/],
  ['a SPA without PKCE', { ...spa, dangerouslyAllowNoPkce: true }, /dangerouslyAllowNoPkce: is for/],
  ['a SPA with a back-channel logout', { ...spa, backchannelLogoutUri: 'https://board.example/out' }, /backchannel/],
  ['a key client without keys', { ...shop, ...byKey }, /jwks: or jwksUri is needed/],
  [
    'a key client with two',
    { ...shop, ...byKey, jwks: { keys: [key] }, jwksUri: 'https://shop.example/keys' },
    /one of/,
  ],
  ['a private key', { ...shop, ...byKey, jwks: { keys: [privateKey] } }, /private/],
  ['a symmetric key', { ...shop, ...byKey, jwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } }, /private/],
  ['a short key', { ...shop, ...byKey, jwks: { keys: [shortKey] } }, /2048/],
  ['a broken key', { ...shop, ...byKey, jwks: { keys: [{ ...key, x: '!' }] } }, /cannot be read/],
  ['keys for nothing', { ...shop, jwks: { keys: [key] } }, /only used with/],
  ['a jwks_uri on http', { ...shop, ...byKey, jwksUri: 'http://shop.example/keys' }, /jwksUri: is not https/],
  ['a back-channel with a fragment', { ...shop, backchannelLogoutUri: 'https://shop.example/out#x' }, /fragment/],
  ['a back-channel on http', { ...shop, backchannelLogoutUri: 'http://shop.example/out' }, /is not https/],
  ['a script as homepage', { ...shop, homepage: 'JavaScript:alert(1)' }, /homepage: is neither https nor http/],
  ['a script as logo', { ...shop, logo: 'data:image/svg+xml,<svg>' }, /logo/],
  ['a script behind a tab', { ...shop, termsUrl: 'java\tscript:alert(1)' }, /termsUrl/],
  ['a password in a URL', { ...shop, privacyUrl: 'https://a:b@shop.example/' }, /user name/],
  ['CSS in a colour', { ...shop, accent: { light: '#fff;}body{display:none' } }, /accent.light: must be a colour/],
  ['a name of two lines', { ...shop, name: 'Shop\u202e\u0000' }, /name: has a control or half character/],
  ['a name with half a character', { ...shop, name: 'Shop\ud800' }, /name: has a control or half character/],
  [
    'a text with half a character',
    { ...shop, texts: { 'sign-in.title': { en: 'a\udc00b' } } },
    /texts\.sign-in\.title/,
  ],
  [
    'a key with half a character in its id',
    { ...shop, ...byKey, jwks: { keys: [{ ...key, kid: 'a\ud800b' }] } },
    /jwks\.keys\[0\]/,
  ],
  ['any origin', { ...spa, origins: ['*'] }, /origins\[0\]/],
  ['an origin with a path', { ...spa, origins: ['https://board.example/x'] }, /more than an origin/],
  ['the origin null', { ...spa, origins: ['null'] }, /origins\[0\]/],
  ['a default API that is none of its own', { ...shop, defaultApi: orders.id }, /defaultApi: must be one of/],
  ['an API that is none', { name: 'Orders', kind: 'api' }, /serves: is needed/],
  ['a sector without pairwise', { ...shop, sector: 'shop.example' }, /only used with pairwise/],
  ['a sector that is a URL', { ...shop, pairwise: true, sector: 'https://shop.example' }, /host name/],
  [
    'pairwise at two hosts',
    { ...shop, pairwise: true, redirectUris: ['https://a.example/', 'https://b.example/'] },
    /sector/,
  ],
  ['pairwise at a private-use scheme', { ...phone, pairwise: true, redirectUris: ['com.example.phone:/cb'] }, /sector/],
  ['pairwise at a loopback', { ...phone, pairwise: true, redirectUris: ['http://127.0.0.1/cb'] }, /sector/],
  ['a public client that never rotates', { ...spa, refresh: { rotation: 'never' } }, /would go unseen/],
  ['a machine that refreshes', { ...robot, refresh: { reuseInterval: 1 } }, /refresh: is for clients of kind/],
  ['no device at all', { ...shop, refresh: { devices: { most: 0 } } }, /refresh.devices.most/],
  ['more devices than anybody has', { ...shop, refresh: { devices: { most: 1001 } } }, /refresh.devices.most/],
  ['a limit without a number', { ...shop, refresh: { devices: { beyond: 'refuse-new' } } }, /refresh.devices.most/],
  ['a rule for nothing', { ...shop, refresh: { changes: { contry: 'revoke' } } }, /did you mean country/],
  ['a rule that nobody knows', { ...shop, refresh: { changes: { country: 'ask' } } }, /refresh.changes.country/],
  ['certificates that no proxy tells', { ...shop, senderConstrained: 'mtls' }, /setting clientCertificateHeader/],
  ['an API that is bound', { ...service, senderConstrained: 'dpop' }, /senderConstrained: is for clients of kind/],
  ['a public client with a long window', { ...phone, refresh: { reuseInterval: 11 } }, /10 seconds at most/],
  ['a window over a minute', { ...shop, refresh: { reuseInterval: '61s' } }, /must be a duration, 0 to 1m$/m],
  ['a window that is no duration', { ...shop, refresh: { reuseInterval: 'x' } }, /must be a duration, 0 to 1m$/m],
  ['half a device', { ...shop, refresh: { devices: { most: 0.5 } } }, /must be a whole number, 1 to /],
  ['an idle time beyond the end', { ...shop, refresh: { idle: '2d', absolute: '1d' } }, /longer than/],
  ['a duration that is none', { ...shop, refresh: { idle: 'soon' } }, /refresh.idle/],
  ['a secret from elsewhere', { ...shop, secretFrom: 'env:SHOP' }, /declared in a file/],
  ['an id with a space', { ...shop, id: 'my shop' }, /id: must be/],
  ['a scope of two words', { ...shop, scopes: ['openid email'] }, /scope name/],
])('refused: %s', async (_, declaration, why) => {
  await expect(house.clients.add(declaration)).rejects.toThrow(why);
  expect(await house.clients.list({ limit: 10 })).toEqual([]);
});

test.each<[string, object]>([
  ['a web app by key', { ...shop, ...byKey, jwks: { keys: [key] } }],
  ['pairwise at one host', { ...shop, pairwise: true }],
  ['pairwise with a sector', { ...phone, pairwise: true, sector: 'example.com' }],
  [
    'texts and colours of its own',
    { ...shop, accent: { light: '#0a5' }, texts: { 'sign-in.title': { en: 'Hi', de: 'Hallo' } } },
  ],
  [
    'a public client with a key that never rotates',
    {
      ...spa,
      senderConstrained: 'dpop',
      refresh: { rotation: 'never', reuseInterval: 60 },
    },
  ],
  ['rules of its own', { ...phone, refresh: { changes: { country: 'step-up' }, devices: { most: 5 } } }],
  ['a relaxation by its name', { ...shop, dangerouslyAllowNoPkce: true }],
  [
    'http at a loopback by its name',
    { ...spa, redirectUris: ['http://localhost:5173/'], dangerouslyAllowHttpLoopback: true },
  ],
])('taken: %s', async (_, declaration) => {
  const { client } = await house.clients.add(declaration);
  expect(await house.clients.find(client.id)).toEqual(client);
  await house.clients.remove(client.id);
});

test.each<[string, object, RegExp]>([
  ['a scope of OpenID Connect', { scopes: [{ name: 'openid' }] }, /scope of OpenID Connect/],
  ['a scope twice', { scopes: [{ name: 'read' }, { name: 'read' }] }, /twice/],
  ['an id with a fragment', { id: 'https://orders.example/#a' }, /fragment/],
  ['an id that is no URI', { id: 'orders' }, /neither https nor http/],
  ['an id that acts', { id: 'javascript:alert(1)' }, /id/],
  ['a JWT of a day', { tokenFormat: 'jwt', accessTokenLifetime: '1d' }, /an hour at most/],
  ['a signature on nothing', { signingAlg: 'RS256' }, /only used with tokenFormat jwt/],
  ['a symmetric signature', { tokenFormat: 'jwt', signingAlg: 'HS256' }, /signingAlg/],
  ['an unknown field', { scope: [] }, /did you mean scopes/],
])('an API is refused: %s', async (_, fields, why) => {
  await expect(house.clients.apis.add({ ...orders, ...fields })).rejects.toThrow(why);
});

test('what is not said about refresh tokens follows the kind', async () => {
  const { client } = await house.clients.add({
    ...spa,
    refresh: { changes: { country: 'revoke' }, devices: { most: 3 } },
  });
  expect(client.refresh).toMatchObject({
    rotation: 'unless-sender-constrained',
    changes: { ...kinds.spa.refresh.changes, country: 'revoke' },
    devices: { most: 3, beyond: 'end-oldest' },
  });
  expect((await house.clients.add(shop)).client.refresh).not.toHaveProperty('devices');
});

test('two APIs may share the name of a scope, and an id may be a URN', async () => {
  await house.clients.apis.add({ ...orders, id: 'urn:example:orders' });
  expect(await house.clients.apis.list({ limit: 10 })).toHaveLength(2);
  expect((await house.clients.add(service)).client.authMethod).toBe('client_secret_basic');
});
