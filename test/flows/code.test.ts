import { describe, expect, test } from '@jest/globals';
import {
  addApp,
  callback,
  introspect,
  post,
  redeem,
  refresh,
  signIn,
  signInRequest,
  userinfo,
  walk,
} from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenAccount, givenApp, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  givenAccount(postern, email);
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  const arrive = async (by = app) => {
    const request = signInRequest(postern, by.id);
    return { verifier: request.verifier, screen: await walk(postern.person(), request, email) };
  };

  test.each([
    ['is missing', { code_challenge: '', code_challenge_method: '' }],
    ['is plain', { code_challenge_method: 'plain' }],
    ['names no method', { code_challenge_method: '' }],
    ['is no S256 hash', { code_challenge: 'short' }],
  ])('a request whose PKCE challenge %s is refused, for every kind of client', async (_what, more) => {
    const spa = await addApp(postern, { kind: 'spa', firstParty: true });
    for (const client of [app.id, spa.id]) {
      const { url } = signInRequest(postern, client, more);
      for (const [name, value] of Object.entries(more)) if (value === '') url.searchParams.delete(name);
      const screen = await postern.person().open(url);
      expect(screen.url.href).toContain(callback);
      expect(screen.url.searchParams.get('error')).toBe('invalid_request');
    }
  });

  test('a wrong verifier gets nothing, and does not burn the code of the honest app', async () => {
    const { screen, verifier } = await arrive();
    for (const wrong of ['', 'x'.repeat(43), `${verifier}x`]) {
      const refused = await redeem(postern, app.id, screen, wrong, app.headers);
      expect([refused.status, refused.body.error]).toEqual([400, 'invalid_grant']);
    }
    const tokens = await redeem(postern, app.id, screen, verifier, app.headers);
    expect(tokens.status).toBe(200);
    expect((await userinfo(postern, String(tokens.body['access_token']))).status).toBe(200);
  });

  test('a wrong redirect URI or none, and another client, get nothing and burn nothing', async () => {
    const { screen, verifier } = await arrive();
    const other = await addApp(postern, { kind: 'web' });
    const stolen = await redeem(postern, other.id, screen, verifier, other.headers);
    expect(stolen.body.error).toBe('invalid_grant');
    const elsewhere = await redeem(postern, app.id, screen, verifier, app.headers, {
      redirect_uri: 'https://app.example.com/other',
    });
    expect(elsewhere.body.error).toBe('invalid_grant');
    const nowhere = await redeem(postern, app.id, screen, verifier, app.headers, { redirect_uri: '' });
    expect(nowhere.body.error).toBe('invalid_request');
    expect((await redeem(postern, app.id, screen, verifier, app.headers)).status).toBe(200);
  });

  test('a second redemption is refused, and ends what the first one got (RFC 6749 §4.1.2)', async () => {
    const signedIn = await signIn(postern, postern.person(), app, email);
    const replay = await redeem(postern, app.id, signedIn.screen, signedIn.verifier, app.headers);
    expect([replay.status, replay.body.error]).toEqual([400, 'invalid_grant']);
    expect((await userinfo(postern, signedIn.access)).status).toBe(401);
    expect((await refresh(postern, app.id, signedIn.refresh, app.headers)).body.error).toBe('invalid_grant');
    expect(await introspect(postern, app, signedIn.access)).toEqual({ active: false });
    await eventually(async () => {
      const found = await postern.rooms.audit.search({ kind: 'code.replayed', client: app.id, limit: 10 });
      expect(found.events.length).toBeGreaterThan(0);
    });
  });

  test('a replay leaves the other tab of the same app, and its other devices, signed in', async () => {
    const person = postern.person();
    const [tab, other] = [await signIn(postern, person, app, email), await signIn(postern, person, app, email)];
    const device = await signIn(postern, postern.person(), app, email);
    await redeem(postern, app.id, tab.screen, tab.verifier, app.headers);
    expect((await userinfo(postern, tab.access)).status).toBe(401);
    for (const { access } of [other, device]) expect((await userinfo(postern, access)).status).toBe(200);
  });

  test('a replay is recognised also after the code has expired', async () => {
    const signedIn = await signIn(postern, postern.person(), app, email);
    time.forward(90);
    await redeem(postern, app.id, signedIn.screen, signedIn.verifier, app.headers);
    expect((await userinfo(postern, signedIn.access)).status).toBe(401);
  });

  test('an expired code gets nothing', async () => {
    const { screen, verifier } = await arrive();
    time.forward(90);
    expect((await redeem(postern, app.id, screen, verifier, app.headers)).body.error).toBe('invalid_grant');
  });

  test('of 100 parallel redemptions at most one gets tokens, and those are dead afterwards', async () => {
    const { screen, verifier } = await arrive();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => redeem(postern, app.id, screen, verifier, app.headers)),
    );
    const won = answers.filter(({ status }) => status === 200);
    expect(won.length).toBeLessThanOrEqual(1);
    for (const { status, body } of answers)
      if (status !== 200) expect([status, body.error]).toEqual([400, 'invalid_grant']);
    for (const { body } of won) {
      expect((await userinfo(postern, String(body['access_token']))).status).toBe(401);
      expect((await refresh(postern, app.id, body['refresh_token'], app.headers)).body.error).toBe('invalid_grant');
    }
    expect((await redeem(postern, app.id, screen, verifier, app.headers)).body.error).toBe('invalid_grant');
  });

  test('what is no code is refused', async () => {
    const answer = await post(
      postern,
      '/token',
      { grant_type: 'authorization_code', code: 'nothing', redirect_uri: callback, code_verifier: 'x'.repeat(43) },
      app.headers,
    );
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_grant']);
    expect(answer.headers.get('cache-control')).toContain('no-store');
  });
});
