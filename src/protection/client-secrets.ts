import { LRUCache } from 'lru-cache';
import type { Origin } from '../audit/index.ts';
import { subscriberOf } from '../whereabouts/index.ts';
import type { Digest } from '../keys/index.ts';
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
   * @throws {Refused} too_many_requests when too many wrong ones came for this client from this address, and it is not
   *   both right and unguessable
   * @throws {StoreUnavailable} when a wrong one cannot be counted, or a right one that can be guessed where others were wrong
   */
  verify(client: WithSecrets<S>, given: string, origin: Origin): Promise<boolean>;
}

/** Where no wrong one was answered yet: the hash of nothing. */
const nothing = '';

const placeOf = (client: { readonly id: string }, { address = '' }: Origin): string =>
  `${client.id}\0${subscriberOf(address) ?? ''}`;

/** For as long as its longest budget, in milliseconds. */
const remembered = 3600 * 1000;

/**
 * Client secrets, with a limit on wrong ones that costs the right ones nothing.
 *
 * Machines authenticate with each request, many at once, and one of them may have been left behind with a secret of
 * before: below the limit, wrong ones must not cost the right ones beside them anything. So what is counted are wrong
 * ones alone, and for that a secret is compared first: two keyed hashes, a few microseconds, the same for every guess. (One
 * that was right before is found sooner only where it is told so at once.)
 *
 * A right one that nobody can guess (`isUnguessable`) is told so at once, whatever was wrong before: whoever shares the
 * client's address, as all behind a gateway or in a hosting provider's /64 do, would else keep it out for the price of twenty
 * wrong ones a minute. What is limited there is what the wrong ones cost, and they are refused as all are.
 *
 * How random a secret from elsewhere is nobody knows. There, what is limited is what anybody learns by a guess. Where no
 * secret was wrong yet, a right one is told so at once. From
 * the first wrong one of a client and address on (noted in the same moment, with no wait in between) every try goes one
 * and the same way before its answer: a look at the counters, then one increment of each, by 1 for a wrong secret and by
 * 0 for a right one. What the counter comes to decides: a try that is not among the first that the budget has is
 * refused, in the same words after the same steps, whichever it was. As right and wrong ones take their turn in the
 * store alike, being right moves no guess forward: of any number at once, on any number of nodes, those that are
 * answered are as many as the budget, and one more for each node, its first. With what a secret has to have one more
 * is nothing. And right ones add 0, so they take no turn from each other, however many are in flight.
 *
 * Counted by client and address together: a stranger who guesses at a client's secret elsewhere does not lock it out,
 * nor does a neighbour behind the same address that is another client. And the same wrong one again takes its turn as a
 * right one does, for it tells nothing new: an instance that goes on with a secret of before is no attack on its siblings.
 * It tells nothing new once it was answered, and no sooner: what comes while the same one is being counted has the answer
 * of that, or of a guess sent twice the second would be compared before the first is counted.
 */
export function createClientSecrets<S>(options: {
  readonly attempts: Attempts;
  readonly digest: Digest;
  readonly isRight: (client: WithSecrets<S>, given: string) => boolean;
  /** The same, sooner for a right one that is asked again. */
  readonly isStillRight: (client: WithSecrets<S>, given: string) => boolean;
  readonly isUnguessable: (given: string) => boolean;
}): ClientSecrets<S> {
  const { attempts, digest, isRight, isStillRight, isUnguessable } = options;
  // With a keyed hash of the last wrong one that was answered. Bounded: who makes it forget a client by guessing at ten thousand others has
  // one more guess. With `max` it would take the memory of all of them at once.
  const suspected = new LRUCache<string, string>({ maxSize: 10_000, sizeCalculation: () => 1, ttl: remembered });
  const underWay = new Map<string, Promise<boolean>>();

  function isSurelyGood(client: WithSecrets<S>, given: string, origin: Origin): boolean {
    // Taken apart only where it matters: most of the time nobody is suspected of anything.
    const isSuspected = suspected.size > 0 && suspected.has(placeOf(client, origin));
    if (isSuspected && !isUnguessable(given)) return false;
    if (isStillRight(client, given)) return true;
    // What is remembered there stays: the same wrong one again is counted once.
    if (!isSuspected) suspected.set(placeOf(client, origin), nothing);
    return false;
  }

  /** Answers when it is counted whether a secret is right, and refuses where that is one too many. */
  async function takeTurn(
    client: WithSecrets<S>,
    { right, hash, origin }: { readonly right: boolean; readonly hash: string; readonly origin: Origin },
  ): Promise<boolean> {
    const place = placeOf(client, origin);
    const takes = right || suspected.get(place) === hash ? 0 : 1;
    const attempt = await attempts.attempt({ kind: 'client', client: client.id, origin }, takes);
    if (attempt.outcome === 'refused') throw tooMany(attempt);
    if (takes === 1) {
      await attempt.failed();
      suspected.set(place, hash);
    }
    return right;
  }

  return {
    isSurelyGood,

    async verify(client, given, origin) {
      if (isSurelyGood(client, given, origin)) return true;
      const right = isRight(client, given);
      const hash = digest('client secret', given);
      // Right ones too, or how long the second of two takes would tell them from wrong ones. Which it is belongs to the key:
      // one that was taken away a moment ago is not answered as if it were still there.
      const key = `${placeOf(client, origin)}\0${hash}\0${String(right)}`;
      const turn = underWay.get(key) ?? takeTurn(client, { right, hash, origin }).finally(() => underWay.delete(key));
      underWay.set(key, turn);
      return turn;
    },
  };
}
