import { setTimeout as pause } from 'node:timers/promises';
import type { Documents } from '../../adapters/store.ts';
import type { Origin } from '../audit/index.ts';
import type { Milliseconds } from '../clock.ts';
import { Refused } from '../errors.ts';
import type { Ending } from './ending.ts';
import { familyCollection, livingKey, type Family } from './family.ts';
import type { DeviceLimit } from './policy.ts';

/**
 * How often a newcomer looks whether others, who came at the same moment, have given way. It waits a little longer each
 * time, two seconds in all: fifty at once need about one.
 */
const looks = 12;
const patience: Milliseconds = 30;

/**
 * Keeps the living families of one account and client within a limit.
 *
 * No transaction is needed, because everybody looks *after* the own insert: of any number of sign-ins at once, whoever
 * inserted last sees all the others, and does not stay before the sum is within the limit. Who stays is decided by one
 * order (whose beginning came first), so that two who see each other never both give way for each other.
 */
export function createDeviceLimit(options: {
  readonly documents: Documents;
  readonly lives: (family: Family) => boolean;
  readonly end: Ending['end'];
}) {
  const { documents, lives, end } = options;

  /**
   * @param own just inserted
   * @throws {Refused} access_denied when there is no room for it; it is ended then
   */
  async function admit(own: Family, { most, beyond }: DeviceLimit, origin: Origin): Promise<void> {
    for (let look = 1; ; look += 1) {
      const all = await livingBeside(own);
      // A later one may have ended it already, before it had a look itself.
      if (!all.some(({ id }) => id === own.id)) return refuse(own);
      if (all.length <= most) return;
      const before = all.filter(({ began }) => began < own.began);
      if (beyond === 'end-oldest') return endOldest(before, all.length - most);
      // One of the first is not refused for those that came with it: they see it too, and go.
      if (before.length >= most || look === looks) return refuse(own);
      await pause(patience * look);
    }

    async function endOldest(before: Family[], excess: number): Promise<void> {
      const unused = before.toSorted(byUse).slice(0, excess);
      await Promise.all(unused.map(({ id }) => end(id, 'too_many_devices', { origin })));
      // The rest came at the same moment, and is later in the order: those stay, and this one does not.
      if (unused.length < excess) await refuse(own);
    }

    async function refuse({ id }: Family): Promise<never> {
      await end(id, 'too_many_devices', { origin });
      throw new Refused('access_denied', 'the account is signed in on as many devices as this app allows', {
        family: id,
      });
    }
  }

  async function livingBeside(own: Family): Promise<Family[]> {
    const all: Family[] = [];
    for (let after: string | undefined; ;) {
      const where = { field: 'living', equals: livingKey(own) } as const;
      const page = await documents.find(familyCollection, where, { limit: 200, ...(after !== undefined && { after }) });
      all.push(...page.filter(lives));
      if (page.length < 200) return all;
      after = page.at(-1)?.id;
    }
  }

  return { admit };
}

/** The one used longest ago first. All who look have the same order, or they would end different ones. */
const byUse = (a: Family, b: Family): number => a.last.at - b.last.at || (a.began < b.began ? -1 : 1);
