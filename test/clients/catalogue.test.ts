import { expect, test } from '@jest/globals';
import type { Documents } from '../../adapters/store.ts';
import { clientCollection, presentClient } from '../../src/clients/index.ts';
import { node, orders, phone, room, shop } from './room.ts';

test('a client is found as it was declared, with what follows from its kind', async () => {
  await using house = await room();
  const { client, secret } = await house.clients.add(shop);
  expect(secret).toMatch(/^pcs_[\w-]{43}$/);
  expect(await house.clients.find('shop')).toEqual(client);
  expect(client).toMatchObject({
    authMethod: 'client_secret_basic',
    firstParty: false,
    pairwise: false,
    idTokenSigningAlg: 'ES256',
    refresh: { rotation: 'always', reuseInterval: 30, idle: 30 * 86400, absolute: 365 * 86400, survivesSignOut: false },
    origins: [],
    apis: [],
    createdAt: house.clock.now(),
  });
  expect((await house.clients.add(phone)).secret).toBeUndefined();
  expect(await house.kinds()).toEqual(['client.created', 'client.created']);
});

test('an id is made where none is said, and one id is one client', async () => {
  await using house = await room();
  const { id: _, ...nameless } = shop;
  const [first, second] = await Promise.all([house.clients.add(nameless), house.clients.add(nameless)]);
  expect(first.client.id).not.toBe(second.client.id);

  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => house.clients.add(shop)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await expect(house.clients.add(shop)).rejects.toMatchObject({ code: 'conflict' });
});

test('finding is one look at the version while nothing changes, and gives the same frozen object', async () => {
  const read: string[] = [];
  await using house = await room();
  const counting: Documents = Object.assign(Object.create(house.documents) as Documents, {
    get: (collection: { name: string }, id: string) => {
      read.push(collection.name);
      return house.documents.get(collection, id);
    },
  });
  const { clients } = node(counting, house.clock);
  await house.clients.add(shop);
  await house.clients.add({ ...shop, id: 'other' });

  const first = await clients.find('shop');
  read.length = 0;
  await new Promise(setImmediate);
  expect(await clients.find('shop')).toBe(first);
  expect(await clients.find('shop')).toBe(first);
  expect(read).toEqual(['versions']);
  expect(Object.isFrozen(first?.refresh)).toBe(true);

  await house.clients.update('other', { name: 'Another' });
  expect(await clients.find('shop')).toBe(first);
  await house.clients.update('shop', { name: 'The Shop' });
  expect(await clients.find('shop')).toMatchObject({ name: 'The Shop' });
});

test.each([0, 50])('after an answered change no node goes by the old client (staleness %d ms)', async (staleness) => {
  await using house = await room({ staleness });
  const { documents, clock } = house;
  const others = [node(documents, clock, { staleness }), node(documents, clock, { staleness })];
  await house.clients.add(shop);
  let stop = false;
  const readers = others.map(async ({ clients }) => {
    while (!stop) {
      await clients.find('shop');
      await new Promise(setImmediate);
    }
  });

  const seen = (what: (client: Awaited<ReturnType<typeof house.clients.find>>) => unknown) =>
    Promise.all(others.map(async ({ clients }) => what(await clients.find('shop'))));
  await house.clients.update('shop', { name: 'Closed' });
  expect(await seen((client) => client?.name)).toEqual(['Closed', 'Closed']);
  await house.clients.update('shop', { disabled: true });
  expect(await seen((client) => client)).toEqual([undefined, undefined]);
  await house.clients.update('shop', { disabled: null });
  expect(await seen((client) => client?.id)).toEqual(['shop', 'shop']);
  await house.clients.remove('shop');
  expect(await seen((client) => client)).toEqual([undefined, undefined]);
  stop = true;
  await Promise.all(readers);
});

