import { describe, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { addApp, callback, post, signInRequest, walk } from '../support/apps.ts';
import { connect } from '../support/openid-client.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  givenAccount(postern, email);
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  const push = async (more: Record<string, string> = {}, by = app) => {
    const { url, verifier } = signInRequest(postern, by.id, more);
    const answer = await post(postern, '/par', Object.fromEntries(url.searchParams), by.headers);
    const used = new URL('/authorize', postern.issuer);
    used.search = new URLSearchParams({
      client_id: by.id,
      request_uri: String(answer.body['request_uri']),
    }).toString();
    return { answer, verifier, url: used };
  };

  /** What the app is told, or the page says. */
  const errorOf = async (url: URL): Promise<string | undefined> => {
    const screen = await postern.person().open(url);
    return screen.url.searchParams.get('error') ?? /invalid_\w+/.exec(screen.text)?.[0];
  };

  test('openid-client pushes its request and signs somebody in by it (RFC 9126)', async () => {
    const config = await connect(postern, app.id, oidc.ClientSecretBasic(app.secret));
    const verifier = oidc.randomPKCECodeVerifier();
    const url = await oidc.buildAuthorizationUrlWithPAR(config, {
      redirect_uri: callback,
      scope: 'openid',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    expect([...url.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri']);
    const { url: arrived } = await walk(postern.person(), { url }, email);
    const tokens = await oidc.authorizationCodeGrant(config, arrived, { pkceCodeVerifier: verifier });
    expect(tokens.access_token).toEqual(expect.any(String));
  });

  test('a request_uri is good for one authorization', async () => {
    const { url, answer } = await push();
    expect(answer.status).toBe(201);
    expect((await walk(postern.person(), { url }, email)).url.href).toContain('code=');
    const again = await walk(postern.person(), { url }, email);
    expect(again.url.searchParams.has('code')).toBe(false);
    expect(again.status).toBeLessThan(500);
  });

  test('of parallel authorizations by one request_uri one gets a code', async () => {
    const { url } = await push();
    const person = postern.person();
    await walk(person, signInRequest(postern, app.id), email);
    const ends = await Promise.all(Array.from({ length: 20 }, () => person.open(url)));
    expect(ends.filter((end) => end.url.searchParams.has('code'))).toHaveLength(1);
  });

  test('another client, and a request_uri that is expired or made up, get nothing', async () => {
    const other = await addApp(postern, { kind: 'web', firstParty: true });
    const { url } = await push();
    const stolen = new URL(url);
    stolen.searchParams.set('client_id', other.id);
    const madeUp = new URL(url);
    madeUp.searchParams.set('request_uri', 'urn:ietf:params:oauth:request_uri:nothing');
    for (const wrong of [stolen, madeUp]) {
      expect(await errorOf(wrong)).toMatch(/^invalid_request(_uri|_object)?$/);
    }
    time.forward(3600);
    expect(await errorOf(url)).toBe('invalid_request_uri');
  });

  test('pushing is refused without proof, with a wrong redirect URI or none, without PKCE', async () => {
    const { url } = signInRequest(postern, app.id);
    const fields = Object.fromEntries(url.searchParams);
    expect((await post(postern, '/par', fields)).status).toBe(401);
    expect((await push({ redirect_uri: 'https://evil.example' })).answer.status).toBe(400);
    expect((await push({ redirect_uri: '' })).answer.body).toMatchObject({
      error: 'invalid_request',
      error_description: expect.stringContaining('redirect_uri'),
    });
    expect((await push({ code_challenge_method: 'plain' })).answer.body.error).toBe('invalid_request');
    expect((await push({ scope: 'openid nonsense' })).answer.body.error).toBe('invalid_scope');
    expect((await push({ scope: '' })).answer.body.error).toBe('invalid_scope');
  });
});
