import { beforeEach, describe, expect, test } from '@jest/globals';
import { openOwn } from '../support/account-pages.ts';
import { afterPassword } from '../support/after-password.ts';
import { basic, password, post, signInRequest } from '../support/apps.ts';
import { codesOn } from '../support/authenticator.ts';
import { strict } from '../support/budgets.ts';
import { eventually } from '../support/eventually.ts';
import { isAtApp } from '../support/from-outside.ts';
import { lettersTo, linkIn, press } from '../support/letters.ts';
import { newPasskey } from '../support/passkey.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { newEmail, somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const next = 'a whole new set of words';

describe.each(availableProfiles())('on %s, in a network that a rule has banned', (profile) => {
  const { postern, time } = onPostern(profile, {
    settings: [...strict, 'trustedProxies=127.0.0.1', 'factors.emailCodes=true'],
    sweepEvery: 200,
  });
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  let networks = 0;
  let network: string;
  let email: string;
  beforeEach(async () => {
    network = `198.51.${(networks += 1)}`;
    ({ email } = await somebody(postern));
  });

  const personHere = (): Person => Object.assign(postern.person(), { address: `${network}.7` });
  const open = (person: Person, more = {}): Promise<Screen> => person.open(signInRequest(postern, app.id, more).url);
  const at = (path: string): URL => new URL(path, postern.issuer);
  const stepOf = (screen: Screen, step: string): URL =>
    at(`${screen.url.pathname.split('/').slice(0, 3).join('/')}/${step}`);

  /** When this is through, every node has been asked and knows. */
  async function ban(): Promise<void> {
    await postern.rooms.protection.bans.addByRule(`${network}.0/24`, 'same_password', 3600);
    const stranger = personHere();
    const form = await open(stranger);
    const guess = async () =>
      (await stranger.submit(form, '/password', { identifier: 'x@nowhere.example', password: 'x' })).status;
    await eventually(async () =>
      expect([await guess(), await guess(), await guess(), await guess()]).toEqual([403, 403, 403, 403]),
    );
  }

  /** Somebody in a browser that the account knows. */
  async function owner(): Promise<Person> {
    const person = personHere();
    await openOwn(postern, person, '/account', email);
    return person;
  }

  test('who would sign in in a new browser reads why not, until when, and what else there is, in four languages', async () => {
    await ban();
    const person = personHere();
    for (const [language, ...words] of [
      ['en', 'Your network has to wait', 'For about 60 minutes', 'with a passkey', 'Sign in'],
      ['de', 'Ihr Netz muss warten', 'noch etwa 60 Minuten', 'mit einem Passkey', 'Anmelden'],
      ['fr', 'Votre réseau doit patienter', 'Pendant 60 minutes', 'une clé d’accès', 'Se connecter'],
      ['es', 'Su red tiene que esperar', 'unos 60 minutos', 'una llave de acceso', 'Iniciar sesión'],
    ] as const) {
      const form = await open(person, { ui_locales: language });
      const page = await person.submit(form, '/password', { identifier: email, password });
      expect(page.status).toBe(403);
      for (const word of words) expect(page.text).toContain(word);
      expect(page.text).toContain(page.headers.get('x-request-id')!);
      // Back to the form, where a passkey is a way in.
      const back = page.links.find((link) => /^\/interaction\/[^/]+$/.test(link)) ?? '';
      expect((await person.open(at(back))).forms.some(({ action }) => action.endsWith('/passkey'))).toBe(true);
    }
    time.forward(3601);
    expect(isAtApp(await person.submit(await open(person), '/password', { identifier: email, password }))).toBe(true);
  });

  test('nobody signs up there, or has a letter sent; a sign-up under way is confirmed by the code that it has', async () => {
    const begun = newEmail();
    const signingUp = personHere();
    const form = await signingUp.open(stepOf(await open(signingUp), 'sign-up'));
    const confirm = await signingUp.submit(form, '/sign-up', { email: begun, name: 'Ada', password: next });
    const code = await postern.codeFor(begun);
    await ban();
    expect((await signingUp.submit(confirm, '/resend')).status).toBe(403);
    expect(isAtApp(await signingUp.submit(confirm, '/confirm', { code }))).toBe(true);

    const other = newEmail();
    const late = personHere();
    const signUp = await late.open(stepOf(await open(late), 'sign-up'));
    expect((await late.submit(signUp, '/sign-up', { email: other, name: 'Eve', password: next })).status).toBe(403);
    const recover = await late.open(stepOf(await open(late), 'recover'));
    for (const address of [email, other])
      expect((await late.submit(recover, '/recover', { email: address })).status).toBe(403);
    // What was asked for afterwards, elsewhere, has come: what was asked for there would have come before.
    late.address = '192.0.2.7';
    expect((await late.submit(recover, '/recover', { email })).status).toBe(200);
    await eventually(() => expect(lettersTo(postern, email)).toHaveLength(1));
    expect([lettersTo(postern, begun).length, lettersTo(postern, other).length]).toEqual([1, 0]);
  });

  test('a second factor is not guessed or sent there, but in a browser that the account knows', async () => {
    const known = await owner();
    const page = await known.open(at('/account/security/email-codes'));
    const waiting = await known.submit(page, '/email-codes');
    const done = await known.submit(waiting, '/email-codes', { code: await postern.codeFor(email) });
    const [first = '', second = ''] = codesOn(done);
    const stranger = personHere();
    const half = await afterPassword(postern, stranger, app, email);
    expect(half.url.pathname).toMatch(/\/factor$/);
    await ban();
    expect((await stranger.submit(half, '/factor/send')).status).toBe(403);
    const recovery = await stranger.open(`${half.url.href}?with=recovery-code`);
    expect((await stranger.submit(recovery, '/factor', { code: first })).status).toBe(403);

    time.forward(61);
    const again = await afterPassword(postern, known, app, email, { prompt: 'login' });
    const sent = await known.submit(again, '/factor/send');
    expect(isAtApp(await known.submit(sent, '/factor', { code: await postern.codeFor(email) }))).toBe(true);
    // It was not looked at, so it is good still.
    const third = await afterPassword(postern, known, app, email, { prompt: 'login' });
    const byCode = await known.open(`${third.url.href}?with=recovery-code`);
    expect(isAtApp(await known.submit(byCode, '/factor', { code: first }))).toBe(true);
    expect(second).not.toBe('');
  });

  test('in a browser that the account knows its owner does what they could before', async () => {
    const known = await owner();
    await ban();
    const form = await open(known, { prompt: 'login' });
    for (let nth = 0; nth < 4; nth += 1)
      expect((await known.submit(form, '/password', { identifier: email, password: 'mistyped' })).status).toBe(401);
    expect(isAtApp(await known.submit(form, '/password', { identifier: email, password }))).toBe(true);

    const recover = await known.open(stepOf(await open(known, { prompt: 'login' }), 'recover'));
    expect((await known.submit(recover, '/recover', { email })).status).toBe(200);
    await linkIn(postern, email, 'Choose a new password', 'recover');

    const other = newEmail();
    const change = await known.open(at('/account/email'));
    const asked = await known.submit(change, '/email', { email: other });
    expect(asked.url.pathname).toBe('/account/email/code');
    const changed = await known.submit(asked, '/code', { code: await postern.codeFor(other) });
    expect(changed.text).toContain(other);
    const own = await known.open(at('/account/password'));
    const chosen = await known.submit(own, '/password', { current: password, next });
    expect(chosen.url.searchParams.get('done')).toBe('password');
  });

  test('what nobody guesses goes on in any browser: passkeys, links of letters, secrets of clients', async () => {
    const known = await owner();
    const passkey = newPasskey();
    const page = await known.open(at('/account/security/passkeys'));
    await known.submit(page, '/passkeys', { credential: passkey.create(page), name: 'Mine' });
    await ban();

    const stranger = personHere();
    const form = await open(stranger);
    expect(isAtApp(await stranger.submit(form, '/passkey', { credential: passkey.get(form) }))).toBe(true);

    const wrong = { ...basic(app.id, 'wrong'), 'x-forwarded-for': `${network}.7` };
    expect(await post(postern, '/introspect', { token: 'x' }, wrong)).toMatchObject({ status: 401 });

    // The passkey is a factor that was added, and its owner's letter about it takes it away again.
    const link = await linkIn(postern, email, 'passkey', 'not-me');
    expect((await press(postern, link, {}, personHere())).text).toContain('Your password no longer works');
  });
});
