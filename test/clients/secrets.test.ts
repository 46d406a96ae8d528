import { expect, test } from '@jest/globals';
import { room, phone, shop } from './room.ts';

const week = 7 * 86400;

test('two secrets are good at once while one takes the place of the other', async () => {
  await using house = await room();
  const { clients, clock } = house;
  const { secret: first = '' } = await clients.add(shop);
  const good = async (...secrets: string[]) => {
    const client = await clients.show('shop');
    return secrets.map((secret) => clients.verifySecret(client, secret));
  };
  expect(await good(first, `${first}x`, first.slice(0, -1), '')).toEqual([true, false, false, false]);

  const { secret: second } = await clients.rotateSecret('shop');
  expect(await good(first, second)).toEqual([true, true]);
  clock.forward(week - 1);
  expect(await good(first, second)).toEqual([true, true]);
  clock.forward(1);
  expect(await good(first, second)).toEqual([false, true]);

  const { secret: third } = await clients.rotateSecret('shop', 60);
  const { secret: fourth } = await clients.rotateSecret('shop', week);
  expect(await good(second, third, fourth)).toEqual([false, true, true]);
  const { secret: fifth } = await clients.rotateSecret('shop', 0);
  expect(await good(third, fourth, fifth)).toEqual([false, false, true]);
});

test('a secret is good for its own client only, and no copied hash is', async () => {
  await using house = await room();
  const { clients } = house;
  const { client, secret = '' } = await clients.add(shop);
  const { client: other } = await clients.add({ ...shop, id: 'other' });
  expect(clients.verifySecret(client, secret)).toBe(true);
  expect(clients.verifySecret(other, secret)).toBe(false);
  expect(clients.verifySecret({ id: other.id, secrets: client.secrets }, secret)).toBe(false);
  expect(clients.verifySecret(client, client.secrets[0]?.hash ?? '')).toBe(false);
  expect(clients.verifySecret(client, 'x'.repeat(1_000_000))).toBe(false);
});

test('a secret that was right is right again until the client changes or the secret ends', async () => {
  await using house = await room();
  const { clients, clock } = house;
  const { secret: first = '' } = await clients.add(shop);
  const verify = async (secret: string): Promise<boolean> => {
    const client = await clients.find('shop');
    return client !== undefined && clients.verifySecretAgain(client, secret);
  };
  for (const expected of [true, true]) expect(await verify(first)).toBe(expected);
  for (const wrong of ['', `${first}x`, first.toUpperCase()]) expect(await verify(wrong)).toBe(false);
  expect(await verify(first)).toBe(true);

  const { secret: second } = await clients.rotateSecret('shop', 60);
  for (const secret of [second, first, first]) expect(await verify(secret)).toBe(true);
  clock.forward(60);
  expect(await verify(first)).toBe(false);
  for (const secret of [second, second]) expect(await verify(secret)).toBe(true);

  const { secret: third } = await clients.rotateSecret('shop', 0);
  expect(await verify(second)).toBe(false);
  expect(await verify(third)).toBe(true);
});

test('what is remembered of a secret is good for the client as it was, and for no other of its name', async () => {
  await using house = await room();
  const { clients } = house;
  const { secret = '' } = await clients.add(shop);
  const before = await clients.show('shop');
  for (const expected of [true, true]) expect(clients.verifySecretAgain(before, secret)).toBe(expected);
  expect(clients.verifySecretAgain({ id: before.id, secrets: [] }, secret)).toBe(false);
});

test('a client that proves itself otherwise has no secret left', async () => {
  await using house = await room();
  const { clients } = house;
  const { secret = '' } = await clients.add(shop);
  const jwksUri = 'https://shop.example/keys';
  const { client } = await clients.update('shop', { authMethod: 'private_key_jwt', jwksUri });
  expect(clients.verifySecret(client, secret)).toBe(false);
  await expect(clients.rotateSecret('shop')).rejects.toMatchObject({ code: 'invalid_request' });

  const back = await clients.update('shop', { authMethod: null, jwksUri: null });
  expect(clients.verifySecret(back.client, secret)).toBe(false);
  expect(clients.verifySecret(back.client, back.secret ?? '')).toBe(true);

  await clients.add(phone);
  await expect(clients.rotateSecret('phone')).rejects.toMatchObject({ code: 'invalid_request' });
});

test('a secret from elsewhere must be long enough to be random, and is not in the refusal', async () => {
  await using house = await room();
  for (const secret of ['hunter2hunter2', `${'x'.repeat(40)}\n`, 'ü'.repeat(40)]) {
    const refusal = await house.clients.add(shop, { by: 'file', secret }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'invalid_request' });
    expect(String(refusal)).not.toContain(secret);
  }
});

test('every rotation is in the record, and no secret is', async () => {
  await using house = await room();
  const { secret: first = '' } = await house.clients.add(shop);
  const { secret: second } = await house.clients.rotateSecret('shop');
  expect(await house.kinds()).toEqual(['client.created', 'client.secret_rotated']);
  const { events } = await house.audit.search({ client: 'shop', limit: 10 });
  const written = JSON.stringify(events);
  expect(written).not.toContain(first);
  expect(written).not.toContain(second);
  expect(events[0]?.detail).toEqual({ by: 'admin', oldUntil: house.clock.now() + week });
});
