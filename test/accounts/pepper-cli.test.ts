import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { password } from '../support/apps.ts';
import { command, terminal } from '../support/command.ts';
import { timeInHand, type Time } from '../support/time.ts';

let data: string;
let time: Time;
const { postern, json } = terminal(() => data);
beforeAll(async () => {
  time = timeInHand();
  data = await mkdtemp(join(tmpdir(), 'postern-pepper-'));
});
/** Adds an account that has a password. */
const add = async (email: string): Promise<void> => {
  const added = await command(['account', 'add', email, '--password-stdin', '--data', data], {}, password);
  expect(added).toMatchObject({ code: 0, stderr: '' });
};
afterAll(async () => {
  time.restore();
  await rm(data, { recursive: true });
});

test('a pepper from its rotation to its end, and who would be locked out is counted and needs a word more', async () => {
  await add('ann@example.com');
  expect((await postern('pepper', 'rotate')).stdout).toMatch(
    /^pepper-2 was made, and is used from \d{4}-.* UTC on\.\nPasswords move on/,
  );
  expect((await postern('pepper', 'drop', 'pepper-1', '--yes')).stderr).toMatch(
    /in use: rotate first \(postern pepper rotate\)/,
  );
  time.forward(61);
  await add('bob@example.com');
  expect(await json('pepper', 'list')).toEqual([
    { id: 'pepper-2', usedFrom: expect.any(Number), phase: 'active', accounts: 1 },
    { id: 'pepper-1', usedFrom: expect.any(Number), phase: 'kept', accounts: 1 },
  ]);
  expect((await postern('pepper', 'list')).stdout).toMatch(/^pepper-1 +\d{4}-\S+ \S+ +1 +former: still accepted$/m);
  expect((await postern('keys', 'list')).stdout).toMatch(/^pepper-2 +pepper .* active$/m);

  const refused = await postern('pepper', 'drop', 'pepper-1', '--yes');
  expect([refused.code, refused.stdout]).toEqual([1, '']);
  expect(refused.stderr).toMatch(/^1 account has a password that was made with pepper-1, .*\n.*--force/);
  expect((await postern('keys', 'drop', 'pepper-1', '--yes')).stderr).toMatch(/postern pepper drop pepper-1/);
  expect((await postern('pepper', 'drop', 'mac-1', '--yes', '--force')).code).toBe(1);
  expect(await json('pepper', 'list')).toMatchObject([{ phase: 'active' }, { phase: 'kept' }]);

  const dropping = postern('pepper', 'drop', 'pepper-1', '--yes', '--force', '--json');
  // It waits until no node goes by what it saw before.
  const passing = setInterval(() => time.forward(16), 200);
  await dropping.finally(() => clearInterval(passing));
  expect(JSON.parse((await dropping).stdout)).toEqual({ dropped: 'pepper-1', accounts: 1 });
  expect(await json('pepper', 'list')).toMatchObject([
    { id: 'pepper-2', phase: 'active', accounts: 1 },
    { id: 'pepper-1', phase: 'dropped', accounts: 1 },
  ]);
});
