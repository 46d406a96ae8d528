import { describe, expect, test } from '@jest/globals';
import { basic, callback, post, redeem, refresh, signInRequest, walk, type Answer } from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { addApp, cookiesOf, givenScene } from './scene.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const stage = givenScene({ profile });

  const works = async (token: unknown): Promise<boolean> => {
    const answer = await fetch(new URL('/userinfo', stage.postern.issuer), {
      headers: { authorization: `Bearer ${String(token)}` },
    });
    return answer.status === 200;
  };

  test('a code that comes twice ends what it gave the first time', async () => {
    const { postern, app, owner } = stage;
    const request = signInRequest(postern, app);
    const door = await walk(postern.person(), request, owner);
    const first = await redeem(postern, app, door, request.verifier);
    expect(await works(first.body['access_token'])).toBe(true);
    const second = await redeem(postern, app, door, request.verifier);
    expect(second.body.error).toBe('invalid_grant');
    expect(await works(first.body['access_token'])).toBe(false);
    expect((await refresh(postern, app, first.body['refresh_token'])).body.error).toBe('invalid_grant');
  });

  test('of twenty that redeem it at once at most one gets tokens, and those are dead', async () => {
    const { postern, app, owner } = stage;
    const request = signInRequest(postern, app);
    const door = await walk(postern.person(), request, owner);
    const all = await Promise.all(Array.from({ length: 20 }, () => redeem(postern, app, door, request.verifier)));
    const given = all.filter(({ status }) => status === 200);
    expect(given.length).toBeLessThanOrEqual(1);
    const refused = all.filter((answer): answer is Answer => answer.status !== 200);
    expect(new Set(refused.map(({ body }) => body.error))).toEqual(new Set(['invalid_grant']));
    for (const { body } of given) expect(await works(body['access_token'])).toBe(false);
  });

  test('another client redeems it neither with its own name nor with its own secret, and does not burn it', async () => {
    const { postern, app, owner } = stage;
    const request = signInRequest(postern, app);
    const door = await walk(postern.person(), request, owner);
    const spa = await addApp(postern);
    const { client: web, secret } = await postern.rooms.clients.add({
      name: 'Evil',
      kind: 'web',
      redirectUris: [callback],
    });
    expect((await redeem(postern, spa, door, request.verifier)).body.error).toBe('invalid_grant');
    const named = await redeem(postern, web.id, door, request.verifier, basic(web.id, secret ?? ''));
    expect(named.body.error).toBe('invalid_grant');
    const nobody = await post(postern, '/token', { grant_type: 'authorization_code', code: 'x' });
    expect(nobody.body.error).toMatch(/^invalid_(client|request)$/);
    expect((await redeem(postern, app, door, request.verifier)).status).toBe(200);
  });

  test('nobody but the browser that signed in takes it at the last step', async () => {
    const { postern, app, owner } = stage;
    const victim = postern.person();
    const consent = await walkToConsent();
    const { pathname } = consent.url;
    const uid = pathname.split('/').at(-1) ?? '';
    const thief = postern.person();
    await walk(thief, signInRequest(postern, app), owner);
    for (const step of [`/authorize/${uid}`, pathname]) {
      const screen = await thief.open(new URL(step, postern.issuer));
      expect([screen.status, screen.url.searchParams.has('code')]).toEqual([410, false]);
    }
    const form = consent.forms.find(({ action }) => action.endsWith('/consent'));
    const stolen = await thief.post(new URL(form?.action ?? '', postern.issuer), {
      ...form?.fields,
      decision: 'allow',
    });
    expect([stolen.status, stolen.url.searchParams.has('code')]).toEqual([410, false]);
    expect(cookiesOf(thief)).not.toBe(cookiesOf(victim));

    async function walkToConsent() {
      const fresh = await addApp(postern);
      const signIn = await victim.open(signInRequest(postern, fresh).url);
      return victim.submit(signIn, '/password', { identifier: owner, password: 'correct horse battery staple' });
    }
  });
});
