import argon2 from 'argon2';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { change } from '../../adapters/store.ts';
import { openRooms, type Rooms } from '../../src/rooms/index.ts';
import { accountCollection, findPasswordCosts, passwordCostCollection } from '../../src/accounts/index.ts';
import { addApp, password, signInRequest } from '../support/apps.ts';
import type { Screen } from '../support/person.ts';
import { availableProfiles, startPostern, type Postern } from '../support/postern.ts';

/** The hashes that were made in this process, nodes in it included: each as the part that says what it costs. */
const made: string[] = [];
const { verify } = argon2;
beforeAll(() => {
  argon2.verify = (hash, ...rest) => {
    const [, algorithm, version, parameters] = hash.split('$');
    made.push([algorithm, version, ...(parameters ?? '').split(',').sort()].join(' '));
    return verify(hash, ...rest);
  };
});
afterAll(() => {
  argon2.verify = verify;
});

const costing = (iterations: number): string => `argon2id v=19 m=19456 p=1 t=${iterations}`;
const today = 3;
const day = 24 * 3600;

/** The rooms of a node with other settings, or at another time, on the same stores. */
async function withRooms<T>(
  postern: Postern,
  { iterations = today, later = 0 }: { readonly iterations?: number; readonly later?: number },
  work: (rooms: Rooms) => Promise<T>,
): Promise<T> {
  const { settings } = postern.rooms;
  const report = (error: unknown): void => console.error(error);
  const rooms = await openRooms(
    { ...settings, passwords: { ...settings.passwords, iterations } },
    { clock: { now: () => Math.floor(Date.now() / 1000) + later }, report, warn: report },
  );
  try {
    return await work(rooms);
  } finally {
    await rooms.close();
  }
}

const addAccount = ({ accounts, passwords }: Rooms, email: string) =>
  passwords.hash(password).then((hash) => accounts.create({ email, password: hash }));

let tries = 0;

describe.each(availableProfiles())('on %s, after the cost of a hash was changed', (profile) => {
  let postern: Postern;
  let app: string;

  beforeAll(async () => {
    postern = await startPostern(profile, [`passwords.iterations=${today}`]);
    app = (await addApp(postern, { kind: 'spa' })).id;
    await withRooms(postern, { iterations: 2 }, (rooms) => addAccount(rooms, 'cheaper@example.com'));
    await withRooms(postern, { iterations: 5 }, (rooms) => addAccount(rooms, 'dearer@example.com'));
    await withRooms(postern, { iterations: 5 }, async (rooms) => {
      const suspended = await addAccount(rooms, 'suspended@example.com');
      await rooms.accounts.disable(suspended?.id ?? '');
    });
    await addAccount(postern.rooms, 'today@example.com');
  }, 60_000);
  afterAll(() => postern.stop());

  async function signIn(identifier: string, typed = `wrong ${(tries += 1)}`): Promise<Screen> {
    const person = postern.person();
    return person.submit(await person.open(signInRequest(postern, app).url), '/password', {
      identifier,
      password: typed,
    });
  }

  /** What a try costs. */
  async function costOfTry(identifier: string, typed?: string): Promise<string[]> {
    made.length = 0;
    expect((await signIn(identifier, typed)).status).toBe(401);
    return [...made].sort();
  }

  const everybody = ['cheaper', 'dearer', 'today', 'nobody'].map((name) => `${name}@example.com`).concat('no address');

  test('a wrong password costs a hash of each cost that accounts have, whoever it is tried for', async () => {
    for (const identifier of [...everybody, 'suspended@example.com']) {
      expect([identifier, await costOfTry(identifier)]).toEqual([identifier, [2, 3, 5].map(costing)]);
    }
  });

  test('the right password of a suspended account costs as much as a wrong one', async () => {
    expect(await costOfTry('suspended@example.com', password)).toEqual([2, 3, 5].map(costing));
  });

  test('an account that a node of before has written is like the others from its first try on', async () => {
    const written = await withRooms(postern, { iterations: 4 }, (rooms) => addAccount(rooms, 'written@example.com'));
    const { documents } = postern.rooms.store;
    await change(documents, accountCollection, written?.id ?? '', ({ passwordCost: _, ...account }) => account);
    await change(documents, passwordCostCollection, 'password_costs', (record) => ({
      ...record,
      inUse: record.inUse.filter(({ cost }) => cost !== written?.passwordCost),
    }));
    for (const identifier of ['written@example.com', ...everybody]) {
      expect([identifier, await costOfTry(identifier)]).toEqual([identifier, [2, 3, 4, 5].map(costing)]);
    }
    expect((await documents.get(accountCollection, written?.id ?? ''))?.passwordCost).toBe(written?.passwordCost);
  });

  test('a store of before is brought to this', async () => {
    const { documents } = postern.rooms.store;
    const record = await documents.get(passwordCostCollection, 'password_costs');
    await documents.remove(passwordCostCollection, record ?? { id: '', revision: 0 });
    for (const { id } of await documents.find(accountCollection, undefined, { limit: 100 })) {
      await change(documents, accountCollection, id, ({ passwordCost: _, ...account }) => account);
    }
    await findPasswordCosts(documents);
    await findPasswordCosts(documents);
    for (const identifier of everybody) {
      expect([identifier, await costOfTry(identifier)]).toEqual([identifier, [2, 3, 4, 5].map(costing)]);
    }
  });

  test('a cost is forgotten when no account has it any more, and not before', async () => {
    const sweepIn = (later: number) => withRooms(postern, { later }, (rooms) => rooms.sweep());
    for (const name of ['cheaper', 'written']) {
      await signIn(`${name}@example.com`, password);
    }
    // A sign-up that waits to be confirmed may have a hash of that cost still.
    await sweepIn(day);
    expect(await costOfTry('nobody@example.com')).toEqual([2, 3, 4, 5].map(costing));
    // A node that is about to make such hashes says so.
    await withRooms(postern, { iterations: 4, later: 2 * day }, (rooms) => rooms.passwords.hash('of a sign-up'));
    await sweepIn(3 * day);
    for (const identifier of everybody) {
      expect([identifier, await costOfTry(identifier)]).toEqual([identifier, [3, 4, 5].map(costing)]);
    }
  });
});
