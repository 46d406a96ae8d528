import { timingSafeEqual } from 'node:crypto';
import type { Ephemera } from '../../../adapters/store.ts';
import type { Clock, Seconds } from '../../clock.ts';
import type { Digest } from '../../keys/index.ts';
import { goodFor, ripeAt, ripenessOf, slotLength, slotsFrom, type Ripeness } from './slots.ts';

const kind = 'ticket';

/** Long after any ticket that was drawn: a slot whose record is gone is one that nobody can draw any more. */
const kept = (slot: number, now: Seconds): Seconds => ripeAt(slot) + goodFor + slotLength - now;

/**
 * Tickets to wait with: for one account from one network, each good for one try once it is ripe.
 *
 * A ticket is its slot and a MAC, whose key is in no database. Drawing one is one insert of its slot, using it is one
 * compare-and-set of that record: of any number at once one succeeds. What is lost with the ephemera is void.
 */
export function createTickets(options: {
  readonly ephemera: Ephemera;
  readonly clock: Clock;
  readonly digest: Digest;
}) {
  const { ephemera, clock, digest } = options;
  const keyOf = (bound: string, slot: number): string => digest('ticket', `${bound}\0${slot}`);
  const ticketOf = (bound: string, slot: number): string => `${slot}.${digest('ticket secret', `${bound}\0${slot}`)}`;

  return {
    /**
     * @param bound what it is for
     * @returns the ticket and how long it takes to ripen; without one where the queue is too long, and how long that lasts
     * @throws {StoreUnavailable}
     */
    async draw(bound: string): Promise<{ readonly ticket?: string; readonly wait: Seconds }> {
      const now = clock.now();
      for (const slot of slotsFrom(now)) {
        if (await ephemera.putIfAbsent(kind, keyOf(bound, slot), 'drawn', kept(slot, now))) {
          return { ticket: ticketOf(bound, slot), wait: ripeAt(slot) - now };
        }
      }
      return { wait: slotLength };
    },

    /** Uses a ticket up, where it is ripe. @throws {StoreUnavailable} */
    async use(bound: string, ticket: string): Promise<Ripeness> {
      const slot = Number(/^([1-9]\d{0,11})\./.exec(ticket)?.[1]);
      if (!Number.isSafeInteger(slot) || !isSame(ticket, ticketOf(bound, slot))) return { is: 'void' };
      const ripeness = ripenessOf(slot, clock.now());
      if (ripeness.is !== 'ripe') return ripeness;
      const isFirst = await ephemera.replace(kind, keyOf(bound, slot), 'drawn', 'used');
      return isFirst ? ripeness : { is: 'void' };
    },
  };
}

/** Compares what came with what would be right, without the time telling how much of it is. */
export const isSame = (given: string, right: string): boolean => {
  const [one, other] = [Buffer.from(given), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
};
