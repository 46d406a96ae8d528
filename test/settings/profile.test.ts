import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Folder, production } from './folder.ts';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => {
  folder.remove();
});

describe('development is only what nobody else can reach', () => {
  test.each([
    ['http://localhost:3000', '127.0.0.1', 'development'],
    ['http://127.0.0.1:3000', '127.0.0.2', 'development'],
    ['http://[::1]:3000', '::1', 'development'],
    ['http://id.localhost:3000', 'localhost', 'development'],
    ['https://localhost', '127.0.0.1', 'development'],
    ['https://id.example.com', '127.0.0.1', 'production'],
    ['https://localhost', '0.0.0.0', 'production'],
    ['https://localhost', '::', 'production'],
    ['https://localhost', '192.168.1.2', 'production'],
    ['https://localhost.example.com', '127.0.0.1', 'production'],
    ['https://127.0.0.1.example.com', '127.0.0.1', 'production'],
    ['https://10.0.0.1', '127.0.0.1', 'production'],
  ])('%s on %s is %s', (issuer, address, profile) => {
    const environment = { ...production, POSTERN_ISSUER: issuer, POSTERN_ADDRESS: address };
    expect(folder.load(environment).settings.profile).toBe(profile);
  });
});

test('production starts with issuer, master key and mail server, and its defaults are for machines', () => {
  const { settings, warnings } = folder.load(production);
  expect(settings).toMatchObject({
    profile: 'production',
    log: { format: 'json' },
    metrics: { address: '127.0.0.1', port: 9464 },
    demo: { enabled: false },
    mailFrom: '"Postern" <no-reply@id.example.com>',
  });
  expect(warnings).toEqual([]);
});

describe('what is unsafe stops production, with how to mend it', () => {
  test.each([
    ['issuer', { POSTERN_ISSUER: 'http://id.example.com' }],
    ['issuer', { POSTERN_ISSUER: 'http://localhost:3000', POSTERN_ADDRESS: '0.0.0.0' }],
    ['masterKey', { POSTERN_MASTER_KEY: '' }],
    ['smtpUrl', { POSTERN_SMTP_URL: '' }],
    ['demo.enabled', { POSTERN_DEMO_ENABLED: 'true' }],
    ['passwords.breachedUrl', { POSTERN_PASSWORDS_BREACHED_URL: 'http://hashes.example.com/range/' }],
    ['factors.sms.transport', { POSTERN_FACTORS_SMS_TRANSPORT: 'outbox', POSTERN_FACTORS_SMS_COUNTRIES: 'DE' }],
    ['factors.sms.twilioUrl', { POSTERN_FACTORS_SMS_TWILIO_URL: 'http://api.example.com' }],
    ['factors.sms.webhookUrl', { POSTERN_FACTORS_SMS_WEBHOOK_URL: 'http://sms.example.com' }],
    ['redisUrl', { POSTERN_MONGODB_URL: 'mongodb://mongodb' }],
    ['mongodbUrl', { POSTERN_REDIS_URL: 'redis://redis' }],
  ])('%s', (setting, changed) => {
    const problems = folder.problems({ ...production, ...changed });
    expect(problems).toMatchObject([{ setting }]);
    expect(problems[0]?.mend).toBeTruthy();
  });
});

const key = (...bytes: readonly number[]): string => Buffer.alloc(32, Buffer.from(bytes)).toString('base64url');
const fresh = production.POSTERN_MASTER_KEY;

test.each([
  ['nothing but zeros', `k1:${key(0)}`],
  ['one byte again and again', `k1:${key(255)}`],
  ['a word again and again', `k1:${'password'.repeat(6).slice(0, 43)}`],
  ['the one that seals, before a random one', `k2:${key(1, 2, 3)},${fresh}`],
])('a master key that anybody could guess stops production, and is told to nobody: %s', (_name, masterKey) => {
  const problems = folder.problems({ ...production, POSTERN_MASTER_KEY: masterKey });
  expect(problems).toMatchObject([{ setting: 'masterKey', mend: expect.stringContaining('config master-key') }]);
  expect(JSON.stringify(problems)).not.toContain(masterKey.slice(3, 46));
});

