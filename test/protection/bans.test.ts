import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refused } from '../../src/errors.ts';
import { parseNetwork } from '../../src/protection/bans/index.ts';
import { networksByAddress } from '../../src/whereabouts/index.ts';
import { terminal } from '../support/command.ts';
import { eventually } from '../support/eventually.ts';
import { from, room } from './room.ts';

test.each([
  ['203.0.113.7', '203.0.113.7/32'],
  [' 203.0.113.7/24 ', '203.0.113.0/24'],
  ['2001:DB8::7/32', '2001:db8::/32'],
  ['2001:db8:0:0:0:0:0:7', '2001:db8::7/128'],
  ['::ffff:203.0.113.7', '203.0.113.7/32'],
  ['::ffff:203.0.113.7/120', '203.0.113.0/24'],
])('%s is the network %s', (typed, network) => {
  expect(parseNetwork(typed)).toBe(network);
});

test.each([
  ['example.com'],
  [''],
  ['203.0.113'],
  ['0313.0.113.7'],
  ['203.0.113.7/33'],
  ['203.0.113.7/-1'],
  ['203.0.113.7/x'],
  ['203.0.113.7/24/8'],
  ['203.0.113.256'],
  ['fe80::1%eth0'],
  ['0.0.0.0/0'],
  ['64.0.0.0/7'],
  ['2000::/3'],
  ['127.0.0.1'],
  ['::1'],
])('%j is no network that can be banned', (typed) => {
  expect(() => parseNetwork(typed)).toThrow(Refused);
});

test('an address is found in exactly the networks that it is in', () => {
  const address = fc.oneof(fc.ipV4(), fc.ipV6());
  const network = fc.tuple(address, fc.integer({ min: 16, max: 128 })).map(([typed, bits]) => {
    const parsed = ipaddr.process(typed);
    const prefix = parsed.kind() === 'ipv4' ? (bits % 17) + 16 : bits;
    return { typed: `${parsed.toString()}/${prefix}`, range: [parsed, prefix] as const };
  });
  fc.assert(
    fc.property(fc.array(network, { maxLength: 20 }), fc.array(address, { maxLength: 5 }), (networks, others) => {
      const fit = networks.flatMap((each) => {
        try {
          return [{ ...each, id: parseNetwork(each.typed) }];
        } catch {
          return [];
        }
      });
      const find = networksByAddress(fit.map(({ id }) => [id, id]));
      for (const one of [...others, ...fit.map(({ range: [parsed] }) => parsed.toString())]) {
        const parsed = ipaddr.process(one);
        const expected = fit.filter(
          ({ range: [base, prefix] }) => base.kind() === parsed.kind() && parsed.match(base as never, prefix),
        );
        expect(new Set(find(one))).toEqual(new Set(expected.map(({ id }) => id)));
      }
    }),
  );
});

describe('on two nodes', () => {
  test('a ban is known everywhere when it is answered, ends by itself, and is lifted', async () => {
    await using here = await room();
    const [one, other] = [here.node().bans, here.node().bans];
    expect(await other.find('203.0.113.7')).toBeUndefined();
    await one.add({ network: '203.0.113.0/24', reason: 'floods us', lasts: 3600 });
    expect(await other.find('203.0.113.7')).toMatchObject({ id: '203.0.113.0/24', by: 'admin', reason: 'floods us' });
    expect(await other.find('203.0.114.7')).toBeUndefined();
    here.clock.forward(3600);
    expect(await other.find('203.0.113.7')).toBeUndefined();
    expect(await one.list({ limit: 10 })).toEqual({ bans: [] });
    // Banned anew, for ever; then lifted.
    await other.add({ network: '203.0.113.99/24', reason: '' });
    here.clock.forward(400 * 24 * 3600);
    expect(await one.find('203.0.113.7')).toBeDefined();
    expect(await one.remove('203.0.113.0/24')).toBe('203.0.113.0/24');
    expect(await other.find('203.0.113.7')).toBeUndefined();
    await expect(one.remove('203.0.113.0/24')).rejects.toMatchObject({ code: 'not_found' });
    await eventually(() =>
      expect(here.events.map(({ kind }) => kind)).toEqual(['ban.added', 'ban.added', 'ban.removed']),
    );
    here.clock.forward(3600);
    expect(await one.sweep()).toBe(1);
  });

  test('while the store is down, what is known stays in force', async () => {
    await using here = await room();
    const { bans } = here.node();
    await bans.add({ network: '203.0.113.7', reason: '' });
    expect(await bans.find('203.0.113.7')).toBeDefined();
    const unaware = here.node().bans;
    await here.store.close();
    await eventually(async () => expect(await bans.find('203.0.113.7')).toBeDefined());
    await expect(unaware.find('203.0.113.7')).rejects.toThrow();
  });
});

