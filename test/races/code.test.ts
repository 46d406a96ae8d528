import { describe, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { userinfo } from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { signedInPerson } from '../support/signed-in.ts';
import { givenAccount, givenApp, onNodes } from '../support/suite.ts';
import { arrive, connectOver, outcomeOf, rounds } from './clients.ts';

describe.each(availableProfiles())('on %s, over two processes', (profile) => {
  const nodes = onNodes(profile);
  const ann = givenAccount(nodes, 'ann@example.com');
  const app = givenApp(nodes, { kind: 'spa', firstParty: true });

  test(
    `of two hundred redemptions of one code at most one gets tokens, and they are dead, ${rounds} times`,
    async () => {
      const config = await connectOver(nodes, app);
      const person = await signedInPerson(nodes, ann.id);
      let given = 0;
      for (let round = 0; round < rounds; round += 1) {
        const { redeem } = await arrive(config, person);
        const answers = await Promise.all(Array.from({ length: 200 }, () => outcomeOf(redeem())));
        const tokens = answers.filter((answer) => typeof answer !== 'string');
        expect(tokens.length).toBeLessThanOrEqual(1);
        expect(new Set(answers.filter((answer) => typeof answer === 'string'))).toEqual(new Set(['invalid_grant']));
        given += tokens.length;
        for (const { access_token, refresh_token } of tokens) {
          const statuses = nodes.nodes.map(async (node) => (await userinfo(node, access_token)).status);
          expect(await Promise.all(statuses)).toEqual([401, 401]);
          expect(await outcomeOf(oidc.refreshTokenGrant(config, refresh_token!))).toBe('invalid_grant');
        }
      }
      // None may get any; but then each round would have shown only that codes are refused.
      expect(given).toBeGreaterThan(0);
    },
    60_000 + rounds * 5_000,
  );
});
