import type { Documents } from '../../adapters/store.ts';
import type { Audit } from '../audit/index.ts';
import type { Clock, Milliseconds, Seconds } from '../clock.ts';
import { Refused } from '../errors.ts';
import { randomId } from '../ids.ts';
import type { Digest } from '../keys/index.ts';
import type { RefreshPolicy } from '../tokens/index.ts';
import { createApis, refuseUndeclared } from './apis.ts';
import { differences, mergePatch } from './changes.ts';
import {
  clientCollection,
  needsSecret,
  ownRecords,
  resolveClient,
  usualRefresh,
  type Client,
  type ClientRecord,
  type Lifetimes,
  type OwnDeclarations,
} from './client.ts';
import type { ClientDeclaration } from './declaration.ts';
import type { ClientKind } from './kinds.ts';
import { usersOf } from './own-apis.ts';
import { parseClient } from './parse-client.ts';
import { refuse } from './problems.ts';
import {
  hashSecret,
  isSecretOf,
  isSecretStill,
  keptBeside,
  living,
  makeSecret,
  refusePoor,
  rotated,
  type Secret,
} from './secrets.ts';
import { createShelf, told, type By, type Change, type Page } from './shelf.ts';
import { createVersion } from '../version.ts';

/** A client after a change; `secret` is there when one was made, and is not to be had again. */
export interface Outcome {
  readonly client: Client;
  readonly secret?: string;
}

/** A change that may bring a secret. */
export interface ClientChange extends Change {
  /** A secret that was made elsewhere. */
  readonly secret?: string;
  /** Whether what is declared now is what the change was made from: where it is not, nothing is changed. */
  readonly madeFrom?: (declared: ClientDeclaration) => boolean;
}

export interface ClientsOptions {
  readonly documents: Documents;
  readonly clock: Clock;
  /** See `Store.staleness`. */
  readonly staleness: Milliseconds;
  readonly digest: Digest;
  readonly audit: Audit;
  readonly lifetimes: Lifetimes;
  /** Whether only this machine can reach us: http loopback redirect URIs are then taken. */
  readonly development: boolean;
  /** Whether tokens can be bound to TLS certificates. */
  readonly clientCertificates: boolean;
  /** Postern's own clients and APIs. */
  readonly own?: OwnDeclarations;
}

export type Clients = ReturnType<typeof createClients>;

/** Like a declared one it begins with a letter or digit: on a command line, one that begins with - is an option. */
function makeId(): string {
  const id = randomId();
  return /^[A-Za-z0-9]/.test(id) ? id : makeId();
}

