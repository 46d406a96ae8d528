import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Duplicate, type Collection, type Documents, type Fresh, type Store } from '../../adapters/store.ts';
import { people, visits, type Person } from './collections.ts';
import type { Subject } from './subject.ts';

/** What every Documents must do, whatever keeps them. */
export function documentsContract(subject: Subject): void {
  describe.each([people, visits])('documents: $name', (collection) => {
    let store: Store;
    let documents: Documents;
    /** Apart from what other tests wrote into the same collection. */
    let own: string;
    const person = (fields: Partial<Fresh<Person>> = {}): Fresh<Person> => ({ id: randomUUID(), ...fields });
    const insertAll = (all: readonly Fresh<Person>[]) =>
      Promise.all(all.map((one) => documents.insert(collection, one)));

    beforeAll(async () => {
      store = await subject.open();
      ({ documents } = store);
    });
    afterAll(() => store.close());
    beforeEach(() => {
      own = randomUUID();
    });

    test('a document is found after its insert, with revision 1', async () => {
      const inserted = await documents.insert(collection, person({ team: own }));
      expect(inserted).toMatchObject({ revision: 1, team: own });
      expect(await documents.get(collection, inserted.id)).toEqual(inserted);
    });

    test('there is nothing under an unknown id', async () => {
      expect(await documents.get(collection, own)).toBeUndefined();
      expect(await documents.replace(collection, { id: own, revision: 1 })).toBeUndefined();
      expect(await documents.remove(collection, { id: own, revision: 1 })).toBe(false);
    });

    test.each(contents)('keeps %s as it is', async (_, content) => {
      const inserted = await documents.insert(collection, person({ content }));
      const found = await documents.get(collection, inserted.id);
      expect(JSON.stringify(found?.content)).toBe(JSON.stringify(content));
    });

    test('keeps no field that is undefined', async () => {
      const { id } = await documents.insert(collection, person({ email: undefined, content: { a: undefined, b: 1 } }));
      expect(JSON.stringify(await documents.get(collection, id))).not.toContain('email');
      expect((await documents.get(collection, id))?.content).toStrictEqual({ b: 1 });
    });

    test('an id may be long and of any characters', async () => {
      for (const id of [`${own}${'x'.repeat(5000)}`, `${own} ø 🜚 "'\`;\\ $ . \0`, `__proto__${own}`]) {
        await documents.insert(collection, { id, team: own });
        expect(await documents.get(collection, id)).toMatchObject({ id });
      }
      expect(await documents.find(collection, { field: 'team', equals: own }, { limit: 10 })).toHaveLength(3);
    });

    test('what one reader does to a document shows nowhere else', async () => {
      const { id } = await documents.insert(collection, person({ content: { list: [1] } }));
      const [one, other] = await Promise.all([documents.get(collection, id), documents.get(collection, id)]);
      (one?.content as { list: number[] }).list.push(2);
      expect(other?.content).toEqual({ list: [1] });
      expect((await documents.get(collection, id))?.content).toEqual({ list: [1] });
    });

    describe('unique fields', () => {
      test('an id that is taken is refused, and named', async () => {
        const { id } = await documents.insert(collection, person({ team: own }));
        await expectDuplicate(documents.insert(collection, { id, team: 'another' }), 'id');
        expect(await documents.get(collection, id)).toMatchObject({ team: own });
      });

      test.each(['email', 'phone'] as const)('a taken %s is refused, and named', async (field) => {
        await documents.insert(collection, person({ [field]: own }));
        const refused = person({ [field]: own });
        await expectDuplicate(documents.insert(collection, refused), field);
        expect(await documents.get(collection, refused.id)).toBeUndefined();
      });

      test('the second insert of one document is told by its id', async () => {
        const same = person({ email: own });
        await documents.insert(collection, same);
        await expectDuplicate(documents.insert(collection, same), 'id');
      });

      test('capitals and accents make another value', async () => {
        await insertAll([`${own}é`, `${own}e`, `${own}E`, `${own}e `].map((email) => person({ email })));
      });

      test('any number of documents may be without the field', async () => {
        await insertAll([person(), person({ phone: own }), person({ email: undefined })]);
      });

      test('one field may hold what another field holds', async () => {
        await insertAll([person({ email: own }), person({ phone: own })]);
      });

      test('a value is free again when its document was removed or changed', async () => {
        const first = await documents.insert(collection, person({ email: own, phone: own }));
        const changed = await documents.replace(collection, { ...first, email: `${own}2` });
        const second = await documents.insert(collection, person({ email: own }));
        await documents.remove(collection, second);
        await documents.insert(collection, person({ email: own }));
        await expectDuplicate(documents.insert(collection, person({ phone: own })), 'phone');
        expect(await documents.remove(collection, changed!)).toBe(true);
        await documents.insert(collection, person({ phone: own }));
      });

      test('a change cannot take the value of another document', async () => {
        await documents.insert(collection, person({ email: own }));
        const other = await documents.insert(collection, person({ email: `${own}2` }));
        await expectDuplicate(documents.replace(collection, { ...other, email: own }), 'email');
        expect(await documents.get(collection, other.id)).toEqual(other);
      });

      test('one refusal among many inserts of the same moment spoils no other', async () => {
        await documents.insert(collection, person({ email: own }));
        const outcomes = await Promise.allSettled(
          Array.from({ length: 50 }, (_, index) =>
            documents.insert(collection, person(index % 10 === 3 ? { email: own } : { team: own })),
          ),
        );
        expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(5);
        expect(await documents.find(collection, { field: 'team', equals: own }, { limit: 100 })).toHaveLength(45);
      });
    });

    describe('compare-and-set', () => {
      test('puts the whole document in place of the one of this revision', async () => {
        const first = await documents.insert(collection, person({ team: own, content: 1 }));
        const second = await documents.replace(collection, { id: first.id, revision: 1, content: 2 });
        expect(second).toEqual({ id: first.id, revision: 2, content: 2 });
        expect(await documents.get(collection, first.id)).toEqual(second);
        expect(await documents.find(collection, { field: 'team', equals: own }, { limit: 1 })).toEqual([]);
      });

      test('changes nothing when the revision is another', async () => {
        const first = await documents.insert(collection, person());
        const second = await documents.replace(collection, { ...first, content: 2 });
        expect(await documents.replace(collection, { ...first, content: 3 })).toBeUndefined();
        expect(await documents.replace(collection, { ...first, revision: 3, content: 3 })).toBeUndefined();
        expect(await documents.get(collection, first.id)).toEqual(second);
      });

      test('who lost reads the winner', async () => {
        const first = await documents.insert(collection, person());
        const outcomes = await Promise.all(
          Array.from({ length: 20 }, async (_, content) => {
            const won = await documents.replace(collection, { ...first, content });
            return won ?? (await documents.get(collection, first.id));
          }),
        );
        expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome?.content))).size).toBe(1);
        expect(outcomes.every((outcome) => outcome?.revision === 2)).toBe(true);
      });

      test('removal goes by the revision too', async () => {
        const first = await documents.insert(collection, person());
        const second = await documents.replace(collection, first);
        expect(await documents.remove(collection, first)).toBe(false);
        expect(await documents.remove(collection, second!)).toBe(true);
        expect(await documents.remove(collection, second!)).toBe(false);
        expect(await documents.get(collection, first.id)).toBeUndefined();
      });
    });

    describe('finding', () => {
      test('pages through in both orders', async () => {
        const ids = Array.from({ length: 25 }, (_, index) => `${own}-${String(index).padStart(2, '0')}`);
        await insertAll([...ids].reverse().map((id) => ({ id, team: own })));
        await insertAll([person({ team: `${own}2` }), person()]);
        for (const order of ['ascending', 'descending'] as const) {
          const pages = await pagesOf(documents, collection, own, order);
          expect(pages.map((page) => page.length)).toEqual([10, 10, 5]);
          expect(pages.flat()).toEqual(order === 'ascending' ? ids : [...ids].reverse());
        }
      });

      test('orders by the bytes of the id', async () => {
        const ids = ['!', 'A', 'Z', 'a', 'é', 'ﬀ'].map((end) => own + end);
        await insertAll([...ids].reverse().map((id) => ({ id, team: own })));
        const found = await documents.find(collection, { field: 'team', equals: own }, { limit: 100 });
        expect(found.map(({ id }) => id)).toEqual(ids);
      });

      test('a cursor need not be there any more', async () => {
        await insertAll([
          { id: `${own}-1`, team: own },
          { id: `${own}-3`, team: own },
        ]);
        const found = await documents.find(collection, { field: 'team', equals: own }, { after: `${own}-2`, limit: 9 });
        expect(found.map(({ id }) => id)).toEqual([`${own}-3`]);
      });

      test('by a unique field', async () => {
        const [inserted] = await insertAll([person({ email: own }), person({ email: `${own}2` })]);
        expect(await documents.find(collection, { field: 'email', equals: own }, { limit: 10 })).toEqual([inserted]);
      });

      test('without a condition, all', async () => {
        await insertAll([{ id: `${own}-1` }, { id: `${own}-2` }, { id: `${own}-3` }]);
        const found = await documents.find(collection, undefined, { after: `${own}-1`, limit: 2 });
        expect(found.map(({ id }) => id)).toEqual([`${own}-2`, `${own}-3`]);
      });

      test('no search without an index, and none without a bound', async () => {
        const where = { field: 'content', equals: 'x' } as const;
        await expect(documents.find(collection, where, { limit: 1 })).rejects.toThrow(TypeError);
        await expect(documents.due(collection, 'team', 1, 1)).rejects.toThrow(TypeError);
        for (const limit of [0, -1, 1001, 1.5, Number.NaN]) {
          await expect(documents.find(collection, undefined, { limit })).rejects.toThrow(RangeError);
          await expect(documents.due(collection, 'seenAt', 1, limit)).rejects.toThrow(RangeError);
        }
      });
    });

    test('what is due comes lowest first, and nothing else', async () => {
      const before = await documents.due(collection, 'leavesAt', 40, 1000);
      await Promise.all(before.map((left) => documents.remove(collection, left)));
      await insertAll([30.5, 10, 41, 40, 20].map((leavesAt) => person({ team: own, leavesAt, seenAt: 50 - leavesAt })));
      await insertAll([person({ team: own }), person({ team: own, seenAt: 5 })]);
      const found = await documents.due(collection, 'leavesAt', 40, 1000);
      expect(found.map(({ leavesAt }) => leavesAt)).toEqual([10, 20, 30.5, 40]);
      const first = await documents.due(collection, 'leavesAt', 40, 2);
      expect(first.map(({ leavesAt }) => leavesAt)).toEqual([10, 20]);
    });

    test('what is due is gone through by page, also where all of it is due at once', async () => {
      const before = await documents.due(collection, 'leavesAt', 41, 1000);
      await Promise.all(before.map((left) => documents.remove(collection, left)));
      const times = [10, 20.5, 20.5, 20.5, 20.5, 30, 41];
      await insertAll(times.map((leavesAt, nth) => person({ id: `${own}-${9 - nth}`, team: own, leavesAt })));
      const page = (last?: Person) => documents.due(collection, 'leavesAt', 40, 2, last);
      const found: string[] = [];
      for (let due = await page(); due.length > 0; due = await page(due.at(-1))) found.push(...due.map(({ id }) => id));
      expect(found.map((id) => Number(id.slice(-1)))).toEqual([9, 5, 6, 7, 8, 4]);
    });

    test('a thousand inserts at once', async () => {
      await insertAll(Array.from({ length: 1000 }, () => person({ team: own })));
      expect(await documents.find(collection, { field: 'team', equals: own }, { limit: 1000 })).toHaveLength(1000);
    });
  });
}

