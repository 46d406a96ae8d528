import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { apply, applyUnattended, planApply, readDeclaredFile, type Applying } from '../../src/clients/index.ts';
import { node, orders, room, shop } from './room.ts';

type House = Awaited<ReturnType<typeof room>>;

const file = `
apis:
  - id: https://orders.example/
    name: Orders
    scopes: [{ name: orders:read }]
clients:
  - id: board
    name: Board
    kind: spa
    redirectUris: [https://board.example/callback]
    apis: [https://orders.example/]
  - id: shop
    name: Shop
    kind: web
    redirectUris: [https://shop.example/callback]
`;

async function applying({ directory, clients, clock }: House, text: string, environment = {}): Promise<Applying> {
  const path = join(directory, 'postern.clients.yaml');
  await writeFile(path, text);
  const declared = await readDeclaredFile(path, (declaration) => clients.parse(declaration, 'file'));
  return { clients, clock, environment, file: declared };
}

const inShort = (steps: Awaited<ReturnType<typeof planApply>>) =>
  steps.map(({ action, id, fields }) => [action, id, ...fields].join(' '));

async function applyAll(house: House, text: string, environment = {}) {
  const what = await applying(house, text, environment);
  return apply(what, await planApply(what), house.audit);
}

test('a plan says what will be done and does nothing; applying it again changes nothing', async () => {
  await using house = await room();
  const what = await applying(house, file);
  const plan = await planApply(what);
  expect(inShort(plan)).toEqual(['add https://orders.example/', 'add board', 'add shop']);
  expect(await house.clients.list({ limit: 10 })).toEqual([]);

  const applied = await apply(what, plan, house.audit);
  expect(applied.map(({ id, secret }) => [id, secret !== undefined])).toEqual([
    ['https://orders.example/', false],
    ['board', false],
    ['shop', true],
  ]);
  expect(await house.clients.find('board')).toMatchObject({ declaredBy: 'file', apis: [orders.id] });
  expect(inShort(await planApply(what))).toEqual(['same https://orders.example/', 'same board', 'same shop']);
  expect(await house.kinds()).toEqual(['api.created', 'client.created', 'client.created', 'settings.applied']);
  await apply(what, await planApply(what), house.audit);
  expect(await house.kinds()).toHaveLength(4);
});

test('what leaves the file goes, and what an admin made stays', async () => {
  await using house = await room();
  await house.clients.add({ ...shop, id: 'mine' });
  await applyAll(house, file);
  const what = await applying(
    house,
    'clients: [{ id: board, name: Board!, kind: spa, redirectUris: [https://board.example/cb] }]',
  );
  const plan = await planApply(what);
  expect(inShort(plan)).toEqual([
    'change board apis name redirectUris',
    'remove shop',
    'remove https://orders.example/',
  ]);
  await apply(what, plan, house.audit);
  expect((await house.clients.list({ limit: 10 })).map(({ id, name }) => [id, name])).toEqual([
    ['board', 'Board!'],
    ['mine', 'Shop'],
  ]);
  expect(await house.clients.findApi(orders.id)).toBeUndefined();
});

test('what is declared in a file is changed there only, and may take over what an admin made', async () => {
  await using house = await room();
  const { secret = '' } = await house.clients.add({ ...shop, name: 'Old shop' });
  const [, , step] = await applyAll(house, file);
  expect(step).toMatchObject({ action: 'change', fields: ['name', 'declaredBy'] });
  expect(step?.secret).toBeUndefined();
  expect(house.clients.verifySecret(await house.clients.show('shop'), secret)).toBe(true);

  await expect(house.clients.update('shop', { name: 'Mine' })).rejects.toMatchObject({ code: 'conflict' });
  await expect(house.clients.remove('shop')).rejects.toMatchObject({ code: 'conflict' });
  await expect(house.clients.apis.update(orders.id, { name: 'Mine' })).rejects.toMatchObject({ code: 'conflict' });
  await expect(house.clients.apis.remove(orders.id)).rejects.toMatchObject({ code: 'conflict' });
  const { secret: second } = await house.clients.rotateSecret('shop');
  expect(house.clients.verifySecret(await house.clients.show('shop'), second)).toBe(true);
});

test('a secret may come from the environment or a file; a new one there is a rotation', async () => {
  await using house = await room();
  const [first, second, third] = ['a', 'b', 'c'].map((letter) => letter.repeat(40));
  const text = file.replace('id: shop', 'id: shop\n    secretFrom: env:SHOP_SECRET');
  const good = async () => {
    const client = await house.clients.show('shop');
    return [first, second, third].map((secret) => house.clients.verifySecret(client, secret ?? ''));
  };
  const applied = await applyAll(house, text, { SHOP_SECRET: first });
  expect(applied.every(({ secret }) => secret === undefined)).toBe(true);
  expect(await good()).toEqual([true, false, false]);

  const what = await applying(house, text, { SHOP_SECRET: second });
  const plan = await planApply(what);
  expect(inShort(plan)).toContain('change shop secret');
  await apply(what, plan, house.audit);
  expect(await good()).toEqual([true, true, false]);
  expect(inShort(await planApply(what))).toContain('same shop');

  await writeFile(join(house.directory, 'shop.secret'), `${third}\n`);
  await applyAll(house, file.replace('id: shop', 'id: shop\n    secretFrom: file:shop.secret'));
  expect(await good()).toEqual([false, true, true]);
  await expect(house.clients.rotateSecret('shop')).rejects.toMatchObject({ code: 'conflict' });

  await expect(planApply(await applying(house, text, {}))).rejects.toThrow(/no secret in env:SHOP_SECRET/);
});

