import type { Documents } from '../../adapters/store.ts';
import type { Audit } from '../audit/index.ts';
import type { Clock, Milliseconds, Seconds } from '../clock.ts';
import { Refused } from '../errors.ts';
import { randomId } from '../ids.ts';
import type { Digest } from '../keys/index.ts';
import { createApis, refuseUndeclared, type By } from './apis.ts';
import { differences, mergePatch } from './changes.ts';
import {
  clientCollection,
  needsSecret,
  resolveClient,
  type Client,
  type ClientRecord,
  type Lifetimes,
} from './client.ts';
import { ClientDeclaration } from './declaration.ts';
import { parse, refuse } from './problems.ts';
import { clientProblems } from './rules.ts';
import { givenSecretProblem, hashSecret, isSecretOf, keptBeside, living, makeSecret, rotated } from './secrets.ts';
import { createShelf, type Page } from './shelf.ts';
import { createVersion } from './version.ts';

/** A client after a change; `secret` is there when one was made, and is not to be had again. */
export interface Outcome {
  readonly client: Client;
  readonly secret?: string;
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
}

export type Clients = ReturnType<typeof createClients>;

/** Clients and APIs: declared by admins, found by every request, and changed so that every node sees it at once. */
export function createClients(options: ClientsOptions) {
  const { documents, clock, staleness, digest, audit, lifetimes, development } = options;
  const version = createVersion(documents, staleness);
  const apis = createApis({ documents, clock, audit, version, lifetimes });

  const resolve = (record: ClientRecord): Client => resolveClient(record, lifetimes);
  const shelf = createShelf<ClientRecord, Client>({
    documents,
    clock,
    audit,
    version,
    collection: clientCollection,
    noun: 'a client',
    // Whoever finds a client may go by it: a disabled one is not found.
    view: (record) => (record.declaration.disabled ? undefined : resolve(record)),
  });

  function parseClient(declaration: unknown): ClientDeclaration {
    const parsed = parse(ClientDeclaration, declaration, 'the client cannot be taken');
    const problems = clientProblems(parsed, { development });
    if (problems.length > 0) throw refuse(`client ${parsed.id ?? parsed.name}`, problems);
    return parsed;
  }

  /** @throws {Refused} when an API that was not named before is not there */
  async function refuseUnknownApis(next: ClientDeclaration, before?: ClientDeclaration): Promise<void> {
    const named = ({ apis: used = [], serves = [] }: Partial<ClientDeclaration>) => [...used, ...serves];
    const old = new Set(named(before ?? {}));
    for (const api of named(next).filter((id) => !old.has(id))) {
      if (await apis.find(api)) continue;
      throw refuse(`client ${next.id ?? next.name}`, [
        {
          field: next.kind === 'api' ? 'serves' : 'apis',
          message: `there is no API ${api}; add it first (postern api add)`,
        },
      ]);
    }
  }

  function secretFor(given: string | undefined): string {
    const problem = given === undefined ? undefined : givenSecretProblem(given);
    if (problem) throw new Refused('invalid_request', `the secret ${problem}`);
    return given ?? makeSecret();
  }

  /** Puts a declaration in the place of the one that is there, and a secret where one is needed and missing. */
  async function put(id: string, decide: (record: ClientRecord) => unknown, by: By): Promise<Outcome> {
    const now = clock.now();
    const secret = makeSecret();
    const hash = hashSecret(digest, id, secret);
    const before = await get(id);
    await refuseUnknownApis(parseClient(decide(before)), before.declaration);
    const record = await shelf.change(id, (current) => {
      refuseUndeclared('client', id, current.declaredBy, by);
      const declaration = parseClient(decide(current));
      if (declaration.id !== id || declaration.kind !== current.declaration.kind) {
        throw new Refused('invalid_request', `id and kind of client ${id} cannot be changed: add another client`);
      }
      const fields = differences(current.declaration, declaration);
      if (fields.length === 0 && current.declaredBy === by) return undefined;
      const needs = needsSecret(declaration);
      // A client that proves itself by a key must not be able to fall back on a secret that somebody still has.
      const secrets = needs ? living(current.secrets, now) : [];
      return {
        record: {
          ...current,
          declaration,
          declaredBy: by,
          secrets: needs && secrets.length === 0 ? [{ hash, createdAt: now }] : secrets,
        },
        events: [
          audit.newEvent({
            kind: 'client.changed',
            outcome: 'done',
            client: id,
            detail: { by, fields: fields.join(' ') },
          }),
        ],
      };
    });
    const made = record.secrets.some((one) => one.hash === hash);
    return { client: resolve(record), ...(made && { secret }) };
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
    show: async (id: string): Promise<Client> => resolve(await get(id)),
    list: async (page: Page): Promise<Client[]> => (await shelf.list(page)).map(resolve),
    records: shelf.list,

    /** What would be stored of a declaration. @throws {Refused} invalid_request with everything that is wrong */
    parse: parseClient,

    /**
     * @param secret one that was made elsewhere, 32 characters or more; without it we make one where it is needed
     * @throws {Refused} invalid_request, conflict
     */
    async add(
      declaration: unknown,
      { by = 'admin', secret: given }: { by?: By; secret?: string } = {},
    ): Promise<Outcome> {
      const parsed = parseClient(declaration);
      await refuseUnknownApis(parsed);
      const id = parsed.id ?? randomId();
      const now = clock.now();
      const secret = needsSecret(parsed) ? secretFor(given) : undefined;
      const record = await shelf.add(
        {
          id,
          declaration: { ...parsed, id },
          declaredBy: by,
          secrets: secret === undefined ? [] : [{ hash: hashSecret(digest, id, secret), createdAt: now }],
        },
        [audit.newEvent({ kind: 'client.created', outcome: 'done', client: id, detail: { by, kind: parsed.kind } })],
      );
      return { client: resolve(record), ...(secret !== undefined && given === undefined && { secret }) };
    },

    /** Changes some fields, as a JSON Merge Patch (RFC 7396). @throws {Refused} invalid_request, not_found, conflict */
    update: (id: string, patch: unknown): Promise<Outcome> =>
      put(id, ({ declaration }) => mergePatch(declaration, patch), 'admin'),

    replace: (id: string, declaration: unknown, by: By): Promise<Outcome> => put(id, () => declaration, by),

    /**
     * Adds a secret; the one before stays good for `keepOld` seconds (a week when left out, 0 for not at all).
     * @throws {Refused} invalid_request when the client has no secret, not_found
     */
    async rotateSecret(
      id: string,
      { keepOld = keptBeside, secret: given, by = 'admin' }: { keepOld?: Seconds; secret?: string; by?: By } = {},
    ): Promise<Outcome> {
      const now = clock.now();
      const secret = secretFor(given);
      const hash = hashSecret(digest, id, secret);
      const record = await shelf.change(id, (current) => {
        const { declaration, secrets } = current;
        if (!needsSecret(declaration)) throw new Refused('invalid_request', `client ${id} has no secret`);
        if (declaration.secretFrom !== undefined && by !== 'file') {
          throw new Refused('conflict', `the secret of ${id} comes from ${declaration.secretFrom}: change it there`);
        }
        const next = rotated(secrets, hash, now, keepOld);
        const oldUntil = next[1]?.expiresAt ?? now;
        return {
          record: { ...current, secrets: next },
          events: [
            audit.newEvent({ kind: 'client.secret_rotated', outcome: 'done', client: id, detail: { by, oldUntil } }),
          ],
        };
      });
      return { client: resolve(record), ...(given === undefined && { secret }) };
    },

    /** From the answer on no node knows it, and nothing that was issued to it is good. @throws {Refused} not_found, conflict */
    async remove(id: string, by: By = 'admin'): Promise<void> {
      refuseUndeclared('client', id, (await get(id)).declaredBy, by);
      const event = audit.newEvent({ kind: 'client.removed', outcome: 'done', client: id, detail: { by } });
      await shelf.remove(id, (record) => ({ ...record, secrets: [] }), [event]);
    },

    /** Whether a secret is one of the client's that are good now (RFC 6749 §2.3.1). */
    verifySecret: (client: Pick<Client, 'id' | 'secrets'>, given: string): boolean =>
      isSecretOf(client, given, { digest, now: clock.now() }),

    /** Removes what is left of clients and APIs that were taken away. @returns how many records went */
    sweep: async (now: Seconds): Promise<number> => (await shelf.sweep(now)) + (await apis.sweep(now)),
  };
}
