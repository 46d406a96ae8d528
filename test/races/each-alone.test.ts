import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { confirmEnd } from '../support/account-pages.ts';
import { account, addApp, password, post, redeem, refresh, signInRequest, type App } from '../support/apps.ts';
import { command } from '../support/command.ts';
import { startNodes, type Nodes } from '../support/nodes.ts';
import type { Person } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { signedInBrowser, type SignedInBrowser } from '../support/signed-in.ts';
import { arrive, connectOver, outcomeOf } from './clients.ts';

/** One sign-in of the app. */
interface SignIn {
  readonly browser: SignedInBrowser;
  readonly redeem: () => Promise<oidc.TokenEndpointResponse>;
  readonly first: oidc.TokenEndpointResponse;
  /** What the app has now. */
  now: oidc.TokenEndpointResponse;
}

/** Where it ends, and whose it is. */
interface Place {
  readonly nodes: Nodes;
  readonly config: oidc.Configuration;
  readonly app: App;
  /** The owner's address. */
  readonly owner: string;
  /** Another device of the owner's. */
  readonly elsewhere: Person;
}

interface Way {
  readonly name: string;
  readonly reaches: 'itself' | 'its session' | 'its app';
  readonly end: (signIn: SignIn, place: Place) => Promise<unknown>;
}

/** What the app is called on its device, with all its sign-ins there. */
const appThere = ({ browser }: SignIn, { app }: Place): string => `${browser.device}.${app.id}`;

const ways: readonly Way[] = [
  {
    name: 'use of an old refresh token',
    reaches: 'itself',
    end: ({ first }, { config }) => outcomeOf(oidc.refreshTokenGrant(config, first.refresh_token!)),
  },
  { name: 'a replay of its code', reaches: 'itself', end: ({ redeem }) => outcomeOf(redeem()) },
  {
    name: 'revocation of its refresh token',
    reaches: 'itself',
    end: ({ now }, { config }) => oidc.tokenRevocation(config, now.refresh_token!),
  },
  {
    name: 'revocation of an old refresh token',
    reaches: 'itself',
    end: ({ first }, { config }) => oidc.tokenRevocation(config, first.refresh_token!),
  },
  {
    name: 'revocation of its access token',
    reaches: 'itself',
    end: ({ now }, { config }) => oidc.tokenRevocation(config, now.access_token),
  },
  {
    name: 'sign-out',
    reaches: 'its session',
    end: ({ browser, now }, { config }) =>
      browser.person.open(oidc.buildEndSessionUrl(config, { id_token_hint: now.id_token! })),
  },
  {
    name: 'the owner at “Your account” on another device, of the device,',
    reaches: 'its session',
    end: ({ browser }, { nodes, elsewhere }) => confirmEnd(nodes, elsewhere, `/account/devices/${browser.device}/end`),
  },
  {
    name: 'the owner at “Your account” on another device, of the app there,',
    reaches: 'its session',
    end: (signIn, place) => confirmEnd(place.nodes, place.elsewhere, `/account/devices/${appThere(signIn, place)}/end`),
  },
  {
    name: 'the owner, who disconnects the app,',
    reaches: 'its app',
    end: (_, { nodes, app, elsewhere }) => confirmEnd(nodes, elsewhere, `/account/apps/${app.id}/end`),
  },
  {
    name: 'another app by the account API',
    reaches: 'its session',
    async end(signIn, place) {
      const { nodes, elsewhere } = place;
      const resource = `${nodes.issuer}/api/account`;
      const { id } = await addApp(nodes, { kind: 'spa', firstParty: true, apis: [resource] });
      const { url, verifier } = signInRequest(nodes, id, { scope: 'openid devices:end', resource });
      const { body } = await redeem(nodes, id, await elsewhere.open(url), verifier, {}, { resource });
      const headers = { authorization: `Bearer ${String(body['access_token'])}` };
      const { status } = await fetch(`${resource}/devices/${appThere(signIn, place)}`, { method: 'DELETE', headers });
      expect(status).toBe(204);
    },
  },
  {
    name: 'an admin on the command line',
    reaches: 'its session',
    async end(signIn, place) {
      const { nodes, owner } = place;
      const { data } = nodes.rooms.settings;
      const there = appThere(signIn, place);
      const ran = await command(['device', 'end', owner, '--data', data, '--', there], nodes.stores.ownUrls);
      expect(ran).toMatchObject({ code: 0, stderr: '' });
    },
  },
  {
    name: 'a rule of the app that a refresh violates',
    reaches: 'itself',
    async end({ now }, { nodes, app }) {
      const by = (version: string, token: unknown) =>
        refresh(nodes, app.id, token, { ...app.headers, 'app-version': version });
      const newer = await by('2.0', now.refresh_token);
      expect((await by('1.0', newer.body['refresh_token'])).status).toBe(400);
    },
  },
  {
    name: 'a third device where the app allows two',
    reaches: 'its session',
    async end(_, { nodes, config, owner }) {
      const { id = '' } = (await nodes.rooms.accounts.byEmail(owner)) ?? {};
      const { person } = await signedInBrowser(nodes, id);
      await (await arrive(config, person)).redeem();
    },
  },
  {
    name: 'the owner, who changes the password on another device,',
    reaches: 'its session',
    async end(_, { nodes, elsewhere }) {
      const page = await elsewhere.open(new URL('/account/password', nodes.issuer));
      const done = await elsewhere.submit(page, '/password', { current: password, next: 'an even better password' });
      expect(done.url.pathname).toBe('/account');
    },
  },
];

describe.each(availableProfiles())('on %s, over two processes', (profile) => {
  let nodes: Nodes;
  let people = 0;
  const apps: Record<string, App> = {};
  beforeAll(async () => {
    nodes = await startNodes(profile);
    // What asks here is not always the same program.
    const refresh = {
      reuseInterval: 0,
      changes: { userAgent: 'allow', system: 'allow', appVersion: 'revoke' },
      devices: { most: 2 },
    };
    apps['spa'] = await addApp(nodes, { kind: 'spa', firstParty: true, refresh });
    apps['web'] = await addApp(nodes, { kind: 'web', firstParty: true, refresh });
  }, 60_000);
  afterAll(() => nodes.stop());

  async function signIn(config: oidc.Configuration, browser: SignedInBrowser): Promise<SignIn> {
    const { redeem } = await arrive(config, browser.person);
    const first = await redeem();
    return { browser, redeem, first, now: await oidc.refreshTokenGrant(config, first.refresh_token!) };
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
      const owner = `person-${(people += 1)}@example.com`;
      const id = await account(nodes, owner);
      const [laptop, phone] = [await signedInBrowser(nodes, id), await signedInBrowser(nodes, id)];
      const target = await signIn(config, laptop);
      // What was used longest ago is known by the second.
      await nodes.forward(1);
      const sameSession = await signIn(config, laptop);
      const otherDevice = [await signIn(config, phone), await signIn(config, phone)];
      await end(target, { nodes, config, app, owner, elsewhere: phone.person });
      expect(await works(target, app)).toBe(false);
      expect(await works(sameSession, app)).toBe(reaches === 'itself');
      for (const other of otherDevice) expect(await works(other, app)).toBe(reaches !== 'its app');
    });
  });
});
