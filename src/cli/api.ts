import type { Command } from 'commander';
import { formatDuration, type Api } from '../clients/index.ts';
import { fieldsFrom, withFields, type FieldOption } from './fields.ts';
import { withApp } from './open.ts';
import { print, printFields, printJson, printTable, time } from './print.ts';
import { readAll } from './read-all.ts';
import type { SharedOptions } from './settings.ts';

const fields: readonly FieldOption[] = [
  { flags: '--name <name>', field: 'name', description: 'what people see' },
  {
    flags: '--scope <name=description>',
    field: 'scopes',
    description: 'a scope, and in words what it allows',
    many: true,
  },
  { flags: '--token-format <format>', field: 'tokenFormat', description: 'opaque (default) or jwt (RFC 9068)' },
  {
    flags: '--access-token-lifetime <duration>',
    field: 'accessTokenLifetime',
    description: 'how long its access tokens live: 10m',
  },
  { flags: '--signing-alg <alg>', field: 'signingAlg', description: 'jwt only: ES256, RS256 or EdDSA' },
];

export function register(program: Command): void {
  const api = program.command('api').description('APIs (resource servers) that tokens are for');
  withFields(api.command('add <id> [name]'), fields)
    .description('Add an API; its id is a URI, the audience of its tokens')
    .action((id: string, name: string | undefined, options: SharedOptions, command: Command) =>
      add({ id, name: name ?? id, ...declared(command) }, options),
    );
  api
    .command('list')
    .description('List all APIs')
    .action((options: SharedOptions) => list(options));
  api
    .command('show <id>')
    .description('Show one API')
    .action((id: string, options: SharedOptions) => show(id, options));
  withFields(api.command('update <id>'), fields)
    .description('Change an API; a list is given whole')
    .action((id: string, options: SharedOptions, command: Command) => update(id, declared(command), options));
  api
    .command('remove <id>')
    .description('Remove an API; no token for it is issued any more')
    .action((id: string, options: SharedOptions) => remove(id, options));
}

/** Scopes are written `name` or `name=description`. */
function declared(command: Command): Record<string, unknown> {
  const given = fieldsFrom(command, fields);
  const scopes = given['scopes'];
  if (!Array.isArray(scopes) || !scopes.every((scope) => typeof scope === 'string')) return given;
  return {
    ...given,
    scopes: scopes.map((scope) => {
      const [name = '', ...description] = scope.split('=');
      return { name, ...(description.length > 0 && { description: description.join('=') }) };
    }),
  };
}

function add(declaration: object, options: SharedOptions): Promise<void> {
  return withApp(options, async ({ clients, settings }) => {
    const api = await clients.apis.add(declaration);
    if (options.json) return printJson(api);
    print(`${api.name} was added.`, '');
    printApi(api);
    print(
      '',
      api.tokenFormat === 'jwt'
        ? `Its access tokens are JWTs (RFC 9068): check them with the keys at ${settings.issuer}/jwks.`
        : `Its access tokens are opaque: it asks about them at ${settings.issuer}/introspect, as a client of kind api:`,
      ...(api.tokenFormat === 'jwt'
        ? []
        : [`  postern client add "${api.name.replaceAll('"', '')}" --kind api --serves ${api.id}`]),
    );
  });
}

function list(options: SharedOptions): Promise<void> {
  return withApp(options, async ({ clients }) => {
    const all = [...(await readAll(clients.apis.list)), ...clients.apis.own];
    if (options.json) return printJson(all);
    printTable(
      ['ID', 'NAME', 'TOKENS', 'SCOPES', 'DECLARED BY'],
      all.map(({ id, name, tokenFormat, scopes, declaredBy }) => [
        id,
        name,
        tokenFormat,
        scopes.map((scope) => scope.name).join(' '),
        declaredBy,
      ]),
    );
  });
}

function show(id: string, options: SharedOptions): Promise<void> {
  return withApp(options, async ({ clients }) => {
    const api = await clients.apis.show(id);
    if (options.json) printJson(api);
    else printApi(api);
  });
}

function printApi({
  id,
  name,
  tokenFormat,
  signingAlg,
  scopes,
  accessTokenLifetime,
  createdAt,
  changedAt,
  ...api
}: Api): void {
  printFields({
    id,
    name,
    tokenFormat,
    signingAlg: tokenFormat === 'jwt' && signingAlg,
    accessTokenLifetime: formatDuration(accessTokenLifetime),
    scopes: scopes.map(({ name, description }) => (description === undefined ? name : { [name]: description })),
    ...api,
    createdAt: time(createdAt),
    changedAt: time(changedAt),
  });
}

function update(id: string, patch: Record<string, unknown>, options: SharedOptions): Promise<void> {
  if (Object.keys(patch).length === 0) throw new Error('Say what to change: see postern api update --help.');
  return withApp(options, async ({ clients }) => {
    const api = await clients.apis.update(id, patch);
    if (options.json) printJson(api);
    else print(`${api.name} was changed.`);
  });
}

function remove(id: string, options: SharedOptions): Promise<void> {
  return withApp(options, async ({ clients }) => {
    await clients.apis.remove(id);
    if (options.json) printJson({ removed: id });
    else print(`${id} was removed.`);
  });
}
