import { describe, expect, test } from '@jest/globals';
import { addApp, redeem, signInRequest, walk, type App } from '../support/apps.ts';
import { setUpApp } from '../support/authenticator.ts';
import type { Person } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { leave } from '../support/several.ts';
import { somebody } from '../support/somebody.ts';
import { onPostern } from '../support/suite.ts';

/**
 * Whoever knows a password alone sees nothing of an account that has a second factor, and ends nothing of it, whatever
 * lets them in: its API asks for as much as its pages do.
 */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, { settings: ['factors.rememberFor=86400'] });
  const resource = () => `${postern.issuer}/api/account`;
  const scope = 'openid devices:read devices:end';

  const ask = async (method: string, token: unknown) => {
    const headers = { authorization: `Bearer ${String(token)}` };
    const { status, headers: said } = await fetch(`${resource()}/devices`, { method, headers });
    return { status, challenge: said.get('www-authenticate') ?? '' };
  };

  async function tokenFor(app: App, person: Person, email: string) {
    const request = signInRequest(postern, app.id, { scope, resource: resource() });
    const screen = await walk(person, request, email);
    const { body } = await redeem(postern, app.id, screen, request.verifier, app.headers, { resource: resource() });
    return body['access_token'];
  }

  test('an app that lets people in by their password alone gets no devices of who has a factor', async () => {
    const app = await addApp(postern, {
      kind: 'web',
      firstParty: true,
      dangerouslyAllowOneFactor: true,
      apis: [resource()],
    });
    const { email, id } = await somebody(postern);
    const owner = postern.person();
    const { phone } = await setUpApp(postern, owner, email);
    const stranger = postern.person();
    const token = await tokenFor(app, stranger, email);
    for (const method of ['GET', 'DELETE']) {
      const { status, challenge } = await ask(method, token);
      expect([method, status]).toEqual([method, 401]);
      expect(challenge).toMatch(/^Bearer .*error="insufficient_user_authentication"/);
      expect(challenge).toContain('acr_values="urn:postern:two-factors"');
    }
    expect((await owner.open(new URL('/account', postern.issuer))).url.pathname).toBe('/account');
    expect((await postern.rooms.sessions.list(id, { limit: 10 })).length).toBeGreaterThan(1);

    // The owner goes on as the challenge says.
    time.forward(60);
    const [, wanted = ''] = /acr_values="([^"]+)"/.exec((await ask('GET', token)).challenge) ?? [];
    const request = signInRequest(postern, app.id, { scope, resource: resource(), acr_values: wanted });
    const asked = await walk(stranger, request, email);
    const screen = await stranger.submit(asked, '/factor', { code: phone.code() });
    const more = { resource: resource() };
    const { body } = await redeem(postern, app.id, screen, request.verifier, app.headers, more);
    expect((await ask('GET', body['access_token'])).status).toBe(200);
  });

  test('a token of before a factor was added is good for it no more', async () => {
    const app = await addApp(postern, { kind: 'spa', firstParty: true, apis: [resource()] });
    const { email } = await somebody(postern);
    const token = await tokenFor(app, postern.person(), email);
    expect((await ask('GET', token)).status).toBe(200);
    await setUpApp(postern, postern.person(), email);
    expect((await ask('GET', token)).status).toBe(401);
  });

  test('a browser that is spared the factor is spared it there, too', async () => {
    const app = await addApp(postern, { kind: 'spa', firstParty: true, apis: [resource()] });
    const { email } = await somebody(postern);
    const { phone } = await setUpApp(postern, postern.person(), email);
    time.forward(60);
    const person = postern.person();
    const first = signInRequest(postern, app.id);
    const asked = await walk(person, first, email);
    await person.submit(asked, '/factor', { code: phone.code(), remember: 'yes' });
    await leave(postern, person);
    const token = await tokenFor(app, person, email);
    expect((await ask('GET', token)).status).toBe(200);
  });
});
