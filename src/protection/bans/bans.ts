import { change, Duplicate, type Documents, type Page } from '../../../adapters/store.ts';
import type { Audit } from '../../audit/index.ts';
import type { Clock, Milliseconds, Seconds } from '../../clock.ts';
import { Refused } from '../../errors.ts';
import type { Report } from '../../report.ts';
import { createVersion } from '../../version.ts';
import type { Network } from '../../whereabouts/index.ts';
import { banCollection, isInForce, type Ban } from './ban.ts';
import { createBanList } from './list.ts';
import { mayBeOurs, parseNetwork } from './network.ts';
import { stops, type Wanted } from './stops.ts';

/** For how long a node goes by its last look at the bans, in milliseconds. Whoever changes one waits that long. */
const staleness: Milliseconds = 1000;

/** How long a reason may be, in characters. */
const longestReason = 200;

/** How long the record of a lifted ban stays, to tell of it. */
const keptAfter: Seconds = 3600;

export interface NewBan {
  /** An address or a network, as it is typed. */
  readonly network: string;
  readonly reason: string;
  /** For so long. Left out: until it is lifted. */
  readonly lasts?: Seconds;
}

export type Bans = ReturnType<typeof createBans>;

/** Networks from which nothing is answered, by an admin's word, or nothing may be guessed, by a rule. */
export function createBans(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly audit: Audit;
  /** Hears what failed without anybody waiting for it. */
  readonly report: Report;
}) {
  const { documents, clock, audit, report } = options;
  audit.register(banCollection);
  const version = createVersion(documents, 'bans', staleness);
  // The list says itself for how long a look is gone by.
  const list = createBanList({ documents, clock, version: createVersion(documents, 'bans', 0), staleness });

  /** @returns undefined where `decide` left things as they are */
  async function put(id: Network, decide: (current: Ban | undefined) => Omit<Ban, 'id' | 'revision'> | undefined) {
    for (;;) {
      const current = await documents.get(banCollection, id);
      const next = decide(current);
      if (!next) return undefined;
      const stored = current
        ? await documents.replace(banCollection, { ...next, id, revision: current.revision })
        : await documents.insert(banCollection, { ...next, id }).catch((error: unknown) => {
            if (!(error instanceof Duplicate)) throw error;
            return undefined;
          });
      if (stored) return stored;
    }
  }

  function banned(
    current: Ban | undefined,
    id: Network,
    ban: Pick<Ban, 'by' | 'reason'> & { lasts?: Seconds | undefined },
  ) {
    const { by, reason, lasts } = ban;
    const now = clock.now();
    const until = lasts === undefined ? {} : { expiresAt: now + lasts, removeAt: now + lasts };
    const detail = { network: id, by, reason, ...(lasts !== undefined && { until: now + lasts }) };
    const event = audit.newEvent({ kind: 'ban.added', outcome: 'done', detail });
    const owed = {
      ...(current?.owed && { owed: current.owed }),
      ...(current?.owedSince && { owedSince: current.owedSince }),
    };
    return audit.owing({ by, reason, createdAt: now, ...until, ...owed }, [event]);
  }

  /** From the answer on every node holds to it. */
  async function told(ban: Ban): Promise<Ban> {
    audit.deliverSoon(banCollection, ban);
    await version.step();
    return ban;
  }

  const ifStopped = (ban: Ban | undefined, wanted: Wanted): Ban | undefined =>
    ban && stops(ban, wanted) ? ban : undefined;

  return {
    /** The ban that an address is under, an admin's first. @throws {StoreUnavailable} while nothing is known yet */
    find: list.find,

    /**
     * The ban that stops what is wanted from an address: at once, where there was a look just before.
     * @throws {StoreUnavailable} while nothing is known yet
     */
    stopping(address: string, wanted: Wanted): Ban | undefined | Promise<Ban | undefined> {
      const found = list.find(address);
      return found instanceof Promise ? found.then((ban) => ifStopped(ban, wanted)) : ifStopped(found, wanted);
    },

    /**
     * Bans a network; one that is banned gets the new reason and end.
     * @throws {Refused} invalid_request
     */
    async add({ network, reason, lasts }: NewBan): Promise<Ban> {
      const id = parseNetwork(network);
      if ([...reason].length > longestReason || /\p{Cc}/u.test(reason)) {
        throw new Refused('invalid_request', `a reason is one line of at most ${longestReason} characters`);
      }
      const ban = await put(id, (current) => banned(current, id, { by: 'admin', reason, lasts }));
      if (!ban) throw new Error('a ban that nobody decided against');
      return told(ban);
    },

    /**
     * Bans a network of which a rule says so, for a while. Nobody waits until all nodes know. What an admin banned stays
     * as it is, and a private network is never banned by itself: it may be that of a proxy that nobody named.
     * @throws {StoreUnavailable}
     */
    async addByRule(id: Network, rule: string, lasts: Seconds): Promise<void> {
      if (mayBeOurs(id)) return;
      const ban = await put(id, (current) =>
        current && isInForce(current, clock.now())
          ? undefined
          : banned(current, id, { by: 'rule', reason: rule, lasts }),
      );
      if (ban) told(ban).catch((error: unknown) => report(error, { collection: banCollection.name }));
    },

    /** Lifts a ban. From the answer on every node answers again. @returns the network @throws {Refused} invalid_request, not_found */
    async remove(network: string): Promise<Network> {
      const id = parseNetwork(network);
      const lifting = { done: false };
      const ban = await change(documents, banCollection, id, (current) => {
        const now = clock.now();
        lifting.done = isInForce(current, now);
        if (!lifting.done) return undefined;
        const event = audit.newEvent({ kind: 'ban.removed', outcome: 'done', detail: { network: id, by: 'admin' } });
        return audit.owing({ ...current, liftedAt: now, removeAt: now + keptAfter }, [event]);
      });
      if (!ban || !lifting.done) throw new Refused('not_found', `${id} is not banned`);
      await told(ban);
      return id;
    },

    /** Bans in force, in the order of their networks. A page may be short and still not be the last. */
    async list(page: Page): Promise<{ readonly bans: readonly Ban[]; readonly next?: string }> {
      const records = await documents.find(banCollection, undefined, page);
      const last = records.at(-1);
      return {
        bans: records.filter((ban) => isInForce(ban, clock.now())),
        ...(records.length === page.limit && last && { next: last.id }),
      };
    },

    /** Removes what is over. @returns how many records went */
    async sweep(): Promise<number> {
      const over = await documents.due(banCollection, 'removeAt', clock.now(), 200);
      const settled = over.filter(({ owed }) => !owed?.length);
      await Promise.all(settled.map((ban) => documents.remove(banCollection, ban)));
      return settled.length;
    },
  };
}
