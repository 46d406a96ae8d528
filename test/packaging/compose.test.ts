import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Folder, production } from '../settings/folder.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (name: string) => readFileSync(join(root, name), 'utf8');

interface Service {
  readonly environment?: Readonly<Record<string, string>>;
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly command?: readonly string[];
  readonly stop_grace_period?: string;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const nodes = services.filter(([name]) => name.startsWith('postern-'));

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => {
  folder.remove();
});

/** What `ENV` of the Dockerfile gives every node. */
const imageEnvironment = (): Record<string, string> => {
  const block = /^ENV ((?:.*\\\n)*.*)/m.exec(read('Dockerfile'))?.[1] ?? '';
  return Object.fromEntries([...block.matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]));
};

test('both nodes start in production with what the files configure, and nothing in it is doubtful', () => {
  expect(nodes).toHaveLength(2);
  const key = folder.write('master-key', production.POSTERN_MASTER_KEY);
  for (const [, node] of nodes) {
    const environment = { ...imageEnvironment(), ...node.environment, POSTERN_MASTER_KEY_FILE: key };
    const { settings, warnings } = folder.load(environment);
    expect(settings).toMatchObject({ profile: 'production', address: '0.0.0.0', port: 3000, data: '/data' });
    expect(settings.mongodbUrl).toContain('replicaSet=');
    expect(settings.redisUrl).toBeDefined();
    expect(warnings).toEqual([]);
  }
});

test('whatever is named is declared', () => {
  for (const [, service] of services) {
    for (const name of Object.keys(service.depends_on ?? {})) expect(Object.keys(compose.services)).toContain(name);
    for (const name of service.networks ?? []) expect(Object.keys(compose.networks)).toContain(name);
    for (const name of service.secrets ?? []) expect(Object.keys(compose.secrets)).toContain(name);
    for (const volume of service.volumes ?? []) {
      const [source = ''] = volume.split(':');
      if (source.startsWith('.')) expect(existsSync(join(root, source))).toBe(true);
      else expect(Object.keys(compose.volumes)).toContain(source);
    }
  }
});

test('the databases are reached by the nodes alone', () => {
  for (const name of ['mongodb', 'redis']) {
    expect(compose.services[name]?.networks).toEqual(['inside']);
    expect(compose.services[name]?.ports).toBeUndefined();
  }
  expect(compose.networks.inside?.internal).toBe(true);
  const published = services.filter(([, service]) => service.ports).map(([name]) => name);
  expect(published.sort()).toEqual(['mailpit', 'proxy']);
  expect(compose.services.mailpit?.ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:/)]);
});

test('Redis persists and never evicts', () => {
  expect(compose.services.redis?.command?.join(' ')).toContain('--appendonly yes --maxmemory-policy noeviction');
});

test('the proxy sends to both nodes, and only to those that are ready', () => {
  const proxy = read('deploy/Caddyfile');
  expect(proxy).toContain(`reverse_proxy ${nodes.map(([name]) => `${name}:3000`).join(' ')}`);
  expect(proxy).toContain('health_uri /health/ready');
  expect(proxy).toContain('lb_try_duration');
  const issuer = nodes[0]?.[1].environment?.POSTERN_ISSUER ?? '';
  expect(proxy).toContain(`${new URL(issuer).host} {`);
});

test('a node has time to stop: its proxy sees it first, and then requests in flight finish', () => {
  const { settings } = folder.load({ ...production });
  const looks = Number(/health_interval (\d+)s/.exec(read('deploy/Caddyfile'))?.[1]);
  expect(settings.shutdownDrain).toBeGreaterThan(2 * looks);
  for (const [, { stop_grace_period: time = '' }] of nodes) {
    expect(Number.parseInt(time)).toBeGreaterThan(settings.shutdownDrain + settings.shutdownGrace);
  }
});

test('no secret that its first steps make is taken into the repository', () => {
  const kept = read('.gitignore').split('\n');
  const files = Object.values(compose.secrets).map(({ file }) => file.replace('./', ''));
  expect(files).toContain('deploy/master-key');
  for (const file of files) expect(kept).toContain(file);
});

describe('the image', () => {
  const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, paths = '']) =>
    paths.split(' '),
  );

  test('is made of files that are there and reach the build', () => {
    const letIn = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    expect(copied).toContain('src');
    for (const path of copied) {
      expect(letIn).toContain(path);
      expect([path, existsSync(join(root, path))]).toEqual([path, true]);
    }
  });

  test('holds neither keys nor data, runs no install script, and not as root', () => {
    expect(read('.dockerignore').split('\n')).toContain('*');
    expect(read('Dockerfile')).toContain('--ignore-scripts');
    expect(read('Dockerfile')).toMatch(/^USER node$/m);
  });
});
