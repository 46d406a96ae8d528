import { LRUCache } from 'lru-cache';
import type { Origin } from '../audit/index.ts';
import { subscriberOf } from '../whereabouts/index.ts';
import { tooMany, type Attempts } from './attempts.ts';

/** A client of whom it is known what its secrets are. */
interface WithSecrets<S> {
  readonly id: string;
  readonly secrets: S;
}

export interface ClientSecrets<S> {
  /** Says yes at once where nothing speaks against it; where it does not, ask `verify`. Nothing is waited for. */
  isSurelyGood(client: WithSecrets<S>, given: string, origin: Origin): boolean;
  /**
   * Verifies a client's secret (RFC 6749 §2.3.1).
   * @throws {Refused} too_many_requests when too many wrong ones came for this client from this address
   * @throws {StoreUnavailable} when a wrong one cannot be counted
   */
  verify(client: WithSecrets<S>, given: string, origin: Origin): Promise<boolean>;
}

/** For as long as its longest budget, in milliseconds. */
const remembered = 3600 * 1000;

/**
 * Client secrets, with a limit on wrong ones that costs the right ones nothing.
 *
 * Machines authenticate with each request, so counting each before the check, and giving it back after, would be most of
 * what a token costs. Comparing keyed hashes takes a few microseconds, and nothing else runs in between: so a node
 * compares first, and from the first wrong secret of a client and address on (noted in the same moment, with no wait in
 * between) it counts every further one before comparing. Of any number of guesses at once a node compares one that is
 * counted just after, and from then on only what the budget, shared by all nodes, has left: in all at most the budget
 * and one for each node. With 256 random bits in a secret one more is nothing.
 *
 * Counted by client and address together: a stranger who guesses at a client's secret elsewhere does not lock it out,
 * nor does a neighbour behind the same address that is another client.
 */
export function createClientSecrets<S>(options: {
  readonly attempts: Attempts;
  readonly isRight: (client: WithSecrets<S>, given: string) => boolean;
}): ClientSecrets<S> {
  const { attempts, isRight } = options;
  // Bounded: who makes it forget a client by guessing at ten thousand others has one more guess. With `max` it would take
  // the memory of all of them at once.
  const suspected = new LRUCache<string, true>({ maxSize: 10_000, sizeCalculation: () => 1, ttl: remembered });

  function isSurelyGood(client: WithSecrets<S>, given: string, { address = '' }: Origin): boolean {
    // Taken apart only where it matters: most of the time nobody is suspected of anything.
    const place = (): string => `${client.id}\0${subscriberOf(address) ?? ''}`;
    if (suspected.size > 0 && suspected.has(place())) return false;
    if (isRight(client, given)) return true;
    suspected.set(place(), true);
    return false;
  }

  return {
    isSurelyGood,

    async verify(client, given, origin) {
      if (isSurelyGood(client, given, origin)) return true;
      const attempt = await attempts.attempt({ kind: 'client', client: client.id, origin });
      if (attempt.outcome === 'refused') throw tooMany(attempt);
      const right = isRight(client, given);
      await (right ? attempt.succeeded() : attempt.failed());
      return right;
    },
  };
}
