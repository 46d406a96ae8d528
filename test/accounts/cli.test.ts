import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { terminal } from '../support/command.ts';

let data: string;
const { postern, json } = terminal(() => data);
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'postern-cli-'));
});
afterAll(() => rm(data, { recursive: true }));

test('an account from its first day to its last', async () => {
  const added = await postern('account', 'add', 'Ann@Example.com', '--name', 'Ann Lee');
  expect(added).toMatchObject({ code: 0, stderr: '' });
  expect(added.stdout).toMatch(/^ann@example\.com was added\.\nThey set a password .*\n\nid +\S{22}\n$/);
  expect(await json('account', 'list')).toMatchObject([{ email: 'ann@example.com', name: 'Ann Lee' }]);
  expect(await json('account', 'show', 'ann@example.com')).not.toHaveProperty('password');
  expect((await postern('account', 'disable', 'ann@example.com')).stdout).toBe('ann@example.com was disabled.\n');
  expect((await postern('account', 'list')).stdout).toContain('disabled');
  expect((await postern('account', 'enable', 'ann@example.com')).stdout).toBe('ann@example.com was enabled.\n');
  expect((await postern('account', 'add', 'ann@example.com')).stderr).toContain('has an account already');
});

test('the record says where a change of address came from, by the address or the id of the account', async () => {
  const { id } = await json('account', 'add', 'dan@example.com');
  await json('account', 'change-email', 'dan@example.com', 'dan@new.example');
  await json('account', 'keep-email', 'dan@example.com');
  for (const who of ['Dan@Example.com', String(id)]) {
    expect(await json('audit', 'search', '--account', who)).toMatchObject({
      events: [
        { kind: 'email.reset_stopped', account: id, origin: { requestId: 'command line' } },
        { kind: 'email.reset_started', account: id, origin: { requestId: 'command line' } },
        { kind: 'account.created', account: id },
      ],
    });
  }
  expect((await postern('audit', 'search', '--account', 'nobody@example.com')).stderr).toContain('there is no account');
});

test('standard claims are given by their names, and shown', async () => {
  const claims = [
    'given_name=Bob',
    'address.postal_code=01234',
    'address.country=France',
    'website=https://b.example/?a=b',
  ];
  await json('account', 'add', 'bob@example.com', ...claims.flatMap((claim) => ['--claim', claim]));
  expect(await json('account', 'show', 'bob@example.com')).toMatchObject({
    givenName: 'Bob',
    address: { postal_code: '01234', country: 'France' },
    website: 'https://b.example/?a=b',
  });
  expect((await postern('account', 'show', 'bob@example.com')).stdout).toMatch(/given_name +Bob\n/);
});

test('a password that is read in has to pass the rule that everybody’s has to', async () => {
  const program = join(import.meta.dirname, '../../bin/postern.mjs');
  const add = (input: string) =>
    spawnSync(process.execPath, [program, 'account', 'add', 'cat@example.com', '--password-stdin', '--data', data], {
      input,
      encoding: 'utf8',
    });
  const refused = add('TrustNo1\n');
  expect([refused.status, refused.stdout, refused.stderr]).toEqual([
    1,
    '',
    expect.stringContaining('one of those that are used most'),
  ]);
  expect(add('a cat may look at a king\n')).toMatchObject({ status: 0, stderr: '' });
  expect((await postern('account', 'list')).stdout).toContain('cat@example.com');
});

test.each([
  ['sub=1', 'Unrecognized key: "sub"'],
  ['email_verified=true', 'Unrecognized key: "email_verified"'],
  ['address.city=Paris', 'address: Unrecognized key: "city"'],
  ['given_name', 'must be name=value'],
  ['given_name=', 'given_name: '],
  ['nickname=a\u202eb', 'nickname: has a control or half character in it'],
  ['picture=javascript:alert(1)', 'picture: must be an https or http URL'],
  ['zoneinfo=Mars/Base', 'zoneinfo: must be the name of a time zone'],
  ['birthdate=22 March', 'birthdate: must be YYYY-MM-DD'],
  ['phone_number=0123', 'phone_number: must be as in +15551234567'],
  ['locale=not_one', 'locale: must be a language'],
])('%j is no claim that an account can have', async (claim, problem) => {
  const { code, stderr } = await postern('account', 'add', 'eve@example.com', '--claim', claim);
  expect(code).toBe(1);
  expect(stderr).toContain(problem);
  expect((await postern('account', 'list')).stdout).not.toContain('eve@');
});