/** Clients and APIs: declared by admins, found by every request, and changed so that every node sees it at once. */
export function createClients(options: ClientsOptions) {
  const { documents, clock, staleness, digest, audit, lifetimes, development, clientCertificates } = options;
  const version = createVersion(documents, 'catalogue', staleness);
  const ownApis = options.own?.apis ?? [];
  const surroundings = {
    development,
    clientCertificates,
    ownApis: usersOf(ownApis),
  };
  const apis = createApis({
    ...{ documents, clock, audit, version, lifetimes },
    own: ownApis.map(({ usedBy: _, ...declaration }) => declaration),
  });

  const resolve = (record: ClientRecord): Client => resolveClient(record, lifetimes);
  const own = new Map(
    ownRecords(options.own?.clients).map((record) => [record.id, resolve({ ...record, secrets: [] })]),
  );
  const shelf = createShelf<ClientRecord, Client>({
    documents,
    clock,
    audit,
    version,
    collection: clientCollection,
    noun: 'a client',
    // Whoever finds a client may go by it: a disabled one is not found.
    view: (record) => (record.declaration.disabled ? undefined : resolve(record)),
    own,
  });

  /** @throws {Refused} when an API that was not named before is not there */
  async function refuseUnknownApis(next: ClientDeclaration, before?: ClientDeclaration): Promise<void> {
    const named = ({ apis: used = [], serves = [] }: Partial<ClientDeclaration>) => [...used, ...serves];
    const old = new Set(named(before ?? {}));
    for (const api of named(next).filter((id) => !old.has(id))) {
      if (await apis.find(api)) continue;
      const field = next.kind === 'api' ? 'serves' : 'apis';
      const message = `there is no API ${api}; add it first (postern api add)`;
      throw refuse(`client ${next.id ?? next.name}`, [{ field, message }]);
    }
  }

  const hashOf = (id: string, secret: string): string => hashSecret(digest, id, secret);

  /** The secrets of a client after its declaration was put: `given` is one of them, or `made` where there was none. */
  function secretsAfter(
    record: ClientRecord,
    next: ClientDeclaration,
    given: string | undefined,
    made: string,
  ): Secret[] {
    // A client that proves itself by a key must not be able to fall back on a secret that somebody still has.
    if (!needsSecret(next)) return [];
    const now = clock.now();
    const current = living(record.secrets, now);
    const fresh = given ?? (current.length === 0 ? made : undefined);
    if (fresh === undefined) return current;
    const hash = hashOf(record.id, fresh);
    return current.some((secret) => secret.hash === hash) ? current : rotated(current, hash, now, keptBeside);
  }

  async function put(id: string, decide: (record: ClientRecord) => unknown, change: ClientChange): Promise<Outcome> {
    const { by = 'admin', secret: given } = change;
    refusePoor(given);
    shelf.refuseOwn(id);
    const made = makeSecret();
    const before = await get(id);
    // Before anything is said about the fields: what may not be changed here has none to mend.
    refuseUndeclared('client', id, before.declaredBy, by);
    await refuseUnknownApis(parseClient(decide(before), by, surroundings), before.declaration);
    const record = await shelf.change(id, (current) => {
      refuseUndeclared('client', id, current.declaredBy, by);
      if (change.madeFrom?.(current.declaration) === false)
        throw new Refused('conflict', `client ${id} was changed meanwhile`, { reason: 'changed-meanwhile' });
      const declaration = parseClient(decide(current), by, surroundings);
      if (declaration.id !== id || declaration.kind !== current.declaration.kind) {
        throw new Refused('invalid_request', `id and kind of client ${id} cannot be changed: add another client`);
      }
      const secrets = secretsAfter(current, declaration, given, made);
      const fields = differences(current.declaration, declaration);
      if (secrets[0]?.hash !== living(current.secrets, clock.now())[0]?.hash) fields.push('secret');
      if (current.declaredBy !== by) fields.push('declaredBy');
      if (fields.length === 0) return undefined;
      const about = told(change, { fields: fields.join(' ') });
      return {
        record: { ...current, declaration, declaredBy: by, secrets },
        events: [audit.newEvent({ kind: 'client.changed', client: id, ...about })],
      };
    });
    const isNew = record.secrets.some(({ hash }) => hash === hashOf(id, made));
    return { client: resolve(record), ...(isNew && { secret: made }) };
  }

  async function get(id: string): Promise<ClientRecord> {
    const record = await shelf.get(id);
    if (!record) throw new Refused('not_found', `there is no client with the id ${id}`);
    return record;
  }

  return {
    /**
     * The client that a request names: cached, and never older than the last answered change. The same frozen object
     * until it changes. A disabled client is not found.
     * @throws {StoreUnavailable}
     */
    find: shelf.find,
    findApi: apis.find,
    apis,

    /** A client for people who administer it, disabled or not. @throws {Refused} not_found */
    show: async (id: string): Promise<Client> => own.get(id) ?? resolve(await get(id)),
    list: async (page: Page): Promise<Client[]> => (await shelf.list(page)).map(resolve),
    /** The record, with what was declared and nothing filled in. */
    get: shelf.get,

    /**
     * The rules of refresh that hold for a kind where a client says nothing.
     * @param absolute when its sign-ins end in any case, where it says that (seconds)
     */
    usualRefresh: (kind: ClientKind, absolute?: Seconds): RefreshPolicy => usualRefresh(kind, lifetimes, absolute),

    /** What would be stored of a declaration. @throws {Refused} invalid_request with everything that is wrong */
    parse: (declaration: unknown, by: By = 'admin'): ClientDeclaration => parseClient(declaration, by, surroundings),

    /**
     * Adds a client, with a secret of ours where it needs one and none is given.
     * @throws {Refused} invalid_request, conflict
     */
    async add(declaration: unknown, change: ClientChange = {}): Promise<Outcome> {
      const { by = 'admin', secret: given } = change;
      refusePoor(given);
      const parsed = parseClient(declaration, by, surroundings);
      await refuseUnknownApis(parsed);
      const id = parsed.id ?? makeId();
      const secret = needsSecret(parsed) ? (given ?? makeSecret()) : undefined;
      const secrets = secret === undefined ? [] : [{ hash: hashOf(id, secret), createdAt: clock.now() }];
      const record = await shelf.add({ id, declaration: { ...parsed, id }, declaredBy: by, secrets }, [
        audit.newEvent({ kind: 'client.created', client: id, ...told(change, { kind: parsed.kind }) }),
      ]);
      return { client: resolve(record), ...(secret !== undefined && given === undefined && { secret }) };
    },

    /** Changes some fields, as a JSON Merge Patch (RFC 7396). @throws {Refused} invalid_request, not_found, conflict */
    update: (id: string, patch: unknown, change: ClientChange = {}): Promise<Outcome> =>
      put(id, ({ declaration }) => mergePatch(declaration, patch), change),

    /** Puts a whole declaration in the place of the one before. @throws {Refused} as `update` */
    replace: (id: string, declaration: unknown, change: ClientChange): Promise<Outcome> =>
      put(id, () => declaration, change),

    /**
     * Adds a secret; the one before stays good for `keepOld` seconds (a week when left out, 0 for not at all).
     * @throws {Refused} invalid_request when the client has no secret, not_found, conflict
     */
    async rotateSecret(
      id: string,
      keepOld: Seconds = keptBeside,
      change: Change = {},
    ): Promise<Outcome & { readonly secret: string }> {
      const now = clock.now();
      const secret = makeSecret();
      const record = await shelf.change(id, (current) => {
        const { declaration, secrets } = current;
        if (!needsSecret(declaration)) throw new Refused('invalid_request', `client ${id} has no secret`);
        if (declaration.secretFrom !== undefined) {
          throw new Refused('conflict', `the secret of ${id} comes from ${declaration.secretFrom}: change it there`);
        }
        const next = rotated(secrets, hashOf(id, secret), now, keepOld);
        const about = told(change, { oldUntil: next[1]?.expiresAt ?? now });
        return {
          record: { ...current, secrets: next },
          events: [audit.newEvent({ kind: 'client.secret_rotated', client: id, ...about })],
        };
      });
      return { client: resolve(record), secret };
    },

    /** From the answer on no node knows it, and nothing that was issued to it is good. @throws {Refused} not_found, conflict */
    async remove(id: string, change: Change = {}): Promise<void> {
      shelf.refuseOwn(id);
      const record = await shelf.get(id);
      if (record) refuseUndeclared('client', id, record.declaredBy, change.by ?? 'admin');
      const event = audit.newEvent({ kind: 'client.removed', client: id, ...told(change) });
      await shelf.remove(id, (record) => ({ ...record, secrets: [] }), [event]);
    },

    /** Whether a secret is one of the client's that are good now (RFC 6749 §2.3.1). */
    verifySecret: (client: Pick<Client, 'id' | 'secrets'>, given: string): boolean =>
      isSecretOf(client, given, { digest, now: clock.now() }),

    /** The same, sooner for a right one that is asked again: for where that is no secret. */
    verifySecretAgain: (client: Pick<Client, 'id' | 'secrets'>, given: string): boolean =>
      isSecretStill(client, given, { digest, now: clock.now() }),

    /** Removes what is left of clients and APIs that were taken away. @returns how many records went */
    sweep: async (now: Seconds): Promise<number> => (await shelf.sweep(now)) + (await apis.sweep(now)),
  };
}
