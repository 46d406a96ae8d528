import { describe, expect, test } from '@jest/globals';
import { availableProfiles } from '../support/postern.ts';
import { onNodes } from '../support/suite.ts';

const there = availableProfiles().includes('mongodb+redis');

(there ? describe : describe.skip)('a node is told to stop while a database is away', () => {
  const nodes = onNodes('mongodb+redis', { proxied: true });

  test.each([
    ['mongodb', 0],
    ['redis', 1],
  ] as const)('without %s it stops all the same, and its log has what it could not do', async (database, number) => {
    const [node, proxy] = [nodes.nodes[number], nodes.stores.proxies?.[database]];
    if (!node || !proxy) throw new Error('there is no such node or proxy');
    proxy.cut();
    await node.stop();
    proxy.mend();
    expect(node.up).toBe(false);
    const messages = node.log().map(({ message }) => message);
    if (database === 'mongodb') expect(messages).toContain('not stopped cleanly');
  });
});
