import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import * as oidc from 'openid-client';
import { addApp } from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { signedInPerson } from '../support/signed-in.ts';
import { givenAccount, givenApp, onNodes } from '../support/suite.ts';
import { arrive, connectOver, fetchAt, rounds } from './clients.ts';

describe.each(availableProfiles())('on %s, over two processes', (profile) => {
  const nodes = onNodes(profile);
  const ann = givenAccount(nodes, 'ann@example.com');
  const spa = givenApp(nodes, { kind: 'spa', firstParty: true });

  /** Sends what a client sends twice at each node, at once. @returns the statuses of the last request, in order */
  function sendFourTimes(config: oidc.Configuration): () => number[] {
    let statuses: number[] = [];
    config[oidc.customFetch] = async (url, options) => {
      const [one, other] = nodes.nodes.map((node) => fetchAt(nodes.issuer, () => node)) as [
        oidc.CustomFetch,
        oidc.CustomFetch,
      ];
      const answers = await Promise.all([one, other, one, other].map((send) => send(url, options)));
      statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
      return answers.find(({ ok }) => ok) ?? answers[0]!;
    };
    return () => statuses;
  }

  test(
    `a client assertion passes once, ${rounds} times`,
    async () => {
      const keys = await generateKeyPair('ES256', { extractable: true });
      const kid = randomUUID();
      const jwk: JWK = { ...(await exportJWK(keys.publicKey)), kid, use: 'sig', alg: 'ES256' };
      const api = `https://${kid}.example.com`;
      await nodes.rooms.clients.apis.add({ id: api, name: 'API' });
      const robot = await addApp(nodes, {
        kind: 'machine',
        authMethod: 'private_key_jwt',
        apis: [api],
        jwks: { keys: [jwk] },
      });
      const config = await connectOver(nodes, robot, oidc.PrivateKeyJwt({ key: keys.privateKey, kid }));
      const statuses = sendFourTimes(config);
      for (let round = 0; round < rounds; round += 1) {
        const { access_token } = await oidc.clientCredentialsGrant(config);
        expect(access_token).toBeTruthy();
        expect(statuses()).toEqual([200, 401, 401, 401]);
      }
    },
    60_000 + rounds * 1_000,
  );

  test(
    `a DPoP proof passes once, ${rounds} times`,
    async () => {
      const config = await connectOver(nodes, spa);
      const DPoP = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair());
      const { redeem } = await arrive(config, await signedInPerson(nodes, ann.id));
      const { access_token, refresh_token } = await redeem({ DPoP });
      const statuses = sendFourTimes(config);
      for (let round = 0; round < rounds; round += 1) {
        await oidc.fetchUserInfo(config, access_token, ann.id, { DPoP });
        expect(statuses()).toEqual([200, 401, 401, 401]);
        await oidc.refreshTokenGrant(config, refresh_token!, undefined, { DPoP });
        expect(statuses()).toEqual([200, 400, 400, 400]);
      }
    },
    60_000 + rounds * 1_000,
  );
});
