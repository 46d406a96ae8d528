import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { onPostern } from '../support/suite.ts';
import { addProgram, ask, tokenOf } from './programs.ts';

const { postern } = onPostern('sqlite');

const page = readFileSync(new URL('../../docs/admin-api.md', import.meta.url), 'utf8');
const requests = [
  ...page.matchAll(/```http\n(\w+) \/api\/admin(\S*) HTTP\/1\.1\n([\s\S]*?)\n(?:\n([\s\S]*?))?```/g),
].map(([, method = '', path = '', lines = '', body]) => ({ method, path, lines: lines.split('\n'), body }));

test('the requests of docs/admin-api.md work as they stand there, one after the other', async () => {
  const token = await tokenOf(postern, await addProgram(postern));
  const statuses: string[] = [];
  for (const { method, path, lines, body } of requests) {
    const headers = Object.fromEntries(
      lines
        .map((line) => line.split(/: (.*)/) as [string, string])
        .map(([name, value]) => [name.toLowerCase(), value.replace('<access token>', token)]),
    );
    const { status } = await ask(postern, undefined, method, path, body, headers);
    statuses.push(`${method} ${path} ${status}`);
  }
  const api = '/apis/https%3A%2F%2Forders.example.com%2F';
  expect(statuses).toEqual([
    'POST /clients 201',
    'GET /clients?limit=100 200',
    'GET /clients/shop 200',
    'PATCH /clients/shop 200',
    'POST /clients/shop/secrets 201',
    'DELETE /clients/shop 204',
    'POST /apis 201',
    `PATCH ${api} 200`,
    `DELETE ${api} 204`,
  ]);
});

test('the answer of docs/admin-api.md is the answer', async () => {
  const [, documented = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  const token = await tokenOf(postern, await addProgram(postern));
  const { body } = await ask(postern, token, 'POST', '/clients', requests[0]?.body);
  const now = { createdAt: expect.any(Number), changedAt: expect.any(Number) };
  expect(body).toEqual({
    ...(JSON.parse(documented) as object),
    ...now,
    secrets: [{ createdAt: now.createdAt }],
    secret: expect.stringMatching(/^pcs_/),
  });
});
