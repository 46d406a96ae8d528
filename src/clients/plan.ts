import type { Clock } from '../clock.ts';
import { Refused } from '../errors.ts';
import type { Clients } from './catalogue.ts';
import { differencesIn, type Difference } from './changes.ts';
import { needsSecret } from './client.ts';
import { readSecret, type DeclaredFile } from './declared.ts';
import { living } from './secrets.ts';
import type { By, Page } from './shelf.ts';

/** What applying a file does to one client or API. */
export interface Step {
  readonly what: 'client' | 'api';
  readonly id: string;
  readonly action: 'add' | 'change' | 'remove' | 'same';
  /** What changes. `declaredBy`: it was there, made by an admin, and is the file's from now on. */
  readonly fields: readonly string[];
  /** What is said of them before and after; of one that is added, all that is said. No secret, only that it is another. */
  readonly differences: readonly Difference[];
  /** Whether we have to make a secret, which somebody must then be shown. */
  readonly makesSecret: boolean;
}

/** What is needed to apply a file. */
export interface Applying {
  readonly clients: Clients;
  readonly clock: Clock;
  readonly file: DeclaredFile;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * What applying the file would do, in the order in which it is done. Changes nothing.
 * @throws {Refused} invalid_request when it names an API or a secret that is not there, or cannot be done to the end
 */
export async function planApply({ clients, clock, file, environment }: Applying): Promise<Step[]> {
  await refuseUnknownApis(clients, file);
  await refuseTaken(clients, file);
  const apis = await Promise.all(
    file.apis.map(async (api): Promise<Step> => {
      const record = await clients.apis.get(api.id);
      return step('api', api, record, []);
    }),
  );
  const ours = await Promise.all(
    file.clients.map(async (client): Promise<Step> => {
      const secret = await readSecret(client, file.path, environment);
      const record = await clients.get(client.id);
      const another = record !== undefined && secret !== undefined && !clients.verifySecret(record, secret);
      const has = record !== undefined && living(record.secrets, clock.now()).length > 0;
      const makesSecret = needsSecret(client) && secret === undefined && !has;
      return step('client', client, record, another ? ['secret'] : [], makesSecret);
    }),
  );
  const gone = async (
    what: Step['what'],
    list: (page: Page) => Promise<{ id: string }[]>,
    declared: readonly { id: string }[],
  ) => {
    const kept = new Set(declared.map(({ id }) => id));
    return (await all(list))
      .filter((id) => !kept.has(id))
      .map((id): Step => ({ what, id, action: 'remove', fields: [], differences: [], makesSecret: false }));
  };
  // A client may name an API only while it is there: APIs come first and go last.
  return [
    ...apis,
    ...ours,
    ...(await gone('client', clients.list, file.clients)),
    ...(await gone('api', clients.apis.list, file.apis)),
  ];
}

/** Looked at before anything is done: half an applied file is nobody's intention. */
async function refuseUnknownApis(clients: Clients, file: DeclaredFile): Promise<void> {
  const declared = new Set(file.apis.map(({ id }) => id));
  for (const { id, apis = [], serves = [] } of file.clients) {
    for (const api of [...apis, ...serves]) {
      if (declared.has(api) || clients.apis.own.some((own) => own.id === api)) continue;
      // One that a file declared and this one does not is about to go.
      if ((await clients.apis.get(api))?.declaredBy === 'admin') continue;
      throw new Refused('invalid_request', `client ${id}: there is no API ${api}; declare it under apis`);
    }
  }
}

/** Ids that are Postern's own, or those of clients of another kind. */
async function refuseTaken(clients: Clients, file: DeclaredFile): Promise<void> {
  const ours = file.apis.find(({ id }) => clients.apis.own.some((own) => own.id === id));
  if (ours) throw new Refused('invalid_request', `API ${ours.id} is Postern's own: give yours another id`);
  for (const { id, kind } of file.clients) {
    const record = await clients.get(id);
    if (!record && (await clients.find(id))) {
      throw new Refused('invalid_request', `client ${id} is Postern's own: give yours another id`);
    }
    if (record && record.declaration.kind !== kind) {
      const is = `client ${id} is there as ${record.declaration.kind}`;
      throw new Refused('invalid_request', `${is}, and a kind cannot be changed: give the ${kind} one another id`);
    }
  }
}

function step(
  what: Step['what'],
  declared: { readonly id: string },
  record: { readonly declaredBy: By; readonly declaration: object } | undefined,
  /** What changes beside what is declared. */
  beside: readonly string[],
  makesSecret = false,
): Step {
  const { id, ...said } = declared;
  const { id: _same, ...before } = (record?.declaration ?? {}) as Readonly<Record<string, unknown>>;
  const declaration = differencesIn(before, said);
  if (!record) return { what, id, action: 'add', fields: [], differences: declaration, makesSecret };
  const owner: Difference[] =
    record.declaredBy === 'file' ? [] : [{ field: 'declaredBy', before: record.declaredBy, after: 'file' }];
  const differences = [...declaration, ...beside.map((field) => ({ field })), ...owner];
  const fields = [...new Set(differences.map(({ field }) => field.split('.', 1)[0] ?? field))];
  const action = fields.length > 0 || makesSecret ? 'change' : 'same';
  return { what, id, action, fields, differences, makesSecret };
}

async function all(list: (page: Page) => Promise<{ id: string }[]>): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const after = ids.at(-1);
    const page = await list({ limit: 500, declaredBy: 'file', ...(after !== undefined && { after }) });
    ids.push(...page.map(({ id }) => id));
    if (page.length < 500) return ids;
  }
}
