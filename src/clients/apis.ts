import type { Documents } from '../../adapters/store.ts';
import type { Audit } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { Refused } from '../errors.ts';
import { differences, mergePatch } from './changes.ts';
import { apiCollection, ownRecords, resolveApi, type Api, type ApiRecord, type Lifetimes } from './client.ts';
import { ApiDeclaration } from './declaration.ts';
import { nameOf, parse, refuse } from './problems.ts';
import { apiProblems } from './rules.ts';
import { createShelf, told, type By, type Change, type Page } from './shelf.ts';
import type { Version } from '../version.ts';

/** What a file declares, nobody else changes: the next `postern apply` would undo it. */
export function refuseUndeclared(noun: string, id: string, declaredBy: By, by: By): void {
  if (declaredBy === 'file' && by !== 'file') {
    throw new Refused('conflict', `${noun} ${id} is declared in a file: change it there, then run postern apply`);
  }
}

/** @throws {Refused} invalid_request with everything that is wrong */
export function parseApi(declaration: unknown): ApiDeclaration {
  const parsed = parse(ApiDeclaration, declaration, nameOf('API', declaration));
  const problems = apiProblems(parsed);
  if (problems.length > 0) throw refuse(`API ${parsed.id}`, problems);
  return parsed;
}

export type Apis = ReturnType<typeof createApis>;

/** APIs (resource servers, RFC 8707): what they are called, their scopes and the form of their tokens. */
export function createApis(options: {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly version: Version;
  readonly lifetimes: Lifetimes;
  /** Postern's own. */
  readonly own?: readonly ApiDeclaration[] | undefined;
}) {
  const { documents, clock, audit, version, lifetimes } = options;
  const resolve = (record: ApiRecord): Api => resolveApi(record, lifetimes);
  const own = new Map(ownRecords(options.own).map((record) => [record.id, resolve(record)]));
  const shelf = createShelf<ApiRecord, Api>({
    documents,
    clock,
    audit,
    version,
    collection: apiCollection,
    noun: 'an API',
    view: resolve,
    own,
  });
  const event = (what: 'created' | 'changed' | 'removed', api: string, change: Change, fields?: string) =>
    audit.newEvent({ kind: `api.${what}`, ...told(change, { api, ...(fields !== undefined && { fields }) }) });

  /** Puts a declaration in the place of the one that is there. @throws {Refused} */
  async function put(id: string, decide: (record: ApiRecord) => ApiDeclaration, change: Change): Promise<Api> {
    const { by = 'admin' } = change;
    const record = await shelf.change(id, (current) => {
      refuseUndeclared('API', id, current.declaredBy, by);
      const declaration = decide(current);
      if (declaration.id !== id) throw new Refused('invalid_request', `the id of API ${id} cannot be changed`);
      const fields = differences(current.declaration, declaration);
      if (current.declaredBy !== by) fields.push('declaredBy');
      if (fields.length === 0) return undefined;
      return {
        record: { ...current, declaration, declaredBy: by },
        events: [event('changed', id, change, fields.join(' '))],
      };
    });
    return resolve(record);
  }

  return {
    find: shelf.find,
    get: shelf.get,
    /** @throws {Refused} not_found */
    async show(id: string): Promise<Api> {
      const always = own.get(id);
      if (always) return always;
      const record = await shelf.get(id);
      if (!record) throw new Refused('not_found', `there is no API with the id ${id}`);
      return resolve(record);
    },
    list: async (page: Page): Promise<Api[]> => (await shelf.list(page)).map(resolve),
    /** Those of Postern itself: always there, and in no list of what is declared. */
    own: [...own.values()] as readonly Api[],

    /** @throws {Refused} invalid_request, conflict */
    async add(declaration: unknown, change: Change = {}): Promise<Api> {
      const parsed = parseApi(declaration);
      const { id } = parsed;
      const fresh = { id, declaration: parsed, declaredBy: change.by ?? 'admin' } as const;
      return resolve(await shelf.add(fresh, [event('created', id, change)]));
    },

    /** Changes some fields, as a JSON Merge Patch (RFC 7396). @throws {Refused} invalid_request, not_found, conflict */
    update: (id: string, patch: unknown, change: Change = {}): Promise<Api> =>
      put(id, ({ declaration }) => parseApi(mergePatch(declaration, patch)), change),

    replace: (id: string, declaration: unknown, change: Change): Promise<Api> =>
      put(id, () => parseApi(declaration), change),

    /** From the answer on, no token for it is issued and none of it is called active. @throws {Refused} not_found, conflict */
    async remove(id: string, change: Change = {}): Promise<void> {
      const record = await shelf.get(id);
      if (record) refuseUndeclared('API', id, record.declaredBy, change.by ?? 'admin');
      await shelf.remove(id, (current) => current, [event('removed', id, change)]);
    },

    sweep: shelf.sweep,
  };
}
