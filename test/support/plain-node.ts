/**
 * Prepares a test process: Node as it is, which loads the program once for all suites that run in it. Jest's own way,
 * a world of its own for each file, spent as much time on loading as on testing.
 */
import { addEventHandler, getState } from 'jest-circus';
import './instead.ts';

/** Milliseconds that a test or a hook may take at least: what takes longer hangs, also on a machine that is busy. */
const limit = 120_000;

// Whoever began the tests is gone: they would go on, and hold what they started.
process.once('disconnect', () => process.exit(1));

// The runner knows no limits: without this a test that hangs would hold the whole run, and nothing would name it.
addEventHandler(({ name }, { currentDescribeBlock: { children, hooks }, testTimeout }) => {
  const added = name === 'add_hook' ? hooks.at(-1) : name === 'add_test' ? children.at(-1) : undefined;
  if (!added || !('fn' in added)) return;
  const { fn, timeout } = added;
  added.fn = () => within(Math.max(timeout ?? 0, limit, testTimeout), (fn as () => unknown)());
});

async function within(milliseconds: number, work: unknown): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${milliseconds} ms`)), milliseconds);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** As Jest's `jest.setTimeout`, for the file that calls it. */
export const setTimeLimit = (milliseconds: number): void => void (getState().testTimeout = milliseconds);
