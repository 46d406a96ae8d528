import { beforeAll, describe, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { callback, introspect, payloadOf, walk } from '../support/apps.ts';
import { connect } from '../support/openid-client.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';
const notes = 'https://notes.example.com';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const ann = givenAccount(postern, email);
  beforeAll(() => postern.rooms.clients.apis.add({ id: notes, name: 'Notes', scopes: [{ name: 'notes:read' }] }));
  const spa = givenApp(postern, { kind: 'spa', apis: [notes], defaultApi: notes });
  const asking = givenApp(postern, { kind: 'api', serves: [notes] });

  const parametersOf = async (verifier: string, more: Readonly<Record<string, string>>) => ({
    redirect_uri: callback,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...more,
  });

  /** The SPA signs somebody in, as its library does it: who signs in consents. */
  async function signedIn(more: Readonly<Record<string, string>>, pushed = false) {
    const app = await connect(postern, spa.id);
    const verifier = oidc.randomPKCECodeVerifier();
    const parameters = await parametersOf(verifier, more);
    const url = pushed
      ? await oidc.buildAuthorizationUrlWithPAR(app, parameters)
      : oidc.buildAuthorizationUrl(app, parameters);
    const { url: arrived } = await walk(postern.person(), { url }, email);
    return { app, tokens: await oidc.authorizationCodeGrant(app, arrived, { pkceCodeVerifier: verifier }) };
  }

  const apiOf = async (token: string) => {
    const { aud, scope } = await introspect(postern, asking, token);
    return { aud, scope };
  };
  const forNotes = { aud: notes, scope: 'notes:read' };

  test.each([['asked for in the address', false] as const, ['pushed', true] as const])(
    'who asks for a person alone can ask userinfo, in spite of a default API (%s)',
    async (_how, pushed) => {
      const { app, tokens } = await signedIn({ scope: 'openid profile email' }, pushed);
      expect(tokens.scope).toBe('openid profile email');
      expect(await oidc.fetchUserInfo(app, tokens.access_token, ann.id)).toMatchObject({ sub: ann.id, email });
      expect(await introspect(postern, spa, tokens.access_token)).not.toHaveProperty('aud');
      const next = await oidc.refreshTokenGrant(app, tokens.refresh_token!);
      expect(await oidc.fetchUserInfo(app, next.access_token, ann.id)).toMatchObject({ email });
    },
  );

  test('what was asked for a person alone gives nothing of the API later', async () => {
    const { app, tokens } = await signedIn({ scope: 'openid email' });
    await expect(oidc.refreshTokenGrant(app, tokens.refresh_token!, { scope: 'notes:read' })).rejects.toMatchObject({
      error: 'invalid_scope',
    });
    await expect(oidc.refreshTokenGrant(app, tokens.refresh_token!, { resource: notes })).rejects.toMatchObject({
      error: 'invalid_target',
    });
    // And neither has cost the app its sign-in.
    expect((await oidc.refreshTokenGrant(app, tokens.refresh_token!)).scope).toBe('openid email');
  });

  test('a scope of the API means the API; the person is in the ID token, or at userinfo by a refresh', async () => {
    const { app, tokens } = await signedIn({ scope: 'openid email notes:read' });
    expect(await apiOf(tokens.access_token)).toEqual(forNotes);
    expect(payloadOf(tokens.id_token!)).toMatchObject({ sub: ann.id, email });
    await expect(oidc.fetchUserInfo(app, tokens.access_token, ann.id)).rejects.toMatchObject({ status: 403 });

    const forPerson = await oidc.refreshTokenGrant(app, tokens.refresh_token!, { scope: 'openid email' });
    expect(await oidc.fetchUserInfo(app, forPerson.access_token, ann.id)).toMatchObject({ email });
    const same = await oidc.refreshTokenGrant(app, forPerson.refresh_token!);
    expect(await apiOf(same.access_token)).toEqual(forNotes);
    const named = await oidc.refreshTokenGrant(app, same.refresh_token!, { scope: 'openid notes:read' });
    expect(await apiOf(named.access_token)).toEqual(forNotes);
  });

  test('an API that is named is meant, whatever scopes are asked for', async () => {
    const { app, tokens } = await signedIn({ scope: 'openid email', resource: notes });
    expect(await apiOf(tokens.access_token)).toMatchObject({ aud: notes });
    const next = await oidc.refreshTokenGrant(app, tokens.refresh_token!);
    expect(await apiOf(next.access_token)).toMatchObject({ aud: notes });
    // RFC 6749 §6: to ask for all that was granted is to ask for nothing else.
    const same = await oidc.refreshTokenGrant(app, next.refresh_token!, { scope: 'openid email' });
    expect(await apiOf(same.access_token)).toMatchObject({ aud: notes });
  });

  test('without openid there is no userinfo: the default API is meant', async () => {
    const { tokens } = await signedIn({ scope: 'notes:read' });
    expect(await apiOf(tokens.access_token)).toEqual(forNotes);
  });
});