describe('by rule', () => {
  const fail = async (
    protection: ReturnType<Awaited<ReturnType<typeof room>>['node']>,
    account: string,
    password: string,
    address: string,
    device?: string,
  ): Promise<void> => {
    const tried = { kind: 'password', account, ...from(address), ...(device !== undefined && { device }) } as const;
    const attempt = await protection.attempt(tried);
    if (attempt.outcome === 'allowed') await attempt.failed(password);
  };
  const isBanned = async (here: Awaited<ReturnType<typeof room>>, address: string): Promise<boolean> =>
    (await here.node().bans.find(address)) !== undefined;

  test('stolen passwords tried on many accounts from one network', async () => {
    await using here = await room();
    const protection = here.node();
    for (let count = 0; count < 49; count += 1) {
      await fail(protection, `${count}@example.com`, `stolen ${count}`, `203.0.113.${count}`);
      // The same account again is no other account.
      await fail(protection, `${count}@example.com`, `again ${count}`, `203.0.113.${count}`);
    }
    expect(await isBanned(here, '203.0.113.7')).toBe(false);
    await fail(protection, 'one-more@example.com', 'stolen too', '203.0.113.200');
    expect(await isBanned(here, '203.0.113.7')).toBe(true);
    expect(await isBanned(here, '203.0.114.7')).toBe(false);
    expect((await protection.bans.list({ limit: 1 })).bans).toMatchObject([
      { id: '203.0.113.0/24', by: 'rule', reason: 'many_accounts', expiresAt: here.clock.now() + 3600 },
    ]);
    here.clock.forward(3600);
    expect(await isBanned(here, '203.0.113.7')).toBe(false);
  });

  test('one password tried on many accounts from one network', async () => {
    await using here = await room();
    const protection = here.node();
    for (let count = 0; count < 10; count += 1) {
      expect(await isBanned(here, '203.0.113.7')).toBe(false);
      await fail(protection, `${count}@example.com`, 'Summer2026!', '203.0.113.7');
    }
    expect(await isBanned(here, '203.0.113.7')).toBe(true);
  });

  test('nobody is banned for their own computers, within a private network, or where it is switched off', async () => {
    await using here = await room();
    const protection = here.node();
    for (let count = 0; count < 60; count += 1) {
      await fail(protection, `${count}@example.com`, 'mistyped', '203.0.113.7', `device ${count}`);
      await fail(protection, `${count}@example.com`, 'mistyped', `10.0.0.${count}`);
    }
    await using lenient = await room({ banAutomatically: false });
    for (let count = 0; count < 20; count += 1) {
      await fail(lenient.node(), `${count}@example.com`, 'same', '203.0.113.7');
    }
    for (const place of [here, lenient]) expect((await place.node().bans.list({ limit: 10 })).bans).toEqual([]);
  });

  test('what an admin banned stays as the admin said', async () => {
    await using here = await room();
    const protection = here.node();
    await protection.bans.add({ network: '203.0.113.0/24', reason: 'by hand' });
    await protection.bans.addByRule('203.0.113.0/24', 'many_accounts', 60);
    expect((await protection.bans.list({ limit: 10 })).bans).toMatchObject([{ by: 'admin', reason: 'by hand' }]);
    expect(here.failures).toEqual([]);
  });
});

describe('on the command line', () => {
  let data: string;
  const { postern, json } = terminal(() => data);
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'postern-cli-'));
  });
  afterAll(() => rm(data, { recursive: true }));

  test('a ban is made, listed and lifted', async () => {
    expect((await postern('ban', 'list')).stdout).toBe('Nothing is banned.\n');
    const made = await json('ban', 'add', '203.0.113.7/24', '--reason', 'floods us', '--for', '12h');
    expect(made).toMatchObject({ network: '203.0.113.0/24', by: 'admin', reason: 'floods us' });
    expect(Number(made['expiresAt']) - Number(made['createdAt'])).toBe(12 * 3600);
    expect((await postern('ban', 'add', '2001:db8::/32')).stdout).toBe('2001:db8::/32 is banned.\n');
    expect((await postern('ban', 'list')).stdout).toMatch(/203\.0\.113\.0\/24 +admin .* floods us/);
    expect(await json('ban', 'list')).toHaveLength(2);
    expect(await json('ban', 'remove', '203.0.113.0/24')).toEqual({ network: '203.0.113.0/24', removed: true });
    const again = await postern('ban', 'remove', '203.0.113.0/24');
    expect([again.code, again.stderr]).toEqual([1, '203.0.113.0/24 is not banned\n']);
    expect((await postern('ban', 'add', 'everybody')).code).toBe(1);
    expect((await postern('ban', 'add', '203.0.113.7', '--for', 'long')).code).toBe(1);
  });
});
