import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sendRaw } from '../bad-input/raw.ts';
import { callback, password, post, redeem, refresh, signInRequest } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { mailServer, type MailServer } from '../support/mail-server.ts';
import { Person } from '../support/person.ts';
import { freePort } from '../support/servers/process.ts';

const root = join(import.meta.dirname, '..', '..');
const app = 'notes';
let directory: string;
let mail: MailServer;
let node: ChildProcess;
let issuer: string;
let log = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'postern-test-'));
  mail = await mailServer();
  const port = await freePort();
  issuer = `http://localhost:${port}`;
  const declared = { clients: [{ id: app, name: 'Notes', kind: 'spa', redirectUris: [callback] }] };
  await writeFile(join(directory, 'postern.clients.yaml'), JSON.stringify(declared));
  const settings = [
    'demo.enabled=false',
    `issuer=${issuer}`,
    `port=${port}`,
    `data=${directory}`,
    'log.level=debug',
    'log.format=json',
  ];
  node = spawn(
    process.execPath,
    [join(root, 'bin', 'postern.mjs'), 'start', ...settings.flatMap((one) => ['--set', one])],
    {
      cwd: directory,
      env: { PATH: process.env['PATH'], POSTERN_SMTP_URL: mail.url },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  node.stdout?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  node.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  await eventually(async () => expect((await sendRaw(issuer, { target: '/health/ready' })).status).toBe(200));
}, 60_000);
afterAll(async () => {
  node.kill('SIGTERM');
  await once(node, 'exit');
  await mail.stop();
  await rm(directory, { recursive: true, force: true });
});

/** Every line of the log, as the JSON that it must be. */
const lines = (): Record<string, unknown>[] =>
  log
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const forged = '{"level":"error","message":"forged"}';

test('nothing that a request brings makes a line of its own', async () => {
  const odd = encodeURIComponent(`x\r\n${forged}\n\u2028${forged}\u001b[31m`);
  const requests = [
    { target: `/authorize?client_id=${odd}&redirect_uri=${odd}&scope=${odd}&state=${odd}` },
    { target: `/${odd}` },
    { target: `/interaction/${odd}/email/${odd}/${odd}` },
    { target: '/', headers: [`User-Agent: ${forged}\u0085${forged}`, `X-Forwarded-For: ${forged}`] },
    {
      method: 'POST',
      target: '/token',
      headers: ['Content-Type: application/x-www-form-urlencoded'],
      body: `grant_type=${odd}&client_id=${odd}&code=${odd}`,
    },
  ];
  for (const request of requests) await sendRaw(issuer, request);
  await eventually(() => expect(lines().filter(({ message }) => message === 'request').length).toBeGreaterThan(4));
  expect(lines().some(({ message }) => message === 'forged')).toBe(false);
  expect(log).not.toMatch(/[\u001b\u0085\u2028]/);
});

test('a whole sign-in leaves no password, code, cookie or token in the log', async () => {
  const person = new Person();
  const before = lines().length;
  const secrets: string[] = [];
  const request = signInRequest({ issuer }, app);
  const signIn = await person.open(request.url);
  const signUp = await person.open(new URL(`${signIn.url.pathname}/sign-up`, issuer));
  const confirm = await person.submit(signUp, '/sign-up', { email: 'log@example.com', password });
  const { text } = await mail.take('log@example.com');
  const code = (/\b(\d{4})[ \u00a0-]?(\d{4})\b/.exec(text) ?? []).slice(1).join('');
  const [, ticket = '', secret = ''] = /\/email\/([\w-]+)\/([\w-]+)/.exec(text) ?? [];
  await person.open(new URL(`${signIn.url.pathname}/email/${ticket}/${secret}`, issuer));
  const consent = await person.submit(confirm, '/confirm', { code });
  const door = await person.submit(consent, '/consent', { decision: 'allow' });
  const answer = await redeem({ issuer }, app, door, request.verifier);
  await refresh({ issuer }, app, answer.body['refresh_token']);
  await post({ issuer }, '/token', { grant_type: 'refresh_token', refresh_token: 'pr1.wrong', client_id: app });
  secrets.push(password, code, ticket, secret, request.verifier, door.url.searchParams.get('code') ?? '');
  secrets.push(
    String(answer.body['access_token']),
    String(answer.body['refresh_token']),
    String(answer.body['id_token']),
  );
  secrets.push(signIn.url.pathname.split('/')[2] ?? '', ...[...person.cookies.values()].map(({ value }) => value));
  secrets.push(signIn.forms[0]?.fields['csrf'] ?? '');
  await eventually(() => expect(lines().length).toBeGreaterThan(before + 8));
  expect(secrets.every((one) => one.length >= 8)).toBe(true);
  expect(secrets.filter((one) => log.includes(one))).toEqual([]);
});
