import { expect, test } from '@jest/globals';
import type { Context } from 'koa';
import { answerTogether } from '../../src/web/index.ts';

/** Requests that are ready at once, and what has been answered of them. */
function stage() {
  const middleware = answerTogether();
  const answered: string[] = [];
  return {
    answered,
    async request(name: string, work: () => void = () => undefined): Promise<void> {
      await middleware({} as Context, () => Promise.resolve(work()));
      answered.push(name);
    },
  };
}

const busyFor = (milliseconds: number): void => {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
};

const settled = async (): Promise<void> => {
  for (let step = 0; step < 10; step += 1) await Promise.resolve();
};

test('answers that are ready in one turn go out at its end, in their order', async () => {
  const { answered, request } = stage();
  const all = ['a', 'b', 'c'].map((name) => request(name));
  await settled();
  expect(answered).toEqual([]);
  await Promise.all(all);
  expect(answered).toEqual(['a', 'b', 'c']);
});

test('an answer does not wait for a turn that takes long', async () => {
  const { answered, request } = stage();
  const quick = request('quick');
  await settled();
  expect(answered).toEqual([]);
  const slow = request('slow', () => busyFor(5));
  await settled();
  expect(answered).toEqual(['quick', 'slow']);
  const later = request('later');
  await Promise.all([quick, slow, later]);
  expect(answered).toEqual(['quick', 'slow', 'later']);
});

test('a failure is passed on at once', async () => {
  const { request } = stage();
  const failing = request('failing', () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
});
