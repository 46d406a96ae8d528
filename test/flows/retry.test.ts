import { describe, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { change } from '../../adapters/store.ts';
import { clientCollection } from '../../src/clients/index.ts';
import { addApp, refresh, signIn, signInRequest, walk, type Answer, type App } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { agents, looking, type Looks } from '../support/looks.ts';
import { connect } from '../support/openid-client.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  givenAccount(postern, email);
  const spa = givenApp(postern, { kind: 'spa', firstParty: true });

  async function signedIn(app: App, looks: Looks = {}) {
    const { refresh: first } = await signIn(postern, postern.person(), looking(app, looks), email);
    const again = (token: unknown, now: Looks = looks): Promise<Answer> =>
      refresh(postern, app.id, token, looking(app, now).headers);
    return { first, again };
  }
  /** What a retry of the first token gets after a rotation: the same successor, or the end of both. */
  async function outcome({ first, again }: Awaited<ReturnType<typeof signedIn>>, looks?: Looks) {
    const second = (await again(first)).body['refresh_token'];
    const retry = await again(first, looks);
    const goesOn = (await again(second)).status === 200;
    return { same: retry.body['refresh_token'] === second, error: retry.body.error, goesOn };
  }
  const repeated = { same: true, error: undefined, goesOn: true };
  const theft = { same: false, error: 'invalid_grant', goesOn: false };

  test('a browser that updated itself before the retry is the same one', async () => {
    expect(await outcome(await signedIn(spa), { agent: 'firefoxUpdated' })).toEqual(repeated);
  });

  test('an app that was updated since its sign-in retries as what it is now', async () => {
    const { first, again } = await signedIn(spa, { version: '1.0' });
    const second = (await again(first, { version: '1.1' })).body['refresh_token'];
    const retry = await again(first, { version: '1.1' });
    expect(retry.body['refresh_token']).toBe(second);
  });

  test.each<[string, Looks]>([
    ['another browser', { agent: 'chrome' }],
    ['another system', { agent: 'firefoxOnWindows' }],
    ['another version of the app', { version: '9' }],
  ])('a public client’s retry from %s is theft', async (_, looks) => {
    expect(await outcome(await signedIn(spa), looks)).toEqual(theft);
  });

  test('a public client’s window is ten seconds, also where an older rule says more', async () => {
    const app = await addApp(postern, { kind: 'spa', firstParty: true, senderConstrained: 'dpop' });
    await postern.rooms.clients.update(app.id, { refresh: { reuseInterval: 60 } });
    // The key was dropped afterwards, as by a program that did not ask yet.
    // Again until nobody was faster: what the update owes is just being cleared.
    await change(postern.rooms.store.documents, clientCollection, app.id, (record) => ({
      ...record,
      declaration: { ...record.declaration, senderConstrained: 'none' as const },
    }));
    const intime = await signedIn(app);
    const second = (await intime.again(intime.first)).body['refresh_token'];
    expect(second).toEqual(expect.any(String));
    time.forward(9);
    expect((await intime.again(intime.first)).body['refresh_token']).toBe(second);
    const late = await signedIn(app);
    await late.again(late.first);
    time.forward(11);
    expect((await late.again(late.first)).body.error).toBe('invalid_grant');
  });

  test('a server that proved who it is may retry as long as its rule says, from wherever it runs', async () => {
    const web = await addApp(postern, { kind: 'web', firstParty: true, refresh: { reuseInterval: 60 } });
    const { first, again } = await signedIn(web);
    const second = (await again(first)).body['refresh_token'];
    time.forward(58);
    expect((await again(first, { agent: 'chrome', version: '7' })).body['refresh_token']).toBe(second);
    time.forward(3);
    expect((await again(first)).body.error).toBe('invalid_grant');
  });

  test('who proves the key may retry as long as the rule says; a look-alike without it gets nothing', async () => {
    const app = await addApp(postern, {
      kind: 'spa',
      firstParty: true,
      senderConstrained: 'dpop',
      refresh: { rotation: 'always', reuseInterval: 60 },
    });
    const config = await connect(postern, app.id);
    const DPoP = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256'));
    const request = signInRequest(postern, app.id);
    const { url } = await walk(postern.person(), request, email);
    const tokens = await oidc.authorizationCodeGrant(
      config,
      url,
      { pkceCodeVerifier: request.verifier, expectedState: request.url.searchParams.get('state') ?? '' },
      undefined,
      { DPoP },
    );
    const first = tokens.refresh_token ?? '';
    const second = await oidc.refreshTokenGrant(config, first, undefined, { DPoP });
    expect(second.refresh_token).not.toBe(first);
    time.forward(30);
    const retry = await oidc.refreshTokenGrant(config, first, undefined, { DPoP });
    expect(retry.refresh_token).toBe(second.refresh_token);
    expect((await refresh(postern, app.id, first, { 'user-agent': agents.firefox })).body.error).toBe('invalid_grant');
    // Without the key an old token proves no theft: it is of no use to whoever has it.
    const third = await oidc.refreshTokenGrant(config, second.refresh_token ?? '', undefined, { DPoP });
    expect(third.refresh_token).not.toBe(second.refresh_token);
  });

  test('the event of a theft tells of what generation, and from where', async () => {
    const { first, again } = await signedIn(spa);
    const second = (await again(first)).body['refresh_token'];
    await again(second);
    await again(first);
    const { families, audit } = postern.rooms;
    const family = (await families.read(first))?.id ?? '';
    await eventually(async () => {
      const reused = await audit.search({ kind: 'token.reused', family, limit: 10 });
      expect(reused.events).toMatchObject([
        {
          outcome: 'refused',
          client: spa.id,
          account: expect.any(String),
          origin: { address: expect.any(String), userAgent: agents.firefox },
          detail: { generation: 1, current: 3 },
        },
      ]);
      const ended = await audit.search({ kind: 'family.ended', family, limit: 10 });
      expect(ended.events).toMatchObject([
        { detail: { reason: 'token_reused' }, origin: { userAgent: agents.firefox } },
      ]);
    });
  });
});
