import type { Audit, Event } from '../audit/index.ts';
import type { Attempts } from './attempts.ts';

/**
 * Keeps what clients bring about that prove nothing, as far as the budgets of a kind go: ids of clients are public
 * and can be made up without an end, as addresses can, and each try would be a line in the record. What is beyond is
 * refused by nothing, and counted.
 */
export const keepSome =
  (attempts: Attempts, audit: Audit, kind: 'unproven-client' | 'client-used-up'): Audit['record'] =>
  async (event: Event) => {
    const { origin = { requestId: '' } } = event;
    const attempt = await attempts.attempt({ kind, origin });
    if (attempt.outcome === 'refused') return;
    await Promise.all([audit.record(event), attempt.failed()]);
  };

/**
 * Keeps once an hour what is asked of who has the right password and nothing else: who has that comes as often as they
 * like, and each line would push one out that the owner reads. In a browser of the account's own by that alone, else by the
 * address, and for each way in which it is unlike before: neither hides another. What is beyond is refused by nothing, and
 * counted.
 *
 * @param device the browser, where it is the account's own
 * @throws {StoreUnavailable}
 */
export const keepFirst =
  (attempts: Attempts, audit: Audit) =>
  async (event: Event, device: string | undefined): Promise<void> => {
    const { account = '', origin = { requestId: '' }, detail } = event;
    const attempt = await attempts.attempt({
      ...{ kind: 'factor-asked', origin, subject: account },
      account: `${account}\0${String(detail?.['signals'] ?? '')}`,
      ...(device !== undefined && { device }),
    });
    if (attempt.outcome === 'refused') return;
    try {
      await audit.record(event);
    } catch (error) {
      await attempt.untried();
      throw error;
    }
  };
