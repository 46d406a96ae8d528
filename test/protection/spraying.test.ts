import { describe, expect, test } from '@jest/globals';
import { from, room } from './room.ts';

type Room = Awaited<ReturnType<typeof room>>;
type Node = ReturnType<Room['node']>;

async function fail({ attempt }: Node, account: string, password: string, address: string, device?: string) {
  const tried = { kind: 'password', account, ...from(address), ...(device !== undefined && { device }) } as const;
  const made = await attempt(tried);
  if (made.outcome === 'allowed') await made.failed(password);
}

/** Tries a password on so many accounts, each from a network of its own. */
async function spray(node: Node, accounts: number, password: string, first = 0): Promise<void> {
  for (let nth = first; nth < first + accounts; nth += 1) {
    await fail(node, `${nth}@example.com`, password, `198.18.${nth}.7`);
  }
}

const told = ({ events }: Room) => events.filter(({ kind }) => kind === 'protection.sprayed');
const bansIn = async (node: Node) => (await node.bans.list({ limit: 100 })).bans.map(({ id, reason }) => [id, reason]);

describe('one password on many accounts from many networks', () => {
  test('is told once an hour, with a count and nothing else', async () => {
    await using here = await room();
    const node = here.node();
    await spray(node, 49, 'Summer2026!');
    // The same account elsewhere, another password, a browser that its account knows: none of these is one more.
    await fail(node, '3@example.com', 'Summer2026!', '198.19.1.7');
    await spray(node, 49, 'Winter2026!');
    await fail(node, 'at-home@example.com', 'Summer2026!', '198.19.2.7', 'device');
    expect(told(here)).toEqual([]);
    await spray(node, 30, 'Summer2026!', 49);
    expect(told(here)).toMatchObject([{ outcome: 'refused', detail: { accounts: 50, seconds: 3600 } }]);
    expect(told(here)[0]).not.toHaveProperty('origin');
    expect(told(here)[0]).not.toHaveProperty('account');
    expect(await bansIn(node)).toEqual([]);
    here.clock.forward(3600);
    await spray(node, 49, 'Summer2026!');
    expect(told(here)).toHaveLength(1);
    await spray(node, 1, 'Summer2026!', 49);
    expect(told(here)).toHaveLength(2);
  });

  test('of two nodes at once one tells', async () => {
    await using here = await room();
    const nodes = [here.node(), here.node()] as const;
    await Promise.all(
      Array.from({ length: 90 }, (_, nth) => fail(nodes[nth % 2]!, `${nth}@example.com`, 'same', `198.18.${nth}.7`)),
    );
    expect(told(here)).toHaveLength(1);
  });

  test('a network that takes part with several accounts is banned, and one that does with few is not', async () => {
    await using here = await room();
    const node = here.node();
    await spray(node, 50, 'Summer2026!');
    for (let nth = 0; nth < 5; nth += 1) {
      expect(await bansIn(node)).toEqual([]);
      await fail(node, `there-${nth}@example.com`, 'Summer2026!', `203.0.113.${nth}`);
    }
    expect(await bansIn(node)).toEqual([['203.0.113.0/24', 'sprayed_password']]);
  });

  test('nobody is banned for a password that others spray, and that they mistype themselves', async () => {
    await using here = await room();
    const node = here.node();
    await spray(node, 80, '12345678');
    for (let nth = 0; nth < 20; nth += 1) {
      for (const typed of ['ann@example.com', 'ann@example.org', 'anne@example.com']) {
        await fail(node, typed, '12345678', '203.0.113.7');
      }
    }
    // A neighbour with the same idea, and five who type something else.
    await fail(node, 'neighbour@example.com', '12345678', '203.0.113.8');
    for (let nth = 0; nth < 5; nth += 1) await fail(node, `${nth}@example.net`, `mine ${nth}`, '203.0.113.9');
    expect(await bansIn(node)).toEqual([]);
  });

  test('it is told, and nobody is banned, where that is switched off', async () => {
    await using here = await room({ banAutomatically: false });
    const node = here.node();
    await spray(node, 50, 'Summer2026!');
    for (let nth = 0; nth < 20; nth += 1) await fail(node, `x${nth}@example.com`, 'Summer2026!', '203.0.113.7');
    expect(told(here)).toHaveLength(1);
    expect(await bansIn(node)).toEqual([]);
  });

  test('what was counted is over after an hour', async () => {
    await using here = await room();
    await spray(here.node(), 3, 'Summer2026!');
    here.clock.forward(3600);
    await here.store.sweep(here.clock.now());
    await spray(here.node(), 49, 'Summer2026!', 3);
    expect(told(here)).toEqual([]);
  });
});
