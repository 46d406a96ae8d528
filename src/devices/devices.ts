import { change, Duplicate, eachDue, type Documents } from '../../adapters/store.ts';
import type { Audit, Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import { Refused } from '../errors.ts';
import type { Digest } from '../keys/index.ts';
import type { Places } from '../whereabouts/index.ts';
import { deviceCollection, deviceName, looksOf, type Device } from './device.ts';
import type { Session } from './session.ts';

/** A device that nobody used for this long is forgotten. Longer than any session may last. */
const kept: Seconds = 400 * 24 * 3600;

/** What a sign-in was like that began a session: what the owner is told of it with its device. */
export interface SignInDetails {
  /** See `Device`. */
  readonly doubtful?: boolean;
  /** The kind of second factor that was proven. */
  readonly factor?: string;
  /** What was unlike before about it: names, as events have them. */
  readonly signals?: string;
  /** When the first factor was proven in it: it may have waited for long before it became a session. */
  readonly provenAt?: Seconds;
}

export type Devices = ReturnType<typeof createDevices>;

export function createDevices(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly audit: Audit;
  readonly places: Places;
  /** Notes the device as the account's first one, unless it has one. @returns the account's first device */
  readonly firstOf: (account: string, device: string) => Promise<string | undefined>;
}) {
  const { documents, clock, digest, audit, places, firstOf } = options;
  audit.register(deviceCollection);

  const get = (id: string): Promise<Device | undefined> => documents.get(deviceCollection, id);

  const activeAt = (lastActiveAt: Seconds) => ({ lastActiveAt, removeAt: lastActiveAt + kept });

  /**
   * Notes that a session began on its device, which may be a new one: then its owner is told, unless it is the very
   * first. It can be repeated after a crash, and said late.
   */
  async function note(
    session: Pick<Session, 'account' | 'device' | 'last' | 'lastActiveAt'>,
    { doubtful, factor, signals, provenAt }: SignInDetails = {},
  ): Promise<void> {
    const { account, device: id, last, lastActiveAt } = session;
    if (account === undefined || id === undefined) return;
    const looks = looksOf(places, last);
    const known = await change(documents, deviceCollection, id, (device) =>
      device.lastActiveAt > lastActiveAt ? undefined : { ...device, ...looks, ...activeAt(lastActiveAt) },
    );
    if (known) return;
    const device = {
      ...{ id, account, ...looks, createdAt: lastActiveAt, ...activeAt(lastActiveAt) },
      ...(doubtful && { doubtful }),
      ...(factor !== undefined && { factors: [factor] }),
    };
    const isFirst = (await firstOf(account, id)) === id;
    const event = audit.newEvent({
      kind: 'device.new',
      outcome: 'done',
      account,
      origin: last,
      detail: {
        ...{ name: plainName(device), device: id },
        ...(signals !== undefined && { signals }),
        ...(factor !== undefined && { factor }),
        ...(provenAt !== undefined && { provenAt }),
      },
    });
    try {
      const stored = await documents.insert(deviceCollection, isFirst ? device : audit.owing(device, [event]));
      audit.deliverSoon(deviceCollection, stored);
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error;
    }
  }

  return {
    /** The device that an account is in a browser. */
    idOf: (account: string, browser: string): string => digest('device', `${account}\0${browser}`),

    get,
    note,

    /**
     * Notes on a device that was there before what a sign-in in it proved. The first factor of its kind is told to the
     * owner; on a new device the device itself is, with the factor.
     * @param proof.told whether its owner hears of the factor anyway: it was just added
     * @param proof.back whether somebody came back there who had been put out: from now on it is known, if at all
     */
    async noteProof(
      id: string,
      proof: {
        readonly doubtful: boolean;
        readonly factor?: string | undefined;
        readonly told?: boolean;
        readonly back?: boolean;
      },
      origin: Origin,
    ): Promise<void> {
      const { doubtful, factor, told = false, back = false } = proof;
      const device = await change(documents, deviceCollection, id, (found) => {
        if (back) return cameBack(found, clock.now(), { doubtful, factor });
        const { doubtful: before, ...current } = found;
        const isFirst = factor !== undefined && !current.factors?.includes(factor);
        const settled = before === true && !doubtful;
        if (!isFirst && !settled) return undefined;
        const next = {
          ...current,
          ...(before === true && doubtful && { doubtful }),
          ...(isFirst && { factors: [...(current.factors ?? []), factor] }),
        };
        if (!isFirst || told) return next;
        const detail = { factor, device: id };
        return audit.owing(next, [
          audit.newEvent({ kind: 'factor.first_used', outcome: 'done', account: current.account, origin, detail }),
        ]);
      });
      if (device?.owed?.length) audit.deliverSoon(deviceCollection, device);
    },

    /**
     * Gives a device a name, or none.
     * @throws {Refused} invalid_request when the name cannot be taken, not_found
     */
    async rename(id: string, account: string, typed: string): Promise<Device> {
      const name = deviceName(typed);
      if (name === undefined) throw new Refused('invalid_request', 'the name is too long, or more than one line');
      const renamed = await change(documents, deviceCollection, id, ({ name: before, ...device }) => {
        if (device.account !== account || (before ?? '') === name) return undefined;
        return { ...device, ...(name && { name }) };
      });
      if (renamed?.account !== account) throw new Refused('not_found', 'there is no such device');
      return renamed;
    },

    /** Makes a device a new one to its account, which has ended it from elsewhere. */
    async putOut(id: string, account: string): Promise<void> {
      await change(documents, deviceCollection, id, (device) =>
        device.account === account ? { ...device, putOut: true, ends: (device.ends ?? 0) + 1 } : undefined,
      );
    },

    /** How often its account has ended a device from elsewhere. */
    endsOf: async (id: string): Promise<number> => (await get(id))?.ends ?? 0,

    /** Notes when and where a session that ended was last active. */
    async noteEnd(id: string, { last, lastActiveAt }: Pick<Session, 'last' | 'lastActiveAt'>): Promise<void> {
      await change(documents, deviceCollection, id, (device) =>
        device.lastActiveAt >= lastActiveAt
          ? undefined
          : { ...device, ...looksOf(places, last), ...activeAt(lastActiveAt) },
      );
    },

    /** Forgets that an account was ever used there: a sign-in there is told of once more. */
    async forget(id: string, account: string): Promise<void> {
      for (;;) {
        const device = await get(id);
        if (device?.account !== account || (await documents.remove(deviceCollection, device))) return;
      }
    },

    /** Forgets devices that were not used for long. @returns how many records went */
    async sweep(): Promise<number> {
      return eachDue(
        documents,
        deviceCollection,
        'removeAt',
        clock.now(),
        async (device) => !device.owed?.length && documents.remove(deviceCollection, device),
      );
    },
  };
}

/** As a new one, but for its name and what makes cookies of before void. */
function cameBack(
  { putOut: _, doubtful: _doubt, factors: _factors, ...device }: Device,
  now: Seconds,
  { doubtful, factor }: { readonly doubtful: boolean; readonly factor: string | undefined },
): Device {
  return {
    ...{ ...device, createdAt: now },
    ...(doubtful && { doubtful }),
    ...(factor !== undefined && { factors: [factor] }),
  };
}

/** For the record, in no language of its own: `Firefox, Windows, Hamburg`. */
const plainName = ({ agent, place }: Pick<Device, 'agent' | 'place'>): string =>
  [agent.name, agent.system, place.city ?? place.country].filter(Boolean).join(', ');
