import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { effective } from '../../config/index.ts';
import { Folder, production } from './folder.ts';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => {
  folder.remove();
});

test('nothing configured is a development installation of this machine alone', () => {
  const { settings, warnings } = folder.load();
  expect(settings).toMatchObject({
    profile: 'development',
    issuer: 'http://localhost:3000',
    port: 3000,
    address: '127.0.0.1',
    data: join(folder.path, 'data'),
    trustedProxies: [],
    log: { level: 'info', format: 'pretty' },
    metrics: { port: 'off' },
    demo: { enabled: true, port: 3001 },
  });
  expect(settings.clientsFile).toBeUndefined();
  expect(warnings).toEqual([]);
});

test('the default issuer follows the port', () => {
  expect(folder.load({ PORT: '4000' }).settings.issuer).toBe('http://localhost:4000');
});

test('file, environment and command line each go before the one before', () => {
  folder.write('postern.config.yaml', 'port: 4001\nlog: { level: warn }\nbrand:\n  name: Acme\n');
  const environment = { POSTERN_PORT: '4002', POSTERN_LOG_LEVEL: 'error' };
  const { settings, sources } = folder.load(environment, { set: ['port=4003'] });

  expect(settings).toMatchObject({ port: 4003, log: { level: 'error' }, brand: { name: 'Acme' } });
  expect(sources.get('port')).toBe('--set port');
  expect(sources.get('log.level')).toBe('POSTERN_LOG_LEVEL');
  expect(sources.get('brand.name')).toBe('postern.config.yaml');
  expect(sources.get('address')).toBe('default');
});

test('an option of its own goes before --set', () => {
  expect(folder.load({}, { port: '4004', set: ['port=4003'] }).settings.port).toBe(4004);
});

test('POSTERN_PORT goes before PORT, which platforms set', () => {
  const { settings, sources } = folder.load({ PORT: '4005', POSTERN_PORT: '4006' });
  expect(settings.port).toBe(4006);
  expect(sources.get('port')).toBe('POSTERN_PORT');
});

test('an empty variable counts as absent', () => {
  expect(folder.load({ POSTERN_PORT: '', POSTERN_SMTP_URL: '' }).settings.port).toBe(3000);
});

test('a file is named by --config, else by POSTERN_CONFIG; a named one must be there', () => {
  folder.write('a.yaml', 'port: 4001');
  folder.write('b.yaml', 'port: 4002');
  expect(folder.load({ POSTERN_CONFIG: 'a.yaml' }).settings.port).toBe(4001);
  expect(folder.load({ POSTERN_CONFIG: 'a.yaml' }, { config: 'b.yaml' }).settings.port).toBe(4002);
  expect(folder.problems({ POSTERN_CONFIG: 'c.yaml' })).toMatchObject([{ setting: 'c.yaml' }]);
});

describe('values from texts', () => {
  test.each([
    ['POSTERN_DEMO_ENABLED', 'off', { demo: { enabled: false } }],
    ['POSTERN_DEMO_ENABLED', 'TRUE', { demo: { enabled: true } }],
    ['POSTERN_LANGUAGES', 'de, en', { languages: ['de', 'en'] }],
    ['POSTERN_TRUSTED_PROXIES', '10.0.0.0/8,::1', { trustedProxies: ['10.0.0.0/8', '::1'] }],
    ['POSTERN_TRUSTED_PROXIES', '2', { trustedProxies: 2 }],
    ['POSTERN_METRICS_PORT', '9999', { metrics: { port: 9999 } }],
    ['POSTERN_METRICS_PORT', 'off', { metrics: { port: 'off' } }],
    ['POSTERN_BRAND_ACCENT_LIGHT', '#0a5', { brand: { accent: { light: '#0a5' } } }],
    ['POSTERN_BRAND_TEXTS', '{"sign-in.title":{"en":"Hi"}}', { brand: { texts: { 'sign-in.title': { en: 'Hi' } } } }],
    ['POSTERN_LIFETIMES_ACCESS_TOKEN', '300', { lifetimes: { accessToken: 300 } }],
  ])('%s=%s', (variable, text, expected) => {
    expect(folder.load({ [variable]: text }).settings).toMatchObject(expected);
  });
});

test('paths of a file are relative to it, others to where Postern is started', () => {
  const file = folder.write('postern.config.yaml', 'data: kept\nbrand: { logo: logo.svg }\n');
  const elsewhere = new Folder();
  try {
    expect(elsewhere.load({}, { config: file }).settings).toMatchObject({
      data: join(folder.path, 'kept'),
      brand: { logo: join(folder.path, 'logo.svg') },
    });
    expect(elsewhere.load({ POSTERN_DATA: 'kept' }).settings.data).toBe(join(elsewhere.path, 'kept'));
  } finally {
    elsewhere.remove();
  }
});

test('the declared clients are taken from postern.clients.yaml where there is one', () => {
  const file = folder.write('postern.clients.yaml', 'clients: []');
  expect(folder.load().settings.clientsFile).toBe(file);
});

describe('secrets', () => {
  test('are read from the file that a _FILE variable names, without the line break at its end', () => {
    const { POSTERN_MASTER_KEY: key, ...others } = production;
    const file = folder.write('key', `${key}\n`);
    const { settings, sources } = folder.load({ ...others, POSTERN_MASTER_KEY_FILE: file });
    expect(settings.masterKey).toBe(key);
    expect(sources.get('masterKey')).toBe('POSTERN_MASTER_KEY_FILE');
  });

  test('from two places are refused: nobody knows which one was meant', () => {
    const file = folder.write('key', production.POSTERN_MASTER_KEY);
    expect(folder.problems({ ...production, POSTERN_MASTER_KEY_FILE: file })).toMatchObject([{ setting: 'masterKey' }]);
  });

  test('whose file is not there stop the start', () => {
    expect(folder.problems({ POSTERN_REDIS_URL_FILE: 'nowhere' })).toMatchObject([
      { setting: 'redisUrl', source: 'POSTERN_REDIS_URL_FILE', message: expect.stringContaining('ENOENT') },
    ]);
  });

  test('are not taken from the command line, where every user of the machine sees them', () => {
    const [problem] = folder.problems({}, { set: ['smtpUrl=smtp://user:hunter2@smtp.example.com'] });
    expect(problem).toMatchObject({ setting: 'smtpUrl', mend: expect.stringContaining('POSTERN_SMTP_URL') });
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });

  test('are masked where settings are shown, and in no message when they are wrong', () => {
    const shown = JSON.stringify(effective(folder.load(production)));
    expect(shown).not.toContain('AAAA');
    expect(shown).not.toContain('password@');
    expect(shown).toContain('********');

    const wrong = {
      ...production,
      POSTERN_MASTER_KEY: 'hunter2',
      POSTERN_SMTP_URL: 'hunter2',
      POSTERN_REDIS_URL: 'hunter2',
    };
    const problems = folder.problems(wrong);
    expect(problems.map(({ setting }) => setting)).toEqual(['redisUrl', 'masterKey', 'smtpUrl']);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });
});

test('settings cannot be changed once they are loaded', () => {
  const { settings } = folder.load();
  expect(() => ((settings as { port: number }).port = 1)).toThrow(TypeError);
  expect(() => (settings.languages as string[]).push('en')).toThrow(TypeError);
});
