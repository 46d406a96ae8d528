/** What an account allowed a client, remembered apart from any grant: asked again only for more. */
import {
  Duplicate,
  eachDue,
  everyPage,
  type Collection,
  type Document,
  type Documents,
  type Page,
} from '../../adapters/store.ts';
import type { Audit, Origin, Owing } from '../audit/index.ts';
import { clocksApart, type Clock, type Seconds } from '../clock.ts';
import type { Digest } from '../keys/index.ts';

/** What an app asks for, or was allowed. */
export interface Asked {
  /** OIDC scopes. */
  readonly scopes: readonly string[];
  /** Claims asked one by one (OIDC Core §5.5). */
  readonly claims: readonly string[];
  /** API scopes by resource indicator (RFC 8707). */
  readonly resources: Readonly<Record<string, readonly string[]>>;
}

/** A client, and since when there is one of that id. */
interface Registered {
  readonly id: string;
  readonly createdAt: Seconds;
}

export interface Consent extends Document, Owing, Asked {
  readonly account: string;
  readonly client: string;
  readonly createdAt: Seconds;
  readonly changedAt: Seconds;
  /** The account disconnected the client, and what was allowed is forgotten. */
  readonly withdrawnAt?: Seconds;
  /** It was withdrawn once, and given anew since (`createdAt`): of what was issued before that nothing is good. */
  readonly givenAnew?: true;
  /** When the record of a withdrawal may go. */
  readonly removeAt?: Seconds;
}

/** A withdrawal is remembered longer than any code that was issued before it. */
const withdrawalKept: Seconds = 24 * 3600;

type ConsentEvent = 'consent.given' | 'consent.widened' | 'consent.withdrawn';

const nothing: Asked = { scopes: [], claims: [], resources: {} };

export const consentCollection: Collection<Consent> = {
  name: 'consents',
  indexes: ['account', 'client'],
  due: ['owedSince', 'removeAt'],
};

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])].sort();

/** Everything in either of two. */
export const together = (a: Asked, b: Asked): Asked => ({
  scopes: union(a.scopes, b.scopes),
  claims: union(a.claims, b.claims),
  resources: Object.fromEntries(
    union(Object.keys(a.resources), Object.keys(b.resources)).map((resource) => [
      resource,
      union(a.resources[resource] ?? [], b.resources[resource] ?? []),
    ]),
  ),
});

export type Consents = ReturnType<typeof createConsents>;

export function createConsents(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly audit: Audit;
}) {
  const { documents, clock, digest, audit } = options;
  audit.register(consentCollection);

  // The client's age is part of it: one made anew under an old id inherits nothing.
  const idOf = (account: string, { id, createdAt }: Registered): string =>
    digest('consent', `${account}\0${id}\0${createdAt}`);

  const get = (account: string, client: Registered): Promise<Consent | undefined> =>
    documents.get(consentCollection, idOf(account, client));

  const isGiven = (consent: Consent | undefined): consent is Consent =>
    consent !== undefined && consent.withdrawnAt === undefined;

  type Decided = Omit<Consent, 'id' | 'revision' | 'account' | 'client' | keyof Owing>;

  /** Stores what a decision makes of the consent, and the event that it owes, in one step of one record. */
  async function put(
    account: string,
    client: Registered,
    origin: Origin,
    decide: (current: Consent | undefined, now: Seconds) => readonly [ConsentEvent, Decided],
  ): Promise<Consent> {
    const id = idOf(account, client);
    for (;;) {
      const current = await documents.get(consentCollection, id);
      const { owed, owedSince } = current ?? {};
      const [kind, decided] = decide(current, clock.now());
      const event = audit.newEvent({ kind, outcome: 'done', account, client: client.id, origin });
      const debt = owed && owedSince !== undefined ? { owed, owedSince } : {};
      const next = audit.owing({ id, account, client: client.id, ...decided, ...debt }, [event]);
      const stored = current
        ? await documents.replace(consentCollection, { ...next, revision: current.revision })
        : await documents.insert(consentCollection, next).catch((error: unknown) => {
            if (!(error instanceof Duplicate)) throw error;
            return undefined;
          });
      if (stored) return stored;
    }
  }

  return {
    /** What the account allows the client. */
    async find(account: string, client: Registered): Promise<Consent | undefined> {
      const consent = await get(account, client);
      return isGiven(consent) ? consent : undefined;
    },

    /** What an account allows, by page, which may be short. */
    list: (account: string, page: Page): Promise<Consent[]> =>
      documents.find(consentCollection, { field: 'account', equals: account }, page),

    isGiven,

    /** Adds to what the account allows the client, in one step of one record. */
    async give(account: string, client: Registered, asked: Asked, origin: Origin): Promise<Consent> {
      const stored = await put(account, client, origin, (before, now) => {
        const current = isGiven(before) ? before : undefined;
        const { scopes, claims, resources } = current ? together(current, asked) : asked;
        const createdAt = current?.createdAt ?? now;
        const anew = current ? current.givenAnew : before && true;
        return [
          current ? 'consent.widened' : 'consent.given',
          { scopes, claims, resources, createdAt, changedAt: now, ...(anew && { givenAnew: anew }) },
        ];
      });
      audit.deliverSoon(consentCollection, stored);
      return stored;
    },

    /**
     * Forgets what the account allowed the client, also where that needed no consent. The event that the record owes
     * ends the client's families; by the answer they have ended.
     */
    async withdraw(account: string, client: Registered, origin: Origin): Promise<void> {
      const stored = await put(account, client, origin, (before, now) => {
        // By a clock that was set back, one must not take away what the one before it ended.
        const withdrawnAt = Math.max(now, before?.withdrawnAt ?? now);
        return [
          'consent.withdrawn',
          {
            ...nothing,
            createdAt: before?.createdAt ?? now,
            changedAt: now,
            withdrawnAt,
            removeAt: withdrawnAt + withdrawalKept,
          },
        ];
      });
      await audit.deliverWhole(consentCollection, stored);
    },

    /** Whether the account disconnected the client at that time or later, though it may have allowed it something anew. */
    async wasWithdrawn(
      account: string,
      client: Registered & { readonly firstParty: boolean },
      since: Seconds,
    ): Promise<boolean> {
      const consent = await get(account, client);
      // Dated later than now: the clocks were set back since, and nobody knows whether that was before or after.
      const isAhead = since > clock.now() + clocksApart;
      // A client that must be allowed something has nothing later, whatever the clock of a node said.
      if (consent?.withdrawnAt !== undefined) return !client.firstParty || isAhead || consent.withdrawnAt >= since;
      return consent?.givenAnew === true && (isAhead || since < consent.createdAt);
    },

    /** Removes what is left of withdrawals. @returns how many records went */
    async sweep(): Promise<number> {
      return eachDue(
        documents,
        consentCollection,
        'removeAt',
        clock.now(),
        async (consent) => !consent.owed?.length && documents.remove(consentCollection, consent),
      );
    },

    /** Forgets what was allowed to a client until it was removed. It can be repeated after a crash. */
    async forget(client: string, until: Seconds): Promise<void> {
      for await (const consents of everyPage(documents, consentCollection, { field: 'client', equals: client }, 200)) {
        const old = consents.filter(({ createdAt }) => createdAt <= until);
        await Promise.all(old.map((consent) => documents.remove(consentCollection, consent)));
      }
    },
  };
}
