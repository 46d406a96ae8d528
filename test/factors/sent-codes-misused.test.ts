import { describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { lettersTo } from '../support/letters.ts';
import { availableProfiles } from '../support/postern.ts';
import { onPosternThatSends } from './scene.ts';

const origin = { requestId: 'test' };

/** A code that was sent, in the hands of who should not have it. */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time, somebodyNew, addPhone } = onPosternThatSends(profile);
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
});
