import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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

test('a client from its first day to its last', async () => {
  const added = await postern(
    'client',
    'add',
    'Shop',
    '--id',
    'shop',
    '--kind',
    'web',
    '--redirect-uri',
    'https://shop.example/cb',
  );
  const [secret = ''] = /pcs_[\w-]{43}/.exec(added.stdout) ?? [];
  expect(secret).not.toBe('');
  expect(added.stdout).toMatch(/client_id +shop\n.*client_secret +pcs_.*\n.*issuer +http:\/\/localhost:3000/);
  expect(added.stdout.split(secret)).toHaveLength(2);

  expect(await json('client', 'list')).toMatchObject([{ id: 'shop', kind: 'web' }]);
  const changed = await json(
    'client',
    'update',
    'shop',
    '--first-party',
    '--idle',
    '7d',
    '--field',
    'refresh.reuseInterval=5',
  );
  expect(changed).toMatchObject({ firstParty: true, refresh: { idle: 7 * 86400, reuseInterval: 5 } });
  expect(await json('client', 'update', 'shop', '--no-first-party')).toMatchObject({ firstParty: false });
  const rotated = await json('client', 'rotate-secret', 'shop', '--keep-old', '12h');
  expect(rotated['secrets']).toHaveLength(2);
  expect(rotated['secret']).not.toBe(secret);

  for (const shown of [await postern('client', 'show', 'shop'), await postern('client', 'show', 'shop', '--json')]) {
    expect(shown.stdout).toContain('https://shop.example/cb');
    expect(shown.stdout).not.toMatch(/pcs_|hash/);
  }
  expect(await json('client', 'remove', 'shop')).toEqual({ removed: 'shop' });
  expect(await postern('client', 'show', 'shop')).toMatchObject({
    code: 1,
    stderr: 'there is no client with the id shop\n',
  });

  const { events } = await json('audit', 'search', '--client', 'shop');
  expect((events as { kind: string }[]).map(({ kind }) => kind)).toEqual([
    'client.removed',
    'client.secret_rotated',
    'client.changed',
    'client.changed',
    'client.created',
  ]);
  expect((await postern('audit', 'search', '--kind', 'client.created')).stdout).toMatch(
    /client=shop {2}by=admin {2}kind=web/,
  );
  expect((await postern('audit', 'search', '--kind', 'client.secret_rotated')).stdout).toMatch(
    / oldUntil=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\b/,
  );
});

test('rules for refresh tokens are told as they are', async () => {
  await postern(
    ...['client', 'add', 'Forum', '--id', 'forum', '--kind', 'web'],
    ...['--redirect-uri', 'https://forum.example/cb'],
  );
  await postern('client', 'update', 'forum', '--idle', '90d', '--devices', '5');
  expect(await json('client', 'show', 'forum')).toMatchObject({
    refresh: { idle: 90 * 86400, devices: { most: 5, beyond: 'end-oldest' }, changes: { country: 'allow' } },
  });
  const shown = await postern('client', 'show', 'forum');
  expect(shown.stdout).toContain('beyond: end-oldest, most: 5');
  await postern('client', 'remove', 'forum');
});

