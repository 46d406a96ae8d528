import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { account, addApp, type App } from '../support/apps.ts';
import { startNodes, type Nodes } from '../support/nodes.ts';
import { availableProfiles } from '../support/postern.ts';
import { signedInPerson } from '../support/signed-in.ts';
import { arrive, connectOver, outcomeOf, rounds } from './clients.ts';

describe.each(availableProfiles())('on %s, over two processes', (profile) => {
  let nodes: Nodes;
  let owner: string;
  const apps: Record<string, App> = {};
  beforeAll(async () => {
    nodes = await startNodes(profile);
    owner = await account(nodes, 'ann@example.com');
    apps['spa'] = await addApp(nodes, { kind: 'spa', firstParty: true });
    apps['web'] = await addApp(nodes, { kind: 'web', firstParty: true });
  }, 60_000);
  afterAll(() => nodes.stop());

  test.each(['spa', 'web'])(
    `a hundred refreshes of one token by a %s app give one successor, ${rounds} times`,
    async (kind) => {
      const config = await connectOver(nodes, apps[kind]!);
      const { redeem } = await arrive(config, await signedInPerson(nodes, owner));
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
