import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { generateSync } from 'otplib';
import { randomId } from '../../src/ids.ts';
import { openOwn } from '../support/account-pages.ts';
import { password, signInRequest } from '../support/apps.ts';
import { codesOn } from '../support/authenticator.ts';
import { strict } from '../support/budgets.ts';
import { isAtApp } from '../support/from-outside.ts';
import { newPasskey } from '../support/passkey.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { queueOn, somewhere, workOn } from '../support/used-up.ts';

/** How many an account has within so many seconds: five, and one more after each wait, on a machine on which this takes so long. */
function mostIn(seconds: number): number {
  let most = 5;
  for (let wait = 30, over = wait; over <= seconds; over += wait *= 2) most += 1;
  return most;
}

interface Victim {
  readonly id: string;
  readonly email: string;
  /** What the authenticator app shows now, or so many steps of half a minute later. */
  readonly code: (later?: number) => string;
  readonly recovery: readonly string[];
}

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile, { settings: [...strict, 'trustedProxies=127.0.0.1'] });
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  const personAt = (address = somewhere()): Person => Object.assign(postern.person(), { address });

  /** Somebody with an authenticator app and recovery codes, whose password is known to whoever wants to. */
  async function victim(): Promise<Victim> {
    const { id, email } = await somebody(postern);
    const { apps } = postern.rooms.factors;
    const of = randomId();
    const { seed: secret } = await apps.setupOf(id, of, email);
    const code = (later = 0) => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + later * 30 });
    // One step ago, so that the code of now is not used up.
    const origin = { requestId: 'test' };
    const added = await apps.add(id, { id: of, code: code(-1), first: true }, origin, () => Promise.resolve(true));
    if (added.is !== 'enrolled') throw new Error(`the app was not added: ${added.is}`);
    return { id, email, code, recovery: added.codes ?? [] };
  }

  async function afterPassword(person: Person, { email }: Pick<Victim, 'email'>): Promise<Screen> {
    const form = await person.open(signInRequest(postern, app.id).url);
    return person.submit(form, '/password', { identifier: email, password });
  }

  /** Types a code, from an address of its own where one is said. */
  async function type(
    person: Person,
    screen: Screen,
    fields: Readonly<Record<string, string>>,
    address = person.address,
  ): Promise<Screen> {
    const form = screen.forms.find(({ action }) => action.endsWith('/factor'));
    return person.open(new URL(form?.action ?? '', screen.url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': address ?? '' },
      body: new URLSearchParams({ ...form?.fields, ...fields }).toString(),
    });
  }

  /** How many codes of an account were compared and found wrong. */
  async function compared({ id }: Victim): Promise<number> {
    const { events } = await postern.rooms.audit.search({ kind: 'factor.refused', account: id, limit: 1000 });
    return events.length;
  }

  /** In rounds: a thousand connections at once would try the machine and not the limit. */
  async function inParallel(times: number, work: (nth: number) => Promise<Screen>): Promise<Screen[]> {
    const screens: Screen[] = [];
    for (let begun = 0; begun < times; begun += 250) {
      screens.push(...(await Promise.all(Array.from({ length: 250 }, (_, nth) => work(begun + nth)))));
    }
    return screens;
  }

  const wrongRecovery = (nth: number): string => `00000-${String(nth).padStart(5, '0')}`;

  test('who holds many passwords has no more tries by that: from one address twenty codes are compared', async () => {
    const victims = await Promise.all(Array.from({ length: 8 }, victim));
    const attacker = personAt();
    const refused: Screen[] = [];
    for (const one of victims) {
      const screen = await afterPassword(attacker, one);
      for (let nth = 0; nth < 4; nth += 1) {
        const factor = nth % 2 === 0 ? 'app' : 'recovery-code';
        const answer = await type(attacker, screen, { factor, code: factor === 'app' ? '12345' : wrongRecovery(nth) });
        if (answer.status === 429) refused.push(answer);
      }
    }
    const tried = await Promise.all(victims.map(compared));
    expect(tried).toEqual([4, 4, 4, 4, 4, 0, 0, 0]);
    // A person has a way on there, as from every budget that neighbours use up.
    expect(refused.map(queueOn)).toHaveLength(12);
    expect(refused.some(({ html }) => html.includes('12345'))).toBe(false);

    const [first, ...others] = victims as [Victim, ...Victim[]];
    const owner = personAt();
    expect(isAtApp(await type(owner, await afterPassword(owner, first), { factor: 'app', code: first.code() }))).toBe(
      true,
    );
    const neighbour = personAt(attacker.address);
    const [theirs] = others as [Victim];
    const full = await type(neighbour, await afterPassword(neighbour, theirs), { factor: 'app', code: theirs.code() });
    expect([full.status, isAtApp(full)]).toEqual([429, false]);
    // An app shows another code by the time that it is their turn.
    expect(full.html).toMatch(/<input[^>]*name="code"[^>]*autocomplete="one-time-code"/);
    expect(full.html).not.toContain(theirs.code());
    const passed = await type(neighbour, full, { code: theirs.code(), pass: await workOn(full) });
    expect(isAtApp(passed)).toBe(true);
  }, 120_000);

  test('refused passkeys take nothing from the codes that people type, and have an end of their own', async () => {
    const newcomer = 'neighbour@example.com';
    const { email } = await somebody(postern);
    const atHome = personAt();
    await openOwn(postern, atHome, '/account', email);
    const passkey = newPasskey();
    const adding = await atHome.open(new URL('/account/security/passkeys', postern.issuer));
    const added = await atHome.submit(adding, '/passkeys', { credential: passkey.create(adding), name: 'Mine' });
    const [code = ''] = codesOn(added);

    const attacker = personAt();
    const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    async function sendRefused(from: Screen, path: string, times: number): Promise<Screen> {
      let screen = from;
      for (let nth = 0; nth < times; nth += 1) {
        screen = await attacker.submit(screen, path, { credential: passkey.get(screen, { key }) });
      }
      return screen;
    }
    const signIn = await attacker.open(signInRequest(postern, app.id).url);
    expect((await sendRefused(signIn, '/passkey', 30)).status).toBe(401);
    const second = await sendRefused(await afterPassword(attacker, { email }), '/factor', 30);
    expect(second.status).toBe(400);
    const full = await sendRefused(second, '/factor', 1);
    expect(full.status).toBe(429);
    // A person has a way on there.
    expect(queueOn(full)).not.toBe('');

    const owner = personAt(attacker.address);
    const typed = await type(owner, await afterPassword(owner, { email }), { factor: 'recovery-code', code });
    expect(isAtApp(typed)).toBe(true);
    const neighbour = personAt(attacker.address);
    const form = await neighbour.open(signInRequest(postern, app.id).url);
    const signUp = await neighbour.open(new URL(`${form.url.pathname}/sign-up`, postern.issuer));
    const confirm = await neighbour.submit(signUp, '/sign-up', { email: newcomer, password: 'a good long password' });
    const confirmed = await neighbour.submit(confirm, '/confirm', { code: await postern.codeFor(newcomer) });
    expect(isAtApp(confirmed)).toBe(true);
  }, 120_000);

  test('an office in which everybody enters the right code is kept from nothing', async () => {
    const office = somewhere();
    const colleagues = await Promise.all(Array.from({ length: 3 }, victim));
    for (const colleague of colleagues) {
      for (const code of colleague.recovery.slice(0, 8)) {
        const person = personAt(office);
        const screen = await afterPassword(person, colleague);
        expect(isAtApp(await type(person, screen, { factor: 'recovery-code', code }))).toBe(true);
      }
    }
  }, 120_000);

  test.each(['app', 'recovery-code'] as const)(
    'of a thousand guesses at once at a code (%s), from a thousand networks, five are compared',
    async (factor) => {
      const one = await victim();
      const attacker = personAt();
      const screen = await afterPassword(attacker, one);
      const right = new Set([-2, -1, 0, 1, 2, 3, 4, 5].map((later) => one.code(later)));
      const codes = Array.from({ length: 1010 }, (_, nth) => String(nth).padStart(6, '0')).filter(
        (code) => !right.has(code),
      );
      const began = performance.now();
      const answers = await inParallel(1000, (nth) =>
        type(
          attacker,
          screen,
          { factor, code: factor === 'app' ? (codes[nth] ?? '') : wrongRecovery(nth) },
          somewhere(),
        ),
      );
      expect(answers.some(isAtApp)).toBe(false);
      const wrong = answers.filter(({ status }) => status === 400).length;
      expect(await compared(one)).toBe(wrong);
      expect(wrong).toBeGreaterThanOrEqual(5);
      expect(wrong).toBeLessThanOrEqual(mostIn((performance.now() - began) / 1000));
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(1000 - wrong);
    },
    240_000,
  );

  test('of a thousand guesses at once at a sign-up’s code, from a thousand networks, five are compared', async () => {
    const email = 'newcomer@example.com';
    const person = personAt();
    const signIn = await person.open(signInRequest(postern, app.id).url);
    const form = await person.open(new URL(`${signIn.url.pathname}/sign-up`, postern.issuer));
    const confirm = await person.submit(form, '/sign-up', { email, password: 'a good long password' });
    const right = await postern.codeFor(email);
    const { action = '', fields = {} } = confirm.forms.find((one) => one.action.endsWith('/confirm')) ?? {};
    const guess = (code: string): Promise<Screen> =>
      person.open(new URL(action, confirm.url), {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': somewhere() },
        body: new URLSearchParams({ ...fields, code }).toString(),
      });
    const codes = Array.from({ length: 1001 }, (_, nth) => String(nth).padStart(8, '0')).filter((one) => one !== right);
    const answers = await inParallel(1000, (nth) => guess(codes[nth] ?? ''));
    expect(answers.some(isAtApp)).toBe(false);
    // The fifth wrong one is told that a new letter is needed.
    expect(answers.filter(({ text }) => text.includes('This is not the code'))).toHaveLength(4);
    expect(isAtApp(await guess(right))).toBe(false);
    expect(await postern.rooms.accounts.byEmail(email)).toBeUndefined();
  }, 240_000);
});
