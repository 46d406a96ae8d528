import { expect, test } from '@jest/globals';
import { from, room } from './room.ts';
import { home, outcomeOf, password, refused, solve, somewhere, useUp, type Try } from './tries.ts';

const minute = 60;
const day = 24 * 3600;

test('who is kept out by others passes with work, one try for each piece, until the day’s block', async () => {
  await using here = await room();
  const node = here.node();
  expect(await useUp(node)).toBe(10);
  let passed = 0;
  for (;;) {
    const address = somewhere();
    const { offer } = await refused(node, password(from(address)));
    if (!offer) break;
    expect(await outcomeOf(node, password({ ...from(address), pass: await solve(offer) }))).toBe('allowed');
    passed += 1;
  }
  // In all a hundred, by whichever way: nothing is offered any more, and what was solved before is worth nothing.
  expect(passed).toBe(90);
  here.clock.forward(day);
  expect(await outcomeOf(node, password())).toBe('allowed');
});

test('a right password that came by a pass is given back like any other', async () => {
  await using here = await room();
  const node = here.node();
  await useUp(node);
  for (let count = 0; count < 5; count += 1) {
    const { offer } = await refused(node, password());
    const attempt = await node.attempt(password({ pass: await solve(offer) }));
    if (attempt.outcome === 'refused') throw new Error('refused');
    await attempt.succeeded();
  }
  const days = await node.audit.search({ kind: 'protection.used_up', limit: 10 });
  expect(days.events.map(({ detail }) => detail)).toEqual([
    { what: 'password', reason: 'account', tries: 10, seconds: minute },
  ]);
});

test('thirty of an account’s hundred are kept for who passes: strangers who do not cannot use them up', async () => {
  await using here = await room();
  const node = here.node();
  let tried = 0;
  for (let hours = 0; hours < 20; hours += 1) {
    tried += await useUp(node);
    here.clock.forward(3600);
  }
  expect(tried).toBe(70);
  const { offer } = await refused(node, password());
  expect(await outcomeOf(node, password({ pass: await solve(offer) }))).toBe('allowed');
});

test('one’s own budgets, and the mailbox of somebody else, are passed by nothing', async () => {
  await using here = await room();
  const node = here.node();
  for (const one of [
    password(),
    password({ device: 'a device' }),
    { kind: 'letter', account: 'a@example.com', ...from(home) },
    { kind: 'recovery', account: 'a@example.com', ...from(home) },
    { kind: 'client', client: 'c', ...from(home) },
  ] satisfies Try[]) {
    await useUp(node, () => one);
    expect((await refused(node, one)).offer).toBeUndefined();
  }
});

test('a network and everybody are passed too, by codes and letters as well', async () => {
  await using here = await room({ banAutomatically: false });
  const node = here.node();
  let people = 0;
  const neighbour = () => `${(people += 1)}@example.com`;
  const inNetwork = () => from(`203.0.113.${(people += 1) % 256}`);
  for (const next of [
    () => ({ kind: 'password', account: neighbour(), ...inNetwork() }),
    () => ({ kind: 'letter', account: neighbour(), ...inNetwork() }),
    () => ({ kind: 'recovery', account: neighbour(), ...inNetwork() }),
    () => ({ kind: 'code', ...inNetwork() }),
    () => ({ kind: 'password', account: neighbour(), ...from(somewhere()) }),
  ] satisfies (() => Try)[]) {
    expect(await useUp(node, next)).toBeGreaterThanOrEqual(100);
    const one = next();
    const { offer } = await refused(node, one);
    expect(await outcomeOf(node, { ...one, pass: await solve(offer) })).toBe('allowed');
    here.clock.forward(2 * day);
  }
});

test('who takes the last try is told what the next one needs, and nothing of what only time helps', async () => {
  await using here = await room();
  const node = here.node();
  const failed = async (one: Try) => {
    const attempt = await node.attempt(one);
    if (attempt.outcome === 'refused') throw new Error('refused');
    return attempt.failed();
  };
  for (let count = 0; count < 9; count += 1) expect(await failed(password(from(somewhere())))).toBeUndefined();
  const offer = await failed(password());
  expect(await outcomeOf(node, password({ pass: await solve(offer) }))).toBe('allowed');

  const own = password({ device: 'a device' });
  for (let count = 0; count < 5; count += 1) expect(await failed(own)).toBeUndefined();
  expect(await outcomeOf(node, own)).toBe('refused');
});

test('where nothing is full, what came with a try is not used up', async () => {
  await using here = await room();
  const node = here.node();
  await useUp(node);
  const { offer } = await refused(node, password());
  const pass = await solve(offer);
  here.clock.forward(minute);
  expect(await outcomeOf(node, password({ pass }))).toBe('allowed');
  await useUp(node);
  expect(await outcomeOf(node, password({ pass }))).toBe('allowed');
});

test('without proof of work there is the queue', async () => {
  await using here = await room({ workKeys: undefined });
  const node = here.node();
  await useUp(node);
  const { offer } = await refused(node, password());
  expect(Object.keys(offer ?? {})).toEqual(['queue']);
});
