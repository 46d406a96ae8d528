import dns, { type LookupAddress } from 'node:dns';
import { createServer, type Server } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { Socket, type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { guardedFetch } from '../../adapters/http/index.ts';

const name = 'keys.evil.example';
/** Somewhere on the internet; nothing is sent there, see `network`. */
const outside: LookupAddress = { address: '8.8.8.8', family: 4 };
const inside: LookupAddress = { address: '127.0.0.1', family: 4 };

/** A service that is nobody's business: it counts who connects. */
let inner: Server;
let connections = 0;
beforeAll(() => {
  inner = createServer((_request, response) => response.end('{"keys":[]}')).listen(0);
  inner.on('connection', () => (connections += 1));
});
afterAll(() => void inner.close());
const url = (): string => `https://${name}:${(inner.address() as AddressInfo).port}/`;

/** What the attacker's name server answers, one after the other; from the last one on it stays. */
let answers: readonly (readonly LookupAddress[])[];
let asked = 0;
const answer = (): LookupAddress[] => [...(answers[Math.min(asked++, answers.length - 1)] ?? [])];

type Callback = (error: Error | null, ...found: unknown[]) => void;
type Lookup = (host: string, options: { all?: boolean }, callback: Callback) => void;

const lookup: Lookup = (_host, options, callback) => {
  const found = answer();
  if (options.all) setImmediate(callback, null, found);
  else setImmediate(callback, null, found[0]?.address, found[0]?.family);
};

/** The network: connects to what is inside, and only says so of what is not. */
function network(this: Socket, ...given: Parameters<Socket['connect']>): Socket {
  const [first] = given.flat() as unknown as [{ lookup?: Lookup }];
  const judged = first.lookup ?? lookup;
  first.lookup = (host, options, callback) =>
    judged(host, options, (error, found, family) => {
      const addresses = Array.isArray(found) ? (found as LookupAddress[]).map(({ address }) => address) : [found];
      if (!error && addresses.includes(outside.address)) callback(new Error('it went outside'));
      else callback(error, found, family);
    });
  return connect.apply(this, given);
}
const { connect } = Socket.prototype;
const real = { lookup: dns.lookup, promised: dns.promises.lookup };

beforeEach(() => {
  [asked, connections] = [0, 0];
  Object.assign(dns, { lookup });
  Object.assign(dns.promises, { lookup: async () => answer()[0] });
  Object.assign(Socket.prototype, { connect: network });
  syncBuiltinESMExports();
});
afterEach(() => {
  Object.assign(dns, { lookup: real.lookup });
  Object.assign(dns.promises, { lookup: real.promised });
  Object.assign(Socket.prototype, { connect });
  syncBuiltinESMExports();
});

test('a name that is public when it is looked at is not private when it is connected to', async () => {
  answers = [[outside], [inside]];
  await expect(guardedFetch(false)(url())).rejects.toThrow('it went outside');
  expect(connections).toBe(0);
});

test('one that was public for a request is judged anew for the next', async () => {
  answers = [[outside], [inside]];
  const fetch = guardedFetch(false);
  await expect(fetch(url())).rejects.toThrow('it went outside');
  await expect(fetch(url())).rejects.toThrow('not allowed');
  await expect(fetch(url())).rejects.toThrow('not allowed');
  expect(connections).toBe(0);
});

test('one with a public address and a private one is not asked at all', async () => {
  for (const both of [
    [outside, inside],
    [inside, outside],
  ]) {
    answers = [both];
    await expect(guardedFetch(false)(url())).rejects.toThrow('not allowed');
  }
  expect(connections).toBe(0);
});
