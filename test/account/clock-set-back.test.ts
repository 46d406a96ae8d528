import { describe, expect, test } from '@jest/globals';
import { refresh, redeem, signIn, signInRequest, walk } from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';

describe.each(availableProfiles())('on %s, when the clocks were set back', (profile) => {
  const { postern, time } = onPostern(profile);
  const ann = givenAccount(postern, email);
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  const disconnect = async (): Promise<void> => {
    const { clients, consents } = postern.rooms;
    await consents.withdraw(ann.id, await clients.show(app.id), { requestId: 'test' });
  };

  test('an app that is disconnected is signed out, though its sign-in is dated later', async () => {
    const { refresh: token } = await signIn(postern, postern.person(), app, email);
    time.forward(-600);
    await disconnect();
    time.forward(600);
    expect((await refresh(postern, app.id, token, app.headers)).body.error).toBe('invalid_grant');
  });

  test('nor is a code good that it had then', async () => {
    const request = signInRequest(postern, app.id);
    const screen = await walk(postern.person(), request, email);
    time.forward(-600);
    await disconnect();
    const answer = await redeem(postern, app.id, screen, request.verifier, app.headers);
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_grant']);
    time.forward(600);
  });
});
