import { describe, expect, test } from '@jest/globals';
import { openOwn } from '../support/account-pages.ts';
import { afterPassword } from '../support/after-password.ts';
import { eventually } from '../support/eventually.ts';
import { lettersTo } from '../support/letters.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { onPosternThatSends } from './scene.ts';

const origin = { requestId: 'test' };

/** A code that was sent, in the hands of who should not have it. */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time, app, newNumber, somebodyNew, codeTo, addPhone } = onPosternThatSends(profile);
  const codes = () => postern.rooms.factors.codes;

  test('a code is for one sign-in, one time, ten minutes, and the newest one only', async () => {
    const newcomer = await somebodyNew();
    const { email, id } = newcomer;
    const { to } = await addPhone(newcomer);
    const ask = async (place: string) => {
      const asking = await codes().ask(id, { place, to }, origin);
      if (asking.is !== 'asked') throw new Error(asking.is);
      return asking.code;
    };
    const prove = async (place: string, typed: string) => (await codes().prove(id, { place, typed, email }, origin)).is;
    const first = await ask('one');
    expect(await prove('another', first)).toBe('late');
    expect((await codes().ask(id, { place: 'one', to }, origin)).is).toBe('pause');
    time.forward(61);
    const second = await ask('one');
    if (second !== first) expect(await prove('one', first)).toBe('wrong');
    // To add something it is of no use: it would be the thief's phone that is added.
    const typed = { place: 'one', typed: second, email, first: false };
    expect((await codes().add(id, typed, origin, () => Promise.resolve(true))).is).toBe('late');
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => prove('one', second)));
    expect(outcomes.filter((outcome) => outcome === 'right')).toHaveLength(1);
    expect(await prove('one', second)).toBe('late');

    time.forward(3600);
    const old = await ask('one');
    time.forward(601);
    expect(await prove('one', old)).toBe('late');
    await postern.rooms.sweep();
    expect((await postern.rooms.factors.get(id))?.code).toBeUndefined();
  });

  test('of a thousand guesses sent at once five are compared, and the owner gets a letter', async () => {
    const newcomer = await somebodyNew();
    const { email, id } = newcomer;
    const { to } = await addPhone(newcomer);
    const asking = await codes().ask(id, { place: 'here', to }, origin);
    const right = asking.is === 'asked' ? asking.code : '';
    const guesses = Array.from({ length: 1000 }, (_, nth) => String(nth).padStart(8, '0')).filter(
      (one) => one !== right,
    );
    const outcomes = await Promise.all(
      guesses.map((typed) => codes().prove(id, { place: 'here', typed, email }, origin)),
    );
    expect(outcomes.filter(({ is }) => is === 'wrong')).toHaveLength(5);
    expect(outcomes.filter(({ is }) => is === 'right')).toHaveLength(0);
    expect(await codes().prove(id, { place: 'here', typed: right, email }, origin)).not.toMatchObject({ is: 'right' });
    await eventually(() =>
      expect(lettersTo(postern, email).map(({ subject }) => subject)).toContainEqual(
        expect.stringContaining('Somebody may know your password'),
      ),
    );
    // Another code is none the better: the account's own tries go on.
    time.forward(61);
    const next = await codes().ask(id, { place: 'here', to }, origin);
    const again = await Promise.all(
      guesses.slice(0, 50).map((typed) => codes().prove(id, { place: 'here', typed, email }, origin)),
    );
    expect(next.is).toBe('asked');
    expect(again.filter(({ is }) => is === 'wrong').length).toBeLessThanOrEqual(1);
  });

  test('the last wrong try of a code says that a new one is needed, and asks for nothing that cannot be entered', async () => {
    const newcomer = await somebodyNew();
    const { email, number } = newcomer;
    const typedWrong = async (person: Person, page: Screen, form: string, right: string) => {
      const code = right === '00000000' ? '11111111' : '00000000';
      let told = page;
      for (const _ of [1, 2, 3, 4, 5]) told = await person.submit(told, form, { code });
      return told;
    };
    const person = postern.person();
    await openOwn(postern, person, '/account', email);
    const page = await person.open(new URL('/account/security/phones', postern.issuer));
    const mistyped = newNumber();
    const asked = await person.submit(page, '/phones', { number: mistyped });
    const unadded = await typedWrong(person, asked, '/phones', await codeTo(mistyped));

    time.forward(61);
    await addPhone(newcomer);
    const last = await codeTo(number);
    const other = postern.person();
    const sent = await other.submit(await afterPassword(postern, other, app, email), '/factor/send');
    const unproven = await typedWrong(other, sent, '/factor', await codeTo(number, last));
    for (const { status, text, html } of [unadded, unproven]) {
      expect([status, text]).toEqual([
        400,
        expect.stringContaining('This code is no longer good. Have a new one sent'),
      ]);
      expect(text).not.toContain('Enter a new one');
      expect(html).not.toContain('name="code"');
    }
  }, 60_000);
});