test('a plan tells what is said of each field before and after, and no secret', async () => {
  await using house = await room();
  const secret = 'a'.repeat(40);
  const text = file.replace('id: shop', 'id: shop\n    refresh: { idle: 10m }\n    secretFrom: env:SHOP_SECRET');
  const [, , added] = await planApply(await applying(house, text, { SHOP_SECRET: secret }));
  expect(added?.differences).toEqual([
    { field: 'kind', after: 'web' },
    { field: 'name', after: 'Shop' },
    { field: 'redirectUris', after: ['https://shop.example/callback'] },
    { field: 'refresh.idle', after: 600 },
    { field: 'secretFrom', after: 'env:SHOP_SECRET' },
  ]);
  await applyAll(house, text, { SHOP_SECRET: secret });

  const next = text
    .replace('idle: 10m', 'absolute: 1h')
    .replace('name: Shop', 'name: Market')
    .replace('shop.example/callback', 'shop.example/cb');
  const [, same, changed] = await planApply(await applying(house, next, { SHOP_SECRET: 'b'.repeat(40) }));
  expect(same).toMatchObject({ action: 'same', differences: [] });
  expect(changed?.differences).toEqual([
    { field: 'name', before: 'Shop', after: 'Market' },
    { field: 'redirectUris', before: ['https://shop.example/callback'], after: ['https://shop.example/cb'] },
    { field: 'refresh.absolute', after: 3600 },
    { field: 'refresh.idle', before: 600 },
    { field: 'secret' },
  ]);
});

test.each([
  ['nothing', '{}', 'clients'],
  ['no clients', 'apis:\n  - id: https://orders.example/\n    name: Orders\n', 'clients'],
  ['an empty list', 'clients: []', 'clients'],
  ['no APIs', 'clients: [{ id: board, name: Board, kind: spa, redirectUris: [https://board.example/] }]', 'APIs'],
])('a file that declares %s any more removes none without anybody there', async (_what, left, noun) => {
  await using house = await room();
  await applyAll(house, file);
  const what = await applying(house, left);
  const before = await house.kinds();
  await expect(applyUnattended(what, house.audit)).rejects.toThrow(
    new RegExp(`declares no ${noun}, and \\d that it declared before would go \\(.*postern apply`),
  );
  expect(await house.kinds()).toEqual(before);
  expect(await house.clients.find('board')).toBeDefined();
  // Who has seen what goes may do it.
  await apply(what, await planApply(what), house.audit);
  await applyUnattended(what, house.audit);
});

test('without anybody there, no secret is made that nobody would see', async () => {
  await using house = await room();
  const what = await applying(house, file);
  const { applied, waiting } = await applyUnattended(what, house.audit);
  expect(inShort(applied)).toEqual(['add https://orders.example/', 'add board']);
  expect(waiting.map(({ id }) => id)).toEqual(['shop']);
  expect(await house.clients.find('shop')).toBeUndefined();

  await apply(what, await planApply(what), house.audit);
  expect((await applyUnattended(what, house.audit)).waiting).toEqual([]);
});

test('nodes that start at once with one file end with what it says', async () => {
  await using house = await room();
  const text = file.replace('kind: web', 'kind: spa');
  await applyAll(house, 'clients: [{ id: old, name: Old, kind: spa, redirectUris: [https://old.example/] }]');
  const what = await applying(house, text);
  const nodes = Array.from({ length: 4 }, () => node(house.documents, house.clock));
  await Promise.all(nodes.map(({ clients, audit }) => applyUnattended({ ...what, clients }, audit)));
  expect((await house.clients.list({ limit: 10 })).map(({ id }) => id)).toEqual(['board', 'shop']);
  const kinds = await house.kinds();
  await Promise.all(nodes.map(({ audit }) => audit.idle()));
  expect(kinds.filter((kind) => kind === 'client.removed')).toHaveLength(1);
});

test.each([
  ['nothing in it', '# later\n', /is empty/],
  ['no YAML', 'clients: [', /postern\.clients\.yaml/],
  ['an unknown part', 'client: []', /client: is not known; did you mean clients\?/],
  ['a client without id', file.replace('- id: board\n    name', '- name'), /clients\[0\].*id: is needed/],
  ['one id twice', file.replace('id: board', 'id: shop'), /clients: shop is there twice/],
  ['a key twice', file.replace('id: board', 'id: board\n    id: bord'), /unique/],
  [
    'several mistakes',
    file.replaceAll('redirectUris', 'redirectUri'),
    /clients\[0\]: client board: .*clients\[1\]: client shop: /,
  ],
])('a file with %s is refused, and nothing is done', async (_, text, why) => {
  await using house = await room();
  await expect(applying(house, text)).rejects.toThrow(why);
});

test('a file that names an API which is not there is refused before anything is done', async () => {
  await using house = await room();
  await expect(
    applyAll(house, file.replace('apis:\n  - id: https://orders', 'apis:\n  - id: https://order')),
  ).rejects.toThrow(/no API https:\/\/orders\.example\//);
  await applyAll(house, file);
  const dropped = file.replace(/apis:\n[^]*clients:/, 'clients:');
  await expect(applyAll(house, dropped)).rejects.toThrow(/no API/);
  expect(await house.clients.findApi(orders.id)).toBeDefined();
});
