import { describe, expect, test } from '@jest/globals';
import { account, addApp, signIn, signInRequest } from '../support/apps.ts';
import { strict } from '../support/budgets.ts';
import { eventually } from '../support/eventually.ts';
import { lettersTo, linkTo, press } from '../support/letters.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { somewhere } from '../support/used-up.ts';

describe.each(availableProfiles())('on %s, letters for a new password', (profile) => {
  const { postern, time } = onPostern(profile, { settings: [...strict, 'trustedProxies=127.0.0.1'] });
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  const personAt = (address = somewhere()): Person => Object.assign(postern.person(), { address });

  async function ask(person: Person, email: string): Promise<Screen> {
    const page = await person.open(signInRequest(postern, app.id, { prompt: 'login' }).url);
    const form = await person.open(new URL(`${page.url.pathname}/recover`, postern.issuer));
    return person.submit(form, '/recover', { email });
  }

  /** Asks until there is a wait. @returns how many were sent */
  async function askOn(person: () => Person, email: string): Promise<number> {
    for (let times = 0; times < 50; times += 1) {
      const { status } = await ask(person(), email);
      if (status === 429) return times;
      expect(status).toBe(200);
    }
    return Infinity;
  }

  test('strangers who ask do not keep the owner from asking in a browser that the account has used', async () => {
    const email = 'cyn@example.com';
    await account(postern, email);
    const owner = personAt();
    await signIn(postern, owner, app, email);
    expect(await askOn(() => personAt(), email)).toBe(6);
    expect((await ask(personAt(), email)).status).toBe(429);
    const before = lettersTo(postern, email).length;
    const asked = await ask(owner, email);
    expect([asked.status, asked.text]).toEqual([200, expect.stringContaining(email)]);
    await eventually(() => expect(linkTo('recover', lettersTo(postern, email).slice(before))).not.toBe(''));
    // Nor does the owner use up what there is elsewhere, or have no end.
    expect(await askOn(() => owner, email)).toBe(5);
  }, 60_000);

  test('that browser is a stranger to every other address', async () => {
    const [own, other] = ['dora@example.com', 'emil@example.com'];
    await account(postern, own);
    await account(postern, other);
    const owner = personAt();
    await signIn(postern, owner, app, own);
    expect(await askOn(() => personAt(), other)).toBe(6);
    expect((await ask(owner, other)).status).toBe(429);
    // The cookie alone, without the proof of the last sign-in, makes it known to nobody.
    expect(await askOn(() => personAt(), own)).toBe(6);
    const copy = personAt();
    const [browser] = [...owner.cookies].filter(([key]) => key.startsWith('postern.browser'));
    if (browser) copy.cookies.set(...browser);
    expect((await ask(copy, own)).status).toBe(429);
    expect((await ask(owner, own)).status).toBe(200);
  }, 60_000);

  test('who has the password fills no mailbox from one new browser after the other', async () => {
    const email = 'finn@example.com';
    await account(postern, email);
    const lax = await addApp(postern, { kind: 'web', firstParty: true });
    let sent = 0;
    for (let nth = 0; nth < 4; nth += 1) {
      const person = personAt();
      await signIn(postern, person, lax, email);
      sent += await askOn(() => person, email);
    }
    expect(sent).toBe(12);
  }, 60_000);

  test('nor does an intruder who was put out: not by what they asked for before, and not by what they ask for then', async () => {
    const { id, email } = await somebody(postern);
    const owner = personAt();
    await signIn(postern, owner, app, email);
    await eventually(async () => expect((await postern.rooms.accounts.get(id))?.firstDevice).toBeDefined());
    const intruders = [personAt(), personAt(), personAt(), personAt()];
    for (const intruder of intruders) await signIn(postern, intruder, app, email);
    for (const intruder of intruders.slice(0, 2)) expect(await askOn(() => intruder, email)).toBe(6);
    expect((await ask(owner, email)).status).toBe(429);

    const link = () => linkTo('not-me', lettersTo(postern, email, 'A new device'));
    await eventually(() => expect(link()).not.toBe(''));
    const before = lettersTo(postern, email).length;
    await press(postern, link(), { everywhere: 'yes' }, owner);
    for (const intruder of intruders) await askOn(() => intruder, email);
    expect((await ask(owner, email)).status).toBe(200);
    // The one that comes by itself, and the one that was asked for: which voids it.
    const links = () =>
      lettersTo(postern, email)
        .slice(before)
        .flatMap((letter) => linkTo('recover', [letter]) || []);
    await eventually(() => expect(links().length).toBeGreaterThanOrEqual(2));
    await eventually(async () =>
      expect((await press(postern, links().at(-1) ?? '', { password: 'lantern maple quietly' }, owner)).text).toContain(
        'Your new password is saved',
      ),
    );
    time.forward(3601);
    for (const intruder of intruders) await askOn(() => intruder, email);
    expect((await ask(owner, email)).status).toBe(200);
  }, 60_000);

  test('for who has no such browser the answers are the same, whether anybody has the address', async () => {
    await account(postern, 'gina@example.com');
    const shown = async (email: string) => {
      const person = personAt();
      const answers = [];
      for (let nth = 0; nth < 7; nth += 1) answers.push(await ask(person, email));
      return answers.map(({ status, headers, html }) => ({
        status,
        retry: headers.get('retry-after'),
        names: [...headers.keys()].filter((name) => name !== 'date').sort(),
        html: html
          .replaceAll(email.replace('@', '@<wbr>'), 'EMAIL')
          .replaceAll(email, 'EMAIL')
          .replaceAll(/name="csrf" value="[^"]*"|nonce="[^"]*"/g, '')
          .replaceAll(/[\w-]{40,}/g, ':id')
          .replaceAll(/[\w-]{22}/g, ':id'),
      }));
    };
    const known = await shown('gina@example.com');
    expect(known.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200, 429]);
    expect(await shown('nobo@example.com')).toEqual(known);
  }, 60_000);
});
