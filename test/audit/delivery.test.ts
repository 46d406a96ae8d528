import { expect, test } from '@jest/globals';
import { StoreUnavailable, change, type Collection, type Document, type Documents } from '../../adapters/store.ts';
import { auditCollection, createAudit, type Event, type Owing } from '../../src/audit/index.ts';
import { eventually } from '../support/eventually.ts';
import { temporaryStore } from '../support/store.ts';

interface Lamp extends Document, Owing {
  readonly lit: boolean;
}

const lamps: Collection<Lamp> = { name: 'lamps', due: ['owedSince'] };

async function house(wrap: (documents: Documents) => Documents = (documents) => documents) {
  const { store, clock, remove } = await temporaryStore([auditCollection, lamps]);
  const stored = store.documents;
  const reported: unknown[] = [];
  const audit = createAudit({ documents: wrap(stored), clock, report: (...told) => reported.push(told) });
  audit.register(lamps);
  const light = async (id: string): Promise<Lamp> => {
    const event = audit.newEvent({ kind: 'account.disabled', outcome: 'done', account: id });
    return stored.insert(lamps, audit.owing({ id, lit: true }, [event]));
  };
  const entries = () => stored.find(auditCollection, undefined, { limit: 1000 });
  return { audit, clock, stored, reported, light, entries, [Symbol.asyncDispose]: remove };
}

/** Documents of which some calls fail, as when the process is killed or the store goes away. */
const failing = (fails: (method: string, collection: string, of: unknown) => boolean) => (documents: Documents) =>
  new Proxy(documents, {
    get:
      (target, method: keyof Documents) =>
      async (collection: { name: string }, ...rest: unknown[]) => {
        if (fails(method, collection.name, rest[0])) throw new StoreUnavailable('gone');
        return Reflect.apply(target[method], target, [collection, ...rest]) as unknown;
      },
  });

test('an owed event is copied to the record, told, and no longer owed', async () => {
  await using rooms = await house();
  const { audit, stored, light, entries } = rooms;
  const heard: Event[] = [];
  audit.listen((event) => void heard.push(event));

  const lamp = await light('a');
  await audit.deliver(lamps, lamp);

  expect(await entries()).toEqual([expect.objectContaining({ kind: 'account.disabled', account: 'a' })]);
  expect(heard.map(({ id }) => id)).toEqual(lamp.owed?.map(({ id }) => id));
  expect(await stored.get(lamps, 'a')).toEqual({ id: 'a', lit: true, revision: 2 });
});

test.each([
  ['before the copy', (method: string, name: string) => method === 'insert' && name === 'audit'],
  ['between copy and clear', (method: string, name: string) => method === 'replace' && name === 'lamps'],
])('a crash %s leaves exactly one copy after the sweep', async (_, isCut) => {
  let broken = true;
  await using rooms = await house(failing((method, collection) => broken && isCut(method, collection)));
  const { audit, clock, stored, light, entries } = rooms;

  await expect(audit.deliver(lamps, await light('a'))).rejects.toThrow(StoreUnavailable);
  expect((await stored.get(lamps, 'a'))?.owed).toHaveLength(1);

  broken = false;
  clock.forward(4);
  expect(await audit.sweep(clock.now())).toBe(0);
  clock.forward(1);
  await audit.sweep(clock.now());

  expect(await entries()).toHaveLength(1);
  expect(await stored.get(lamps, 'a')).toEqual({ id: 'a', lit: true, revision: 2 });
});

test('parallel deliveries leave one copy of each event, also while more is owed', async () => {
  await using rooms = await house();
  const { audit, clock, stored, light, entries } = rooms;
  const lamp = await light('a');
  const more = () =>
    change(stored, lamps, 'a', (current) =>
      audit.owing(current, [audit.newEvent({ kind: 'account.enabled', outcome: 'done', account: 'a' })]),
    );

  const deliveries = Array.from({ length: 20 }, () => audit.deliver(lamps, lamp));
  await Promise.all([...deliveries, more(), more()]);
  expect((await stored.get(lamps, 'a'))?.owed).toHaveLength(2);

  clock.forward(60);
  await Promise.all([audit.sweep(clock.now()), audit.sweep(clock.now())]);
  expect((await entries()).map(({ kind }) => kind).sort()).toEqual([
    'account.disabled',
    'account.enabled',
    'account.enabled',
  ]);
  expect((await stored.get(lamps, 'a'))?.owed).toBeUndefined();
});

test('an event that a listener did not take is told again, and does not hold up the others', async () => {
  await using rooms = await house();
  const { audit, clock, stored, reported, light, entries } = rooms;
  let refuse = true;
  const heard: string[] = [];
  audit.listen(({ account = '' }) => {
    if (refuse && account === 'a') throw new Error('the mail server is away');
    heard.push(account);
  });

  audit.deliverSoon(lamps, await light('a'));
  audit.deliverSoon(lamps, await light('b'));
  await audit.idle();
  expect(heard).toEqual(['b']);
  expect(reported).toEqual([[new Error('the mail server is away'), { event: 'account.disabled' }]]);
  expect((await stored.get(lamps, 'a'))?.owed).toHaveLength(1);

  refuse = false;
  clock.forward(5);
  await audit.sweep(clock.now());
  expect(heard).toEqual(['b', 'a']);
  expect(await entries()).toHaveLength(2);
  expect((await stored.get(lamps, 'a'))?.owed).toBeUndefined();
});

