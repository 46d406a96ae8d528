import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { openStore } from '../../adapters/open.ts';
import { StoreUnavailable, type Store } from '../../adapters/store.ts';
import { eventually } from '../support/eventually.ts';
import { proxyTo, type Proxy } from '../support/servers/index.ts';
import { collections, people, visits } from './collections.ts';
import { describeWithServers, serversSubject } from './subject.ts';

describeWithServers('MongoDB and Redis, failing', await serversSubject(), (subject) => {
  const { location } = subject;
  if (location.kind !== 'mongodb+redis') throw new TypeError('not servers');
  const options = { collections, migrations: [], now: () => Math.floor(Date.now() / 1000), warn: () => undefined };
  /** A store over a bad way, and one over a good way to see what really happened. */
  let store: Store;
  let truth: Store;
  let proxies: { readonly mongodb: Proxy; readonly redis: Proxy };
  let key: string;

  beforeAll(async () => {
    truth = await subject.open();
    proxies = { mongodb: await proxyTo(location.mongodbUrl), redis: await proxyTo(location.redisUrl) };
    const [mongodbUrl, redisUrl] = [proxies.mongodb.url, proxies.redis.url];
    store = await openStore({ kind: 'mongodb+redis', mongodbUrl, redisUrl }, options);
  });
  afterAll(async () => {
    await store.close();
    await truth.close();
    await Promise.all([proxies.mongodb.stop(), proxies.redis.stop()]);
    await subject.remove();
  });
  beforeEach(() => {
    key = randomUUID();
  });
  afterEach(async () => {
    proxies.mongodb.mend();
    proxies.redis.mend();
    await eventually(() => store.check());
  }, 30_000);

  const expectUnavailable = (outcome: Promise<unknown>) => expect(outcome).rejects.toThrow(StoreUnavailable);

  test.each([people, visits])(
    '$name: an insert whose answer was lost is neither done nor a duplicate',
    async (collection) => {
      proxies.mongodb.loseAnswers();
      await expectUnavailable(store.documents.insert(collection, { id: key, email: key }));
      expect(await truth.documents.get(collection, key)).toMatchObject({ revision: 1 });
    },
  );

  test('a duplicate whose answer was lost is not called one', async () => {
    await truth.documents.insert(people, { id: key });
    proxies.mongodb.loseAnswers();
    await expectUnavailable(store.documents.insert(people, { id: key }));
  });

  test('a compare-and-set whose answer was lost is neither won nor lost', async () => {
    const first = await truth.documents.insert(people, { id: key });
    proxies.mongodb.loseAnswers();
    await expectUnavailable(store.documents.replace(people, { ...first, content: 'changed' }));
    expect(await truth.documents.get(people, key)).toMatchObject({ revision: 2, content: 'changed' });
  });

  test('a removal whose answer was lost is neither', async () => {
    const first = await truth.documents.insert(people, { id: key });
    proxies.mongodb.loseAnswers();
    await expectUnavailable(store.documents.remove(people, first));
    expect(await truth.documents.get(people, key)).toBeUndefined();
  });

  test('a take whose answer was lost does not say that there was nothing', async () => {
    await truth.ephemera.put('a', key, 'value', 60);
    proxies.redis.loseAnswers();
    await expectUnavailable(store.ephemera.take('a', key));
    expect(await truth.ephemera.get('a', key)).toBeUndefined();
  });

  test('a put if absent whose answer was lost does not say that there was another', async () => {
    proxies.redis.loseAnswers();
    await expectUnavailable(store.ephemera.putIfAbsent('a', key, 'value', 60));
    expect(await truth.ephemera.get('a', key)).toBe('value');
  });

  test('a counter whose answer was lost counted once', async () => {
    proxies.redis.loseAnswers();
    await expectUnavailable(store.ephemera.increment('a', key, 60));
    expect(await truth.ephemera.get('a', key)).toBe('1');
  });

  test('servers that stop answering are given up, and used again when they do', async () => {
    await store.ephemera.put('a', key, 'value', 60);
    const { id } = await store.documents.insert(people, { id: key });
    proxies.mongodb.holdAnswers();
    proxies.redis.holdAnswers();
    await Promise.all([
      expectUnavailable(store.ephemera.get('a', key)),
      expectUnavailable(store.documents.get(people, id)),
      expectUnavailable(store.check()),
      expectUnavailable(store.ephemeraRun()),
    ]);
    proxies.mongodb.mend();
    proxies.redis.mend();
    await eventually(async () => expect(await store.ephemera.get('a', key)).toBe('value'));
    await eventually(async () => expect(await store.documents.get(people, id)).toMatchObject({ id }));
    expect(store.queued()).toBe(0);
  }, 60_000);

  test('a closed store is unavailable', async () => {
    const closed = await subject.open();
    await closed.close();
    await expectUnavailable(closed.documents.get(people, key));
    await expectUnavailable(closed.documents.insert(people, { id: key }));
    await expectUnavailable(closed.ephemera.get('a', key));
  });

  test('nobody there is said at once', async () => {
    const nowhere = 'mongodb://127.0.0.1:9/postern';
    await expectUnavailable(openStore({ ...location, mongodbUrl: nowhere }, options));
    await expectUnavailable(openStore({ ...location, redisUrl: 'redis://127.0.0.1:9' }, options));
  });
});
