import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { goodFor, ripeAt, ripenessOf, slotLength, slotsAhead, slotsFrom } from '../../src/protection/passes/slots.ts';
import { from, room } from './room.ts';
import { outcomeOf, password, refused, somewhere, useUp } from './tries.ts';

test('a ticket of the queue ripens once a slot, is good for a while, and nobody queues for longer than that', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_000_000, max: 4_000_000_000 }), (now) => {
      const slots = slotsFrom(now);
      expect(new Set(slots).size).toBe(slotsAhead);
      const waits = slots.map((slot) => ripeAt(slot) - now);
      expect(waits[0]).toBeGreaterThan(slotLength);
      expect(waits.at(-1)).toBeLessThanOrEqual((slotsAhead + 1) * slotLength);
      for (const slot of slots) {
        expect(ripenessOf(slot, now)).toMatchObject({ is: 'early', wait: ripeAt(slot) - now });
        // What can be drawn later is never a slot that is ripe by then: no slot is had twice.
        expect(slotsFrom(ripeAt(slot))).not.toContain(slot);
        expect(ripenessOf(slot, ripeAt(slot)).is).toBe('ripe');
        expect(ripenessOf(slot, ripeAt(slot) + goodFor - 1).is).toBe('ripe');
        expect(ripenessOf(slot, ripeAt(slot) + goodFor).is).toBe('void');
      }
    }),
  );
});

test('a ticket is good once it is ripe, for what it was drawn for, and once', async () => {
  await using here = await room();
  const node = here.node();
  await useUp(node);
  const { offer } = await refused(node, password());
  const drawn = await node.drawTicket(offer?.queue ?? '', '203.0.113.9');
  const pass = drawn?.ticket ?? '';
  const early = await refused(node, password({ pass }));
  expect(early.offer?.ticket).toEqual({ ticket: pass, wait: drawn?.wait });
  here.clock.forward(drawn?.wait ?? 0);
  // Full again, by then.
  await useUp(node);
  await useUp(node, () => ({ kind: 'password', account: 'b@example.com', ...from(somewhere()) }));
  expect(await outcomeOf(node, password({ account: 'b@example.com', pass }))).toBe('refused');
  expect(await outcomeOf(node, password({ ...from('198.51.100.7'), pass }))).toBe('refused');
  expect(await outcomeOf(node, password({ pass: pass.replace(/^\d+/, '1') }))).toBe('refused');
  expect(await outcomeOf(node, password({ pass }))).toBe('allowed');
  expect(await outcomeOf(node, password({ pass }))).toBe('refused');

  const second = await node.drawTicket(offer?.queue ?? '', '203.0.113.9');
  here.clock.forward((second?.wait ?? 0) + goodFor);
  await useUp(node);
  expect(await outcomeOf(node, password({ pass: second?.ticket ?? '' }))).toBe('refused');
});

test('nobody draws a ticket who was offered none', async () => {
  await using here = await room();
  const node = here.node();
  await useUp(node);
  const { offer } = await refused(node, password());
  const queue = offer?.queue ?? '';
  const [expires = '', bound = '', mac = ''] = queue.split('.');
  for (const forged of [
    '',
    'x',
    `${Number(expires) + 1}.${bound}.${mac}`,
    `${expires}.${mac}.${bound}`,
    `${queue}.x`,
  ]) {
    expect(await node.drawTicket(forged, '203.0.113.9')).toBeUndefined();
  }
  here.clock.forward(3600);
  expect(await node.drawTicket(queue, '203.0.113.9')).toBeUndefined();
});

test('from one address only so many tickets are drawn, however many accounts are typed and wherever they are asked for', async () => {
  await using here = await room();
  const node = here.node();
  let others = 0;
  const other = () => password({ account: `other-${(others += 1)}@example.com` });
  const draw = async (nth: number) => {
    const { offer } = await refused(node, password({ account: `typed-${nth}@example.com` }));
    return node.drawTicket(offer?.queue ?? '', '203.0.113.9');
  };
  // All of them meet the full address, and each would have a queue of its own.
  await useUp(node, other);
  let drawn = 0;
  for (let nth = 0; nth < 40; nth += 1) drawn += (await draw(nth))?.ticket === undefined ? 0 : 1;
  expect(drawn).toBe(30);
  here.clock.forward(600);
  await useUp(node, other);
  expect((await draw(50))?.ticket).toBeDefined();
});
