import { Argument, InvalidArgumentError, type Command } from 'commander';
import { clientKinds, formatDuration, kinds, parseDuration, presentClient, type Outcome } from '../clients/index.ts';
import { clientFields } from './client-fields.ts';
import { fieldsFrom, withFields } from './fields.ts';
import { withApp } from './open.ts';
import { print, printFields, printJson, printTable, time } from './print.ts';
import { readAll } from './read-all.ts';
import type { SharedOptions } from './settings.ts';
import { snippetFor } from './snippets.ts';

export function register(program: Command): void {
  const client = program.command('client').description('Apps that people sign in to, programs, and APIs that ask');
  withFields(client.command('add [name]'), clientFields)
    .description('Add a client; its secret is shown once')
    .option('--id <client_id>', 'its client_id (default: made)')
    .action((name: string | undefined, options: SharedOptions & { id?: string }, command: Command) =>
      add(name, options, command),
    );
  client
    .command('list')
    .description('List all clients')
    .action((options: SharedOptions) => list(options));
  client
    .command('show <id>')
    .description('Show one client')
    .action((id: string, options: SharedOptions) => show(id, options));
  withFields(client.command('update <id>'), clientFields)
    .description('Change a client; a list is given whole')
    .action((id: string, options: SharedOptions, command: Command) => update(id, options, command));
  client
    .command('rotate-secret <id>')
    .description('Give a client a new secret; the old one stays good for a while')
    .option('--keep-old <duration>', 'how long: 0, 12h, 7d', duration, parseDuration('7d'))
    .action((id: string, options: SharedOptions & { keepOld: number }) => rotateSecret(id, options));
  client
    .command('remove')
    .addArgument(new Argument('<id>', 'its client_id'))
    .description('Remove a client; everything it was issued ends')
    .action((id: string, options: SharedOptions) => remove(id, options));
}

function duration(value: string): number {
  const seconds = parseDuration(value);
  if (seconds === undefined) throw new InvalidArgumentError('It must be a duration like 12h or 7d.');
  return seconds;
}

function add(name: string | undefined, options: SharedOptions & { id?: string }, command: Command): Promise<void> {
  const fields = fieldsFrom(command, clientFields);
  if (fields['kind'] === undefined) {
    throw new Error(
      `Say what it is with --kind:\n${clientKinds.map((kind) => `  ${kind.padEnd(9)}${kinds[kind].description}`).join('\n')}`,
    );
  }
  const declaration = {
    ...(name !== undefined && { name }),
    ...(options.id !== undefined && { id: options.id }),
    ...fields,
  };
  return withApp(options, async ({ clients, settings, clock }) => {
    const { client, secret } = await clients.add(declaration);
    const { issuer } = settings;
    if (options.json) return printJson({ ...presentClient(client, clock.now()), ...(secret && { secret }), issuer });
    print(`${client.name} was added.`, '');
    printFields({ client_id: client.id, client_secret: secret, issuer });
    if (secret) print('', 'The secret is shown this once: keep it where the app finds it as CLIENT_SECRET.');
    print('', snippetFor(client, issuer));
  });
}

function list(options: SharedOptions): Promise<void> {
  return withApp(options, async ({ clients, clock }) => {
    const all = await readAll(clients.list);
    if (options.json) return printJson(all.map((client) => presentClient(client, clock.now())));
    if (all.length === 0) return print('There are no clients. `postern client add` adds one.');
    printTable(
      ['ID', 'NAME', 'KIND', 'DECLARED BY', ''],
      all.map(({ id, name, kind, declaredBy, disabled }) => [id, name, kind, declaredBy, disabled ? 'disabled' : '']),
    );
  });
}

function show(id: string, options: SharedOptions): Promise<void> {
  return withApp(options, async ({ clients, clock }) => {
    const client = presentClient(await clients.show(id), clock.now());
    if (options.json) return printJson(client);
    const secrets = client.secrets.map(({ createdAt, expiresAt }) =>
      expiresAt === undefined ? `made ${time(createdAt)}` : `made ${time(createdAt)}, good until ${time(expiresAt)}`,
    );
    const { reuseInterval, idle, absolute, changes, devices, ...rules } = client.refresh;
    const refresh = {
      ...rules,
      reuseInterval: formatDuration(reuseInterval),
      idle: formatDuration(idle),
      absolute: formatDuration(absolute),
    };
    const { people } = kinds[client.kind];
    printFields({
      ...client,
      refresh: people && refresh,
      'refresh.changes': people && changes,
      'refresh.devices': people && devices,
      secrets,
      createdAt: time(client.createdAt),
      changedAt: time(client.changedAt),
    });
  });
}

function update(id: string, options: SharedOptions, command: Command): Promise<void> {
  const patch = fieldsFrom(command, clientFields);
  if (Object.keys(patch).length === 0) throw new Error('Say what to change: see postern client update --help.');
  return withApp(options, async ({ clients, clock }) => {
    const { client, secret } = await clients.update(id, patch);
    if (options.json) return printJson({ ...presentClient(client, clock.now()), ...(secret && { secret }) });
    print(`${client.name} was changed.`);
    tellSecret({ client, ...(secret && { secret }) });
  });
}

function rotateSecret(id: string, options: SharedOptions & { keepOld: number }): Promise<void> {
  return withApp(options, async ({ clients, clock }) => {
    const { client, secret } = await clients.rotateSecret(id, options.keepOld);
    const [, old] = client.secrets;
    if (options.json) return printJson({ ...presentClient(client, clock.now()), secret });
    print(`${client.name} has a new secret.`);
    tellSecret({ client, secret });
    print(old?.expiresAt ? `The old one is good until ${time(old.expiresAt)} UTC.` : 'The old one is good no more.');
  });
}

function tellSecret({ client, secret }: Outcome): void {
  if (!secret) return;
  print('');
  printFields({ client_id: client.id, client_secret: secret });
  print('', 'The secret is shown this once.');
}

function remove(id: string, options: SharedOptions): Promise<void> {
  return withApp(options, async ({ clients }) => {
    await clients.remove(id);
    if (options.json) printJson({ removed: id });
    else print(`${id} was removed. What it was issued is good no more.`);
  });
}
