import { expect, test } from '@jest/globals';
import { together } from '../../src/provider/usual/together.ts';

const answered: string[] = [];

/** A request that is answered once it is ready. */
async function request(name: string): Promise<void> {
  await Promise.resolve();
  await together();
  answered.push(name);
}

const busyFor = (milliseconds: number): void => {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
};

const settled = async (): Promise<void> => {
  for (let step = 0; step < 10; step += 1) await Promise.resolve();
};

test('answers that are ready in one turn go out at its end, in their order', async () => {
  const all = ['a', 'b', 'c'].map(request);
  await settled();
  expect(answered.splice(0)).toEqual([]);
  await Promise.all(all);
  expect(answered.splice(0)).toEqual(['a', 'b', 'c']);
});

test('an answer that waits is taken along by the next one where the turn takes long', async () => {
  const quick = request('quick');
  await settled();
  busyFor(5);
  const next = request('next');
  await settled();
  expect(answered.splice(0)).toEqual(['quick', 'next']);
  const later = request('later');
  await Promise.all([quick, next, later]);
  expect(answered.splice(0)).toEqual(['later']);
});
