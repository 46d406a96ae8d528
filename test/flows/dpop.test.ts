import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import * as oidc from 'openid-client';
import { account, addApp, introspect, refresh, signInRequest, userinfo, walk, type App } from '../support/apps.ts';
import { connect } from '../support/openid-client.ts';
import { availableProfiles, startPostern, type Postern } from '../support/postern.ts';

const email = 'ann@example.com';

describe.each(availableProfiles())('on %s', (profile) => {
  let postern: Postern;
  let subject: string;
  const apps: Record<string, App> = {};

  beforeAll(async () => {
    postern = await startPostern(profile);
    subject = await account(postern, email);
    apps['spa'] = await addApp(postern, { kind: 'spa', firstParty: true });
    apps['web'] = await addApp(postern, { kind: 'web', firstParty: true });
    const api = 'https://jwt.example.com';
    await postern.rooms.clients.apis.add({ id: api, name: 'JWTs', tokenFormat: 'jwt' });
    apps['machine'] = await addApp(postern, { kind: 'machine', apis: [api] });
  }, 60_000);
  afterAll(() => postern.stop());

  async function signedIn(app: App) {
    const config = await connect(postern, app.id, app.secret ? oidc.ClientSecretBasic(app.secret) : oidc.None());
    const keys = await oidc.randomDPoPKeyPair('ES256', { extractable: true });
    const DPoP = oidc.getDPoPHandle(config, keys);
    const request = signInRequest(postern, app.id);
    const { url } = await walk(postern.person(), request, email);
    const tokens = await oidc.authorizationCodeGrant(
      config,
      url,
      { pkceCodeVerifier: request.verifier, expectedState: request.url.searchParams.get('state') ?? '' },
      undefined,
      { DPoP },
    );
    return { config, keys, DPoP, tokens };
  }

  test.each(['spa', 'web'])('the tokens of a %s app that proved a key are bound to it (RFC 9449)', async (kind) => {
    const app = apps[kind]!;
    const { config, keys, DPoP, tokens } = await signedIn(app);
    expect(tokens.token_type).toBe('dpop');
    expect(await oidc.fetchUserInfo(config, tokens.access_token, subject, { DPoP })).toMatchObject({ sub: subject });
    expect((await userinfo(postern, tokens.access_token)).status).toBe(401);
    if (kind === 'web') {
      const jkt = await calculateJwkThumbprint(await exportJWK(keys.publicKey));
      expect(await introspect(postern, app, tokens.access_token)).toMatchObject({ token_type: 'DPoP', cnf: { jkt } });
    }
  });

  test('introspection says what a JWT access token is bound to', async () => {
    const app = apps['machine']!;
    const config = await connect(postern, app.id, oidc.ClientSecretBasic(app.secret));
    const keys = await oidc.randomDPoPKeyPair('ES256', { extractable: true });
    const tokens = await oidc.clientCredentialsGrant(config, {}, { DPoP: oidc.getDPoPHandle(config, keys) });
    expect(tokens.access_token.split('.')).toHaveLength(3);
    const jkt = await calculateJwkThumbprint(await exportJWK(keys.publicKey));
    expect(await introspect(postern, app, tokens.access_token)).toMatchObject({ token_type: 'DPoP', cnf: { jkt } });
  });

  test.each(['spa', 'web'])('a %s app’s refresh token is of no use without the key, or with another', async (kind) => {
    const app = apps[kind]!;
    const { config, DPoP, tokens } = await signedIn(app);
    const token = tokens.refresh_token ?? '';
    expect((await refresh(postern, app.id, token, app.headers)).body.error).toBe('invalid_grant');
    const stranger = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair());
    await expect(oidc.refreshTokenGrant(config, token, undefined, { DPoP: stranger })).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    const refreshed = await oidc.refreshTokenGrant(config, token, undefined, { DPoP });
    expect(refreshed.token_type).toBe('dpop');
  });

  test('a proof is good once', async () => {
    const app = apps['spa']!;
    const { config, DPoP, tokens } = await signedIn(app);
    const { fetch: real } = globalThis;
    const proofs: string[] = [];
    config[oidc.customFetch] = (url, options) => {
      const proof = options.headers['dpop'];
      if (proof) proofs.push(proof);
      return real(url, options as RequestInit);
    };
    await oidc.fetchUserInfo(config, tokens.access_token, subject, { DPoP });
    const replays = await Promise.all(
      Array.from({ length: 10 }, () =>
        real(new URL('/userinfo', postern.issuer), {
          headers: { authorization: `DPoP ${tokens.access_token}`, dpop: proofs.at(-1) ?? '' },
        }),
      ),
    );
    expect(proofs.length).toBeGreaterThan(0);
    expect(replays.map(({ status }) => status)).toEqual(replays.map(() => 401));
  });
});
