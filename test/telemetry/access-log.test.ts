import { describe, expect, test } from '@jest/globals';
import Koa, { type Context } from 'koa';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Refused } from '../../src/errors.ts';
import { stateOf } from '../../src/provider/index.ts';
import type { Fields, Level, Log } from '../../src/telemetry/index.ts';
import { accessLog, loggedPath } from '../../src/web/middleware/access-log.ts';

/** Answers one request, and returns what was logged and counted of it. */
async function answered(path: string, answer: (ctx: Context) => void) {
  const lines: { level: Level; message: string; fields: Fields }[] = [];
  const counted: { path: string; method: string; status: number }[] = [];
  const write =
    (level: Level) =>
    (message: string, fields: Fields = {}) =>
      void lines.push({ level, message, fields });
  const log: Log = {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    writes: () => true,
  };

  const app = new Koa();
  app.silent = true;
  app.use(
    accessLog({ log, metrics: { request: ({ path, method, status }) => void counted.push({ path, method, status }) } }),
  );
  app.use((ctx, next) => {
    stateOf(ctx).origin = { requestId: 'r1', address: '192.0.2.1' };
    return next();
  });
  app.use(answer);
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { status } = await fetch(`http://127.0.0.1:${port}${path}`);
  server.closeAllConnections();
  await once(server.close(), 'close');
  return { status, lines, counted };
}

test('a request is one line, without its query', async () => {
  const { lines, counted } = await answered('/authorize?client_id=app&state=secret', (ctx) => {
    ctx.body = 'ok';
  });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({
    level: 'info',
    message: 'request',
    fields: { requestId: 'r1', method: 'GET', path: '/authorize', status: 200, address: '192.0.2.1' },
  });
  expect(lines[0]?.fields.duration).toEqual(expect.any(Number));
  expect(JSON.stringify(lines)).not.toContain('secret');
  expect(counted).toEqual([{ path: '/authorize', method: 'GET', status: 200 }]);
});

test('a refusal is told with its code, text and detail', async () => {
  const { lines } = await answered('/token', (ctx) => {
    stateOf(ctx).failure = new Refused('invalid_grant', 'refresh token already used', { family: 'f1' });
    ctx.status = 400;
  });
  expect(lines[0]).toMatchObject({
    level: 'warn',
    fields: { status: 400, code: 'invalid_grant', text: 'refresh token already used', family: 'f1' },
  });
});

test('a refusal by the engine is told with what it keeps from the client', async () => {
  const failure = Object.assign(new Error('invalid_grant'), {
    error: 'invalid_grant',
    error_description: 'grant request is invalid',
    error_detail: 'authorization code is expired',
    statusCode: 400,
  });
  const { lines } = await answered('/token', (ctx) => {
    stateOf(ctx).failure = failure;
    ctx.status = 400;
  });
  expect(lines[0]?.fields).toMatchObject({ code: 'invalid_grant', reason: 'authorization code is expired' });
});

test('what nobody expected is an error with its place, and answered 500', async () => {
  const oh = new Error('oh');
  const { status, lines, counted } = await answered('/', () => {
    throw oh;
  });
  expect(status).toBe(500);
  expect(lines).toMatchObject([{ level: 'error', fields: { status: 500, error: oh } }]);
  expect(counted).toMatchObject([{ status: 500 }]);
});

test('health is asked all the time: only a failure is a line', async () => {
  expect((await answered('/health/ready', (ctx) => void (ctx.status = 200))).lines).toEqual([]);
  expect((await answered('/health/ready', (ctx) => void (ctx.status = 503))).lines).toHaveLength(1);
});

describe('a path keeps no id that opens something', () => {
  test.each([
    ['/interaction/9FzQ3uWqJx0dZ1yKk2bN7A/password', '/interaction/:id/password'],
    ['/letter/a1b2c3d4e5f6a7b8c9d0/x', '/letter/:id/x'],
    ['/letter/a1b2c3d4e5f6%2Ea7b8c9d0', '/letter/:id'],
    ['/.well-known/openid-configuration', '/.well-known/openid-configuration'],
    ['/assets/postern.css', '/assets/postern.css'],
    ['/', '/'],
  ])('%s', (path, logged) => {
    expect(loggedPath(path)).toBe(logged);
  });
});
