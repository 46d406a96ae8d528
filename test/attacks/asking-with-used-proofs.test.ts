import { beforeAll, describe, expect, test } from '@jest/globals';
import { calculateJwkThumbprint, decodeProtectedHeader } from 'jose';
import { addApp, redeem, refresh, revoke, signInRequest, walk, type Answer, type App } from '../support/apps.ts';
import { proofKey, type ProofKey } from '../support/dpop.ts';
import { availableProfiles } from '../support/postern.ts';
import { signedInBrowser } from '../support/signed-in.ts';
import { givenAccount, onPostern } from '../support/suite.ts';

/** Whose key a proof is of: the token's, a stranger's, or there is none. */
type Whose = 'own' | 'another' | 'no';
type Headers = Readonly<Record<string, string>>;

const email = 'ann@example.com';

/** All that an answer says, but for what is of its request. */
const said = ({ status, headers, body }: Answer) => ({
  status,
  headers: [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name)),
  body,
});

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  const ann = givenAccount(postern, email);
  const eve = givenAccount(postern, 'eve@example.com');

  const proofOf = async (key: ProofKey): Promise<Headers> => ({
    dpop: await key.prove('POST', `${postern.issuer}/token`, postern.rooms.clock.now()),
  });

  /** A code that has come to an app. @param more of the request that it asked with */
  async function codeFor(app: App, account: string, more: Headers = {}) {
    const request = signInRequest(postern, app.id, more);
    const { person, uid } = await signedInBrowser(postern, account);
    const screen = await walk(person, request, email);
    return {
      redeemWith: (headers: Headers, by = app, verifier = request.verifier): Promise<Answer> =>
        redeem(postern, by.id, screen, verifier, { ...by.headers, ...headers }),
      signOut: () => postern.rooms.sessions.end(uid, { reason: 'signed_out' }),
    };
  }

  describe.each(['spa', 'web'])('of a %s app', (kind) => {
    let app: App;
    let other: App;
    /** Uses a proof at a sign-in of the stranger's own, which is bound to no key. */
    let use: (proof: Headers) => Promise<Answer>;
    beforeAll(async () => {
      const rules = { kind, firstParty: true, refresh: { rotation: 'always', reuseInterval: 0 } };
      [app, other] = [await addApp(postern, rules), await addApp(postern, rules)];
      let { body } = await (await codeFor(app, eve.id)).redeemWith({});
      use = async (proof) => {
        const answer = await refresh(postern, app.id, body['refresh_token'], { ...app.headers, ...proof });
        if (answer.status === 200) ({ body } = answer);
        return answer;
      };
    });

    /** A proof that was used, or nothing. */
    async function usedProof(whose: Whose, own: ProofKey): Promise<Headers> {
      if (whose === 'no') return {};
      const proof = await proofOf(whose === 'own' ? own : await proofKey());
      expect((await use(proof)).status).toBe(200);
      return proof;
    }

    /** A sign-in that was refreshed once. */
    async function refreshed(bound: boolean) {
      const key = await proofKey();
      const prove = async () => ({ ...app.headers, ...(bound && (await proofOf(key))) });
      const old = String((await (await codeFor(app, ann.id)).redeemWith(await prove())).body['refresh_token']);
      let { body } = await refresh(postern, app.id, old, await prove());
      const newest = String(body['refresh_token']);
      const goesOn = async (): Promise<boolean> => {
        const answer = await refresh(postern, app.id, body['refresh_token'], await prove());
        if (answer.status === 200) ({ body } = answer);
        return answer.status === 200;
      };
      return { key, old, newest, goesOn, end: () => revoke(postern, app, newest) };
    }

    const tokens = [
      { token: 'newest', bound: false, whose: 'another', error: 'invalid_grant', ends: false },
      { token: 'old', bound: false, whose: 'another', error: 'invalid_grant', ends: true },
      { token: 'newest', bound: true, whose: 'own', error: 'invalid_dpop_proof', ends: false },
      { token: 'newest', bound: true, whose: 'another', error: 'invalid_grant', ends: false },
      { token: 'newest', bound: true, whose: 'no', error: 'invalid_grant', ends: false },
      { token: 'old', bound: true, whose: 'own', error: 'invalid_grant', ends: true },
      { token: 'old', bound: true, whose: 'another', error: 'invalid_grant', ends: false },
      { token: 'old', bound: true, whose: 'no', error: 'invalid_grant', ends: false },
    ] as const;

    test.each(tokens)(
      'the $token refresh token (bound to a key: $bound) with a used proof of $whose key: $error; its sign-in ends: $ends',
      async ({ token, bound, whose, error, ends }) => {
        const { key, goesOn, end, [token]: presented } = await refreshed(bound);
        const proof = await usedProof(whose, key);
        const ask = async (by = app) => said(await refresh(postern, by.id, presented, { ...by.headers, ...proof }));
        const byAnother = await ask(other);
        const living = await ask();
        expect([living.status, living.body.error]).toEqual([400, error]);
        expect(await ask()).toEqual(living);
        expect(await goesOn()).toBe(!ends);
        await end();
        const dead = await ask();
        expect(dead.body.error).toBe('invalid_grant');
        expect(byAnother).toEqual(dead);
        if (error === 'invalid_grant') expect(living).toEqual(dead);
      },
    );

    test.each(['newest', 'old'] as const)(
      'a new proof that goes with the %s refresh token of another key is not used by that: its mark would tell',
      async (token) => {
        const { [token]: presented, goesOn } = await refreshed(true);
        const proof = await proofOf(await proofKey());
        const ask = async () => said(await refresh(postern, app.id, presented, { ...app.headers, ...proof }));
        expect((await ask()).body.error).toBe('invalid_grant');
        expect((await use(proof)).status).toBe(200);
        expect(await goesOn()).toBe(true);
      },
    );

    const codes = [
      { bound: false, whose: 'another', error: 'invalid_dpop_proof' },
      { bound: true, whose: 'own', error: 'invalid_dpop_proof' },
      { bound: true, whose: 'another', error: 'invalid_grant' },
      { bound: true, whose: 'no', error: 'invalid_grant' },
    ] as const;

    test.each(codes)(
      'a code (bound to a key: $bound) with a used proof of $whose key: $error, and it is not spent',
      async ({ bound, whose, error }) => {
        const key = await proofKey();
        const { jwk = {} } = decodeProtectedHeader((await proofOf(key))['dpop'] ?? '');
        const named = bound ? { dpop_jkt: await calculateJwkThumbprint(jwk) } : {};
        const code = async () => codeFor(app, ann.id, named);
        const [{ redeemWith }, over, late] = [await code(), await code(), await code()];
        const proof = await usedProof(whose, key);
        const own = async () => ({ ...app.headers, ...(await proofOf(key)) });

        const unproven = [await redeemWith(proof, other), await redeemWith(proof, app, 'v'.repeat(43))];
        const living = said(await redeemWith(proof));
        expect([living.status, living.body.error]).toEqual([400, error]);
        expect(said(await redeemWith(proof))).toEqual(living);
        // Nor does it tell of a code that nobody has redeemed whether the session lives that it came from.
        await over.signOut();
        expect(said(await over.redeemWith(proof))).toEqual(living);
        expect((await over.redeemWith(await own())).body.error).toBe('invalid_grant');

        const { status, body } = await redeemWith(await own());
        expect(status).toBe(200);
        expect((await refresh(postern, app.id, body['refresh_token'], await own())).status).toBe(200);
        const spent = await redeemWith(proof);
        time.forward(120);
        const dead = said(await late.redeemWith(proof));
        expect(dead.body.error).toBe('invalid_grant');
        for (const answer of [...unproven, spent]) expect(said(answer)).toEqual(dead);
        if (error === 'invalid_grant') expect(living).toEqual(dead);
      },
    );

    const accessTokens = [
      { bound: true, whose: 'own', error: 'invalid_dpop_proof' },
      { bound: true, whose: 'another', error: 'invalid_token' },
      { bound: false, whose: 'another', error: 'invalid_token' },
    ] as const;

    test.each(accessTokens)(
      'an access token (bound to a key: $bound) with a used proof of $whose key, at /userinfo: $error',
      async ({ bound, whose, error }) => {
        const own = await proofKey();
        const { body } = await (await codeFor(app, ann.id)).redeemWith(bound ? await proofOf(own) : {});
        const token = String(body['access_token']);
        const url = `${postern.issuer}/userinfo`;
        const prove = async (key: ProofKey) => key.prove('GET', url, postern.rooms.clock.now(), token);
        const ask = async (dpop: string) => {
          const answer = await fetch(url, { headers: { authorization: `DPoP ${token}`, dpop } });
          const text = (await answer.json()) as Answer['body'];
          return said({ status: answer.status, headers: answer.headers, body: text });
        };
        const proof = await prove(whose === 'own' ? own : await proofKey());
        const first = await ask(proof);
        const living = await ask(proof);
        expect([living.status, living.body.error]).toEqual([401, error]);
        if (whose === 'own') expect([first.status, (await ask(await prove(own))).status]).toEqual([200, 200]);
        else expect(first).toEqual(living);
        await revoke(postern, app, token);
        const dead = await ask(proof);
        expect([dead.status, dead.body.error]).toEqual([401, 'invalid_token']);
        if (whose === 'another') expect(living).toEqual(dead);
      },
    );
  });
});
