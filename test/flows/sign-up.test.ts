import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { callback, redeem, signInRequest } from '../support/apps.ts';
import { availableProfiles, startPostern, type Postern } from '../support/postern.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  let postern: Postern;
  let client: string;

  beforeAll(async () => {
    postern = await startPostern(profile);
    const added = await postern.rooms.clients.add({ name: 'Notes', kind: 'spa', redirectUris: [callback] });
    client = added.client.id;
  }, 60_000);
  afterAll(() => postern.stop());

  test('somebody new signs up, confirms the address by the code, consents, and is at the app', async () => {
    const person = postern.person();
    const request = signInRequest(postern, client);
    const signIn = await person.open(request.url);
    const signUp = await person.open(new URL(`${signIn.url.pathname}/sign-up`, postern.issuer));
    const confirm = await person.submit(signUp, '/sign-up', {
      email: 'Ann@Example.com',
      password: 'a good long password',
    });
    expect(confirm.url.pathname).toMatch(/\/confirm$/);
    const consent = await person.submit(confirm, '/confirm', { code: await postern.codeFor('ann@example.com') });
    const app = await person.submit(consent, '/consent', { decision: 'allow' });
    expect(app.url.href).toContain(callback);

    const tokens = await redeem(postern, client, app, request.verifier);
    expect(tokens.body).toMatchObject({ token_type: 'Bearer', refresh_token: expect.any(String) });
  });
});
