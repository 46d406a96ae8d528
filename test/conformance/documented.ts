import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { profileFrom } from '../../src/accounts/index.ts';
import { basic, password, type App } from '../support/apps.ts';
import { startPostern, type Postern, type StoreProfile } from '../support/postern.ts';

const docs = readFileSync(new URL('../../docs/conformance.md', import.meta.url), 'utf8');
const block = (language: string): string =>
  (new RegExp(`^ *\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\`$`, 'm').exec(docs)?.[1] ?? '').replaceAll(/^ {3}/gm, '');

const declared = (parse(block('yaml')) as { clients: Declared[] }).clients;

interface Declared {
  readonly id: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris?: readonly string[];
  readonly secretFrom: string;
}

/** A client of docs/conformance.md. */
export interface DocumentedClient extends App, Omit<Declared, 'secretFrom'> {
  readonly secret: string;
}

export interface Documented {
  readonly postern: Postern;
  /** By their ids. */
  readonly clients: Readonly<Record<string, DocumentedClient>>;
  readonly email: string;
  /** What the account has, as standard claims. */
  readonly claims: Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** Postern as docs/conformance.md says to set it up for the official suite: its clients file, and its account. */
export async function startDocumented(profile: StoreProfile): Promise<Documented> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-conformance-'));
  const file = join(folder, 'postern.clients.yaml');
  await writeFile(file, block('yaml'));
  const clients = declared.map(({ secretFrom, ...client }) => {
    const secret = `secret-of-${client.id}-`.padEnd(40, 'x');
    process.env[secretFrom.replace('env:', '')] = secret;
    return { ...client, secret, headers: basic(client.id, secret) };
  });
  const postern = await startPostern(profile, [`clientsFile=${file}`]);
  const { email, claims } = documentedAccount();
  await postern.rooms.accounts.create({
    email,
    password: await postern.rooms.passwords.hash(password),
    ...profileFrom(claims),
  });
  return {
    postern,
    clients: Object.fromEntries(clients.map((client) => [client.id, client])),
    email,
    claims,
    async stop() {
      await postern.stop();
      await rm(folder, { recursive: true });
    },
  };
}

function documentedAccount(): { email: string; claims: Record<string, unknown> } {
  const command = block('sh');
  const claims: Record<string, unknown> = { name: /--name '([^']*)'/.exec(command)?.[1] };
  const address: Record<string, string> = {};
  for (const [, quoted, bare] of command.matchAll(/--claim (?:'([^']*)'|(\S+))/g)) {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/.exec(quoted ?? bare ?? '') ?? [];
    if (name.startsWith('address.')) address[name.slice('address.'.length)] = value;
    else claims[name] = value;
  }
  return { email: /account add (\S+)/.exec(command)?.[1] ?? '', claims: { ...claims, address } };
}
