import { describe, expect, test } from '@jest/globals';
import { afterPassword } from '../support/after-password.ts';
import { refresh, redeem, signIn, signInRequest, walk } from '../support/apps.ts';
import { setUpApp } from '../support/authenticator.ts';
import { isAtApp } from '../support/from-outside.ts';
import type { Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
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

  test('whose codes were wrong before waits for no time that was set back', async () => {
    const { email: owner } = await somebody(postern);
    const { phone } = await setUpApp(postern, postern.person(), owner);
    time.forward(2 * 3600);
    const person = postern.person();
    let page: Screen = await afterPassword(postern, person, app, owner);
    for (let nth = 0; nth < 5; nth += 1) page = await person.submit(page, '/factor', { code: '000000' });
    expect(isAtApp(await person.submit(page, '/factor', { code: phone.code() }))).toBe(false);
    time.forward(-3600);
    const again = await afterPassword(postern, person, app, owner);
    expect(isAtApp(await person.submit(again, '/factor', { code: phone.code() }))).toBe(true);
    time.forward(3600);
  });
});
