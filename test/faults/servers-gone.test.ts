import { describe, expect, test } from '@jest/globals';
import { addApp, post } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { availableProfiles } from '../support/postern.ts';
import type { Proxy } from '../support/servers/index.ts';
import { given, onNodes } from '../support/suite.ts';
import { strikeAtEveryPoint } from './every-point.ts';
import { setStage } from './stage.ts';

const there = availableProfiles().includes('mongodb+redis');

(there ? describe : describe.skip)('a database is away for a while', () => {
  const nodes = onNodes('mongodb+redis', { proxied: true });
  const stage = given(() => setStage(nodes));

  const proxyOf = (database: 'mongodb' | 'redis'): Proxy => {
    const { proxies } = nodes.stores;
    if (!proxies) throw new Error('there are no proxies');
    return proxies[database];
  };

  test.each([
    ['MongoDB is gone', 'mongodb', 'cut'],
    ['MongoDB does what it is told, and its answers are lost', 'mongodb', 'loseAnswers'],
    ['Redis is gone', 'redis', 'cut'],
    ['Redis does what it is told, and its answers are lost', 'redis', 'loseAnswers'],
  ] as const)(
    '%s in the middle of everything: nothing is answered that did not happen, and all goes on',
    async (name, database, how) => {
      const proxy = proxyOf(database);
      await strikeAtEveryPoint(stage, { name, strike: () => proxy[how](), heal: () => proxy.mend() });
    },
    180_000,
  );

  test.each(['cut', 'loseAnswers'] as const)(
    'the record says of no token that it was issued, which was not (%s)',
    async (how) => {
      const machine = await addApp(nodes, { kind: 'machine' });
      const grant = () => post(nodes, '/token', { grant_type: 'client_credentials' }, machine.headers);
      expect((await grant()).status).toBe(200);
      const proxy = proxyOf('redis');
      proxy[how]();
      expect((await grant()).status).toBe(503);
      proxy.mend();
      await eventually(async () => expect((await grant()).status).toBe(200));
      const given = (await nodes.rooms.audit.search({ kind: 'token.issued', client: machine.id, limit: 10 })).events;
      expect(given).toHaveLength(2);
    },
  );
});
