import { change, type Documents } from '../../adapters/store.ts';
import type { Audit, Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import type { Credentials } from '../keys/index.ts';
import { deviceCollection, type Device } from './device.ts';
import { spares, type AccountState, type MemoryWish } from './memory.ts';

/** Accounts of one browser that may remember, as many as a browser knows. */
const mostInCookie = 8;
/** Devices of one account that are looked at. */
const mostListed = 200;

/** Parts the credentials in the cookie; none has one in it. */
const parting = '~';

export type Memories = ReturnType<typeof createMemories>;

/**
 * Browsers that are spared the second factor for a while.
 *
 * What is remembered stands in the device's record (one account in one browser), and the browser holds a pointer to it: by
 * neither alone is anything spared. Whether it still holds is looked up each time it matters, in the record, in the account
 * and in its factors; so what takes it away needs to find nobody, and no race lets it through.
 */
export function createMemories(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly credentials: Credentials;
  readonly epoch: number;
  readonly audit: Audit;
  /** How long a browser may be spared, in seconds; 0: never. */
  readonly longest: Seconds;
  /** What an account is like now. @returns undefined where there is none that may be used */
  readonly stateOf: (account: string) => Promise<AccountState | undefined>;
}) {
  const { documents, clock, credentials, epoch, audit, longest, stateOf } = options;

  const get = (id: string): Promise<Device | undefined> => documents.get(deviceCollection, id);

  /** How long an app lets a browser be spared. @param most the app's own limit */
  const limitFor = (most: Seconds = longest): Seconds => Math.min(most, longest);

  async function holdsIn(device: Device | undefined, most: Seconds | undefined): Promise<boolean> {
    const limit = limitFor(most);
    if (limit === 0 || !device?.memory) return false;
    const state = await stateOf(device.account);
    return state !== undefined && spares(device.memory, { ...state, at: clock.now(), epoch, most: limit });
  }

  /** The pointers of a cookie, as they are written. */
  const pointersIn = (cookie: string | undefined): string[] =>
    cookie === undefined || cookie.length > 3000 ? [] : cookie.split(parting).slice(0, mostInCookie);

  /** Where a cookie points on a device. */
  async function countIn(cookie: string | undefined, device: string): Promise<number | undefined> {
    for (const credential of pointersIn(cookie)) {
      const pointer = await credentials.read('factor-memory', credential);
      if (pointer?.id === device) return pointer.generation;
    }
    return undefined;
  }

  const eventOf = (kind: 'factor.remembered' | 'factor.forgotten', device: Device, origin?: Origin) =>
    audit.newEvent({
      kind,
      outcome: 'done',
      account: device.account,
      ...(origin && { origin }),
      detail: { device: device.id },
    });

  return {
    limitFor,

    /**
     * Whether this browser is spared the second factor of an account.
     * @param cookie what the browser holds
     * @param most   the app's own limit
     * @returns the count that it is spared by, for `stillHolds`
     */
    async find(cookie: string | undefined, device: string, most?: Seconds): Promise<number | undefined> {
      const count = await countIn(cookie, device);
      if (count === undefined) return undefined;
      const found = await get(device);
      return found?.memoryCount === count && (await holdsIn(found, most)) ? count : undefined;
    },

    /** Whether a sign-in that was spared the second factor would be spared it now. */
    async stillHolds(device: string, count: number, most?: Seconds): Promise<boolean> {
      const found = await get(device);
      return found?.memoryCount === count && (await holdsIn(found, most));
    },

    /** What is to be remembered, to be asked before the factor is proven: what changes meanwhile makes it void. */
    async wish(account: string, device: string): Promise<MemoryWish | undefined> {
      const [state, found] = await Promise.all([stateOf(account), get(device)]);
      return state && { ...state, count: found?.memoryCount ?? 0 };
    },

    /**
     * Remembers that a factor was proven in a browser, which holds what this returns from then on.
     * @param cookie what it holds now
     * @returns undefined where the wish is void, or was done already
     */
    async remember(id: string, { count, ...state }: MemoryWish, cookie: string | undefined, origin: Origin) {
      if (longest === 0) return undefined;
      const mine = { done: false };
      const device = await change(documents, deviceCollection, id, (current) => {
        mine.done = (current.memoryCount ?? 0) === count;
        if (!mine.done) return undefined;
        const memory = { ...state, at: clock.now(), epoch };
        return audit.owing({ ...current, memoryCount: count + 1, memory, remembers: current.account }, [
          eventOf('factor.remembered', current, origin),
        ]);
      });
      if (!device || !mine.done) return undefined;
      audit.deliverSoon(deviceCollection, device);
      const others: string[] = [];
      for (const credential of pointersIn(cookie)) {
        const pointer = await credentials.read('factor-memory', credential);
        if (pointer && pointer.id !== id) others.push(credential);
      }
      return [credentials.mint('factor-memory', id, count + 1), ...others].slice(0, mostInCookie).join(parting);
    },

    /** Forgets: from the answer on nobody is spared anything by it. One step of one record. */
    async forget(account: string, id: string, origin?: Origin): Promise<void> {
      const device = await change(documents, deviceCollection, id, ({ memory, remembers: _, ...current }) => {
        if (current.account !== account) return undefined;
        // Also where there is none yet: it may be on its way.
        const next = { ...current, memoryCount: (current.memoryCount ?? 0) + 1 };
        return memory ? audit.owing(next, [eventOf('factor.forgotten', current, origin)]) : next;
      });
      if (device?.owed?.length) audit.deliverSoon(deviceCollection, device);
    },

    /** The devices of an account that are spared its second factor, and until when. */
    async list(account: string): Promise<{ readonly device: Device; readonly until: Seconds }[]> {
      if (longest === 0) return [];
      const where = { field: 'remembers', equals: account } as const;
      const [found, state] = await Promise.all([
        documents.find(deviceCollection, where, { limit: mostListed }),
        stateOf(account),
      ]);
      return found.flatMap((device) =>
        state && device.memory && spares(device.memory, { ...state, at: clock.now(), epoch, most: longest })
          ? [{ device, until: device.memory.at + longest }]
          : [],
      );
    },
  };
}