test('requests of the same moment share one read of the version', async () => {
  await using house = await room();
  await house.clients.add(shop);
  let reads = 0;
  const counting: Documents = Object.assign(Object.create(house.documents) as Documents, {
    get: (collection: { name: string }, id: string) => {
      if (collection.name === 'versions') reads++;
      return house.documents.get(collection, id);
    },
  });
  const { clients } = node(counting, house.clock, { staleness: 60_000 });
  await Promise.all(Array.from({ length: 100 }, () => clients.find('shop')));
  expect(reads).toBe(1);
});

test('a store that does not answer is told as such, and nobody is found instead', async () => {
  await using house = await room();
  await house.clients.add(shop);
  let away = false;
  const flaky: Documents = Object.assign(Object.create(house.documents) as Documents, {
    get: (...call: Parameters<Documents['get']>) =>
      away ? Promise.reject(new Error('away')) : house.documents.get(...call),
  });
  for (const staleness of [0, 20]) {
    const { clients } = node(flaky, house.clock, { staleness });
    away = false;
    expect(await clients.find('shop')).toBeDefined();
    away = true;
    // A shared answer may serve for a moment longer: then the store is asked again.
    const failure = async (): Promise<unknown> => {
      await new Promise(setImmediate);
      return clients.find('shop').then(failure, (error: unknown) => error);
    };
    expect(await failure()).toMatchObject({ message: 'away' });
    away = false;
    expect(await clients.find('shop')).toBeDefined();
  }
});

test.each(['update', 'remove'] as const)('%s that is sent again after a failure is told to every node', async (how) => {
  await using house = await room();
  await house.clients.add(shop);
  let fails = true;
  const failing = new Proxy(house.documents, {
    get:
      (target, method: keyof Documents) =>
      async (collection: { name: string }, ...rest: unknown[]) => {
        if (fails && method === 'replace' && collection.name === 'versions') throw new Error('away');
        return Reflect.apply(target[method], target, [collection, ...rest]) as unknown;
      },
  });
  const { clients } = node(failing, house.clock);
  const change = () => (how === 'update' ? clients.update('shop', { disabled: true }) : clients.remove('shop'));
  expect(await house.clients.find('shop')).toBeDefined();
  await expect(change()).rejects.toThrow('away');
  fails = false;
  await change().catch((error: unknown) => expect(error).toMatchObject({ code: 'not_found' }));
  expect(await house.clients.find('shop')).toBeUndefined();
});

test('a client made anew under an old id is younger than anything that the old one got', async () => {
  await using house = await room();
  const { client: old } = await house.clients.add(shop);
  const cached = await house.clients.find('shop');
  await house.clients.remove('shop');
  await expect(house.clients.remove('shop')).rejects.toMatchObject({ code: 'not_found' });
  await expect(house.clients.show('shop')).rejects.toMatchObject({ code: 'not_found' });
  expect(await house.clients.list({ limit: 10 })).toEqual([]);

  const { client, secret } = await house.clients.add({ ...shop, name: 'Other shop' });
  expect(client.createdAt).toBeGreaterThan(house.clock.now());
  expect(client.createdAt).toBeGreaterThan(old.createdAt);
  expect(await house.clients.find('shop')).not.toBe(cached);
  expect(house.clients.verifySecret(client, String(secret))).toBe(true);
  expect(await house.kinds()).toEqual(['client.created', 'client.removed', 'client.created']);
});

test('what is left of a removed client goes after a day, and its id may be used again', async () => {
  await using house = await room();
  await house.clients.add(shop);
  const cached = await house.clients.find('shop');
  await house.clients.remove('shop');
  await house.audit.idle();
  expect((await house.documents.get(clientCollection, 'shop'))?.secrets).toEqual([]);
  house.clock.forward(86399);
  expect(await house.clients.sweep(house.clock.now())).toBe(0);
  house.clock.forward(1);
  expect(await house.clients.sweep(house.clock.now())).toBe(1);
  expect(await house.documents.get(clientCollection, 'shop')).toBeUndefined();

  await house.clients.add({ ...shop, name: 'Other shop' });
  expect(await house.clients.find('shop')).not.toBe(cached);
  expect(await house.clients.find('shop')).toMatchObject({ name: 'Other shop' });
});

