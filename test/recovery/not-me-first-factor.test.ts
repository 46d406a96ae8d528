import { beforeEach, describe, expect, test } from '@jest/globals';
import { opensOwn } from '../support/account-pages.ts';
import { afterPassword } from '../support/after-password.ts';
import { password, refresh } from '../support/apps.ts';
import { scan, setUpApp, type Authenticator } from '../support/authenticator.ts';
import { eventually } from '../support/eventually.ts';
import { isAtApp } from '../support/from-outside.ts';
import { lettersTo, linkIn, press } from '../support/letters.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { intrude, newOwner } from './scene.ts';

const next = 'a whole new set of words';
const day = 24 * 3600;

/** The same link is pressed by an owner whose account got a first factor from an intruder, and by who reads an owner's mail. */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, { sweepEvery: 200 });
  const app = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes' });
  const careful = givenApp(postern, { kind: 'web', firstParty: true, name: 'Bank', secondFactor: 'required' });
  const careless = givenApp(postern, { kind: 'web', name: 'Game', dangerouslyAllowOneFactor: true });

  let email: string;
  let id: string;
  let owner: Person;
  beforeEach(async () => {
    ({ email, id, owner } = await newOwner(postern, time));
    time.forward(4 * day);
  });

  const typed = (person: Person, given: string, at = app): Promise<Screen> =>
    afterPassword(postern, person, at, email, { prompt: 'login' }, given);
  const csrfOn = ({ forms }: Screen): string => forms[0]?.fields['csrf'] ?? '';
  const stopLink = (): Promise<string> => linkIn(postern, email, 'are about to go', 'stop-reset');
  const waits = async (): Promise<boolean> => (await postern.rooms.factorResets.deniedOf(id)) !== undefined;
  async function afterTheWait(): Promise<void> {
    time.forward(72 * 3600);
    await postern.rooms.sweep();
  }

  /** The owner sets up a first factor in a sign-in. */
  async function ownersFactor(): Promise<Authenticator> {
    const page = await typed(owner, password, careful);
    const phone = scan(page);
    const codes = await owner.submit(page, '/set-up', { code: phone.code() });
    expect(isAtApp(await owner.submit(codes, '/go-on'))).toBe(true);
    return phone;
  }

  /** With the mailbox and nothing else: denies the factor that a letter tells of, and sets a password. */
  async function byMail(): Promise<Screen> {
    const said = await press(postern, await linkIn(postern, email, 'A second factor was added', 'not-me'));
    const letter = await linkIn(postern, email, 'Choose a new password', 'recover');
    expect((await press(postern, letter, { password: next })).text).toContain('is saved');
    return said;
  }

  test('who reads the mail of somebody with a first factor gets in nowhere where one is asked for, and is stopped', async () => {
    const phone = await ownersFactor();
    time.forward(2 * day);
    const said = await byMail();
    expect(said.text).toContain('nor does the second factor');
    expect(said.text).toMatch(/from .* UTC on/);

    const thief = postern.person();
    for (const at of [app, careful]) {
      const page = await typed(thief, next, at);
      expect(page.text).toContain('You can sign in here later');
      expect(page.text).toMatch(/taken away on .* UTC/);
      // There is nothing to do here, and what other browsers could post does nothing.
      expect(page.forms.map(({ action }) => action.replace(/.*\//, ''))).toEqual(['cancel']);
      const csrf = csrfOn(page);
      const path = page.url.pathname;
      for (const step of ['keep', 'take-away'])
        expect((await thief.post(new URL(`${path}/${step}`, postern.issuer), { csrf })).text).toContain(
          'in here later',
        );
      const code = await thief.post(new URL(path, postern.issuer), { csrf, factor: 'app', code: '000000' });
      expect([code.status, isAtApp(code)]).toEqual([400, false]);
      const setUp = await thief.open(new URL(path.replace(/factor$/, 'set-up'), postern.issuer));
      expect(setUp.text).toContain('in here later');
    }
    expect(await waits()).toBe(true);
    // Not even the right code counts: the owner says first that it is theirs.
    time.forward(60);
    const still = await typed(owner, next);
    const csrf = csrfOn(still);
    const right = { csrf, factor: 'app', code: phone.code() };
    expect((await owner.post(new URL(still.url.pathname, postern.issuer), right)).status).toBe(400);

    const link = await stopLink();
    const page = await postern.person().open(link);
    expect(page.text).toContain('they work again then');
    expect(await waits()).toBe(true);
    expect((await press(postern, link)).text).toContain('They work again');
    await afterTheWait();
    const asked = await typed(thief, next);
    expect([asked.url.pathname.endsWith('/factor'), asked.text.includes('in here later')]).toEqual([true, false]);
    const here = postern.person();
    const factor = await typed(here, next);
    expect(isAtApp(await here.submit(factor, '/factor', { code: phone.code() }))).toBe(true);
  }, 120_000);

  test('who gets a first factor from an intruder has the account back by the mailbox, after the wait; the intruder is out at once', async () => {
    const { thief, tokens } = await intrude(postern, app, email);
    const { phone } = await setUpApp(postern, thief, email);
    const said = await byMail();
    expect(said.text).toContain('Your account is out of their hands');
    expect(await opensOwn(postern, thief)).toBe(false);
    expect((await refresh(postern, app.id, tokens.refresh, app.headers)).status).toBe(400);
    for (const given of [password, 'another guess']) expect((await typed(thief, given)).status).toBe(401);
    // Be it that they learn the new password too.
    time.forward(60);
    const page = await typed(thief, next);
    const csrf = csrfOn(page);
    const code = await thief.post(new URL(page.url.pathname, postern.issuer), {
      csrf,
      factor: 'app',
      code: phone.code(),
    });
    expect([page.text.includes('in here later'), code.status]).toEqual([true, 400]);

    const elsewhere = postern.person();
    expect((await typed(elsewhere, next)).text).toContain('in here later');
    const letters = [
      ...lettersTo(postern, email, 'Choose a new password'),
      ...lettersTo(postern, email, 'are about to go'),
    ];
    expect(letters).toHaveLength(2);
    for (const { text } of letters) expect(text).toMatch(/no longer works, and (is taken away )?on .* UTC/);
    await afterTheWait();
    expect(isAtApp(await typed(elsewhere, next))).toBe(true);
    expect(await postern.rooms.factors.get(id)).toMatchObject({ apps: [] });
    await linkIn(postern, email, 'second factor was removed', 'not-me');
    const [gone] = lettersTo(postern, email, 'second factor was removed');
    expect(gone?.text).toContain('is not yours. Nobody kept it, so it is taken away now.');
    const { events } = await postern.rooms.audit.history(id, { limit: 50 });
    const kinds = events.map(({ kind }) => kind);
    for (const kind of ['account.secured', 'factors.reset_started', 'factors.reset'] as const)
      expect(kinds).toContain(kind);
  }, 120_000);

  test('in a browser that the account knew before, the owner takes it away at once', async () => {
    const { thief } = await intrude(postern, app, email);
    await setUpApp(postern, thief, email);
    await byMail();
    const page = await typed(owner, next);
    expect(page.text).toContain('Is the second factor yours?');
    expect(isAtApp(await owner.submit(page, '/take-away'))).toBe(true);
    expect([await waits(), (await postern.rooms.factors.get(id))?.apps]).toEqual([false, []]);
    expect(isAtApp(await typed(postern.person(), next))).toBe(true);
    // Whoever it was hears of it.
    await eventually(() => expect(lettersTo(postern, email, 'second factor was removed')).toHaveLength(1));
    const [gone] = lettersTo(postern, email, 'second factor was removed');
    expect(gone?.text).toContain('It was now taken away, in a browser that your account knows.');
    expect((await press(postern, await stopLink())).status).toBe(410);
    // Where one is required, the next is theirs.
    expect((await typed(owner, next, careful)).url.pathname).toMatch(/\/set-up$/);
  }, 120_000);

  test('or keeps it, if it is theirs, and proves it', async () => {
    const phone = await ownersFactor();
    time.forward(60);
    await byMail();
    const factor = await owner.submit(await typed(owner, next), '/keep');
    expect([factor.url.pathname.endsWith('/factor'), await waits()]).toEqual([true, false]);
    expect(isAtApp(await owner.submit(factor, '/factor', { code: phone.code() }))).toBe(true);
  }, 60_000);

  test('nobody waits where no second factor is asked for, and an older one lets in at once', async () => {
    const { thief } = await intrude(postern, app, email);
    await setUpApp(postern, thief, email);
    await byMail();
    const consent = await typed(postern.person(), next, careless);
    expect(consent.forms.some(({ action }) => action.endsWith('/consent'))).toBe(true);

    const other = await newOwner(postern, time);
    const { phone: own } = await setUpApp(postern, other.owner, other.email);
    await linkIn(postern, other.email, 'A second factor was added', 'not-me');
    time.forward(4 * day);
    const asked = await afterPassword(postern, thief, app, other.email, { prompt: 'login' });
    await thief.submit(asked, '/factor', { code: own.code() });
    await setUpApp(postern, thief, other.email);
    const link = await linkIn(postern, other.email, 'A second factor was added', 'not-me', 2);
    const said = await press(postern, link);
    expect(said.text).toContain('Your account is out of their hands');
    expect(said.text).not.toContain('UTC');
    await press(postern, await linkIn(postern, other.email, 'Choose a new password', 'recover'), { password: next });
    time.forward(60);
    const here = postern.person();
    const factor = await afterPassword(postern, here, app, other.email, {}, next);
    expect(isAtApp(await here.submit(factor, '/factor', { code: own.code() }))).toBe(true);
  }, 120_000);
});
