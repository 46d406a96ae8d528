import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { phone, room, shop } from './room.ts';

const forPeople = 'https://id.example/api/people';
const forMachines = 'https://id.example/api/machines';
const declared = 'https://orders.example/';

let house: Awaited<ReturnType<typeof room>>;
beforeAll(async () => {
  house = await room({
    own: {
      clients: [],
      apis: [
        { id: forPeople, name: 'People', usedBy: ['web', 'native'], scopes: [{ name: 'see' }] },
        { id: forMachines, name: 'Machines', usedBy: ['machine'], scopes: [{ name: 'do' }] },
      ],
    },
  });
  await house.clients.apis.add({ id: declared, name: 'Orders' });
});
afterAll(() => house[Symbol.asyncDispose]());

const robot = { name: 'Robot', kind: 'machine' } as const;

test.each<[string, object]>([
  ['a web app, of one for people', { ...shop, apis: [declared, forPeople] }],
  ['a native app, of one for people', { ...phone, apis: [forPeople], defaultApi: forPeople }],
  ['a machine, of one for machines', { ...robot, apis: [forMachines] }],
])('taken: %s', async (_, declaration) => {
  const { client } = await house.clients.add(declaration);
  expect(await house.clients.find(client.id)).toEqual(client);
  await house.clients.remove(client.id);
});

test.each<[string, object, RegExp]>([
  [
    'a web app, of one for machines',
    { ...shop, apis: [declared, forMachines] },
    /apis\[1\]: is for .* machine; .* web$/,
  ],
  ['a native app by default', { ...phone, apis: [forMachines], defaultApi: forMachines }, /apis\[0\]: is for/],
  ['a machine, of one for people', { ...robot, apis: [forPeople] }, /apis\[0\]: is for clients of kind web, native/],
  ['another that would be it', { name: 'A', kind: 'api', serves: [declared, forPeople] }, /serves\[1\]: is an API of/],
  ['one that would be both', { name: 'A', kind: 'api', serves: [forMachines] }, /serves\[0\]: is an API of Postern/],
])('refused: %s', async (_, declaration, why) => {
  await expect(house.clients.add(declaration)).rejects.toThrow(why);
});

test('nor by a change, whoever declares it', async () => {
  for (const by of ['admin', 'file'] as const) {
    const { client } = await house.clients.add({ ...shop, id: by }, { by });
    await expect(house.clients.update(client.id, { apis: [forMachines] }, { by })).rejects.toThrow(/apis\[0\]: is for/);
    expect((await house.clients.show(client.id)).apis).toEqual([]);
  }
});

test('they are changed and removed by nobody', async () => {
  const { apis } = house.clients;
  for (const by of ['admin', 'file', 'postern'] as const) {
    await expect(apis.update(forMachines, { tokenFormat: 'jwt' }, { by })).rejects.toMatchObject({ code: 'conflict' });
    await expect(apis.remove(forMachines, { by })).rejects.toMatchObject({ code: 'conflict' });
    await expect(apis.add({ id: forMachines, name: 'Mine' }, { by })).rejects.toMatchObject({ code: 'conflict' });
  }
  expect(await apis.find(forMachines)).toMatchObject({ name: 'Machines', declaredBy: 'postern' });
});
