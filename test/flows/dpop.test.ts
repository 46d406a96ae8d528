import { beforeAll, describe, expect, test } from '@jest/globals';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import * as oidc from 'openid-client';
import {
  addApp,
  introspect,
  post,
  redeem,
  refresh,
  signIn,
  signInRequest,
  userinfo,
  walk,
  type App,
} from '../support/apps.ts';
import { proofKey } from '../support/dpop.ts';
import { connect } from '../support/openid-client.ts';
import { availableProfiles, startPostern } from '../support/postern.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';
import { timeInHand } from '../support/time.ts';

const email = 'ann@example.com';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const ann = givenAccount(postern, email);
  const api = 'https://jwt.example.com';
  beforeAll(async () => {
    await postern.rooms.clients.apis.add({ id: api, name: 'JWTs', tokenFormat: 'jwt' });
  });
  const apps: Record<string, App> = {
    spa: givenApp(postern, { kind: 'spa', firstParty: true }),
    web: givenApp(postern, { kind: 'web', firstParty: true }),
    machine: givenApp(postern, { kind: 'machine', apis: [api] }),
  };

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
    expect(await oidc.fetchUserInfo(config, tokens.access_token, ann.id, { DPoP })).toMatchObject({ sub: ann.id });
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

  test('another client’s key opens nothing, and neither does another client with the key', async () => {
    const [mine, theirs] = [await signedIn(apps['spa']!), await signedIn(apps['web']!)];
    const [token, other] = [mine.tokens.refresh_token ?? '', theirs.tokens.refresh_token ?? ''];
    const refused = { error: 'invalid_grant' };
    const theirKey = oidc.getDPoPHandle(mine.config, theirs.keys);
    await expect(oidc.refreshTokenGrant(mine.config, token, undefined, { DPoP: theirKey })).rejects.toMatchObject(
      refused,
    );
    const myKey = oidc.getDPoPHandle(theirs.config, mine.keys);
    await expect(oidc.refreshTokenGrant(theirs.config, token, undefined, { DPoP: myKey })).rejects.toMatchObject(
      refused,
    );
    for (const [by, kept] of [
      [mine, token],
      [theirs, other],
    ] as const) {
      expect(await oidc.refreshTokenGrant(by.config, kept, undefined, { DPoP: by.DPoP })).toMatchObject({
        token_type: 'dpop',
      });
    }
  });

  test.each(['spa', 'web'])('a bound %s app gets no tokens without a key (RFC 9449 §5.2)', async (kind) => {
    const bound = await addApp(postern, { kind, firstParty: true, senderConstrained: 'dpop' });
    const { answer } = await signIn(postern, postern.person(), bound, email);
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_grant']);
    const { config, DPoP, tokens } = await signedIn(bound);
    expect(tokens.token_type).toBe('dpop');
    const token = tokens.refresh_token ?? '';
    expect((await refresh(postern, bound.id, token, bound.headers)).body.error).toBe('invalid_grant');
    expect(await oidc.refreshTokenGrant(config, token, undefined, { DPoP })).toMatchObject({ token_type: 'dpop' });
  });

  test.each(['spa', 'web'])('a %s app’s proof refreshes once, however often it comes at one moment', async (kind) => {
    const app = apps[kind]!;
    const { config, DPoP, tokens } = await signedIn(app);
    let headers: Record<string, string> = {};
    const { fetch: real } = globalThis;
    config[oidc.customFetch] = (_url, options) => {
      headers = {
        ...app.headers,
        'user-agent': options.headers['user-agent'] ?? '',
        dpop: options.headers['dpop'] ?? '',
      };
      // Kept back: the ones below are the first to come.
      return Promise.resolve(Response.json({ error: 'temporarily_unavailable' }, { status: 503 }));
    };
    await expect(oidc.refreshTokenGrant(config, tokens.refresh_token ?? '', undefined, { DPoP })).rejects.toThrow();
    config[oidc.customFetch] = (url, options) => real(url, options as RequestInit);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => refresh(postern, app.id, tokens.refresh_token, headers)),
    );
    const ones = answers.filter(({ status }) => status === 200);
    expect(ones).toHaveLength(1);
    for (const { status, body } of answers) if (status !== 200) expect(body.error).toBe('invalid_dpop_proof');
    // A replay ends nothing: whoever has the key goes on with a proof of its own.
    const token = String(ones[0]?.body['refresh_token']);
    expect(await oidc.refreshTokenGrant(config, token, undefined, { DPoP })).toMatchObject({ token_type: 'dpop' });
  });

  test('a request that comes twice is told that its proof is bad, and not that the sign-in is over', async () => {
    const app = apps['spa']!;
    const key = await proofKey();
    const proof = async () => ({
      ...app.headers,
      dpop: await key.prove('POST', `${postern.issuer}/token`, postern.rooms.clock.now()),
    });
    const request = signInRequest(postern, app.id);
    const screen = await walk(postern.person(), request, email);
    const { body } = await redeem(postern, app.id, screen, request.verifier, await proof());
    const once = await proof();
    const again = () => refresh(postern, app.id, body['refresh_token'], once);
    expect((await again()).status).toBe(200);
    // Its answer was lost, or a proxy repeats it.
    const repeated = await again();
    expect([repeated.status, repeated.body.error]).toEqual([400, 'invalid_dpop_proof']);
    const aged = { ...once, dpop: await key.prove('POST', `${postern.issuer}/token`, postern.rooms.clock.now() - 900) };
    expect((await refresh(postern, app.id, body['refresh_token'], aged)).body.error).toBe('invalid_dpop_proof');
    expect((await refresh(postern, app.id, body['refresh_token'], await proof())).status).toBe(200);
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
    await oidc.fetchUserInfo(config, tokens.access_token, ann.id, { DPoP });
    const replays = await Promise.all(
      Array.from({ length: 10 }, () =>
        real(new URL('/userinfo', postern.issuer), {
          headers: { authorization: `DPoP ${tokens.access_token}`, dpop: proofs.at(-1) ?? '' },
        }),
      ),
    );
    expect(proofs.length).toBeGreaterThan(0);
    expect(replays.map(({ status }) => status)).toEqual(replays.map(() => 401));
    // Not `invalid_token`: the app would throw away one that is good.
    expect(replays[0]?.headers.get('www-authenticate')).toMatch(/^DPoP .*error="invalid_dpop_proof"/);
  });
});

test('a proof that is dated ahead is good once too, for as long as it is good', async () => {
  const time = timeInHand();
  const postern = await startPostern('sqlite');
  try {
    const api = 'https://api.example.com';
    await postern.rooms.clients.apis.add({ id: api, name: 'API' });
    const machine = await addApp(postern, { kind: 'machine', apis: [api] });
    // A device whose clock is some minutes ahead: within what the engine lets pass.
    const proof = await (await proofKey()).prove('POST', `${postern.issuer}/token`, postern.rooms.clock.now() + 280);
    const use = () =>
      post(postern, '/token', { grant_type: 'client_credentials' }, { ...machine.headers, dpop: proof });
    expect((await use()).status).toBe(200);
    for (const pause of [0, 290, 200]) {
      time.forward(pause);
      expect((await use()).body.error).toBe('invalid_dpop_proof');
    }
  } finally {
    await postern.stop();
    time.restore();
  }
}, 60_000);
