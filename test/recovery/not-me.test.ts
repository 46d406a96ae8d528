import { beforeEach, describe, expect, test } from '@jest/globals';
import { StoreUnavailable, type AnyCollection } from '../../adapters/store.ts';
import { isEnrolled } from '../../src/factors/index.ts';
import { openOwn } from '../support/account-pages.ts';
import { password, redeem, refresh, revoke, signIn, signInRequest, userinfo, walk } from '../support/apps.ts';
import { codesOn, scan } from '../support/authenticator.ts';
import { onceRead, onceReplaced } from '../support/between.ts';
import { eventually } from '../support/eventually.ts';
import { isAtApp } from '../support/from-outside.ts';
import { lettersTo, linkTo } from '../support/letters.ts';
import { agents } from '../support/looks.ts';
import { newPasskey } from '../support/passkey.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { signedInPerson } from '../support/signed-in.ts';
import { newEmail, somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const next = 'a whole new set of words';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, { settings: ['factors.emailCodes=true'], sweepEvery: 200 });
  const lasting = { refresh: { survivesSignOut: true } };
  const app = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes', ...lasting });
  const careful = givenApp(postern, { kind: 'web', firstParty: true, name: 'Bank', secondFactor: 'required' });

  let email: string;
  let id: string;
  let owner: Person;
  beforeEach(async () => {
    ({ email, id } = await somebody(postern));
    owner = postern.person();
    await openOwn(postern, owner, '/account', email);
    // Nothing is told of the very first device; whatever comes now came later than that.
    await eventually(async () => expect((await postern.rooms.accounts.get(id))?.firstDevice).toBeDefined());
    time.forward(1000);
  });

  async function linkIn(about: string, path: string, count = 1): Promise<string> {
    await eventually(() => expect(lettersTo(postern, email, about)).toHaveLength(count), 20_000);
    const letters = lettersTo(postern, email, about);
    const link = linkTo(path, letters);
    expect(letters.at(-1)?.html).toContain(`href="${link}"`);
    return link;
  }
  const notMe = (about: string): Promise<string> => linkIn(about, 'not-me');

  /** Somebody who knows the password signs in elsewhere, and to an app. */
  async function intrude() {
    const thief = postern.person(agents.chrome);
    return { thief, tokens: await signIn(postern, thief, app, email) };
  }

  const isSignedIn = async (person: Person): Promise<boolean> =>
    !(await person.open(new URL('/account', postern.issuer))).forms[0]?.action.endsWith('/password');

  async function afterPassword(given: string): Promise<Screen> {
    const person = postern.person();
    const page = await person.open(signInRequest(postern, app.id).url);
    return person.submit(page, '/password', { identifier: email, password: given });
  }

  const press = async (link: string, fields: Readonly<Record<string, string>> = {}): Promise<Screen> => {
    const person = postern.person();
    const page = await person.open(link);
    return page.forms.length > 0 ? person.submit(page, '', fields) : page;
  };

  async function passkeyOf(person: Person) {
    const passkey = newPasskey();
    const page = await person.open(new URL('/account/security/passkeys', postern.issuer));
    const done = await person.submit(page, '/passkeys', { credential: passkey.create(page), name: 'Mine' });
    expect(codesOn(done)).toHaveLength(10);
    return passkey;
  }

  async function byPasskey(passkey: ReturnType<typeof newPasskey>): Promise<Screen> {
    const person = postern.person();
    const page = await person.open(signInRequest(postern, app.id).url);
    return person.submit(page, '/passkey', { credential: passkey.get(page) });
  }

  test('whoever signed in elsewhere is out for good, and the owner chooses a new password', async () => {
    const { thief, tokens } = await intrude();
    // With the only second factor there is, they would keep the owner out.
    const setUp = await thief.open(new URL('/account/security/apps', postern.issuer));
    expect(codesOn(await thief.submit(setUp, '/apps', { code: scan(setUp).code() }))).toHaveLength(10);
    const link = await notMe('A new device');
    expect(link.startsWith(`${postern.issuer}/not-me/`)).toBe(true);

    // Scanners follow it, with whatever headers, and change nothing.
    for (const method of ['GET', 'HEAD', 'GET']) {
      const evil = { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' };
      const scanned = await postern.person().open(link, { method, headers: evil });
      expect(scanned.headers.get('referrer-policy')).toMatch(/^(no-referrer|same-origin)$/);
      expect(scanned.headers.get('cache-control')).toContain('no-store');
      expect(scanned.html).not.toContain('evil.example');
    }
    expect((await postern.person().post(link, { everywhere: 'yes', csrf: 'x' })).status).toBe(403);
    expect([await isSignedIn(thief), await isSignedIn(owner)]).toEqual([true, true]);

    const rescuer = postern.person();
    const page = await rescuer.open(link);
    expect(page.text).toContain('Somebody signed in to your account on a device that it was not used on before');
    expect(page.text).toContain('Chrome on Linux');
    expect(page.text).toContain('It signs this out');
    expect(page.forms[0]?.fields['everywhere']).toBe('yes');
    expect((await rescuer.submit(page, '')).text).toContain('Your password no longer works');

    // By the answer: sessions, families, opaque access tokens, the factor, the password.
    expect([await isSignedIn(thief), await isSignedIn(owner), await isSignedIn(rescuer)]).toEqual([
      false,
      false,
      false,
    ]);
    expect((await userinfo(postern, tokens.access)).status).toBe(401);
    expect((await refresh(postern, app.id, tokens.refresh, app.headers)).body.error).toBe('invalid_grant');
    expect((await postern.rooms.factors.get(id))?.apps).toEqual([]);
    const [right, wrong] = [await afterPassword(password), await afterPassword('not the password')];
    const plain = ({ html }: Screen) => html.replace(/[\w+/-]{20,}=*/g, 'random').replace(/nonce="[^"]*"/g, '');
    expect([right.status, plain(right)]).toEqual([wrong.status, plain(wrong)]);

    const letter = await linkIn('Choose a new password', 'recover');
    expect(lettersTo(postern, email, 'Choose a new password')[0]?.text).toContain('You told us');
    expect(lettersTo(postern, email, 'second factor was removed')).toEqual([]);
    const form = await rescuer.open(letter);
    expect((await rescuer.submit(form, '', { password: next })).text).toContain('is saved');
    expect(isAtApp(await afterPassword(next))).toBe(true);

    expect((await press(link)).status).toBe(410);
    const { events } = await postern.rooms.audit.history(id, { limit: 50 });
    const { length } = events.filter(({ kind }) => kind === 'account.secured');
    expect(length).toBe(1);
    expect(isAtApp(await afterPassword(next))).toBe(true);
  }, 60_000);

  test('the rest stays signed in where that is wished, and a second factor from before is still asked for', async () => {
    const setUp = await openOwn(postern, owner, '/account/security/apps', email);
    const phone = scan(setUp);
    await owner.submit(setUp, '/apps', { code: phone.code() });
    const kept = await signIn(postern, owner, app, email);
    time.forward(1000);
    const thief = postern.person(agents.chrome);
    const { url, verifier } = signInRequest(postern, app.id);
    const asked = await thief.submit(await thief.open(url), '/password', { identifier: email, password });
    const atApp = await thief.submit(asked, '/factor', { code: phone.code() });
    const { body: got } = await redeem(postern, app.id, atApp, verifier, app.headers);
    const link = await notMe('A new device');

    const person = postern.person();
    const page = await person.open(link);
    const { csrf = '' } = page.forms[0]?.fields ?? {};
    const toRemake = await thief.open(new URL('/account/security/recovery-codes', postern.issuer));
    // New codes, asked for a moment before, would be a way past the factor that stays.
    let said = '';
    const denial = onceRead('factors', id, async () => (said = (await person.post(link, { csrf })).text));
    const remade = await thief.submit(toRemake, '/recovery-codes');
    expect(denial.happened).toBe(true);
    expect(said).toContain('Your password no longer works');
    expect(codesOn(remade)).toEqual([]);
    expect((await postern.rooms.factors.get(id))?.recovery).toBeUndefined();
    expect([await isSignedIn(thief), await isSignedIn(owner)]).toEqual([false, true]);
    expect((await postern.rooms.factors.get(id))?.apps).toHaveLength(1);
    // What an app got there goes too, be it that it outlives sessions; what it got elsewhere stays.
    expect((await refresh(postern, app.id, got['refresh_token'], app.headers)).body.error).toBe('invalid_grant');
    expect((await refresh(postern, app.id, kept.refresh, app.headers)).status).toBe(200);

    await press(await linkIn('Choose a new password', 'recover'), { password: next });
    expect((await afterPassword(next)).url.pathname).toMatch(/\/factor$/);
  }, 60_000);

  test('a session that is named stands for its browser, also where somebody came back there since', async () => {
    const { audit, sessions, signedIn } = postern.rooms;
    const { thief, tokens } = await intrude();
    const { devices } = await signedIn.list(id, { limit: 10 });
    const theirs = devices.flatMap((device) => (device.kind === 'browser' ? device.sessions : []));
    const session = theirs.find(({ origin }) => origin.userAgent === agents.chrome)?.id ?? '';
    await audit.record(audit.newEvent({ kind: 'password.changed', outcome: 'done', account: id, session }));
    const link = await notMe('was changed');
    await sessions.end(session, { reason: 'signed_out' });
    // The app that was signed in there outlives that.
    expect((await postern.person().open(link)).text).toContain('It signs this out');
    await revoke(postern, app, tokens.refresh);
    expect((await postern.person().open(link)).text).toContain('This is signed out already');
    await walk(thief, signInRequest(postern, app.id), email);
    const person = postern.person();
    const page = await person.open(link);
    expect(page.text).toContain('It signs this out');
    await person.post(link, { csrf: page.forms[0]?.fields['csrf'] ?? '' });
    expect([await isSignedIn(thief), await isSignedIn(owner)]).toEqual([false, true]);
  }, 60_000);

  test('who reads the mail does not get past the second factor of an owner with a new phone', async () => {
    const setUp = await openOwn(postern, owner, '/account/security/apps', email);
    const phone = scan(setUp);
    await owner.submit(setUp, '/apps', { code: phone.code() });
    time.forward(1000);
    const here = postern.person(agents.chrome);
    const { url } = signInRequest(postern, app.id);
    const asked = await here.submit(await here.open(url), '/password', { identifier: email, password });
    await here.submit(asked, '/factor', { code: phone.code() });
    const again = await here.open(new URL('/account/security/apps', postern.issuer));
    const newPhone = scan(again);
    await here.submit(again, '/apps', { code: newPhone.code() });
    const [former] = (await postern.rooms.factors.get(id))?.apps ?? [];
    await postern.rooms.factors.apps.remove(id, former?.id ?? '', { requestId: 'owner' });

    await press(await notMe('A new device'));
    await press(await linkIn('Choose a new password', 'recover'), { password: next });
    const thief = postern.person();
    const page = await thief.open(signInRequest(postern, app.id).url);
    const factor = await thief.submit(page, '/password', { identifier: email, password: next });
    expect(factor.url.pathname).toMatch(/\/factor$/);
    time.forward(60);
    // Nobody does, until an admin's reset of which everybody is told.
    expect((await thief.submit(factor, '/factor', { code: newPhone.code() })).status).toBe(400);
    expect(await postern.rooms.factorResets.start(id, 3600)).toBeDefined();
  }, 60_000);

  test('it is good once, for three days, for its own account and with its own MAC', async () => {
    const { audit, denials } = postern.rooms;
    await intrude();
    const link = await notMe('A new device');
    const [event = '', mac = ''] = link.split('/').at(-1)?.split('.') ?? [];
    const other = await somebody(postern);
    const theirs = audit.newEvent({ kind: 'password.changed', outcome: 'done', account: other.id });
    await audit.record(theirs);
    const forged = [
      `${theirs.id}.${mac}`,
      `${event}.${mac.slice(0, -4)}AAAA`,
      `${event}.`,
      event,
      denials.tokenOf(event, other.email),
      `${event}.${mac}.${mac}`,
    ];
    for (const token of forged) expect((await press(`${postern.issuer}/not-me/${token}`)).status).toBe(410);
    expect(isAtApp(await afterPassword(password))).toBe(true);

    const pages = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const person = postern.person();
        return { person, page: await person.open(link) };
      }),
    );
    const ends = await Promise.all(pages.map(({ person, page }) => person.submit(page, '')));
    expect(ends.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410, 410, 410]);
    await linkIn('Choose a new password', 'recover');

    const late = audit.newEvent({ kind: 'password.changed', outcome: 'done', account: id });
    await audit.record(late);
    const old = await notMe('was changed');
    time.forward(72 * 3600 - 60);
    const stale = await postern.person().open(old);
    expect([stale.status, stale.forms.length]).toEqual([200, 1]);
    time.forward(120);
    expect((await press(old)).status).toBe(410);
    expect(lettersTo(postern, email, 'Choose a new password')).toHaveLength(1);
  }, 60_000);

  test('an intruder who changes password and address is still found by the letters to the former one', async () => {
    const { thief } = await intrude();
    const page = await thief.open(new URL('/account/password', postern.issuer));
    await thief.submit(page, '/account/password', { current: password, next: 'the words of a thief' });
    const link = await notMe('was changed');
    const moved = newEmail();
    const ask = await thief.open(new URL('/account/email', postern.issuer));
    const codeForm = await thief.submit(ask, '/account/email', { email: moved });
    const code = await postern.codeFor(moved);
    expect((await thief.submit(codeForm, '/code', { code })).text).toContain('is changed');

    const rescuer = postern.person();
    const told = await rescuer.open(link);
    expect(told.text).toContain(`Your account gets the address ${email} again.`);
    expect((await rescuer.post(link, { csrf: 'x', everywhere: 'yes' })).status).toBe(403);
    expect((await rescuer.submit(told, '')).text).toContain('Your account has its former address again');
    expect((await postern.rooms.accounts.get(id))?.email).toBe(email);
    expect((await afterPassword('the words of a thief')).status).toBe(401);
    expect((await press(link)).status).toBe(410);
    await linkIn('Choose a new password', 'recover');
    expect(lettersTo(postern, moved, 'Choose a new password')).toEqual([]);
  }, 60_000);

  test('cut off right after its first write, the password is void already and the sweep does the rest', async () => {
    const { thief, tokens } = await intrude();
    const passkey = await passkeyOf(thief);
    const setUp = await thief.open(new URL('/account/security/apps', postern.issuer));
    const token = (await notMe('A new device')).split('/').at(-1) ?? '';
    const { documents } = postern.rooms.store;
    const insert = documents.insert.bind(documents) as (...given: [AnyCollection, object]) => Promise<unknown>;
    Object.defineProperty(documents, 'insert', {
      configurable: true,
      value: (...given: [AnyCollection, object]) =>
        given[0].name === 'audit' ? Promise.reject(new StoreUnavailable('gone')) : insert(...given),
    });
    const silenced = console.error;
    console.error = () => undefined;
    try {
      const deny = postern.rooms.denials.deny(token, true, { requestId: 'cut off' });
      await expect(deny).rejects.toThrow(StoreUnavailable);
    } finally {
      Reflect.deleteProperty(documents, 'insert');
      console.error = silenced;
    }
    expect((await postern.rooms.accounts.get(id))?.password).toBeUndefined();
    // Nothing that is yet to be taken away lets anybody in meanwhile.
    expect(isAtApp(await byPasskey(passkey))).toBe(false);
    // Nor is anything seen, or added that would be too late to be taken away.
    expect(await isSignedIn(thief)).toBe(false);
    const late = await thief.submit(setUp, '/apps', { code: scan(setUp).code() });
    expect(late.forms.map(({ action }) => action)).toContainEqual(expect.stringMatching(/\/password$/));
    expect((await postern.rooms.factors.get(id))?.apps).toEqual([]);
    time.forward(6);
    await postern.rooms.sweep();
    expect([await isSignedIn(thief), await isSignedIn(owner)]).toEqual([false, false]);
    expect((await refresh(postern, app.id, tokens.refresh, app.headers)).status).toBe(400);
    await linkIn('Choose a new password', 'recover');
    expect((await press(`${postern.issuer}/not-me/${token}`)).status).toBe(410);
  }, 60_000);

  test('a passkey whose sign-in is under way when it is denied begins nothing that stays', async () => {
    const { thief } = await intrude();
    const passkey = await passkeyOf(thief);
    const token = (await notMe('A new device')).split('/').at(-1) ?? '';
    // The use of the passkey is counted: it was right.
    const deny = () => postern.rooms.denials.deny(token, true, { requestId: 'race' });
    const denial = onceReplaced('factors', id, deny);
    const screen = await byPasskey(passkey);
    expect(denial.happened).toBe(true);
    expect(isAtApp(screen)).toBe(false);
    expect((await postern.rooms.signedIn.list(id, { limit: 10 })).devices).toEqual([]);
  }, 60_000);

  test('nor does one that is proven when the denial has begun, and admitted when it is done', async () => {
    const { thief } = await intrude();
    const passkey = await passkeyOf(thief);
    const token = (await notMe('A new device')).split('/').at(-1) ?? '';
    const [counted, denied] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    let screen: Promise<Screen> | undefined;
    // The account has the new count, and the passkey is still there: its use is counted, and waits until it is gone.
    const begun = onceReplaced('accounts', id, async () => {
      onceReplaced('factors', id, async () => {
        counted.resolve(undefined);
        await denied.promise;
      });
      screen = byPasskey(passkey).finally(() => denied.resolve(undefined));
      await Promise.race([counted.promise, screen]);
    });
    await postern.rooms.denials.deny(token, true, { requestId: 'race' });
    denied.resolve(undefined);
    const end = await screen;
    expect([begun.happened, end && isAtApp(end)]).toEqual([true, false]);
    expect((await postern.rooms.signedIn.list(id, { limit: 10 })).devices).toEqual([]);
    const { events } = await postern.rooms.audit.history(id, { limit: 50 });
    const refused = events.find(({ kind }) => kind === 'account.sign_in_refused');
    expect(refused?.detail).toMatchObject({ reason: 'being_secured', method: 'passkey' });
  }, 60_000);

  /** A denial of something that has just happened, as the owner would press it, when an account's factors are looked at. */
  async function denialMeanwhile(account: string, address: string): Promise<{ readonly happened: boolean }> {
    const { audit, denials } = postern.rooms;
    const event = audit.newEvent({ kind: 'factors.reset', outcome: 'done', account });
    await audit.record(event);
    const token = denials.tokenOf(event.id, address);
    return onceRead('factors', account, () => denials.deny(token, true, { requestId: 'meanwhile' }));
  }
  const hasFactor = async (account: string): Promise<boolean> => isEnrolled(await postern.rooms.factors.get(account));

  type Posted = Readonly<Record<string, string>>;
  type Fill = (page: Screen, person: Person, address: string) => Promise<readonly [Screen, Posted]>;
  /** Each way to add a factor, and what is posted by it. By mail first: the letters of a denial go there too. */
  const ways: Readonly<Record<'email' | 'passkey' | 'app', Fill>> = {
    async email(page, person, address) {
      const asks = await person.submit(page, page.url.pathname, { step: 'send' });
      return [asks, { code: await postern.codeFor(address) }];
    },
    passkey: (page) => Promise.resolve([page, { credential: newPasskey().create(page) }]),
    app: (page) => Promise.resolve([page, { code: scan(page).code() }]),
  };

  test('no factor stays that a request adds which was let in before the denial', async () => {
    const paths: Posted = { passkey: 'passkeys', app: 'apps', email: 'email-codes' };
    // Who asks is looked at when all of the form has been read, however slowly it comes.
    const unread = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    expect((await postern.person().open(`${postern.issuer}/account/security/passkeys`, unread)).status).toBe(415);
    for (const [name, fill] of Object.entries(ways)) {
      const thief = await signedInPerson(postern, id);
      const opened = await thief.open(new URL(`/account/security/${paths[name] ?? ''}`, postern.issuer));
      const [page, posted] = await fill(opened, thief, email);
      const denial = await denialMeanwhile(id, email);
      const screen = await thief.submit(page, page.url.pathname, posted);
      expect([name, denial.happened, codesOn(screen), await hasFactor(id)]).toEqual([name, true, [], false]);
      expect(screen.forms.some(({ action }) => action.endsWith('/password'))).toBe(true);
    }
  }, 60_000);

  test('nor one that a sign-in sets up', async () => {
    const paths: Posted = { passkey: 'set-up/passkey', app: 'set-up', email: 'set-up/email' };
    for (const [name, fill] of Object.entries(ways)) {
      const { id: theirs, email: address } = await somebody(postern);
      const thief = postern.person();
      const form = await thief.open(signInRequest(postern, careful.id).url);
      const asked = await thief.submit(form, '/password', { identifier: address, password });
      const setUp = new URL(asked.url.pathname.replace(/set-up$/, paths[name] ?? ''), postern.issuer);
      const [page, posted] = await fill(await thief.open(setUp), thief, address);
      const denial = await denialMeanwhile(theirs, address);
      const screen = await thief.submit(page, page.url.pathname, posted);
      expect([name, denial.happened, codesOn(screen), await hasFactor(theirs)]).toEqual([name, true, [], false]);
      expect(screen.forms.some(({ action }) => action.endsWith('/password'))).toBe(true);
    }
  }, 60_000);

  test('a copied key of an app, a factor and a suspended account', async () => {
    const { tokens } = await intrude();
    const { refresh: first } = tokens;
    const { body } = await refresh(postern, app.id, first, app.headers);
    time.forward(120);
    await refresh(postern, app.id, first, app.headers);
    expect((await refresh(postern, app.id, body['refresh_token'], app.headers)).status).toBe(400);
    const reused = await postern.person().open(await notMe('A sign-in of Notes was ended'));
    expect(reused.text).toContain('used a second time');
    expect(reused.text).toContain('This is signed out already');

    const setUp = await openOwn(postern, owner, '/account/security/apps', email);
    await owner.submit(setUp, '/apps', { code: scan(setUp).code() });
    const link = await notMe('A second factor was added');
    const page = await postern.person().open(link);
    expect(page.text).toContain('signs your account out everywhere');
    expect(page.forms[0]?.fields['everywhere']).toBeUndefined();
    await postern.rooms.accounts.disable(id);
    expect((await press(link)).status).toBe(410);
    await postern.rooms.accounts.enable(id);
    // Nothing is named that could end alone: all of it does, box or none.
    await walk(owner, signInRequest(postern, app.id), email);
    expect((await press(link)).text).toContain('Your password no longer works');
    expect(await isSignedIn(owner)).toBe(false);
    expect((await postern.rooms.factors.get(id))?.apps).toEqual([]);
  }, 60_000);
});
