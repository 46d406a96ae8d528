/** What an account allowed a client, remembered apart from any grant: asked again only for more. */
import { Duplicate, type Collection, type Document, type Documents } from '../../adapters/store.ts';
import type { Audit, Origin, Owing } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
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
}

export const consentCollection: Collection<Consent> = {
  name: 'consents',
  indexes: ['account', 'client'],
  due: ['owedSince'],
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

  return {
    find: (account: string, client: Registered): Promise<Consent | undefined> =>
      documents.get(consentCollection, idOf(account, client)),

    /** Adds to what the account allows the client, in one step of one record. */
    async give(account: string, client: Registered, asked: Asked, origin: Origin): Promise<Consent> {
      const id = idOf(account, client);
      for (;;) {
        const now = clock.now();
        const current = await documents.get(consentCollection, id);
        const event = audit.newEvent({
          kind: current ? 'consent.widened' : 'consent.given',
          outcome: 'done',
          account,
          client: client.id,
          origin,
        });
        const stored = current
          ? await documents.replace(
              consentCollection,
              audit.owing({ ...current, ...together(current, asked), changedAt: now }, [event]),
            )
          : await documents
              .insert(
                consentCollection,
                audit.owing({ id, account, client: client.id, ...asked, createdAt: now, changedAt: now }, [event]),
              )
              .catch((error: unknown) => {
                if (!(error instanceof Duplicate)) throw error;
                return undefined;
              });
        if (!stored) continue;
        audit.deliverSoon(consentCollection, stored);
        return stored;
      }
    },

    /** Forgets what was allowed to a client until it was removed. It can be repeated after a crash. */
    async forget(client: string, until: Seconds): Promise<void> {
      let after: string | undefined;
      do {
        const consents = await documents.find(
          consentCollection,
          { field: 'client', equals: client },
          { limit: 200, ...(after && { after }) },
        );
        const old = consents.filter(({ createdAt }) => createdAt <= until);
        await Promise.all(old.map((consent) => documents.remove(consentCollection, consent)));
        after = consents.length === 200 ? consents.at(-1)?.id : undefined;
      } while (after);
    },
  };
}
