import { describe, expect, test } from '@jest/globals';
import { post, signIn, signInRequest } from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';
const own = 'https://app.example.com';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  givenAccount(postern, email);
  const app = givenApp(postern, { kind: 'spa', firstParty: true });

  test.each(['/token', '/userinfo', '/revoke', '/.well-known/openid-configuration', '/jwks'])(
    'a script asks before it calls %s, and may',
    async (path) => {
      const response = await fetch(new URL(path, postern.issuer), {
        method: 'OPTIONS',
        headers: { origin: own, 'access-control-request-method': /token|revoke/.test(path) ? 'POST' : 'GET' },
      });
      expect(response.status).toBe(204);
      expect(response.headers.get('access-control-allow-origin')).toBe(own);
      // Cookies never come along: nothing that a script calls goes by them.
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    },
  );

  test('the app’s own origin reads the answer; any other one is refused and reads nothing', async () => {
    const { refresh: token, access } = await signIn(postern, postern.person(), app, email);
    const ask = (origin: string) =>
      post(postern, '/token', { grant_type: 'refresh_token', refresh_token: token, client_id: app.id }, { origin });
    const foreign = await ask('https://evil.example');
    expect([foreign.status, foreign.body.error]).toEqual([400, 'invalid_request']);
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    const right = await ask(own);
    expect([right.status, right.headers.get('access-control-allow-origin')]).toEqual([200, own]);

    const userinfo = await fetch(new URL('/userinfo', postern.issuer), {
      headers: { origin: 'https://evil.example', authorization: `Bearer ${access}` },
    });
    expect(userinfo.status).toBe(400);
    expect(userinfo.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('no page for people can be read by a script of another origin', async () => {
    const form = await postern.person().open(signInRequest(postern, app.id).url, { headers: { origin: own } });
    expect(form.headers.get('access-control-allow-origin')).toBeNull();
    for (const path of ['/authorize', '/session/end', '/']) {
      const response = await fetch(new URL(path, postern.issuer), { headers: { origin: own } });
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});
