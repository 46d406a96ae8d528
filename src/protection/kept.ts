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
