import { describe, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { post, type App } from '../support/apps.ts';
import type { Nodes } from '../support/nodes.ts';
import type { Person } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { signedInPerson } from '../support/signed-in.ts';
import { givenAccount, givenApp, onNodes } from '../support/suite.ts';
import { arrive, connectOver, outcomeOf } from './clients.ts';

/** One sign-in of the app. */
interface SignIn {
  readonly person: Person;
  readonly redeem: () => Promise<oidc.TokenEndpointResponse>;
  readonly first: oidc.TokenEndpointResponse;
  /** What the app has now. */
  now: oidc.TokenEndpointResponse;
}

interface Way {
  readonly name: string;
  readonly reaches: 'itself' | 'its session';
  readonly end: (signIn: SignIn, config: oidc.Configuration, nodes: Nodes) => Promise<unknown>;
}

const ways: readonly Way[] = [
  {
    name: 'use of an old refresh token',
    reaches: 'itself',
    end: ({ first }, config) => outcomeOf(oidc.refreshTokenGrant(config, first.refresh_token!)),
  },
  { name: 'a replay of its code', reaches: 'itself', end: ({ redeem }) => outcomeOf(redeem()) },
  {
    name: 'revocation of its refresh token',
    reaches: 'itself',
    end: ({ now }, config) => oidc.tokenRevocation(config, now.refresh_token!),
  },
  {
    name: 'revocation of an old refresh token',
    reaches: 'itself',
    end: ({ first }, config) => oidc.tokenRevocation(config, first.refresh_token!),
  },
  {
    name: 'revocation of its access token',
    reaches: 'itself',
    end: ({ now }, config) => oidc.tokenRevocation(config, now.access_token),
  },
  {
    name: 'sign-out',
    reaches: 'its session',
    end: ({ person, now }, config) => person.open(oidc.buildEndSessionUrl(config, { id_token_hint: now.id_token! })),
  },
];

describe.each(availableProfiles())('on %s, over two processes', (profile) => {
  const nodes = onNodes(profile);
  const ann = givenAccount(nodes, 'ann@example.com');
  // What asks here is not always the same program.
  const refresh = { reuseInterval: 0, changes: { userAgent: 'allow', system: 'allow' } };
  const apps: Record<string, App> = {
    spa: givenApp(nodes, { kind: 'spa', firstParty: true, refresh }),
    web: givenApp(nodes, { kind: 'web', firstParty: true, refresh }),
  };

  async function signIn(config: oidc.Configuration, person: Person): Promise<SignIn> {
    const { redeem } = await arrive(config, person);
    const first = await redeem();
    return { person, redeem, first, now: await oidc.refreshTokenGrant(config, first.refresh_token!) };
  }

  /** Whether any of it works at any node, or all of it at each. */
  async function works({ first, now }: SignIn, { id, headers }: App): Promise<boolean> {
    const tokens = [first.access_token, now.access_token];
    const answers = nodes.nodes.flatMap((node) =>
      tokens.map(async (token) => {
        const authorization = `Bearer ${token}`;
        return (await fetch(new URL('/userinfo', node.issuer), { headers: { authorization } })).status === 200;
      }),
    );
    const refreshed = await post(
      nodes,
      '/token',
      {
        grant_type: 'refresh_token',
        refresh_token: now.refresh_token!,
        ...(!headers['authorization'] && { client_id: id }),
      },
      headers,
    );
    const found = [...(await Promise.all(answers)), refreshed.status === 200];
    expect(new Set(found).size).toBe(1);
    return found[0]!;
  }

  describe.each(['spa', 'web'])('a %s app, twice in one session and on two devices', (kind) => {
    test.each(ways)('$name ends $reaches', async ({ reaches, end }) => {
      const app = apps[kind]!;
      const config = await connectOver(nodes, app);
      const [laptop, phone] = [await signedInPerson(nodes, ann.id), await signedInPerson(nodes, ann.id)];
      const target = await signIn(config, laptop);
      const sameSession = await signIn(config, laptop);
      const otherDevice = [await signIn(config, phone), await signIn(config, phone)];
      await end(target, config, nodes);
      expect(await works(target, app)).toBe(false);
      expect(await works(sameSession, app)).toBe(reaches === 'itself');
      for (const other of otherDevice) expect(await works(other, app)).toBe(true);
    });
  });
});
