import { describe, test } from '@jest/globals';
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
});
