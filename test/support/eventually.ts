import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits until an expectation holds.
 * @param limit milliseconds; after that its own failure is thrown
 */
export async function eventually(expectation: () => void | Promise<void>, limit = 10_000): Promise<void> {
  const until = performance.now() + limit;
  for (;;) {
    try {
      return await expectation();
    } catch (error) {
      if (performance.now() > until) throw error;
    }
    await pause(20);
  }
}
