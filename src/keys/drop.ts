import { setTimeout as pause } from 'node:timers/promises';
import { change, type Documents } from '../../adapters/store.ts';
import type { Audit } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { Refused } from '../errors.ts';
import { keyInfo, type KeyInfo } from './info.ts';
import type { Keyring } from './keyring.ts';
import { seenWithin } from './phase.ts';
import { keyCollection } from './record.ts';
import { rotatable } from './rotation.ts';

/** Takes former keys away for good. */
export function createDropping(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly keyring: Keyring;
}) {
  const { documents, clock, audit, keyring } = options;
  const info = keyInfo(documents, keyring, clock);

  /** The key of an id that may be dropped. @throws {Refused} in words, when it may not be */
  async function droppable(id: string): Promise<KeyInfo> {
    await keyring.look();
    const key = keyring.keys.find((one) => one.id === id);
    if (!key) throw new Refused('not_found', `there is no key ${id}: see postern keys list`);
    if (![...rotatable, 'pepper'].includes(key.purpose)) {
      throw new Refused('conflict', `${id} cannot be dropped: what was stored with it could not be read any more`);
    }
    const about = info.of(key);
    if (about.phase === 'active') {
      const how = key.purpose === 'pepper' ? 'postern pepper rotate' : `postern keys rotate ${key.purpose}`;
      throw new Refused('conflict', `${id} is in use: rotate first (${how}), then drop it`);
    }
    return about;
  }

  return {
    droppable,

    /**
     * Drops a former key: what was made with it is not ours any more, from the answer on nowhere. What hangs on it ends
     * by the event that the record owes.
     * @throws {Refused} when it is in use, or cannot be taken away
     * @throws {StoreUnavailable} when it is gone, and not all that hangs on it has ended: that goes on by itself
     */
    async drop(id: string): Promise<void> {
      await droppable(id);
      const now = clock.now();
      const dropped = await change(documents, keyCollection, id, ({ sealed, ...record }) => {
        if (!sealed) return undefined;
        const detail = { key: id, purpose: record.purpose };
        const event = audit.newEvent({ kind: 'keys.dropped', outcome: 'done', detail });
        return audit.owing({ ...record, droppedAt: now }, [event]);
      });
      await keyring.look();
      // Until then a node may still go by what it saw before, and use the key.
      while (clock.now() <= now + seenWithin) await pause(100);
      if (dropped) await audit.deliverWhole(keyCollection, dropped);
    },
  };
}
