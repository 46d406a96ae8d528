import { beforeAll, describe, expect, test } from '@jest/globals';
import { addApp, password, payloadOf, redeem, signIn, signInRequest, walk, type App } from '../support/apps.ts';
import { isAtApp } from '../support/from-outside.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { signInBeside } from '../support/several.ts';
import { givenAccount, onPostern } from '../support/suite.ts';

const [ann, bob] = ['ann@example.com', 'bob@example.com'];
const notThat = 'The app asks for another account than the one that is signed in here.';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const annsAccount = givenAccount(postern, ann);
  const bobsAccount = givenAccount(postern, bob);

  const typeIn = (person: Person, screen: Screen, email: string) =>
    person.submit(screen, '/password', { identifier: email, password });

  describe.each([
    ['public', {}],
    ['pairwise', { pairwise: true }],
  ])('a client with %s subjects', (_kind, more) => {
    let app: App;
    let ofAnn: string;
    let subject: string;

    beforeAll(async () => {
      app = await addApp(postern, { kind: 'web', firstParty: true, ...more });
      ofAnn = (await signIn(postern, postern.person(), app, ann)).idToken;
      subject = String(payloadOf(ofAnn)['sub']);
    });

    /** Ways in which an app says whom it means. */
    const ways = (): [string, Record<string, string>][] => [
      ['an ID token', { id_token_hint: ofAnn }],
      ['the claims of the ID token', { claims: JSON.stringify({ id_token: { sub: { value: subject } } }) }],
      ['the claims of userinfo', { claims: JSON.stringify({ userinfo: { sub: { value: subject } } }) }],
    ];

    test('whoever else signs in is told so, and the app gets nobody else', async () => {
      for (const [, asked] of ways()) {
        const person = postern.person();
        const request = signInRequest(postern, app.id, asked);
        const screen = await typeIn(person, await person.open(request.url), bob);
        expect(screen.url.origin).toBe(postern.issuer);
        expect(screen.text).toContain(notThat);
        expect(screen.text).not.toContain(ann);
        const arrived = await typeIn(person, screen, ann);
        const { body } = await redeem(postern, app.id, arrived, request.verifier, app.headers);
        expect(payloadOf(String(body['id_token']))['sub']).toBe(subject);
      }
    });

    test('somebody else who is signed in already is not handed over, whatever is asked besides', async () => {
      for (const [, asked] of ways()) {
        for (const prompt of [{}, { prompt: 'login' }, { prompt: 'select_account' }, { max_age: '0' }]) {
          const person = postern.person();
          await signIn(postern, person, app, bob);
          let screen = await person.open(signInRequest(postern, app.id, { ...asked, ...prompt }).url);
          const id = /name="account" value="([^"]+)"/.exec(screen.html)?.[1];
          if (screen.forms.some(({ action }) => action.endsWith('/account')) && id !== undefined)
            screen = await person.submit(screen, '/account', { account: id });
          expect(isAtApp(screen)).toBe(false);
          expect(isAtApp(await typeIn(person, screen, bob))).toBe(false);
        }
      }
    });

    test('without pages it is login_required', async () => {
      for (const [, asked] of ways()) {
        const person = postern.person();
        await signIn(postern, person, app, bob);
        const screen = await person.open(signInRequest(postern, app.id, { ...asked, prompt: 'none' }).url);
        expect(screen.url.searchParams.get('error')).toBe('login_required');
      }
    });

    test('who is signed in beside the one in place goes on: at once where the app proves that it knows them', async () => {
      for (const [way, asked] of ways()) {
        const person = postern.person();
        await signIn(postern, person, app, ann);
        const other = await person.open(signInRequest(postern, app.id, { prompt: 'select_account' }).url);
        await typeIn(person, await person.submit(other, '/account', { account: '' }), bob);
        const request = signInRequest(postern, app.id, asked);
        let screen = await person.open(request.url);
        if (way !== 'an ID token') {
          // Any site may lead here with a subject: that alone puts nobody else in place.
          expect(screen.text).toContain(bob);
          screen = await person.submit(screen, '/account', { account: annsAccount.id });
        }
        const { body } = await redeem(postern, app.id, screen, request.verifier, app.headers);
        expect(payloadOf(String(body['id_token']))['sub']).toBe(subject);
      }
    });

    describe('who chooses another one than the app asks for', () => {
      const thisOne = 'The app asks for this account, and not for the one that you chose.';

      /** A browser in which both are signed in, Ann in place. */
      async function both(): Promise<Person> {
        const person = postern.person();
        await signIn(postern, person, app, bob);
        await signInBeside(postern, person, app, ann);
        return person;
      }

      test('is told so, and the app gets nobody else than they go on with', async () => {
        for (const [, asked] of ways()) {
          const person = await both();
          const request = signInRequest(postern, app.id, { ...asked, prompt: 'select_account' });
          const told = await person.submit(await person.open(request.url), '/account', { account: bobsAccount.id });
          expect([isAtApp(told), told.text.includes(thisOne)]).toEqual([false, true]);
          expect([told.text.includes(ann), told.text.includes(bob)]).toEqual([true, false]);
          const end = await person.submit(told, '/account', { account: annsAccount.id });
          const { body } = await redeem(postern, app.id, end, request.verifier, app.headers);
          expect(payloadOf(String(body['id_token']))['sub']).toBe(subject);
        }
      });

      test('can go back to the app', async () => {
        const person = await both();
        const { url } = signInRequest(postern, app.id, { id_token_hint: ofAnn, prompt: 'select_account' });
        const told = await person.submit(await person.open(url), '/account', { account: bobsAccount.id });
        const back = await person.submit(told, '/cancel');
        expect([back.url.origin === postern.issuer, back.url.searchParams.get('error')]).toEqual([
          false,
          'access_denied',
        ]);
      });

      test('is told so on the way from the consent page, too', async () => {
        const person = await both();
        const request = signInRequest(postern, app.id, { id_token_hint: ofAnn, prompt: 'consent' });
        const consent = await person.open(request.url);
        const chooser = await person.open(new URL(`${consent.url.pathname}/accounts`, postern.issuer));
        const told = await person.submit(chooser, '/account', { account: bobsAccount.id });
        expect([told.text.includes(thisOne), told.text.includes(bob)]).toEqual([true, false]);
        const again = await person.submit(told, '/account', { account: annsAccount.id });
        const end = await person.submit(again, '/consent', { decision: 'allow' });
        const { body } = await redeem(postern, app.id, end, request.verifier, app.headers);
        expect(payloadOf(String(body['id_token']))['sub']).toBe(subject);
      });
    });

    test('the one who is asked for and signed in is not asked again', async () => {
      const person = postern.person();
      await signIn(postern, person, app, ann);
      for (const [, asked] of ways())
        expect(isAtApp(await walk(person, signInRequest(postern, app.id, asked), ann))).toBe(true);
    });
  });

  test('a request that names two subjects is refused', async () => {
    const app = await addApp(postern, { kind: 'web', firstParty: true });
    const claims = { id_token: { sub: { value: 'one' } }, userinfo: { sub: { value: 'another' } } };
    const screen = await postern.person().open(signInRequest(postern, app.id, { claims: JSON.stringify(claims) }).url);
    expect(screen.url.searchParams.get('error')).toBe('invalid_request');
  });
});
