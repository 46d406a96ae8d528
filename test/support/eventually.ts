import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits until an expectation holds.
 * @param limit milliseconds; after that its own failure is thrown. Long enough for a letter whose first try failed: one
 *   under way while a test moves the time does, for nodemailer counts how long it waits for the mail server by that time
 */
export async function eventually(expectation: () => void | Promise<void>, limit = 40_000): Promise<void> {
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
