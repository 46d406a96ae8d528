import { describe, expect, test } from '@jest/globals';
import { availableProfiles } from '../support/postern.ts';
import { onPostern } from '../support/suite.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);

  const read = async (path: string): Promise<Record<string, unknown>> => {
    const response = await fetch(new URL(path, postern.issuer));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^application\/(jwk-set\+)?json/);
    return (await response.json()) as Record<string, unknown>;
  };

  test('discovery names the code flow with S256 and nothing weaker', async () => {
    const metadata = await read('/.well-known/openid-configuration');
    expect(metadata).toMatchObject({
      issuer: postern.issuer,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      subject_types_supported: ['public', 'pairwise'],
      authorization_response_iss_parameter_supported: true,
      claims_parameter_supported: true,
      request_uri_parameter_supported: false,
    });
    expect(new Set(metadata['grant_types_supported'] as string[])).toEqual(
      new Set(['authorization_code', 'refresh_token', 'client_credentials']),
    );
    expect(metadata['token_endpoint_auth_methods_supported']).not.toContain('client_secret_jwt');
    expect(new Set(metadata['id_token_signing_alg_values_supported'] as string[])).toEqual(
      new Set(['ES256', 'RS256', 'EdDSA']),
    );
    expect(metadata['prompt_values_supported']).toEqual(
      expect.arrayContaining(['none', 'login', 'consent', 'select_account', 'create']),
    );
  });

  test('every endpoint that discovery names is at the issuer and answers', async () => {
    const metadata = await read('/.well-known/openid-configuration');
    const endpoints = Object.entries(metadata).filter(([name]) => /_endpoint$|^jwks_uri$/.test(name));
    expect(endpoints.length).toBeGreaterThan(6);
    for (const [name, url] of endpoints) {
      expect(new URL(String(url)).origin).toBe(postern.issuer);
      const response = await fetch(String(url), {
        method: /token|introspect|revoc|pushed/.test(name) ? 'POST' : 'GET',
      });
      expect([name, response.status]).not.toEqual([name, 404]);
    }
  });

  test('OAuth metadata (RFC 8414) says the same as OpenID discovery', async () => {
    expect(await read('/.well-known/oauth-authorization-server')).toEqual(
      await read('/.well-known/openid-configuration'),
    );
  });

  test('the key set holds a public key for each algorithm and no private part', async () => {
    const { keys } = (await read('/jwks')) as { keys: Record<string, string>[] };
    expect(keys.map(({ alg }) => alg).sort()).toEqual(['ES256', 'EdDSA', 'RS256']);
    for (const key of keys) {
      expect(key).toMatchObject({ use: 'sig', kid: expect.any(String) });
      for (const part of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(key).not.toHaveProperty(part);
    }
  });

  test.each(['id_token', 'code id_token', 'token', 'code token', 'none'])(
    'the response type "%s" does not exist',
    async (responseType) => {
      const { client } = await postern.rooms.clients.add({
        name: 'Implicit',
        kind: 'spa',
        redirectUris: ['https://app.example.com/callback'],
      });
      const screen = await postern
        .person()
        .open(
          new URL(
            `/authorize?client_id=${client.id}&response_type=${encodeURIComponent(responseType)}&scope=openid&nonce=n&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback`,
            postern.issuer,
          ),
        );
      expect(screen.url.href).toContain('error=unsupported_response_type');
    },
  );
});
