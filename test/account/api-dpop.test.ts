import { describe, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { redeem, signInRequest, walk } from '../support/apps.ts';
import { proofKey } from '../support/dpop.ts';
import { connect } from '../support/openid-client.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { accountApiOf, onAccountApi } from './account-api.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, keeper, call, signInFor } = onAccountApi(profile);

  test('a token that is bound to a key opens it with a proof of that key, once, and in no other way (RFC 9449 §7)', async () => {
    const resource = accountApiOf(postern);
    const { email } = await somebody(postern);
    const [key, another] = [await proofKey(), await proofKey()];
    const now = () => postern.rooms.clock.now();
    const request = signInRequest(postern, keeper.id, { scope: 'openid devices:read devices:end', resource });
    const door = await walk(postern.person(), request, email);
    const atToken = { dpop: await key.prove('POST', `${postern.issuer}/token`, now()) };
    const { body } = await redeem(postern, keeper.id, door, request.verifier, atToken, { resource });
    expect(body['token_type']).toBe('DPoP');
    const token = String(body['access_token']);
    const plain = await signInFor(postern.person(), keeper, email);
    const here = `${resource}/devices`;
    const bound = (proof: string, more = {}) =>
      call('GET', '/devices', undefined, { authorization: `DPoP ${token}`, dpop: proof, ...more });

    const proof = await key.prove('GET', here, now(), token);
    const answers = await Promise.all(Array.from({ length: 6 }, () => bound(proof)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401, 401]);
    expect(answers.find(({ status }) => status === 401)?.body['error']).toBe('invalid_dpop_proof');
    // What a query asks for is no part of the address that is proven (RFC 9449 §4.2).
    const paged = { authorization: `DPoP ${token}`, dpop: await key.prove('GET', here, now(), token) };
    expect((await call('GET', '/devices?after=b:x', undefined, paged)).status).toBe(200);

    for (const [what, wrong] of [
      ['another key', await another.prove('GET', here, now(), token)],
      ['another method', await key.prove('DELETE', here, now(), token)],
      ['another address', await key.prove('GET', `${resource}/devices/x`, now(), token)],
      ['the token endpoint', await key.prove('POST', `${postern.issuer}/token`, now())],
      ['no token', await key.prove('GET', here, now())],
      ['another token', await key.prove('GET', here, now(), plain.access)],
      ['long ago', await key.prove('GET', here, now() - 400, token)],
      ['the day after', await key.prove('GET', here, now() + 86_400, token)],
      ['nothing', ''],
      ['no proof', token],
      ['two at once', `${await key.prove('GET', here, now(), token)}, ${await key.prove('GET', here, now(), token)}`],
    ] as const) {
      const { status, headers, body: said } = await bound(wrong);
      expect([what, status, said['devices']]).toEqual([what, 401, undefined]);
      expect(headers.get('www-authenticate')).toMatch(
        /^DPoP realm="account", error="invalid_(token|dpop_proof)", error_description="[^"]+", algs="ES256 /,
      );
    }

    // As a mere bearer token it would be anybody's.
    const bearer = await call('GET', '/devices', token);
    expect([bearer.status, bearer.body['error']]).toEqual([401, 'invalid_token']);
    expect(bearer.headers.get('www-authenticate')).toMatch(/^DPoP realm="account", error="invalid_token"/);
    const both = { dpop: await key.prove('GET', here, now(), token) };
    expect((await call('GET', '/devices', token, both)).status).toBe(400);
    // And what is bound to nothing is not made more of by a proof.
    const dressed = { authorization: `DPoP ${plain.access}`, dpop: await key.prove('GET', here, now(), plain.access) };
    expect((await call('GET', '/devices', undefined, dressed)).body['error']).toBe('invalid_token');
    expect((await call('GET', '/devices', plain.access)).status).toBe(200);
  });

  test('openid-client calls it with its key', async () => {
    const resource = accountApiOf(postern);
    const { email } = await somebody(postern);
    const config = await connect(postern, keeper.id, oidc.None());
    const DPoP = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair());
    const request = signInRequest(postern, keeper.id, { scope: 'openid devices:read devices:end', resource });
    const { url } = await walk(postern.person(), request, email);
    const tokens = await oidc.authorizationCodeGrant(
      config,
      url,
      { pkceCodeVerifier: request.verifier, expectedState: request.url.searchParams.get('state') ?? '' },
      { resource },
      { DPoP },
    );
    const asked = (method: string, path: string) =>
      oidc.fetchProtectedResource(
        config,
        tokens.access_token,
        new URL(`${resource}${path}`),
        method,
        undefined,
        undefined,
        { DPoP },
      );
    expect(await (await asked('GET', '/devices')).json()).toMatchObject({ devices: [{ this: true }] });
    expect((await asked('DELETE', '/devices?except=this')).status).toBe(204);
  });
});
