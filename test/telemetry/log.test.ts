import { describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { PassThrough, Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createLog, type Level, type Log } from '../../src/telemetry/index.ts';

/** A log whose lines the test reads. */
async function logged(options: { level?: Level; format?: 'json' | 'pretty' } = {}, write: (log: Log) => void) {
  const stream = new PassThrough();
  const dropped: string[] = [];
  write(createLog({ level: 'info', format: 'json', ...options, stream, dropped: (field) => void dropped.push(field) }));
  // Lines are written at the end of the turn.
  await setImmediate();
  const text = String(stream.read() ?? '');
  return { text, lines: text.split('\n').filter(Boolean), dropped };
}

const json = (line: string | undefined) => JSON.parse(line ?? '') as Record<string, unknown>;

test('a line is JSON with its time, level, message and fields', async () => {
  const { lines } = await logged({}, (log) => {
    log.info('request', { requestId: 'r1', method: 'POST', path: '/token', status: 200, duration: 3.1 });
  });
  expect(lines).toHaveLength(1);
  expect(json(lines[0])).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    level: 'info',
    message: 'request',
    requestId: 'r1',
    method: 'POST',
    path: '/token',
    status: 200,
    duration: 3.1,
  });
});

test('a line has the time at which it was asked for, and stands where it was', async () => {
  const stream = new PassThrough();
  const log = createLog({ level: 'info', format: 'json', stream });
  log.info('first');
  const until = Date.now();
  while (Date.now() - until < 5);
  log.info('second');
  await setImmediate();
  const lines = String(stream.read()).split('\n').filter(Boolean).map(json);
  expect(lines.map(({ message }) => message)).toEqual(['first', 'second']);
  const [first = 0, second = 0] = lines.map(({ time }) => Date.parse(String(time)));
  expect(second - first).toBeGreaterThanOrEqual(4);
});

test('a line that cannot be made is told, and takes none of its turn with it', async () => {
  const { lines } = await logged({}, (log) => {
    log.info('before');
    log.error('hopeless', { error: Object.create(null) as object });
    log.info('after');
  });
  expect(lines.map((line) => json(line).message)).toEqual(['before', 'a line could not be made', 'after']);
});

test('lines under the level are not written', async () => {
  const { lines } = await logged({ level: 'warn' }, (log) => {
    log.info('request');
    log.warn('careful');
    expect([log.writes('info'), log.writes('error')]).toEqual([false, true]);
  });
  expect(lines.map((line) => json(line).message)).toEqual(['careful']);
});

describe('no secret gets in by accident', () => {
  test('a field that nobody allowed is dropped and counted', async () => {
    const { text, dropped } = await logged({}, (log) => {
      log.info('x', { password: 'hunter2', code_verifier: 'hunter2', headers: { cookie: 'hunter2' }, client: 'app' });
    });
    expect(text).not.toContain('hunter2');
    expect(text).toContain('app');
    expect(dropped).toEqual(['password', 'code_verifier', 'headers']);
  });

  test('an object is not written, whatever its field is called', async () => {
    const { text, dropped } = await logged({}, (log) => {
      log.info('x', { client: { secret: 'hunter2' }, fields: [{ value: 'hunter2' }] });
    });
    expect(text).not.toContain('hunter2');
    expect(dropped).toEqual(['client', 'fields']);
  });

  test('an error is told without the credentials of the URL that it quotes, and without what hangs on it', async () => {
    const cause = new Error('redis://default:hunter2@redis:6379 refused');
    const error = Object.assign(new Error('no mongodb://postern:hunter2@db/x', { cause }), {
      token: 'hunter2',
      code: 'E1',
    });
    const { text, lines } = await logged({}, (log) => {
      log.error('failed', { error });
    });
    expect(text).not.toContain('hunter2');
    expect(json(lines[0])).toMatchObject({ error: 'Error: no mongodb://***@db/x', code: 'E1' });
    expect(json(lines[0]).cause).toContain('refused');
    expect(json(lines[0]).stack).toContain('log.test');
  });
});

describe('nobody forges lines', () => {
  test.each(['json', 'pretty'] as const)('as %s', async (format) => {
    const { lines, text } = await logged({ format }, (log) => {
      log.info('x\ny', { userAgent: 'a\r\n{"level":"error"}\u001b[31m\u009b2J\u2028\u202egpj', reason: 'b\nc' });
    });
    expect(lines).toHaveLength(1);
    expect(text).not.toMatch(/[\r\u001b\u009b\u2028\u202e]/);
  });
});

test('long texts are cut', async () => {
  const { lines } = await logged({}, (log) => {
    log.info('x', { userAgent: 'a'.repeat(5000) });
  });
  expect(String(json(lines[0]).userAgent)).toHaveLength(301);
});

test('for people a request is one short line, and what went wrong has its place', async () => {
  const { lines } = await logged({ format: 'pretty' }, (log) => {
    log.info('request', { requestId: 'r1', method: 'GET', path: '/jwks', status: 200, duration: 3 });
    log.error('request', {
      requestId: 'r2',
      method: 'GET',
      path: '/x',
      status: 500,
      duration: 3,
      error: new Error('oh'),
    });
  });
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d GET \/jwks 200 3 ms$/);
  expect(lines[1]).toContain('error=Error: oh');
  expect(lines[1]).toContain('requestId=r2');
  expect(lines[2]).toMatch(/^ {4}at /);
});

test('lines of one turn go out in one piece, in their order', async () => {
  const pieces: string[] = [];
  const stream = new Writable({ write: (piece, _encoding, done) => (pieces.push(String(piece)), done()) });
  const log = createLog({ level: 'info', format: 'json', stream });
  log.info('first');
  log.info('second');
  await setImmediate();
  log.info('third');
  await setImmediate();
  expect(pieces.map((piece) => piece.match(/first|second|third/g))).toEqual([['first', 'second'], ['third']]);
});

test('what a process still holds when it ends is written', async () => {
  const program = `
    import { createLog } from ${JSON.stringify(new URL('../../src/telemetry/index.ts', import.meta.url))};
    createLog({ level: 'info', format: 'json' }).info('the last word');
    process.exit();`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
  expect(stdout).toContain('the last word');
});
