import { beforeEach, describe, expect, test } from '@jest/globals';
import { clocksApart } from '../../src/clock.ts';
import { openOwn } from '../support/account-pages.ts';
import { account, password } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { signsIn } from '../support/from-outside.ts';
import { lettersTo, linkTo } from '../support/letters.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenApp, onPostern } from '../support/suite.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, { sweepEvery: 200 });
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  let owner: Person;
  let before: string;
  let after: string;
  let id: string;
  let people = 0;
  beforeEach(async () => {
    people += 1;
    [before, after] = [`before-${people}@example.com`, `after-${people}@example.com`];
    id = await account(postern, before);
    owner = postern.person();
  });

  /** Asks for another address, as far as the page that wants the code. */
  async function ask(to: string, asking = owner, email = before): Promise<Screen> {
    const page = await openOwn(postern, asking, '/account/email', email);
    return asking.submit(page, '/account/email', { email: to });
  }

  /** The newest of so many codes that were sent to an address. */
  async function codeFor(address: string, count = 1): Promise<string> {
    const withCode = () => lettersTo(postern, address).filter(({ subject }) => /^\d{8} is your code/.test(subject));
    await eventually(() => expect(withCode()).toHaveLength(count));
    return withCode().at(-1)?.subject.slice(0, 8) ?? '';
  }

  /** Moves somebody's account from one address to another. */
  async function moves(from: string, to: string): Promise<void> {
    const { accounts, emailChanges } = postern.rooms;
    const { id: whose = '' } = (await accounts.byEmail(from)) ?? {};
    await emailChanges.ask(whose, to);
    const { code = '' } = (await emailChanges.arm(whose, to)) ?? {};
    expect(await emailChanges.confirm(whose, code, { requestId: 'x' })).toBe('changed');
  }

  async function undoLink(): Promise<string> {
    const found = () => linkTo('not-me', lettersTo(postern, before));
    await eventually(() => expect(found()).not.toBe(''));
    return found();
  }

  const emailNow = async (): Promise<string | undefined> => (await postern.rooms.accounts.get(id))?.email;

  test('a code sent to the new address moves the account there, and the former one can take it back', async () => {
    const page = await ask(after);
    const wrong = await owner.submit(page, '/code', { code: '00000000' });
    expect([wrong.status, await emailNow()]).toEqual([400, before]);
    const done = await owner.submit(wrong, '/code', { code: await codeFor(after) });
    expect(done.text).toContain('Your email address is changed');
    expect([await signsIn(postern, app, before), await signsIn(postern, app, after)]).toEqual([false, true]);

    const link = await undoLink();
    // Who follows links only, like a mail scanner, takes nothing back.
    const victim = postern.person();
    const asked = await victim.open(link);
    expect(await emailNow()).toBe(after);
    const restored = await victim.submit(asked, '', {});
    expect(restored.text).toContain('former address again');
    expect(await emailNow()).toBe(before);
    // The intruder is out, and the link is used up.
    expect((await owner.open(new URL('/account', postern.issuer))).forms[0]?.action).toMatch(/\/password$/);
    expect((await victim.open(link)).status).toBe(410);
    // The password may be theirs: it is void, and the letter for another one goes to the address that came back.
    expect([await signsIn(postern, app, before), await signsIn(postern, app, after)]).toEqual([false, false]);
    const recovers = () =>
      lettersTo(postern, before).filter(({ subject }) => subject.startsWith('Choose a new password'));
    await eventually(() => expect(recovers()).toHaveLength(1));
  });

  test('five wrong codes, also at once, are the last ones', async () => {
    const page = await ask(after);
    const code = await codeFor(after);
    const wrong = code === '11111111' ? '22222222' : '11111111';
    const tried = await Promise.all(Array.from({ length: 12 }, () => owner.submit(page, '/code', { code: wrong })));
    expect(tried.filter(({ status }) => status === 400)).toHaveLength(5);
    const late = await owner.submit(page, '/code', { code });
    expect(late.text).toContain('That code no longer works');
    expect(await emailNow()).toBe(before);
  });

  test('a code is void after a newer one, for another address, and after a quarter of an hour', async () => {
    const page = await ask(after);
    const first = await codeFor(after, 1);
    await ask(after);
    const second = await codeFor(after, 2);
    if (first !== second) expect((await owner.submit(page, '/code', { code: first })).status).toBe(400);
    await ask(`other-${people}@example.com`);
    await codeFor(`other-${people}@example.com`);
    expect((await owner.submit(page, '/code', { code: second })).status).toBe(400);
    await ask(after);
    const third = await codeFor(after, 3);
    time.forward(15 * 60);
    await openOwn(postern, owner, '/account/password', before);
    const late = await owner.post(new URL('/account/email/code', postern.issuer), {
      ...page.forms.find(({ action }) => action.endsWith('/code'))?.fields,
      code: third,
    });
    expect([late.status, await emailNow()]).not.toEqual([200, after]);
    expect(await emailNow()).toBe(before);
  });

  test('an address that is somebody’s gets no code, and the page says the same', async () => {
    const taken = `taken-${people}@example.com`;
    await account(postern, taken);
    const [free, used] = [await ask(after), await ask(taken)];
    const plain = ({ text }: Screen, address: string) => text.replaceAll(' ', '').replaceAll(address, 'it');
    expect(plain(used, taken)).toBe(plain(free, after));
    await codeFor(after);
    await postern.rooms.outgoing.sweep();
    expect(lettersTo(postern, taken)).toEqual([]);
  });

  test('wrong codes tell nothing either: one that is somebody’s, or was until a few days ago, is wrong as often as any', async () => {
    const { emailChanges } = postern.rooms;
    const [taken, left, gone] = [
      `taken-${people}@example.com`,
      `left-${people}@example.com`,
      `gone-${people}@example.com`,
    ];
    await account(postern, taken);
    await account(postern, left);
    await moves(left, gone);

    /** What is said to seven wrong ones; after the first two the letter goes out, or goes out once more. */
    async function saidOf(to: string) {
      const page = await ask(to);
      const said: unknown[] = [];
      for (let nth = 0; nth < 7; nth += 1) {
        if (nth === 2) await emailChanges.arm(id, to);
        const { status, url, text } = await owner.submit(page, '/code', { code: '00000000' });
        said.push({ status, at: url.pathname + url.search, text: text.replaceAll(' ', '').replaceAll(to, 'it') });
      }
      return said;
    }
    const free = await saidOf(after);
    expect(free.map((one) => (one as Screen).status)).toEqual([400, 400, 400, 400, 400, 200, 200]);
    expect(await saidOf(taken)).toEqual(free);
    expect(await saidOf(left)).toEqual(free);

    // Nor does the time: it is over for all of them a quarter of an hour after the wish, whenever a letter went out.
    for (const to of [after, taken, left]) {
      await emailChanges.ask(id, to);
      time.forward(10 * 60);
      expect((await emailChanges.arm(id, to))?.minutes).toBe(to === after ? 5 : undefined);
      time.forward(5 * 60);
      expect(await emailChanges.confirm(id, '00000000', { requestId: 'x' })).toBe('void');
    }
  });

  test('an address that somebody left since the code was sent is not moved to: they may come back to it', async () => {
    const page = await ask(after);
    const code = await codeFor(after);
    await account(postern, after);
    await moves(after, `gone-${people}@example.com`);
    const late = await owner.submit(page, '/code', { code });
    expect(late.text).toContain('That code no longer works');
    expect(await emailNow()).toBe(before);
  });

  test('the former address is nobody else’s for three days, in which there is no other change, and is forgotten then', async () => {
    await owner.submit(await ask(after), '/code', { code: await codeFor(after) });
    expect(await postern.rooms.accounts.create({ email: before })).toBeUndefined();
    const link = await undoLink();
    // An intruder's second change would leave out whoever has the address of now.
    const third = `third-${people}@example.com`;
    const again = await ask(third, owner, after);
    expect([again.status, again.text]).toEqual([400, expect.stringContaining('changed a few days ago')]);
    expect((await postern.person().open(link)).status).toBe(200);
    time.forward(72 * 3600);
    expect((await postern.person().open(link)).status).toBe(410);
    // By the clock of another node it may be good still.
    await postern.rooms.sweep();
    expect(await postern.rooms.accounts.create({ email: before })).toBeUndefined();
    time.forward(clocksApart);
    await postern.rooms.sweep();
    expect((await postern.rooms.accounts.get(id))?.formerEmail).toBeUndefined();
    expect(await postern.rooms.accounts.create({ email: before })).toBeDefined();
  });

  test('it takes a recent sign-in, and a letter for a forgotten password is void afterwards', async () => {
    const { recoveries } = postern.rooms;
    const begun = await recoveries.begin(before, { requestId: 'x' });
    await owner.submit(await ask(after), '/code', { code: await codeFor(after) });
    expect(await recoveries.look(begun?.token ?? '')).toBeUndefined();
    time.forward(5 * 60 + 1);
    const late = await owner.open(new URL('/account/email', postern.issuer));
    expect(late.forms[0]?.action).toMatch(/\/password$/);
    const again = await owner.submit(late, '/password', { identifier: after, password });
    expect(again.url.pathname).toBe('/account/email');
  });
});
