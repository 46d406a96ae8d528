import { setTimeout as pause } from 'node:timers/promises';
import { everyDocument, type Documents } from '../../adapters/store.ts';
import type { Origin } from '../audit/index.ts';
import type { Clock, Milliseconds, Seconds } from '../clock.ts';
import { Refused } from '../errors.ts';
import type { Ending } from './ending.ts';
import { byUse, familyCollection, livingKey, type Family } from './family.ts';
import type { DeviceLimit } from './policy.ts';

/**
 * How often a newcomer looks whether others, who came at the same moment, have given way. It waits a little longer each
 * time, two seconds in all: fifty at once need about one.
 */
const looks = 12;
const patience: Milliseconds = 30;

/** A device on which the app was signed in longer ago than this did not come with those of now. */
const atOnce: Seconds = 60;

/** The living sign-ins of the app on one device, the one used longest ago first. */
type OnDevice = readonly [Family, ...Family[]];

/**
 * Keeps the devices on which one account is signed in to one client within a limit. A browser is one however often the
 * app is signed in there, and so is an app on a phone.
 *
 * No transaction is needed, because everybody looks *after* the own insert: of any number of sign-ins at once, whoever
 * inserted last sees all the others, and does not stay before the sum is within the limit. Who stays is decided by one
 * order, so that two who see each other never both give way for each other: by which device was signed in last where the
 * newest stays, and by which was signed in first where it does not.
 */
export function createDeviceLimit(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly lives: (family: Family) => boolean;
  readonly end: Ending['end'];
}) {
  const { documents, clock, lives, end } = options;

  /**
   * @param own just inserted
   * @throws {Refused} access_denied when there is no room for its device; it is ended then
   */
  async function admit(own: Family, { most, beyond }: DeviceLimit, origin: Origin): Promise<void> {
    for (let look = 1; ; look += 1) {
      const all = await livingBeside(own);
      const here = all.find((device) => device.some(({ id }) => id === own.id));
      // A later one may have ended it already, before it had a look itself.
      if (!here) return refuse(own);
      if (all.length <= most) return;
      if (beyond === 'end-oldest') {
        const before = all.filter((device) => lastBeganOn(device) < lastBeganOn(here));
        return endOldest(before, all.length - most);
      }
      const before = all.filter((device) => firstBeganOn(device) < firstBeganOn(here));
      if (before.length >= most) return refuse(own);
      // It adds no device. One that is there for long is not refused for others that came.
      if (here.some(({ createdAt }) => createdAt < clock.now() - atOnce)) return;
      // One of the first is not refused for those that came with it: they see it too, and go.
      if (look === looks) return refuse(own);
      await pause(patience * look);
    }

    async function endOldest(before: readonly OnDevice[], excess: number): Promise<void> {
      const unused = before.toSorted(byUseOfDevice).slice(0, excess);
      await Promise.all(unused.flat().map(({ id }) => end(id, 'too_many_devices', { origin })));
      // The rest came at the same moment, and is later in the order: those stay, and this one does not.
      if (unused.length < excess) await refuse(own);
    }

    async function refuse({ id }: Family): Promise<never> {
      await end(id, 'device_refused', { origin });
      throw new Refused('access_denied', 'the account is signed in on as many devices as this app allows', {
        family: id,
      });
    }
  }

  /** By device, one of them its own. */
  async function livingBeside(own: Family): Promise<OnDevice[]> {
    const all: Family[] = [];
    const where = { field: 'living', equals: livingKey(own) } as const;
    for await (const family of everyDocument(documents, familyCollection, where)) if (lives(family)) all.push(family);
    return Object.values(Object.groupBy(all, ({ id, onDevice = id }) => onDevice)).flatMap((some = []) => {
      const [first, ...more] = some.sort(byUse);
      return first ? [[first, ...more] as const] : [];
    });
  }

  return { admit };
}

/** When the app was signed in on the device first, and last, of the sign-ins that live. */
const firstBeganOn = (device: OnDevice): string => device.map(({ began }) => began).reduce((a, b) => (a < b ? a : b));
const lastBeganOn = (device: OnDevice): string => device.map(({ began }) => began).reduce((a, b) => (a < b ? b : a));

const byUseOfDevice = (a: OnDevice, b: OnDevice): number => byUse(a.at(-1) ?? a[0], b.at(-1) ?? b[0]);
