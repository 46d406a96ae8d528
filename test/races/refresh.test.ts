import { describe, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import type { App } from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { signedInPerson } from '../support/signed-in.ts';
import { givenAccount, givenApp, onNodes } from '../support/suite.ts';
import { arrive, connectOver, outcomeOf, rounds } from './clients.ts';

describe.each(availableProfiles())('on %s, over two processes', (profile) => {
  const nodes = onNodes(profile);
  const ann = givenAccount(nodes, 'ann@example.com');
  const apps: Record<string, App> = {
    spa: givenApp(nodes, { kind: 'spa', firstParty: true }),
    web: givenApp(nodes, { kind: 'web', firstParty: true }),
  };

  test.each(['spa', 'web'])(
    `a hundred refreshes of one token by a %s app give one successor, ${rounds} times`,
    async (kind) => {
      const config = await connectOver(nodes, apps[kind]!);
      const { redeem } = await arrive(config, await signedInPerson(nodes, ann.id));
      const first = (await redeem()).refresh_token!;
      let token = first;
      for (let round = 0; round < rounds; round += 1) {
        const answers = await Promise.all(
          Array.from({ length: 100 }, () => outcomeOf(oidc.refreshTokenGrant(config, token))),
        );
        const successors = new Set(
          answers.map((answer) => (typeof answer === 'string' ? answer : answer.refresh_token)),
        );
        expect(successors.size).toBe(1);
        expect(successors.has(token)).toBe(false);
        token = [...successors][0]!;
      }
      expect(generationOf(token)).toBe(rounds + 1);
      // And the first one is still known as used: with it all of them end.
      expect(await outcomeOf(oidc.refreshTokenGrant(config, first))).toBe('invalid_grant');
      expect(await outcomeOf(oidc.refreshTokenGrant(config, token))).toBe('invalid_grant');
    },
    60_000 + rounds * 5_000,
  );
});

const generationOf = (refreshToken: string): number => Number(refreshToken.split('.')[3]);
