import { change, type Documents } from '../../adapters/store.ts';
import type { Audit } from '../audit/index.ts';
import { recordsIn } from './info.ts';
import type { Keyring } from './keyring.ts';
import type { Ring } from './master.ts';
import { boxOf, keyCollection } from './record.ts';
import { seal, unseal } from './seal.ts';

/**
 * Seals every key under the first master key that is not, each by one compare-and-set: afterwards the others can be
 * taken away.
 * @returns the ids of the keys that were sealed anew
 * @throws Error when one of them does not open
 */
export async function resealAll(options: {
  readonly documents: Documents;
  readonly audit: Audit;
  readonly ring: Ring;
  readonly keyring: Keyring;
}): Promise<string[]> {
  const { documents, audit, ring, keyring } = options;
  const [{ id: master }] = ring.masters;
  const ids = (await recordsIn(documents))
    .filter(({ sealed }) => sealed && sealed.master !== master)
    .map(({ id }) => id);
  for (const id of ids) {
    await change(documents, keyCollection, id, (record) => {
      const { sealed } = record;
      if (!sealed || sealed.master === master) return undefined;
      return { ...record, sealed: seal(ring.masters, boxOf(id), unseal(ring.masters, boxOf(id), sealed)) };
    });
  }
  if (ids.length === 0) return ids;
  const detail = { keys: ids.length, master };
  await audit.record(audit.newEvent({ kind: 'keys.resealed', outcome: 'done', detail }));
  await keyring.look();
  return ids;
}
