import { beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, type CryptoKey } from 'jose';
import * as oauth from 'oauth4webapi';
import * as oidc from 'openid-client';
import { addApp, callback, introspect, walk } from '../support/apps.ts';
import { connect } from '../support/openid-client.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenAccount, onPostern } from '../support/suite.ts';

const api = 'https://api.example.com';
const email = 'ann@example.com';
/** Over http, because the issuer is loopback. Marked as deprecated only to stand out. */
const insecure = { [Reflect.get(oauth, 'allowInsecureRequests') as symbol]: true };

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const ann = givenAccount(postern, email);

  let key: CryptoKey;
  let jwks: { keys: object[] };
  beforeAll(async () => {
    await postern.rooms.clients.apis.add({ id: api, name: 'Notes API', scopes: [{ name: 'notes:read' }] });
    const pair = await generateKeyPair('ES256', { extractable: true });
    key = pair.privateKey;
    jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }] };
  });

  /** openid-client signs somebody in, refreshes, asks for userinfo, and revokes. */
  async function wholeLife(config: oidc.Configuration, redirectUri = callback): Promise<void> {
    const verifier = oidc.randomPKCECodeVerifier();
    const nonce = oidc.randomNonce();
    const state = oidc.randomState();
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid email',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      nonce,
      state,
    });
    const arrived = await walk(postern.person(), { url }, email);
    const tokens = await oidc.authorizationCodeGrant(config, arrived.url, {
      pkceCodeVerifier: verifier,
      expectedNonce: nonce,
      expectedState: state,
      idTokenExpected: true,
    });
    expect(tokens.claims()).toMatchObject({ sub: ann.id, nonce });

    const info = await oidc.fetchUserInfo(config, tokens.access_token, ann.id);
    expect(info).toMatchObject({ sub: ann.id, email, email_verified: true });

    const refreshed = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(refreshed.access_token).not.toBe(tokens.access_token);
    expect(refreshed.claims()).toMatchObject({ sub: ann.id });

    await oidc.tokenRevocation(config, refreshed.refresh_token ?? '');
    await expect(oidc.refreshTokenGrant(config, refreshed.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await expect(oidc.fetchUserInfo(config, refreshed.access_token, ann.id)).rejects.toMatchObject({ status: 401 });
  }

  test('a web app proves itself by client_secret_basic', async () => {
    const app = await addApp(postern, { kind: 'web' });
    await wholeLife(await connect(postern, app.id, oidc.ClientSecretBasic(app.secret)));
  });

  test('a web app proves itself by client_secret_post', async () => {
    const app = await addApp(postern, { kind: 'web', authMethod: 'client_secret_post' });
    await wholeLife(await connect(postern, app.id, oidc.ClientSecretPost(app.secret)));
  });

  test('a web app proves itself by a key (private_key_jwt, ES256)', async () => {
    const app = await addApp(postern, { kind: 'web', authMethod: 'private_key_jwt', jwks });
    expect(app.secret).toBeUndefined();
    await wholeLife(await connect(postern, app.id, oidc.PrivateKeyJwt({ key, kid: 'k1' })));
  });

  test('a single-page app has PKCE and no secret', async () => {
    const app = await addApp(postern, { kind: 'spa' });
    await wholeLife(await connect(postern, app.id));
  });

  test('a native app comes back at a loopback address with a port of the moment (RFC 8252 §7.3)', async () => {
    const app = await addApp(postern, { kind: 'native', redirectUris: ['http://127.0.0.1/callback'] });
    await wholeLife(await connect(postern, app.id), 'http://127.0.0.1:51234/callback');
    await wholeLife(await connect(postern, app.id), 'http://127.0.0.1:6007/callback');
  });

  test.each(['http://127.0.0.1:51234/other', 'http://localhost:51234/callback', 'http://127.0.0.2:51234/callback'])(
    'a native app does not come back at %s',
    async (redirectUri) => {
      const app = await addApp(postern, { kind: 'native', redirectUris: ['http://127.0.0.1/callback'] });
      const url = oidc.buildAuthorizationUrl(await connect(postern, app.id), {
        redirect_uri: redirectUri,
        scope: 'openid',
        code_challenge: await oidc.calculatePKCECodeChallenge(oidc.randomPKCECodeVerifier()),
        code_challenge_method: 'S256',
      });
      const screen = await postern.person().open(url);
      expect(screen.status).toBe(400);
      expect(screen.url.origin).toBe(postern.issuer);
    },
  );

  test('a native app comes back at a private-use address by a page that leads on (RFC 8252 §7.1)', async () => {
    const redirectUri = 'com.example.notes:/callback';
    const app = await addApp(postern, { kind: 'native', redirectUris: [redirectUri] });
    const config = await connect(postern, app.id);
    const verifier = oidc.randomPKCECodeVerifier();
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const page = await walk(postern.person(), { url }, email);
    expect(page.status).toBe(200);
    const link = page.links.find((href) => href.startsWith(redirectUri));
    const tokens = await oidc.authorizationCodeGrant(config, new URL(link ?? ''), { pkceCodeVerifier: verifier });
    expect(tokens.claims()).toMatchObject({ sub: ann.id });
  });

  test('a machine gets tokens for its API, by oauth4webapi, and the API asks about them', async () => {
    const machine = await addApp(postern, { kind: 'machine', apis: [api] });
    const asking = await addApp(postern, { kind: 'api', serves: [api] });
    const issuer = new URL(postern.issuer);
    const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
    const client = { client_id: machine.id };
    const tokens = await oauth.processClientCredentialsResponse(
      server,
      client,
      await oauth.clientCredentialsGrantRequest(
        server,
        client,
        oauth.ClientSecretBasic(machine.secret ?? ''),
        { scope: 'notes:read' },
        insecure,
      ),
    );
    expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'notes:read', expires_in: expect.any(Number) });
    expect(tokens.refresh_token).toBeUndefined();

    const answer = await oauth.processIntrospectionResponse(
      server,
      { client_id: asking.id },
      await oauth.introspectionRequest(
        server,
        { client_id: asking.id },
        oauth.ClientSecretBasic(asking.secret ?? ''),
        tokens.access_token,
        insecure,
      ),
    );
    expect(answer).toMatchObject({ active: true, client_id: machine.id, scope: 'notes:read', aud: api });
    expect(answer.sub).toBeUndefined();
  });

  test('oauth4webapi goes through the code flow and validates every answer', async () => {
    const app = await addApp(postern, { kind: 'web' });
    const issuer = new URL(postern.issuer);
    const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
    const client = { client_id: app.id };
    const verifier = oauth.generateRandomCodeVerifier();
    const nonce = oauth.generateRandomNonce();
    const state = oauth.generateRandomState();
    const url = new URL(server.authorization_endpoint ?? '');
    url.search = new URLSearchParams({
      client_id: app.id,
      response_type: 'code',
      redirect_uri: callback,
      scope: 'openid profile',
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      nonce,
      state,
    }).toString();
    const arrived = await walk(postern.person(), { url }, email);
    const parameters = oauth.validateAuthResponse(server, client, arrived.url, state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.ClientSecretBasic(app.secret ?? ''),
      parameters,
      callback,
      verifier,
      insecure,
    );
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: nonce,
      requireIdToken: true,
    });
    const info = await oauth.processUserInfoResponse(
      server,
      client,
      ann.id,
      await oauth.userInfoRequest(server, client, tokens.access_token, insecure),
    );
    expect(info).toMatchObject({ sub: ann.id, name: 'Test Person' });
  });

  test('a wrong secret, and a key that is not the client’s, prove nothing', async () => {
    const machine = await addApp(postern, { kind: 'machine', apis: [api] });
    const wrong = await connect(postern, machine.id, oidc.ClientSecretBasic(`${machine.secret ?? ''}x`));
    await expect(oidc.clientCredentialsGrant(wrong)).rejects.toMatchObject({ status: 401 });

    const keyed = await addApp(postern, { kind: 'machine', apis: [api], authMethod: 'private_key_jwt', jwks });
    const stranger = await generateKeyPair('ES256');
    const forged = await connect(postern, keyed.id, oidc.PrivateKeyJwt({ key: stranger.privateKey, kid: 'k1' }));
    await expect(oidc.clientCredentialsGrant(forged)).rejects.toMatchObject({ status: 401 });
    const right = await connect(postern, keyed.id, oidc.PrivateKeyJwt({ key, kid: 'k1' }));
    expect(await oidc.clientCredentialsGrant(right)).toMatchObject({ access_token: expect.any(String) });
  });

  test('a client cannot fall back on a way of proving itself that it did not register', async () => {
    const app = await addApp(postern, { kind: 'machine', apis: [api] });
    for (const auth of [oidc.None(), oidc.PrivateKeyJwt({ key, kid: 'k1' })]) {
      const config = await connect(postern, app.id, auth);
      await expect(oidc.clientCredentialsGrant(config)).rejects.toMatchObject({ status: expect.any(Number) });
    }
  });

  test('both secrets are good while one is replaced, and the old one stops', async () => {
    const machine = await addApp(postern, { kind: 'machine', apis: [api] });
    const grant = async (secret: string | undefined) =>
      oidc.clientCredentialsGrant(await connect(postern, machine.id, oidc.ClientSecretBasic(secret)));
    const second = await postern.rooms.clients.rotateSecret(machine.id);
    expect(await grant(machine.secret)).toMatchObject({ access_token: expect.any(String) });
    expect(await grant(second.secret)).toMatchObject({ access_token: expect.any(String) });

    const third = await postern.rooms.clients.rotateSecret(machine.id, 0);
    for (const old of [machine.secret, second.secret]) await expect(grant(old)).rejects.toMatchObject({ status: 401 });
    expect(await grant(third.secret)).toMatchObject({ access_token: expect.any(String) });
  });

  test('a removed or disabled client is refused by the next request at any node', async () => {
    const asking = await addApp(postern, { kind: 'api', serves: [api] });
    for (const end of ['remove', 'disable'] as const) {
      const machine = await addApp(postern, { kind: 'machine', apis: [api] });
      const config = await connect(postern, machine.id, oidc.ClientSecretBasic(machine.secret));
      // More than once, so that each node has it in its cache.
      const tokens = [await oidc.clientCredentialsGrant(config), await oidc.clientCredentialsGrant(config)];
      if (end === 'remove') await postern.rooms.clients.remove(machine.id);
      else await postern.rooms.clients.update(machine.id, { disabled: true });
      for (const { access_token: token } of tokens) {
        await expect(oidc.clientCredentialsGrant(config)).rejects.toMatchObject({ status: 401 });
        expect(await introspect(postern, asking, token)).toEqual({ active: false });
      }
    }
  });
});
