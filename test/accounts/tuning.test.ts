import { expect, test } from '@jest/globals';
import { leastCost, tune, type PasswordCost } from '../../src/accounts/index.ts';
import { command } from '../support/command.ts';

/** A machine on which a MiB takes so long in one pass, and each hash some time of its own. */
function machine(perMebibyte: number, fixed = 2) {
  const measured: PasswordCost[] = [];
  return {
    measured,
    measure(cost: PasswordCost): Promise<number> {
      measured.push(cost);
      return Promise.resolve(fixed + (cost.memory / 1024) * cost.iterations * perMebibyte);
    },
  };
}

const gibibyte = 1024 * 1024;

test.each([
  ['a fast machine', 0.3],
  ['an ordinary machine', 1],
  ['a slow machine', 3],
])('%s gets as much memory as fits the time', async (_what, speed) => {
  const { cost, took } = await tune({ target: 250, mostMemory: gibibyte, ...machine(speed) });
  expect(cost).toMatchObject({ iterations: 2, parallelism: 1 });
  expect(took).toBeGreaterThan(200);
  expect(took).toBeLessThan(260);
});

test('where there is no more memory, more passes fill the time', async () => {
  const { cost, took } = await tune({ target: 250, mostMemory: 32 * 1024, ...machine(1) });
  expect(cost).toEqual({ memory: 32 * 1024, iterations: 7, parallelism: 1 });
  expect(took).toBeLessThanOrEqual(250);
});

test.each([
  ['on a machine that is slower than wished', 50, gibibyte],
  ['with less memory than the least takes', 0.1, 1024],
])('never less than the least, %s', async (_what, speed, mostMemory) => {
  const place = machine(speed);
  const { cost } = await tune({ target: 30, mostMemory, ...place });
  for (const tried of [cost, ...place.measured]) {
    expect(tried.memory).toBeGreaterThanOrEqual(leastCost.memory);
    expect(tried.iterations).toBeGreaterThanOrEqual(leastCost.iterations);
    expect(tried.parallelism).toBe(1);
  }
});

test('the command says what to set', async () => {
  const { code, stdout } = await command(['tune', '--target', '20', '--memory', '24', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    target: 20,
    took: expect.any(Number),
    settings: {
      'passwords.memory': expect.any(Number),
      'passwords.iterations': expect.any(Number),
      'passwords.parallelism': 1,
    },
    perSecond: expect.any(Number),
    memoryWhenBusy: expect.any(Number),
  });
  const said = await command(['tune', '--target', '20', '--memory', '24']);
  expect(said.stdout).toMatch(/^POSTERN_PASSWORDS_MEMORY=\d{5}$/m);
  expect(said.stdout).toMatch(/^POSTERN_PASSWORDS_ITERATIONS=\d+$/m);
  expect((await command(['tune', '--target', '1'])).stderr).toMatch(/whole number from 20/);
});
