import { expect, test } from '@jest/globals';
import { openOwn } from '../support/account-pages.ts';
import { commandOn } from '../support/command.ts';
import { somebody } from '../support/somebody.ts';
import { onPostern } from '../support/suite.ts';

const { postern } = onPostern('sqlite');

const admin = (what: string, ...args: string[]) => commandOn(postern, 'admin', what, ...args);

test('an admin is made, listed and unmade by the address of an account that is there', async () => {
  const { id, email } = await somebody(postern);
  expect((await admin('list')).stdout).toContain('There are no admins.');
  const added = await admin('add', email.toUpperCase());
  expect([added.code, added.stdout]).toEqual([0, expect.stringContaining(`${email} is an admin`)]);
  expect(added.stdout).toContain('no second factor yet');
  expect(await admin('add', id)).toMatchObject({ code: 1, stderr: `${email} is an admin already\n` });
  const listed = JSON.parse((await admin('list', '--json')).stdout) as unknown;
  expect(listed).toEqual([{ id, email, name: 'Test Person', since: expect.any(Number) as unknown }]);
  expect((await admin('list')).stdout).toContain(email);
  expect(JSON.parse((await admin('remove', email, '--json')).stdout)).toEqual({ id, email, removed: true });
  expect(await admin('remove', email)).toMatchObject({ code: 1, stderr: `${email} is no admin\n` });
  expect(JSON.parse((await admin('list', '--json')).stdout)).toEqual([]);
});

test('nobody becomes one who has no account, or whose account is suspended', async () => {
  expect(await admin('add', 'nobody@example.com')).toMatchObject({ code: 1 });
  const { id, email } = await somebody(postern);
  await postern.rooms.accounts.disable(id);
  expect(await admin('add', email)).toMatchObject({ code: 1, stderr: `${email} is suspended: enable it first\n` });
  expect((await postern.rooms.accounts.get(id))?.role).toBeUndefined();
});

test('both are in the record, and the owner has a letter and the history', async () => {
  const { id, email } = await somebody(postern);
  await admin('add', email);
  await admin('remove', email);
  const { events } = await postern.rooms.audit.search({ account: id, limit: 20 });
  const about = { outcome: 'done', account: id, origin: { requestId: 'command line' } };
  expect(events.filter(({ kind }) => kind.startsWith('admin.'))).toEqual([
    expect.objectContaining({ kind: 'admin.removed', ...about }),
    expect.objectContaining({ kind: 'admin.added', ...about }),
  ]);
  expect((await postern.mail.take(email)).subject).toBe('You are an admin of Postern now');
  const history = await openOwn(postern, postern.person(), '/account/history', email);
  expect(history.text).toContain('You were made an admin of Postern');
  expect(history.text).toContain('You are no admin of Postern any more');
});
