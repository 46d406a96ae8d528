import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openStore } from '../../adapters/open.ts';
import { keyCollection } from '../../src/keys/index.ts';
import { migrations } from '../../src/rooms/index.ts';
import { command } from '../support/command.ts';
import { eventually } from '../support/eventually.ts';
import { timeInHand, type Time } from '../support/time.ts';

let data: string;
let time: Time;
beforeAll(async () => {
  time = timeInHand();
  data = await mkdtemp(join(tmpdir(), 'postern-keys-cli-'));
});
afterAll(async () => {
  time.restore();
  await rm(data, { recursive: true });
});

const postern = (...args: string[]) => command([...args, '--data', data]);

async function json(...args: string[]) {
  const { stdout, code } = await postern(...args, '--json');
  expect(code).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>[] & Record<string, unknown>;
}

/** Waits until a command that runs meanwhile has marked a key. */
async function markedAsDropped(id: string): Promise<void> {
  const store = await openStore(
    { kind: 'sqlite', directory: data },
    { collections: [keyCollection], migrations, now: () => 0, warn: () => undefined },
  );
  try {
    await eventually(async () =>
      expect(await store.documents.get(keyCollection, id)).toMatchObject({ droppedAt: expect.any(Number) }),
    );
  } finally {
    await store.close();
  }
}

const nowOf = (keys: Record<string, unknown>[], id: string): unknown => keys.find((key) => key['id'] === id)?.['phase'];

test('keys from the first to the dropped one, on the command line', async () => {
  const first = await json('keys', 'list');
  expect(first.map(({ id, phase }) => [id, phase]).sort()).toEqual(
    ['cookie-1', 'digest-1', 'mac-1', 'pepper-1', 'signing-1-eddsa', 'signing-1-es256', 'signing-1-rs256'].map((id) => [
      id,
      'active',
    ]),
  );

  const said = await postern('keys', 'rotate', 'signing');
  expect(said.stdout).toMatch(/^signing-2-es256 was made, and is used from \d{4}-.* UTC on\.$/m);
  expect((await json('keys', 'rotate', 'mac'))[0]).toMatchObject({ id: 'mac-2', phase: 'next' });
  time.forward(61);
  const second = await json('keys', 'list');
  expect(['mac-1', 'mac-2', 'signing-1-es256', 'signing-2-es256'].map((id) => nowOf(second, id))).toEqual([
    'kept',
    'active',
    'active',
    'next',
  ]);

  expect(await postern('keys', 'drop', 'mac-2', '--yes')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/in use: rotate first/),
  });
  const unasked = await postern('keys', 'drop', 'mac-1');
  expect(unasked).toMatchObject({ code: 1, stdout: '' });
  expect(unasked.stderr).toMatch(/With mac-1 end 0 sessions in browsers and 0 sign-ins of apps\.\n.*--yes/);
  expect(nowOf(await json('keys', 'list'), 'mac-1')).toBe('kept');

  const dropping = postern('keys', 'drop', 'mac-1', '--yes', '--json');
  await markedAsDropped('mac-1');
  time.forward(16);
  expect(JSON.parse((await dropping).stdout)).toEqual({ dropped: 'mac-1', sessions: 0, families: 0 });
  expect(nowOf(await json('keys', 'list'), 'mac-1')).toBe('dropped');

  const { events } = await json('audit', 'search');
  expect((events as { kind: string }[]).map(({ kind }) => kind)).toEqual([
    'keys.dropped',
    ...Array.from({ length: 4 }, () => 'keys.rotated'),
  ]);
});

test('a table for people, with nothing secret in it', async () => {
  const { stdout } = await postern('keys', 'list');
  expect(stdout).toMatch(/^digest-1 +digest +\d{4}-\d\d-\d\d .* active$/m);
  expect(`${stdout}${JSON.stringify(await json('keys', 'list'))}`).not.toMatch(/[\w-]{40,}|"d"|box|secret/);
});

test.each([
  [['keys', 'rotate', 'digest'], /one of mac, cookie, signing/],
  [['keys', 'rotate'], /missing required argument/],
  [['keys', 'drop', 'mac-7', '--yes'], /there is no key mac-7/],
])('%j fails in one clear message', async (args, message) => {
  const { code, stdout, stderr } = await postern(...args);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(message);
});