test('who counts events hears of each once, however often it is told and delivered', async () => {
  await using rooms = await house();
  const { audit, clock, stored, light } = rooms;
  let refusals = 3;
  audit.listen(({ account = '' }) => {
    if (account === 'a' && refusals-- > 0) throw new Error('the mail server is away');
  });
  const counted: string[] = [];
  audit.count(({ account = '' }) => void counted.push(account));

  const [a, b] = [await light('a'), await light('b')];
  await Promise.all([audit.deliver(lamps, a), ...Array.from({ length: 10 }, () => audit.deliver(lamps, b))]);
  clock.forward(5);
  await Promise.all([audit.sweep(clock.now()), audit.sweep(clock.now())]);
  for (let sweeps = 0; sweeps < 3; sweeps += 1) {
    clock.forward(6);
    await audit.sweep(clock.now());
  }
  expect((await stored.get(lamps, 'a'))?.owed).toBeUndefined();
  await audit.record(audit.newEvent({ kind: 'account.enabled', outcome: 'done', account: 'c' }));
  expect(counted.sort()).toEqual(['a', 'b', 'c']);
});

test('a delivery that nobody waits for reports its failure and stays owed', async () => {
  await using rooms = await house(failing((method) => method === 'insert'));
  const { audit, stored, reported, light } = rooms;
  audit.deliverSoon(lamps, await light('a'));
  await audit.idle();
  expect(reported).toEqual([[expect.any(StoreUnavailable), { collection: lamps.name }]]);
  expect((await stored.get(lamps, 'a'))?.owed).toHaveLength(1);
});

test('however much is owed at once, what nobody waits for is delivered a part at a time, and all of it', async () => {
  await using rooms = await house();
  const { audit, stored, light, entries } = rooms;
  let told = 0;
  let together = 0;
  let most = 0;
  audit.listen(async () => {
    told += 1;
    together += 1;
    most = Math.max(most, together);
    await new Promise((resolve) => setImmediate(resolve));
    together -= 1;
  });
  const names = Array.from({ length: 350 }, (_, index) => `lamp ${index}`);
  for (const lamp of await Promise.all(names.map(light))) audit.deliverSoon(lamps, lamp);
  await audit.idle();
  expect(most).toBeLessThanOrEqual(100);
  expect(told).toBe(350);
  expect(await entries()).toHaveLength(350);
  expect(await stored.due(lamps, 'owedSince', Infinity, 1000)).toEqual([]);
});

test('what the sweeper delivered while it waited for its turn is not told again, and the rest is', async () => {
  await using rooms = await house();
  const { audit, clock, stored, light } = rooms;
  const gate = Promise.withResolvers<undefined>();
  const heard: string[] = [];
  let swept = false;
  audit.listen(async ({ account = '' }) => {
    heard.push(account);
    if (!swept && account.startsWith('first')) await gate.promise;
  });
  const first = await Promise.all(Array.from({ length: 100 }, (_, index) => light(`first ${index}`)));
  for (const lamp of first) audit.deliverSoon(lamps, lamp);
  await eventually(() => expect(heard).toHaveLength(100));
  audit.deliverSoon(lamps, await light('waits'));
  swept = true;
  clock.forward(5);
  await audit.sweep(clock.now());
  audit.deliverSoon(lamps, await light('later'));
  gate.resolve(undefined);
  await audit.idle();
  expect(heard.filter((account) => !account.startsWith('first'))).toEqual(['waits', 'later']);
  expect(await stored.due(lamps, 'owedSince', Infinity, 1000)).toEqual([]);
});

test('a collection that could lose what it owes, or hide it from the sweeper, is not accepted', async () => {
  await using rooms = await house();
  const { audit } = rooms;
  expect(() => audit.register({ ...lamps, durability: 'recent' })).toThrow(/settled/);
  expect(() => audit.register({ name: 'lamps' })).toThrow(/owedSince/);
});

test('what cannot be delivered holds up nothing that is owed after it, however much it is', async () => {
  await using rooms = await house(
    failing((method, _, of) => method === 'insert' && JSON.stringify(of).includes('stuck')),
  );
  const { audit, clock, stored, light, entries } = rooms;
  await Promise.all(Array.from({ length: 250 }, (_, index) => light(`stuck-${index}`)));
  await light('x');
  clock.forward(5);
  await light('y');
  clock.forward(5);
  expect(await audit.sweep(clock.now())).toBe(2);
  expect((await entries()).map(({ account }) => account)).toEqual(['x', 'y']);
  expect(await stored.due(lamps, 'owedSince', Infinity, 1000)).toHaveLength(250);
});

test('a sweep finishes however many a crash left', async () => {
  await using rooms = await house();
  const { audit, clock, light, entries } = rooms;
  await Promise.all(Array.from({ length: 450 }, (_, index) => light(`lamp-${index}`)));
  clock.forward(5);
  expect(await audit.sweep(clock.now())).toBe(450);
  expect(await entries()).toHaveLength(450);
});
