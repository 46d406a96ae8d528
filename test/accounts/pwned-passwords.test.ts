import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { guardedFetch } from '../../adapters/http/index.ts';
import { pwnedPasswords } from '../../src/accounts/index.ts';
import { createMetrics } from '../../src/telemetry/index.ts';
import { pwnedService, type PwnedService } from '../support/pwned-service.ts';

let service: PwnedService;
beforeAll(async () => {
  service = await pwnedService(['known from a breach'], ['only padding']);
});
beforeEach(() => service.answer(undefined));
afterAll(() => service.stop());

function asking({ url = service.url, loopback = true } = {}) {
  const metrics = createMetrics();
  const failures: string[] = [];
  const isBreached = pwnedPasswords({
    fetch: guardedFetch(loopback),
    url,
    asked: (outcome) => metrics.breachCheck(outcome),
    failed: (error) => void failures.push(String(error)),
  });
  const counted = async () => (await metrics.read()).text.match(/^postern_breach_checks_total\{.*$/gm);
  return { isBreached, failures, counted };
}

test('five digits of a hash leave, with a wish for padding, and nothing else of the password', async () => {
  const { isBreached, failures, counted } = asking();
  expect([await isBreached('known from a breach'), await isBreached('only padding'), await isBreached('mine')]).toEqual(
    [true, false, false],
  );
  expect(service.asked).toHaveLength(3);
  for (const { path, padding, method } of service.asked) {
    expect(path).toMatch(/^\/range\/[0-9A-F]{5}$/);
    expect([padding, method]).toEqual(['true', 'GET']);
  }
  expect(failures).toEqual([]);
  expect(await counted()).toEqual([
    'postern_breach_checks_total{outcome="breached"} 1',
    'postern_breach_checks_total{outcome="clean"} 2',
  ]);
});

test.each([
  ['an error', (response) => void response.writeHead(500).end()],
  ['a redirect', (response) => void response.writeHead(302, { location: service.url }).end()],
  ['no answer', () => undefined],
  ['an answer that stops in the middle', (response) => void response.write('00')],
  [
    'an answer without an end',
    (response) => {
      const more = () => !response.destroyed && response.write('0'.repeat(64 * 1024), more);
      more();
    },
  ],
  ['half an answer', (response) => response.write('00', () => response.destroy())],
] satisfies [string, Parameters<PwnedService['answer']>[0]][])(
  'with %s the password is taken within a moment, which is told once',
  async (_what, how) => {
    service.answer(how);
    const { isBreached, failures, counted } = asking();
    const began = performance.now();
    expect(await isBreached('known from a breach')).toBe(false);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(failures).toHaveLength(1);
    expect(failures[0]).not.toContain('The operation was aborted');
    expect(failures[0]).not.toMatch(/known|[0-9A-F]{35}/);
    expect(await counted()).toEqual(['postern_breach_checks_total{outcome="failed"} 1']);
  },
);

test('in production no private address is asked, and nothing without TLS', async () => {
  const before = service.connections();
  for (const url of [service.url, service.url.replace('http:', 'https:')]) {
    const { isBreached, failures } = asking({ url, loopback: false });
    expect(await isBreached('known from a breach')).toBe(false);
    expect(failures).toHaveLength(1);
  }
  expect(service.connections()).toBe(before);
});
