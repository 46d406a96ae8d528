import { beforeAll, describe, expect, test } from '@jest/globals';
import { account, addApp, refresh, signIn, type App } from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { onNodes } from '../support/suite.ts';
import { addProgram, ask, tokenOf } from './programs.ts';

const email = 'ann@example.com';

describe.each(availableProfiles())('on two nodes of %s', (profile) => {
  const nodes = onNodes(profile);
  let program: App;
  let token: string;
  beforeAll(async () => {
    await account(nodes, email);
    program = await addProgram(nodes);
    token = await tokenOf(nodes, program);
  });

  /** The first node is asked to change it; what follows goes to the other one. */
  const set = async (app: App, patch: object): Promise<void> => {
    const { status } = await ask(nodes.nodes[0]!, token, 'PATCH', `/clients/${app.id}`, patch);
    expect(status).toBe(200);
  };
  const refreshElsewhere = (app: App, refreshToken: unknown) =>
    refresh(nodes.nodes[1]!, app.id, refreshToken, app.headers);

  test('rules of refresh hold at the next refresh on another node', async () => {
    const app = await addApp(nodes, { kind: 'web', firstParty: true });
    const signedIn = await signIn(nodes, nodes.person(), app, email);
    const next = await refreshElsewhere(app, signedIn.refresh);
    expect(next.body['refresh_token']).not.toBe(signedIn.refresh);

    for (let turn = 0; turn < 3; turn += 1) {
      await set(app, { refresh: { rotation: 'never' } });
      const same = await refreshElsewhere(app, next.body['refresh_token']);
      expect([same.status, same.body['refresh_token'] ?? next.body['refresh_token']]).toEqual([
        200,
        next.body['refresh_token'],
      ]);
      await set(app, { refresh: { rotation: null } });
    }
    await set(app, { refresh: { changes: { userAgent: 'revoke' } } });
    const moved = await refreshElsewhere(
      { ...app, headers: { ...app.headers, 'user-agent': 'another/2.0' } },
      next.body['refresh_token'],
    );
    expect([moved.status, moved.body.error]).toEqual([400, 'invalid_grant']);
  });

  test('an app that is suspended or removed gets nothing more on another node', async () => {
    const app = await addApp(nodes, { kind: 'web', firstParty: true });
    const signedIn = await signIn(nodes, nodes.person(), app, email);
    await set(app, { disabled: true });
    expect((await refreshElsewhere(app, signedIn.refresh)).body.error).toBe('invalid_client');
    await set(app, { disabled: null });
    const next = await refreshElsewhere(app, signedIn.refresh);
    expect(next.status).toBe(200);
    expect((await ask(nodes.nodes[0]!, token, 'DELETE', `/clients/${app.id}`)).status).toBe(204);
    expect((await refreshElsewhere(app, next.body['refresh_token'])).body.error).toBe('invalid_client');
  });

  test('a program whose scope is taken away on one node has lost it on the other', async () => {
    const other = await addProgram(nodes);
    const its = await tokenOf(nodes, other);
    expect((await ask(nodes.nodes[1]!, its, 'GET', '/clients')).status).toBe(200);
    await set(other, { scopes: ['apis:read'] });
    expect((await ask(nodes.nodes[1]!, its, 'GET', '/clients')).status).toBe(403);
    expect((await ask(nodes.nodes[1]!, its, 'GET', '/apis')).status).toBe(200);
    await set(other, { apis: null });
    expect((await ask(nodes.nodes[1]!, its, 'GET', '/apis')).status).toBe(401);
  });
});
