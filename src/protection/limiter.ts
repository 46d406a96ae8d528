import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js';
import RateLimiterStoreAbstract from 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js';
import type { Count, Ephemera } from '../../adapters/store.ts';
import type { Step } from './budgets.ts';

/** What the library asks of a store, in its own names. It declares none of them. */
interface StoreMethods {
  _upsert(key: string, points: number, milliseconds: number, forceExpire: boolean, given: GivenBack): Promise<Count>;
  _get(key: string): Promise<Count | undefined>;
  _delete(key: string): Promise<boolean>;
  _getRateLimiterRes(key: string, changed: number, count: Count): Spent;
}

/** Which counter points are given back to; none where they are taken. */
interface GivenBack {
  readonly ends?: number;
}

/** What a counter has come to, as the library tells it, and which counter that was. */
export class Spent extends RateLimiterRes {
  readonly ends: number;

  constructor({ count, ends, left }: Count, points: number, isFirst: boolean) {
    super(Math.max(points - count, 0), Math.ceil(left * 1000), count, isFirst);
    this.ends = ends;
  }
}

const kind = 'tries';

/** Limits of rate-limiter-flexible, counted in ephemera: atomic, and the same on every node and every store. */
export class EphemeraLimiter extends RateLimiterStoreAbstract implements StoreMethods {
  readonly #ephemera: Ephemera;

  constructor(ephemera: Ephemera, { tries, within }: Step) {
    super({ storeClient: ephemera, points: tries, duration: within, keyPrefix: '' });
    this.#ephemera = ephemera;
  }

  /**
   * Takes points, in one step of one counter.
   * @param points 0 to take part in the order of all that is counted, and nothing else
   * @returns what was spent by now, also where it was more than there is
   * @throws {StoreUnavailable}
   */
  async take(key: string, points: 0 | 1 = 1): Promise<Spent> {
    try {
      return (await this.consume(key, points)) as Spent;
    } catch (refusal) {
      if (refusal instanceof Spent) return refusal;
      throw refusal;
    }
  }

  /** What is spent, if anything is. @throws {StoreUnavailable} */
  async look(key: string): Promise<Spent | undefined> {
    return ((await this.get(key)) ?? undefined) as Spent | undefined;
  }

  /** Gives points back to the counter that they were taken from, and to no later one. @throws {StoreUnavailable} */
  async giveBack(key: string, { ends }: Spent, points: 0 | 1 = 1): Promise<void> {
    await this.reward(key, points, { ends });
  }

  async _upsert(
    key: string,
    points: number,
    milliseconds: number,
    forceExpire: boolean,
    given: GivenBack,
  ): Promise<Count> {
    if (forceExpire) throw new Error('a counter is never set');
    const { ends } = given;
    if (ends === undefined) return this.#ephemera.increment(kind, key, milliseconds / 1000, points);
    await this.#ephemera.decrement(kind, key, ends, Math.abs(points));
    return { count: 0, ends, left: 0 };
  }

  _get(key: string): Promise<Count | undefined> {
    return this.#ephemera.count(kind, key);
  }

  async _delete(key: string): Promise<boolean> {
    await this.#ephemera.remove(kind, key);
    return true;
  }

  _getRateLimiterRes(_key: string, changed: number, count: Count): Spent {
    return new Spent(count, this.points, count.count === changed);
  }
}