test('every kind comes with what connects it, and no secret in that', async () => {
  const uri = ['--redirect-uri', 'https://app.example/cb'];
  await postern('api', 'add', 'https://orders.example/', 'Orders', '--scope', 'orders:read=See your orders');
  const kinds = [
    ['spa', "new UserManager({\n  authority: 'http://localhost:3000',\n  client_id: 'spa'", ...uri],
    ['web', 'ClientSecretBasic(process.env.CLIENT_SECRET)', ...uri],
    ['native', 'client id      native', '--redirect-uri', 'com.example.app:/cb'],
    [
      'machine',
      '-d resource=https://orders.example/ \\\n  http://localhost:3000/token',
      '--api',
      'https://orders.example/',
    ],
    ['api', 'http://localhost:3000/introspect', '--serves', 'https://orders.example/'],
  ] as const;
  for (const [kind, expected, ...args] of kinds) {
    const { stdout, code } = await postern('client', 'add', `A ${kind}`, '--id', kind, '--kind', kind, ...args);
    expect(code).toBe(0);
    expect(stdout).toContain(expected);
    expect(stdout.split('pcs_').length - 1).toBe(kind === 'spa' || kind === 'native' ? 0 : 1);
  }
  expect(await json('api', 'list')).toMatchObject([
    { id: 'https://orders.example/', scopes: [{ name: 'orders:read', description: 'See your orders' }] },
    { id: 'http://localhost:3000/api/account', declaredBy: 'postern' },
    { id: 'http://localhost:3000/api/admin', declaredBy: 'postern' },
  ]);
  await postern('api', 'update', 'https://orders.example/', '--token-format', 'jwt', '--access-token-lifetime', '2m');
  expect(await json('api', 'show', 'https://orders.example/')).toMatchObject({
    tokenFormat: 'jwt',
    accessTokenLifetime: 120,
  });
  expect((await postern('api', 'remove', 'https://orders.example/')).code).toBe(0);
});

test.each([
  [['client', 'add', 'X'], /--kind:\n {2}web +a web app with a server/],
  [['client', 'add', 'X', '--kind', 'spa'], /redirectUris: is needed/],
  [['client', 'add', 'X', '--kind', 'spa', '--redirect-url', 'https://x.example/'], /--redirect-uri/],
  [['client', 'add', 'X', '--kind', 'machin'], /client X: kind: must be one of web, .*; did you mean machine\?$/m],
  [['client', 'update', 'spa', '--accent-light', 'red'], /client spa: accent\.light: must be a colour like/],
  [['client', 'update', 'spa'], /Say what to change/],
  [['client', 'update', 'spa', '--field', 'redirectUri=x'], /did you mean redirectUris/],
  [['client', 'rotate-secret', 'spa'], /has no secret/],
  [['client', 'rotate-secret', 'web', '--keep-old', 'soon'], /a duration/],
  [['audit', 'search', '--kind', 'client.creatd'], /did you mean client\.created/],
  [['audit', 'search', '--since', 'yesterday'], /a time like/],
  [['audit', 'search', '--cursor', 'garbage'], /not one that a page ended with/],
  [['apply', '--file', '/nonexistent/clients.yaml'], /cannot be read/],
])('%j fails in one clear message', async (args, message) => {
  const { code, stderr, stdout } = await postern(...args);
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^ +at /m);
});

test('apply shows the difference first, and does nothing unless somebody agrees', async () => {
  const file = join(data, 'declared.yaml');
  await writeFile(file, 'clients: [{ id: board, name: Board, kind: spa, redirectUris: [http://localhost:5173/] }]');
  const whole = [
    '+ client board',
    '    kind: "spa"',
    '    name: "Board"',
    '    redirectUris:',
    '      + "http://localhost:5173/"',
    '',
  ].join('\n');
  const shown = await postern('apply', '--file', file);
  expect(shown).toMatchObject({ code: 1, stdout: whole });
  expect(shown.stderr).toMatch(/run it with --yes/);
  expect((await postern('client', 'show', 'board')).code).toBe(1);

  const applied = await postern('apply', '--file', file, '--yes', '--json');
  expect(applied.stderr).toBe(whole);
  const name = { field: 'name', after: 'Board' };
  expect(JSON.parse(applied.stdout)).toMatchObject([
    { what: 'client', id: 'board', action: 'add', differences: expect.arrayContaining([name]) },
  ]);
  expect(await json('client', 'show', 'board')).toMatchObject({
    declaredBy: 'file',
    origins: ['http://localhost:5173'],
  });
  expect((await postern('client', 'remove', 'board')).stderr).toMatch(/declared in a file/);

  await writeFile(file, 'clients: [{ id: board, name: Wall, kind: spa, redirectUris: [http://localhost:8080/] }]');
  expect((await postern('apply', '--file', file)).stdout.split('\n')).toEqual([
    '~ client board',
    '    name: "Board" → "Wall"',
    '    redirectUris:',
    '      - "http://localhost:5173/"',
    '      + "http://localhost:8080/"',
    '',
  ]);
});
