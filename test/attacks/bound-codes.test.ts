import { describe, expect, test } from '@jest/globals';
import { calculateJwkThumbprint, decodeProtectedHeader } from 'jose';
import { addApp, redeem, refresh, signInRequest, walk, type Answer, type App } from '../support/apps.ts';
import { certificates } from '../support/certificates.ts';
import { proofKey, type ProofKey } from '../support/dpop.ts';
import { availableProfiles } from '../support/postern.ts';
import { signedInPerson } from '../support/signed-in.ts';
import { givenAccount, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';
type Headers = Readonly<Record<string, string>>;

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile, {
    settings: ['clientCertificateHeader=X-Client-Cert', 'trustedProxies=127.0.0.0/8,::1'],
  });
  const ann = givenAccount(postern, email);

  const proofOf = (key: ProofKey): Promise<string> =>
    key.prove('POST', `${postern.issuer}/token`, postern.rooms.clock.now());

  /** A code that has come to a device. @param key that the app named when it asked for it */
  async function arrived(app: App, key?: ProofKey): Promise<(headers: Headers) => Promise<Answer>> {
    const { jwk } = key ? decodeProtectedHeader(await proofOf(key)) : {};
    const request = signInRequest(postern, app.id, jwk ? { dpop_jkt: await calculateJwkThumbprint(jwk) } : {});
    const screen = await walk(await signedInPerson(postern, ann.id), request, email);
    return (headers) => redeem(postern, app.id, screen, request.verifier, { ...app.headers, ...headers });
  }

  /**
   * An app that allows one device, and is signed in on one: what begins on another ends that.
   * @returns `again` refreshes there
   */
  async function onOneDevice(kind: string, shown: Headers = {}, more = {}) {
    const app = await addApp(postern, { kind, firstParty: true, refresh: { devices: { most: 1 } }, ...more });
    let { body } = await (await arrived(app))(shown);
    const again = async (headers: Headers = {}): Promise<Answer> => {
      const token = body['refresh_token'];
      const answer = await refresh(postern, app.id, token, { ...app.headers, ...shown, ...headers });
      if (answer.status === 200) ({ body } = answer);
      return answer;
    };
    return { app, again };
  }

  describe.each(['spa', 'web'])('a %s app', (kind) => {
    test('a code that is bound to a key is not spent without that key (RFC 9449 §10)', async () => {
      const { app, again } = await onOneDevice(kind);
      const key = await proofKey();
      const redeemWith = await arrived(app, key);
      for (const wrong of [{}, { dpop: await proofOf(await proofKey()) }]) {
        const refused = await redeemWith(wrong);
        expect([refused.status, refused.body.error]).toEqual([400, 'invalid_grant']);
        expect((await again()).status).toBe(200);
      }
      const right = await redeemWith({ dpop: await proofOf(key) });
      expect([right.status, right.body['token_type']]).toEqual([200, 'DPoP']);
      expect((await again()).body.error).toBe('invalid_grant');
    });

    test('nor is any by a proof that was used before', async () => {
      const { app, again } = await onOneDevice(kind);
      const key = await proofKey();
      const redeemWith = await arrived(app);
      const dpop = await proofOf(key);
      expect((await again({ dpop })).status).toBe(200);
      const refused = await redeemWith({ dpop });
      expect([refused.status, refused.body.error]).toEqual([400, 'invalid_dpop_proof']);
      expect((await again()).status).toBe(200);
      const fresh = { dpop: await proofOf(key) };
      expect((await redeemWith(fresh)).status).toBe(200);
      // It was used up by that, as by any use.
      expect((await (await arrived(app))(fresh)).body.error).toBe('invalid_dpop_proof');
    });

    test('nor by a certificate and a proof at once, which no token is bound to; a refresh neither', async () => {
      const shown = { 'x-client-cert': certificates.app };
      const bound = { senderConstrained: 'mtls' };
      const { app, again } = await onOneDevice(kind, shown, bound);
      const redeemWith = await arrived(app);
      const both = async () => ({ ...shown, dpop: await proofOf(await proofKey()) });
      const refused = await redeemWith(await both());
      expect([refused.status, refused.body.error]).toEqual([400, 'invalid_request']);
      const generations = () => generationsOf(app);
      const before = await generations();
      expect((await again(await both())).body.error).toBe('invalid_request');
      expect(await generations()).toEqual(before);
      expect((await again()).status).toBe(200);
      expect((await redeemWith(shown)).status).toBe(200);
    });
  });

  /** How often each sign-in of an app has been refreshed. */
  async function generationsOf(app: App): Promise<number[]> {
    const families = await postern.rooms.families.list('client', app.id, { limit: 10 });
    return families.map(({ generation }) => generation);
  }
});
