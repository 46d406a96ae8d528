import { beforeEach, describe, expect, test } from '@jest/globals';
import { confirmEnd, opensOwn } from '../support/account-pages.ts';
import { afterPassword } from '../support/after-password.ts';
import { password, redeem, refresh, revoke, signIn, signInRequest, userinfo, walk } from '../support/apps.ts';
import { codesOn, setUpApp } from '../support/authenticator.ts';
import { onceRead } from '../support/between.ts';
import { isAtApp } from '../support/from-outside.ts';
import { lettersTo, linkIn, press } from '../support/letters.ts';
import { agents } from '../support/looks.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { newEmail, somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { afterTheWait, intrude, newOwner } from './scene.ts';

const next = 'a whole new set of words';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, { sweepEvery: 200 });
  const lasting = { refresh: { survivesSignOut: true } };
  const app = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes', ...lasting });

  let email: string;
  let id: string;
  let owner: Person;
  beforeEach(async () => {
    ({ email, id, owner } = await newOwner(postern, time));
  });

  const notMe = (about: string): Promise<string> => linkIn(postern, email, about, 'not-me');
  const recoverLink = (): Promise<string> => linkIn(postern, email, 'Choose a new password', 'recover');
  const typed = (given: string): Promise<Screen> => afterPassword(postern, postern.person(), app, email, {}, given);

  test('whoever signed in elsewhere is out for good, and the owner chooses a new password', async () => {
    const { thief, tokens } = await intrude(postern, app, email);
    // With the only second factor there is, they would keep the owner out.
    expect((await setUpApp(postern, thief, email)).recoveryCodes).toHaveLength(10);
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
    expect([await opensOwn(postern, thief), await opensOwn(postern, owner)]).toEqual([true, true]);

    const rescuer = postern.person();
    const page = await rescuer.open(link);
    expect(page.text).toContain('Somebody signed in to your account on a device that it was not used on before');
    expect(page.text).toContain('Chrome on Linux');
    expect(page.text).toContain('It signs this out');
    expect(page.forms[0]?.fields['everywhere']).toBe('yes');
    expect((await rescuer.submit(page, '')).text).toContain('Your password no longer works');

    // By the answer: sessions, families, opaque access tokens, the factor, the password.
    expect([await opensOwn(postern, thief), await opensOwn(postern, owner), await opensOwn(postern, rescuer)]).toEqual([
      false,
      false,
      false,
    ]);
    expect((await userinfo(postern, tokens.access)).status).toBe(401);
    expect((await refresh(postern, app.id, tokens.refresh, app.headers)).body.error).toBe('invalid_grant');
    expect((await postern.rooms.factors.get(id))?.apps).toMatchObject([{ deniedAt: expect.any(Number) }]);
    const [right, wrong] = [await typed(password), await typed('not the password')];
    const plain = ({ html }: Screen) => html.replace(/[\w+/-]{20,}=*/g, 'random').replace(/nonce="[^"]*"/g, '');
    expect([right.status, plain(right)]).toEqual([wrong.status, plain(wrong)]);

    const letter = await recoverLink();
    expect(lettersTo(postern, email, 'Choose a new password')[0]?.text).toContain('You told us');
    expect(lettersTo(postern, email, 'second factor was removed')).toEqual([]);
    const form = await rescuer.open(letter);
    expect((await rescuer.submit(form, '', { password: next })).text).toContain('is saved');
    expect(isAtApp(await afterTheWait(postern, time, app, { email, password: next }))).toBe(true);

    expect((await press(postern, link)).status).toBe(410);
    const { events } = await postern.rooms.audit.history(id, { limit: 50 });
    const { length } = events.filter(({ kind }) => kind === 'account.secured');
    expect(length).toBe(1);
    expect(isAtApp(await typed(next))).toBe(true);
  }, 60_000);

  test('the rest stays signed in where that is wished, and a second factor from before is still asked for', async () => {
    const { phone } = await setUpApp(postern, owner, email);
    const kept = await signIn(postern, owner, app, email);
    time.forward(1000);
    const thief = postern.person(agents.chrome);
    const asked = await afterPassword(postern, thief, app, email);
    const atApp = await thief.submit(asked, '/factor', { code: phone.code() });
    const { body: got } = await redeem(postern, app.id, atApp, asked.verifier, app.headers);
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
    expect([await opensOwn(postern, thief), await opensOwn(postern, owner)]).toEqual([false, true]);
    expect((await postern.rooms.factors.get(id))?.apps).toHaveLength(1);
    // What an app got there goes too, be it that it outlives sessions; what it got elsewhere stays.
    expect((await refresh(postern, app.id, got['refresh_token'], app.headers)).body.error).toBe('invalid_grant');
    expect((await refresh(postern, app.id, kept.refresh, app.headers)).status).toBe(200);

    await press(postern, await recoverLink(), { password: next });
    expect((await typed(next)).url.pathname).toMatch(/\/factor$/);
  }, 60_000);

  test('a session that is named stands for its browser, also where somebody came back there since', async () => {
    const { audit, sessions, signedIn } = postern.rooms;
    const { thief, tokens } = await intrude(postern, app, email);
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
    expect([await opensOwn(postern, thief), await opensOwn(postern, owner)]).toEqual([false, true]);
  }, 60_000);

  test('who used a recovery code has the whole sheet: none of it works any more, and the owner makes another', async () => {
    const { phone, recoveryCodes } = await setUpApp(postern, owner, email);
    await linkIn(postern, email, 'A second factor was added', 'not-me');
    time.forward(3600);
    const withCode = async (person: Person, given: string, code: string): Promise<Screen> => {
      const asked = await afterPassword(postern, person, app, email, { prompt: 'login' }, given);
      const other = asked.links.find((link) => link.includes('with=recovery-code')) ?? asked.url.href;
      return person.submit(await person.open(new URL(other, postern.issuer)), '/factor', { code });
    };
    const thief = postern.person(agents.chrome);
    const [first = '', second = ''] = recoveryCodes;
    expect(isAtApp(await withCode(thief, password, first))).toBe(true);
    const link = await notMe('A recovery code was used');
    expect((await postern.person().open(link)).text).toContain('None of your recovery codes works any more');
    await press(postern, link);
    await press(postern, await recoverLink(), { password: next });
    expect(isAtApp(await withCode(thief, next, second))).toBe(false);

    const asked = await afterPassword(postern, owner, app, email, { prompt: 'login' }, next);
    expect(isAtApp(await owner.submit(asked, '/factor', { code: phone.code() }))).toBe(true);
    const page = await owner.open(new URL('/account/security/recovery-codes', postern.issuer));
    const [fresh = ''] = codesOn(await owner.submit(page, '/recovery-codes'));
    // As when a crash has it told once more.
    await postern.rooms.factorResets.voidCodes(id, postern.rooms.clock.now() - 1);
    expect(isAtApp(await withCode(owner, next, fresh))).toBe(true);
  }, 60_000);

  test.each<readonly [string, string, (there: Person) => Promise<unknown>]>([
    ['its new device', 'A new device', () => Promise.resolve()],
    [
      'its device that was known before',
      'is signed in to Postern again',
      async (there) => {
        await afterPassword(postern, there, app, email);
        await confirmEnd(postern, owner, '/account/end/others');
      },
    ],
  ])(
    'a sign-in with a recovery code that is denied by the letter about %s leaves none of the codes good',
    async (_, about, before) => {
      const there = postern.person(agents.chrome);
      await before(there);
      const { recoveryCodes } = await setUpApp(postern, owner, email);
      time.forward(3600);
      const asked = await afterPassword(postern, there, app, email, { prompt: 'login' });
      const other = asked.links.find((link) => link.includes('with=recovery-code')) ?? asked.url.href;
      const form = await there.open(new URL(other, postern.issuer));
      expect(isAtApp(await there.submit(form, '/factor', { code: recoveryCodes[0] ?? '' }))).toBe(true);
      const link = await notMe(about);
      expect(lettersTo(postern, email, about)[0]?.text).toContain('Used for this sign-in: recovery code.');
      expect((await postern.person().open(link)).text).toContain('None of your recovery codes works any more');
      await press(postern, link);
      expect((await postern.rooms.factors.get(id))?.recovery).toBeUndefined();
    },
    60_000,
  );

  test('who reads the mail does not get past the second factor of an owner with a new phone', async () => {
    const { phone } = await setUpApp(postern, owner, email);
    time.forward(1000);
    const here = postern.person(agents.chrome);
    const asked = await afterPassword(postern, here, app, email);
    await here.submit(asked, '/factor', { code: phone.code() });
    const { phone: newPhone } = await setUpApp(postern, here, email);
    const [former] = (await postern.rooms.factors.get(id))?.apps ?? [];
    await postern.rooms.factors.apps.remove(id, former?.id ?? '', { requestId: 'owner' });

    await press(postern, await notMe('A new device'));
    await press(postern, await recoverLink(), { password: next });
    const thief = postern.person();
    const factor = await afterPassword(postern, thief, app, email, {}, next);
    expect(factor.url.pathname).toMatch(/\/factor$/);
    time.forward(60);
    // Nobody does, until an admin's reset of which everybody is told.
    expect((await thief.submit(factor, '/factor', { code: newPhone.code() })).status).toBe(400);
    expect(await postern.rooms.factorResets.start(id, 3600, { requestId: 'x' })).toBeDefined();
  }, 60_000);

  test('it is good once, for three days, for its own account and with its own MAC', async () => {
    const { audit, denials } = postern.rooms;
    await intrude(postern, app, email);
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
    for (const token of forged) expect((await press(postern, `${postern.issuer}/not-me/${token}`)).status).toBe(410);
    expect(isAtApp(await typed(password))).toBe(true);

    const pages = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const person = postern.person();
        return { person, page: await person.open(link) };
      }),
    );
    const ends = await Promise.all(pages.map(({ person, page }) => person.submit(page, '')));
    expect(ends.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410, 410, 410]);
    await recoverLink();

    const late = audit.newEvent({ kind: 'password.changed', outcome: 'done', account: id });
    await audit.record(late);
    const old = await notMe('was changed');
    time.forward(72 * 3600 - 60);
    const stale = await postern.person().open(old);
    expect([stale.status, stale.forms.length]).toEqual([200, 1]);
    time.forward(120);
    expect((await press(postern, old)).status).toBe(410);
    expect(lettersTo(postern, email, 'Choose a new password')).toHaveLength(1);
  }, 60_000);

  test('an intruder who changes password and address is still found by the letters to the former one', async () => {
    const { thief } = await intrude(postern, app, email);
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
    expect((await typed('the words of a thief')).status).toBe(401);
    expect((await press(postern, link)).status).toBe(410);
    await recoverLink();
    expect(lettersTo(postern, moved, 'Choose a new password')).toEqual([]);
  }, 60_000);

  test('a copied key of an app, a factor and a suspended account', async () => {
    const { tokens } = await intrude(postern, app, email);
    const { refresh: first } = tokens;
    const { body } = await refresh(postern, app.id, first, app.headers);
    time.forward(120);
    await refresh(postern, app.id, first, app.headers);
    expect((await refresh(postern, app.id, body['refresh_token'], app.headers)).status).toBe(400);
    const reused = await postern.person().open(await notMe('A sign-in of Notes was ended'));
    expect(reused.text).toContain('used a second time');
    expect(reused.text).toContain('This is signed out already');

    await setUpApp(postern, owner, email);
    const link = await notMe('A second factor was added');
    const rescuer = postern.person();
    const page = await rescuer.open(link);
    expect(page.text).toContain('signs your account out everywhere');
    expect(page.forms[0]?.fields['everywhere']).toBeUndefined();
    await postern.rooms.accounts.disable(id);
    for (const answer of [await press(postern, link), await rescuer.submit(page, '')])
      expect(answer.text).toContain('so this link does nothing yet');
    await postern.rooms.accounts.enable(id);
    // Nothing is named that could end alone: all of it does, box or none.
    await walk(owner, signInRequest(postern, app.id), email);
    expect((await press(postern, link)).text).toContain('Your password no longer works');
    expect(await opensOwn(postern, owner)).toBe(false);
    expect((await postern.rooms.factors.get(id))?.apps).toMatchObject([{ deniedAt: expect.any(Number) }]);
  }, 60_000);
});
