import { Duplicate, type Documents } from '../../adapters/store.ts';
import type { Audit } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import { keyInfo, recordsIn, type KeyInfo } from './info.ts';
import { allSeries, makeSecret, type Keyring } from './keyring.ts';
import type { Ring } from './master.ts';
import { phaseOf, usedAfter } from './phase.ts';
import { boxOf, idOf, isOfSeries, keyCollection, type Purpose, type Series } from './record.ts';
import { seal } from './seal.ts';

/** Purposes whose keys follow each other by themselves. Peppers do when somebody asks. */
export const rotatable = ['mac', 'cookie', 'signing'] as const;
export type Rotatable = (typeof rotatable)[number];

/** When keys are rotated by themselves, in seconds; undefined for never. */
export interface Schedule {
  readonly signing: Seconds | undefined;
  /** Keys of credentials and of cookies. */
  readonly mac: Seconds | undefined;
  /** How long a new signing key is shown before it signs. */
  readonly publishBefore: Seconds;
}

/** Makes the next keys, by schedule or because somebody asks. */
export function createRotation(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly ring: Ring;
  readonly keyring: Keyring;
  readonly schedule: Schedule;
}) {
  const { documents, clock, audit, ring, keyring, schedule } = options;
  audit.register(keyCollection);

  const info = keyInfo(documents, keyring, clock);

  /**
   * Makes the next key of a series: one insert, under an id that another node would use too.
   * @returns the id, whoever made the key
   */
  async function makeNext(series: Series, wait: Seconds, by: 'schedule' | 'admin'): Promise<string> {
    // As last seen, and never as it is by now: who is late takes the number that is taken, and makes no second one.
    const id = idOf(series, keyring.nextNumber(series));
    const secret = await makeSecret(series);
    // Once it is made, which for RSA takes a while: from when it is known to when it is used nothing may be missing.
    const now = clock.now();
    const sealed = seal(ring.masters, boxOf(id), secret);
    const record = { id, ...series, createdAt: now, usedFrom: now + wait, sealed };
    const event = audit.newEvent({
      kind: 'keys.rotated',
      outcome: 'done',
      detail: { key: id, purpose: series.purpose, usedFrom: record.usedFrom, by },
    });
    try {
      await audit.deliver(keyCollection, await documents.insert(keyCollection, audit.owing(record, [event])));
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error;
    }
    return id;
  }

  const waitOf = (purpose: Purpose, urgent: boolean): Seconds =>
    purpose === 'signing' && !urgent ? schedule.publishBefore : usedAfter;

  /**
   * Makes the next key of a purpose, of each algorithm where there are several. It is known to every node before it is
   * used, and a signing key to the apps too.
   * @param urgent a signing key is shown for a minute only: for when the present one is compromised
   */
  async function rotate(purpose: Rotatable | 'pepper', urgent: boolean): Promise<KeyInfo[]> {
    await keyring.look();
    const made = await Promise.all(
      allSeries
        .filter((series) => series.purpose === purpose)
        .map((series) => makeNext(series, waitOf(purpose, urgent), 'admin')),
    );
    await keyring.look();
    return keyring.keys.filter(({ id }) => made.includes(id)).map(info.of);
  }

  /** Rotates what the schedule says is old. Every node does this, and the ids see to it that one succeeds. */
  async function rotateWhatIsDue(): Promise<number> {
    const now = clock.now();
    const after = { mac: schedule.mac, cookie: schedule.mac, signing: schedule.signing };
    const due = allSeries.filter((series) => {
      const newest = keyring.keys.find((key) => isOfSeries(key, series));
      const age = series.purpose in after ? after[series.purpose as Rotatable] : undefined;
      return newest !== undefined && age !== undefined && newest.usedFrom + age <= now;
    });
    await Promise.all(due.map((series) => makeNext(series, waitOf(series.purpose, false), 'schedule')));
    if (due.length > 0) await keyring.look();
    return due.length;
  }

  /** Removes keys with which nothing good was made any more. */
  async function removeWhatIsOver(): Promise<number> {
    const over = keyring.keys.filter((key) => phaseOf(key, keyring.keys, clock.now()) === 'over');
    if (over.length === 0) return 0;
    const all = await recordsIn(documents);
    const gone = all.filter(({ id, owed }) => !owed?.length && over.some((key) => key.id === id));
    await Promise.all(gone.map((record) => documents.remove(keyCollection, record)));
    await keyring.look();
    return gone.length;
  }

  return {
    rotate,

    /** Looks, rotates what is due and removes what is over. @returns how many keys it dealt with */
    async sweep(): Promise<number> {
      await keyring.look();
      return (await rotateWhatIsDue()) + (await removeWhatIsOver());
    },
  };
}