test('a change is a merge patch: lists are replaced, null goes back to the default, the kind stays', async () => {
  await using house = await room();
  await house.clients.add({ ...shop, firstParty: true, refresh: { idle: '2d', absolute: '10d' } });
  const { client } = await house.clients.update('shop', {
    redirectUris: ['https://shop.example/back'],
    firstParty: null,
    refresh: { idle: '1d' },
  });
  expect(client).toMatchObject({
    redirectUris: ['https://shop.example/back'],
    firstParty: false,
    refresh: { idle: 86400, absolute: 10 * 86400 },
  });
  for (const patch of [{ kind: 'spa', redirectUris: [] }, { kind: 'machine' }, { id: 'other' }, { name: '' }]) {
    await expect(house.clients.update('shop', patch)).rejects.toMatchObject({ code: 'invalid_request' });
  }
  await expect(house.clients.update('nobody', {})).rejects.toMatchObject({ code: 'not_found' });
  await house.clients.update('shop', { name: 'Shop' });
  expect(await house.kinds()).toEqual(['client.created', 'client.changed']);
});

test('parallel changes of one client are all there afterwards', async () => {
  await using house = await room();
  await house.clients.add(shop);
  const patches = [{ name: 'New' }, { firstParty: true }, { homepage: 'https://shop.example/' }, { pairwise: true }];
  await Promise.all(patches.map((patch) => house.clients.update('shop', patch)));
  for (const patch of patches) expect(await house.clients.find('shop')).toMatchObject(patch);
});

test('listing goes page by page over every client that is there', async () => {
  await using house = await room();
  for (const id of ['a', 'b', 'c', 'd', 'e']) await house.clients.add({ ...phone, id });
  await house.clients.remove('b');
  const first = await house.clients.list({ limit: 2 });
  expect(first.map(({ id }) => id)).toEqual(['a', 'c']);
  expect((await house.clients.list({ limit: 2, after: 'c' })).map(({ id }) => id)).toEqual(['d', 'e']);
});

test('an API is found, changed and removed like a client, and a client names only APIs that are there', async () => {
  await using house = await room();
  const machine = { name: 'Robot', kind: 'machine', apis: [orders.id] };
  await expect(house.clients.add(machine)).rejects.toThrow(/no API https:\/\/orders\.example\//);
  await house.clients.apis.add(orders);
  await expect(house.clients.apis.add(orders)).rejects.toMatchObject({ code: 'conflict' });
  expect(await house.clients.findApi(orders.id)).toMatchObject({ tokenFormat: 'opaque', accessTokenLifetime: 600 });
  expect((await house.clients.add(machine)).client.defaultApi).toBe(orders.id);

  await house.clients.apis.update(orders.id, { tokenFormat: 'jwt' });
  expect(await house.clients.findApi(orders.id)).toMatchObject({
    tokenFormat: 'jwt',
    accessTokenLifetime: 300,
    signingAlg: 'ES256',
  });
  await house.clients.apis.remove(orders.id);
  expect(await house.clients.findApi(orders.id)).toBeUndefined();
  expect(await house.kinds()).toEqual(['api.created', 'client.created', 'api.changed', 'api.removed']);
});

test('nothing that is shown of a client holds its secret or the hash of it', async () => {
  await using house = await room();
  const { client, secret } = await house.clients.add(shop);
  const shown = JSON.stringify(presentClient(client, house.clock.now()));
  const [{ hash } = { hash: '' }] = client.secrets;
  expect(hash).toHaveLength(43);
  expect(shown).not.toContain(hash);
  expect(shown).not.toContain(secret);
  const stored = JSON.stringify(await house.documents.get(clientCollection, 'shop'));
  expect(stored).toContain(hash);
  expect(stored).not.toContain(secret);
});
