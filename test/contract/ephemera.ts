import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Ephemera, Store } from '../../adapters/store.ts';
import { eventually } from '../support/eventually.ts';
import type { Subject } from './subject.ts';

/** What every Ephemera must do, whatever keeps them. */
export function ephemeraContract(subject: Subject): void {
  describe('ephemera', () => {
    let store: Store;
    let ephemera: Ephemera;
    let key: string;

    beforeAll(async () => {
      store = await subject.open();
      ({ ephemera } = store);
    });
    afterAll(() => store.close());
    beforeEach(() => {
      key = randomUUID();
    });

    test.each([
      ['text of many scripts', 'Ünïcödé 漢字 🜚 \u0000 "\'\\'],
      ['100 KB', 'x漢'.repeat(25_000)],
      ['nothing', ''],
      ['a number', '007'],
    ])('keeps %s as it is', async (_, value) => {
      await ephemera.put('a', key, value, 60);
      expect(await ephemera.get('a', key)).toBe(value);
      expect(await ephemera.take('a', key)).toBe(value);
    });

    test('a key may be long and of any characters', async () => {
      for (const odd of [key + 'x'.repeat(5000), `${key} 🜚 \0 * : '"`]) {
        await ephemera.put('a', odd, 'here', 60);
        expect(await ephemera.get('a', odd)).toBe('here');
      }
    });

    test('a second put takes the place of the first', async () => {
      await ephemera.put('a', key, 'first', 60);
      await ephemera.put('a', key, 'second', 60);
      expect(await ephemera.get('a', key)).toBe('second');
    });

    test('kinds are apart', async () => {
      await ephemera.put('a', key, 'value', 60);
      expect(await ephemera.get('b', key)).toBeUndefined();
      await ephemera.remove('b', key);
      expect(await ephemera.take('b', key)).toBeUndefined();
      expect(await ephemera.get('a', key)).toBe('value');
    });

    test('what was taken or removed is gone', async () => {
      await ephemera.put('a', key, 'value', 60);
      expect(await ephemera.take('a', key)).toBe('value');
      expect(await ephemera.take('a', key)).toBeUndefined();
      await ephemera.put('a', key, 'value', 60);
      await ephemera.remove('a', key);
      expect(await ephemera.get('a', key)).toBeUndefined();
      await ephemera.remove('a', key);
    });

    test('put if absent', async () => {
      expect(await ephemera.putIfAbsent('a', key, 'first', 60)).toBe(true);
      expect(await ephemera.putIfAbsent('a', key, 'second', 60)).toBe(false);
      expect(await ephemera.take('a', key)).toBe('first');
      expect(await ephemera.putIfAbsent('a', key, 'third', 60)).toBe(true);
    });

    test('compare-and-set compares the exact value', async () => {
      expect(await ephemera.replace('a', key, '', 'next')).toBe(false);
      await ephemera.put('a', key, '10', 60);
      for (const other of ['', '1', '10.0', ' 10', '１０'])
        expect(await ephemera.replace('a', key, other, 'x')).toBe(false);
      expect(await ephemera.replace('a', key, '10', 'next')).toBe(true);
      expect(await ephemera.replace('a', key, '10', 'x')).toBe(false);
      expect(await ephemera.get('a', key)).toBe('next');
    });

    test('a counter counts from 1', async () => {
      expect(await ephemera.increment('a', key, 60)).toMatchObject({ count: 1 });
      expect(await ephemera.increment('a', key, 60)).toMatchObject({ count: 2 });
      expect(await ephemera.increment('a', key, 60, 40)).toMatchObject({ count: 42 });
      await ephemera.remove('a', key);
      expect(await ephemera.increment('a', key, 60, 7)).toMatchObject({ count: 7 });
    });

    test('a step of nothing tells the count, changes nothing, and gives a counter its end too', async () => {
      expect(await ephemera.increment('a', key, 60, 0)).toMatchObject({ count: 0 });
      await ephemera.increment('a', key, 600, 2);
      const nothing = await ephemera.increment('a', key, 600, 0);
      expect(nothing.count).toBe(2);
      expect(nothing.left).toBeLessThanOrEqual(60);
      expect(await ephemera.count('a', key)).toMatchObject({ count: 2 });
    });

    test('a counter is looked at without being changed, and tells when it ends', async () => {
      expect(await ephemera.count('a', key)).toBeUndefined();
      const { ends, left } = await ephemera.increment('a', key, 60, 2);
      expect(left).toBeGreaterThan(55);
      expect(left).toBeLessThanOrEqual(60);
      const later = await ephemera.increment('a', key, 600);
      expect(Math.abs(later.ends - ends)).toBeLessThan(0.5);
      const looked = await ephemera.count('a', key);
      expect(looked?.count).toBe(3);
      expect(Math.abs((looked?.ends ?? 0) - ends)).toBeLessThan(0.5);
      expect(looked?.left).toBeLessThanOrEqual(60);
    });

    test('what was added is taken back from that counter, and from no later one', async () => {
      const { ends } = await ephemera.increment('a', key, 60, 5);
      expect(await ephemera.decrement('a', key, ends)).toBe(true);
      expect(await ephemera.decrement('a', key, ends, 2)).toBe(true);
      expect(await ephemera.count('a', key)).toMatchObject({ count: 2 });
      for (const other of [ends - 1, ends + 1, 0]) expect(await ephemera.decrement('a', key, other)).toBe(false);
      expect(await ephemera.count('a', key)).toMatchObject({ count: 2 });
      await ephemera.remove('a', key);
      expect(await ephemera.decrement('a', key, ends)).toBe(false);
      expect(await ephemera.count('a', key)).toBeUndefined();
      await ephemera.increment('a', key, 70);
      expect(await ephemera.decrement('a', key, ends)).toBe(false);
      expect(await ephemera.count('a', key)).toMatchObject({ count: 1 });
    });

    test('a counter moves by whole steps', async () => {
      for (const by of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
        await expect(ephemera.increment('a', key, 60, by)).rejects.toThrow(RangeError);
        await expect(ephemera.decrement('a', key, 0, by)).rejects.toThrow(RangeError);
      }
    });

    test('of many in the same moment each gets its own answer', async () => {
      const keys = Array.from({ length: 500 }, () => randomUUID());
      await Promise.all(keys.map((one) => ephemera.put('a', one, `value of ${one}`, 60)));
      expect(await Promise.all(keys.map((one) => ephemera.get('a', one)))).toEqual(
        keys.map((one) => `value of ${one}`),
      );
      expect(await Promise.all(keys.map((one) => ephemera.take('a', one)))).toEqual(
        keys.map((one) => `value of ${one}`),
      );
    });

    test('nothing lives without an end', async () => {
      for (const ttl of [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
        await expect(ephemera.put('a', key, 'value', ttl)).rejects.toThrow(RangeError);
        await expect(ephemera.putIfAbsent('a', key, 'value', ttl)).rejects.toThrow(RangeError);
        await expect(ephemera.increment('a', key, ttl)).rejects.toThrow(RangeError);
      }
    });

    test('what has expired is not there, for any step', async () => {
      await ephemera.put('a', key, 'value', 1);
      await expired(subject, ephemera, key);
      expect(await ephemera.take('a', key)).toBeUndefined();
      expect(await ephemera.replace('a', key, 'value', 'next')).toBe(false);
      expect(await ephemera.putIfAbsent('a', key, 'again', 60)).toBe(true);
      expect(await ephemera.get('a', key)).toBe('again');
    });

    test('compare-and-set leaves the expiry as it was', async () => {
      await ephemera.put('a', key, 'value', 1);
      expect(await ephemera.replace('a', key, 'value', 'next')).toBe(true);
      await expired(subject, ephemera, key);
    });

    test('a counter ends with its first ttl and begins anew', async () => {
      const { ends } = await ephemera.increment('a', key, 1);
      expect(await ephemera.increment('a', key, 60)).toMatchObject({ count: 2 });
      await expired(subject, ephemera, key);
      expect(await ephemera.count('a', key)).toBeUndefined();
      expect(await ephemera.decrement('a', key, ends)).toBe(false);
      expect(await ephemera.increment('a', key, 60)).toMatchObject({ count: 1 });
      expect(await ephemera.decrement('a', key, ends)).toBe(false);
      expect(await ephemera.get('a', key)).toBe('1');
    });
  });
}

/** Lets a second pass on the store's clock, or waits for it where the store has its own. */
async function expired({ forward }: Subject, ephemera: Ephemera, key: string): Promise<void> {
  expect(await ephemera.get('a', key)).toBeDefined();
  forward?.(1);
  await eventually(async () => expect(await ephemera.get('a', key)).toBeUndefined());
}
