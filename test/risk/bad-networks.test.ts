import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, jest, test } from '@jest/globals';
import { openBadNetworks } from '../../src/risk/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'postern-networks-'));
const file = join(folder, 'networks.txt');
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => void jest.restoreAllMocks());

const open = (text: string, warn = (message: string): void => expect(message).toBe('')) => {
  writeFileSync(file, text);
  return openBadNetworks(file, warn);
};

test('addresses on the list are found, with a network that names no single household', async () => {
  const networks = open('# exits\n198.51.100.7   # one\n\n203.0.112.0/20\r\n2001:db8:5::7\n10.0.0.0/8\n224.0.0.0/3\n');
  expect(await networks.find('198.51.100.7')).toBe('198.51.100.0/24');
  expect(await networks.find('198.51.100.8')).toBeUndefined();
  expect(await networks.find('203.0.113.200')).toBe('203.0.112.0/20');
  expect(await networks.find('::ffff:203.0.113.200')).toBe('203.0.112.0/20');
  expect(await networks.find('2001:db8:5::7')).toBe('2001:db8:5::/48');
  // Many lists have those in them: they may be a proxy's.
  for (const ours of ['10.1.2.3', '127.0.0.1', undefined, 'no address']) {
    expect(await networks.find(ours)).toBeUndefined();
  }
});

test('without a list there is nothing bad, and one with a mistake stops the start and names the line', async () => {
  expect(await openBadNetworks(undefined, () => undefined).find('198.51.100.7')).toBeUndefined();
  expect(() => open('198.51.100.7\n198.51.100.0/33\n')).toThrow('networks.txt, line 2');
  expect(() => openBadNetworks(join(folder, 'nowhere'), () => undefined)).toThrow('nowhere');
});

test('a newer list is taken within a minute, and a broken one is not', async () => {
  const warnings: string[] = [];
  const networks = open('198.51.100.7', (message) => warnings.push(message));
  const now = jest.spyOn(performance, 'now');
  const later = (text: string, minutes: number): void => {
    writeFileSync(file, text);
    utimesSync(file, minutes, minutes);
    now.mockReturnValue(performance.timeOrigin + minutes * 60_001);
  };
  later('192.0.2.1', 1);
  expect([await networks.find('198.51.100.7'), await networks.find('192.0.2.1')]).toEqual([undefined, '192.0.2.0/24']);
  later('<html>', 2);
  expect(await networks.find('192.0.2.1')).toBe('192.0.2.0/24');
  expect(warnings).toEqual([expect.stringContaining('line 1')]);
  later('198.51.100.7', 3);
  expect(await networks.find('198.51.100.7')).toBe('198.51.100.0/24');
});
