import { expect, test } from '@jest/globals';
import { from, room } from './room.ts';

const minute = 60;
const hour = 60 * minute;

/** An IPv6 /64 of its own, within one /48. */
const subnet = (nth: number): string => `2001:db8:1:${nth.toString(16)}::1`;
/** A network of its own. */
const network = (nth: number): string => `${1 + (nth % 200)}.${(nth >> 8) & 255}.${nth & 255}.1`;

type Room = Awaited<ReturnType<typeof room>>;
type Node = ReturnType<Room['node']>;

const refusedAt = (node: Node, address: string) =>
  node.audit.newEvent({ kind: 'client.authentication_refused', outcome: 'refused', ...from(address), detail: {} });

/** How many lines of a kind the record has. */
async function kept(node: Node, kind: 'client.authentication_refused' | 'protection.used_up'): Promise<number> {
  let [count, cursor] = [0, undefined as string | undefined];
  do {
    const page = await node.audit.search({ kind, limit: 1000, ...(cursor !== undefined && { cursor }) });
    count += page.events.length;
    cursor = page.cursor;
  } while (cursor !== undefined);
  return count;
}

test.each([
  ['one address', () => '203.0.113.7', 20, 200],
  ['a network, from a new /64 each time', subnet, 100, 1000],
  ['everybody, from a new network each time', network, 1000, 10_000],
] as const)(
  'what clients bring about that prove nothing leaves so many lines of %s',
  async (_, addressOf, inMinute, inHour) => {
    await using here = await room();
    const nodes = [here.node(), here.node()];
    let sent = 0;
    const send = (more: number) =>
      Promise.all(
        Array.from({ length: more }, () => {
          sent += 1;
          const node = nodes[sent % 2]!;
          return node.recordSome(refusedAt(node, addressOf(sent)));
        }),
      );
    const lines = () => kept(nodes[0]!, 'client.authentication_refused');
    await send(inMinute + 50);
    expect(await lines()).toBe(inMinute);
    for (let minutes = 1; minutes < 12; minutes += 1) {
      here.clock.forward(minute);
      await send(inMinute + 10);
    }
    expect(await lines()).toBe(inHour);
    // What is beyond is counted all the same.
    expect(here.events.filter(({ kind }) => kind === 'protection.refused')).toHaveLength(sent - inHour);
    here.clock.forward(hour);
    await send(1);
    expect(await lines()).toBe(inHour + 1);
  },
  60_000,
);

test('what is kept of ids that are made up hides no used-up limit of a client', async () => {
  await using here = await room();
  const node = here.node();
  for (let nth = 0; nth < 30; nth += 1) await node.recordSome(refusedAt(node, '203.0.113.7'));
  for (let guess = 0; guess < 20; guess += 1)
    await node.clientSecrets.verify({ id: 'shop', secrets: [] }, `guess ${guess}`, from('203.0.113.7').origin);
  expect(await kept(node, 'protection.used_up')).toBeGreaterThan(0);
});

test('nor do used-up limits of clients, from any number of addresses', async () => {
  await using here = await room();
  const node = here.node();
  for (let nth = 0; nth < 120; nth += 1) {
    for (let guess = 0; guess < 20; guess += 1)
      await node.clientSecrets.verify({ id: 'shop', secrets: [] }, `guess ${guess}`, from(subnet(nth)).origin);
  }
  // And one that says so, of the network.
  expect(await kept(node, 'protection.used_up')).toBe(101);
});