test('a guessable master key may stand behind a random one, to open what it has sealed', () => {
  expect(folder.problems({ ...production, POSTERN_MASTER_KEY: `${fresh},k2:${key(0)}` })).toEqual([]);
});

test.each([
  '0.0.0.0/0',
  '::/0',
  '0.0.0.0/1,128.0.0.0/1',
  '2000::/3',
  '::/80',
  '::ffff:0.0.0.0/96',
  '::ffff:8.0.0.0/103',
])('whoever may be anybody is no proxy to trust in production (%s)', (networks) => {
  const problems = folder.problems({ ...production, POSTERN_TRUSTED_PROXIES: `10.0.0.1,${networks}` });
  expect(problems).toMatchObject([
    { setting: 'trustedProxies', message: expect.stringContaining(networks.split(',')[0] ?? '') },
  ]);
  expect(folder.problems({ POSTERN_TRUSTED_PROXIES: networks })).toEqual([]);
});

test.each(['10.0.0.0/8,172.16.0.0/12,fc00::/7', '104.16.0.0/13,2400:cb00::/32', '::1', '::ffff:10.0.0.0/104', '1'])(
  'a network of proxies is trusted in production as before (%s)',
  (networks) => {
    expect(folder.problems({ ...production, POSTERN_TRUSTED_PROXIES: networks })).toEqual([]);
  },
);

describe('what contradicts itself stops every profile', () => {
  test.each([
    ['redisUrl', { POSTERN_MONGODB_URL: 'mongodb://localhost' }],
    ['epoch', { POSTERN_EPOCH: '2' }],
    ['demo.port', { POSTERN_DEMO_PORT: '3000' }],
    ['metrics.port', { POSTERN_METRICS_PORT: '3001' }],
    [
      'passwords.breachedUrl',
      { POSTERN_PASSWORDS_BREACHED: 'pwnedpasswords', POSTERN_PASSWORDS_BREACHED_URL: 'https://hashes.example.com' },
    ],
    ['lifetimes.sessionIdle', { POSTERN_LIFETIMES_SESSION_IDLE: '7200', POSTERN_LIFETIMES_SESSION_ABSOLUTE: '3600' }],
    ['lifetimes.refreshIdle', { POSTERN_LIFETIMES_REFRESH_IDLE: '7200', POSTERN_LIFETIMES_REFRESH_ABSOLUTE: '3600' }],
  ])('%s', (setting, environment) => {
    expect(folder.problems(environment)).toMatchObject([{ setting }]);
  });
});

describe('servers beyond the private network are warned of', () => {
  const both = (mongodb: string, redis: string) =>
    folder.load({ ...production, POSTERN_MONGODB_URL: mongodb, POSTERN_REDIS_URL: redis }).warnings;

  test('where the way is not encrypted or no password is given', () => {
    expect(both('mongodb://db.example.com:27017,10.0.0.1:27017/x?replicaSet=rs', 'redis://203.0.113.1')).toEqual([
      'mongodbUrl: the way to db.example.com:27017 is not encrypted',
      'mongodbUrl: no password for db.example.com:27017',
      'redisUrl: the way to 203.0.113.1 is not encrypted',
      'redisUrl: no password for 203.0.113.1',
    ]);
  });

  test.each([
    ['mongodb+srv://user:password@db.example.com/x', 'rediss://:password@redis.example.com'],
    ['mongodb://user:password@db.example.com/x?tls=true', 'rediss://:password@redis.example.com'],
    ['mongodb://a:27017,b:27017/x?replicaSet=rs', 'redis://redis:6379/0'],
    ['mongodb://127.0.0.1', 'redis://[::1]:6379'],
    ['mongodb://db.internal', 'redis://192.168.0.3'],
  ])('and not for %s with %s', (mongodb, redis) => {
    expect(both(mongodb, redis)).toEqual([]);
  });
});