const contents: readonly (readonly [string, unknown])[] = [
  ['text of many scripts', 'Ünïcödé 漢字 עברית 🜚👩‍👩‍👧 \u0000\u001f\u2028 "\'\\'],
  ['100 KB of text', '漢'.repeat(34_000)],
  ['empty values', ['', [], {}, null, false, 0]],
  ['numbers', [-1, 0.1, 1e21, 2 ** 31, 2 ** 53, -(2 ** 53), 1e-7]],
  ['depth', JSON.parse(`${'{"a":['.repeat(40)}1${']}'.repeat(40)}`)],
  [
    'names that mean something elsewhere',
    JSON.parse('{"__proto__":{"x":1},"constructor":1,"$set":2,"a.b":3,"":4,"id":5}'),
  ],
  ['the order of fields', { z: 1, a: 2, m: 3 }],
];

async function pagesOf(
  documents: Documents,
  collection: Collection<Person>,
  team: string,
  order: 'ascending' | 'descending',
) {
  const pages: string[][] = [];
  let after: string | undefined;
  for (;;) {
    const page = { limit: 10, order, ...(after !== undefined && { after }) };
    const found = await documents.find(collection, { field: 'team', equals: team }, page);
    if (found.length === 0) return pages;
    pages.push(found.map(({ id }) => id));
    after = found.at(-1)?.id;
  }
}

async function expectDuplicate(outcome: Promise<unknown>, field: string): Promise<void> {
  const error: unknown = await outcome.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Duplicate);
  expect(error).toMatchObject({ field });
}
