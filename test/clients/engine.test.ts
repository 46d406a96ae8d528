import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import Provider, { type Adapter } from 'oidc-provider';
import { apiScopesOf, engineMetadata, oidcScopesOf, type Client } from '../../src/clients/index.ts';
import { orders, phone, room, shop } from './room.ts';

/** A client as the engine itself parses it: its schema refuses what does not fit together. */
interface EngineClient {
  readonly [property: string]: unknown;
  redirectUriAllowed(uri: string): boolean;
  grantTypeAllowed(type: string): boolean;
}

let parse: (client: Client) => EngineClient;

beforeAll(() => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const provider = new Provider('https://id.example', {
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256' }] },
    // Only its schema is of interest: nothing is ever stored.
    adapter: () => ({}) as Adapter,
    responseTypes: ['code'],
    subjectTypes: ['public', 'pairwise'],
    pairwiseIdentifier: (_ctx, account) => account,
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    scopes: ['openid', 'profile', 'email', 'phone', 'address', 'offline_access'],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      backchannelLogout: { enabled: true },
      introspection: { enabled: true },
      mTLS: { enabled: true, certificateBoundAccessTokens: true, getCertificate: () => undefined },
    },
  });
  const { Client: Model } = provider as unknown as { Client: new (metadata: object) => EngineClient };
  parse = (client) => {
    const metadata = engineMetadata(client);
    // As whoever makes engine clients does it, where the schema insists on a secret.
    const secret = String(metadata.token_endpoint_auth_method).startsWith('client_secret');
    return new Model({ ...metadata, ...(secret && { client_secret: 'x'.repeat(43) }) });
  };
});

test('the engine takes every kind, and knows what it may do', async () => {
  await using house = await room();
  await house.clients.apis.add(orders);
  const add = async (declaration: object) => parse((await house.clients.add(declaration)).client);

  const web = await add({
    ...shop,
    backchannelLogoutUri: 'https://shop.example/out',
    homepage: 'https://shop.example/',
  });
  expect(web).toMatchObject({
    applicationType: 'web',
    tokenEndpointAuthMethod: 'client_secret_basic',
    backchannelLogoutUri: 'https://shop.example/out',
    clientUri: 'https://shop.example/',
    idTokenSignedResponseAlg: 'ES256',
    responseTypes: ['code'],
  });

  const native = await add(phone);
  expect(native).toMatchObject({ applicationType: 'native', tokenEndpointAuthMethod: 'none' });
  expect(native.redirectUriAllowed('http://127.0.0.1:49152/callback')).toBe(true);
  expect(native.redirectUriAllowed('http://127.0.0.1:49152/other')).toBe(false);
  expect(native.redirectUriAllowed('http://localhost:49152/callback')).toBe(false);
  expect(web.redirectUriAllowed('https://shop.example:8443/callback')).toBe(false);

  const machine = await add({ name: 'Robot', kind: 'machine', apis: [orders.id], authMethod: 'client_secret_post' });
  expect(machine.grantTypeAllowed('client_credentials')).toBe(true);
  expect(machine).toMatchObject({ responseTypes: [], redirectUris: [], scope: 'openid' });

  const api = await add({ name: 'Orders', kind: 'api', serves: [orders.id] });
  for (const grant of ['client_credentials', 'authorization_code', 'refresh_token']) {
    expect(api.grantTypeAllowed(grant)).toBe(false);
  }
});

test('tokens are bound to what the declaration says, and to nothing where it says nothing', async () => {
  await using house = await room({ clientCertificates: true });
  const add = async (declaration: object) => parse((await house.clients.add(declaration)).client);
  const [none, dpop, mtls] = [
    await add(shop),
    await add({ ...shop, id: 'dpop', senderConstrained: 'dpop' }),
    await add({ ...shop, id: 'mtls', senderConstrained: 'mtls' }),
  ];
  const bound = ({ dpopBoundAccessTokens, tlsClientCertificateBoundAccessTokens }: EngineClient) =>
    [dpopBoundAccessTokens, tlsClientCertificateBoundAccessTokens].map(Boolean);
  expect([none, dpop, mtls].map(bound)).toEqual([
    [false, false],
    [true, false],
    [false, true],
  ]);
});

test('pairwise goes by the sector that was declared, or else by the one host of the redirect URIs', async () => {
  await using house = await room();
  const sector = async (declaration: object) => parse((await house.clients.add(declaration)).client).sectorIdentifier;
  expect(await sector({ ...shop, pairwise: true })).toBe('shop.example');
  expect(await sector({ ...phone, pairwise: true, sector: 'example.com' })).toBe('example.com');
});

test('a client may ask for no scope that it was not given', async () => {
  await using house = await room();
  const api = await house.clients.apis.add({ ...orders, scopes: [{ name: 'read' }, { name: 'write' }] });
  const { client: all } = await house.clients.add({ ...shop, apis: [api.id] });
  const { client: few } = await house.clients.add({ ...shop, id: 'few', apis: [api.id], scopes: ['email', 'read'] });
  const { client: none } = await house.clients.add({ ...shop, id: 'none', scopes: ['read'] });

  expect(oidcScopesOf(all)).toHaveLength(6);
  expect(parse(few).scope).toBe('openid email');
  // An empty scope would mean every one to the engine.
  expect(parse(none).scope).toBe('openid');
  const names = (client: Client) => apiScopesOf(client, api).map(({ name }) => name);
  expect([names(all), names(few), names(none)]).toEqual([['read', 'write'], ['read'], []]);
});

test('nothing that the engine gets holds a secret or the hash of one', async () => {
  await using house = await room();
  const { client, secret } = await house.clients.add(shop);
  const given = JSON.stringify(engineMetadata(client));
  expect(given).not.toContain('secret"');
  expect(given).not.toContain(secret);
  expect(given).not.toContain(client.secrets[0]?.hash);
});
