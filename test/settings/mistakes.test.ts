import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Folder } from './folder.ts';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => {
  folder.remove();
});

describe('a name that does not exist stops the start, and the nearest right one is named', () => {
  test.each([
    ['prot: 1', 'prot', 'port'],
    ['lifetimes: { acessToken: 300 }', 'lifetimes.acessToken', 'lifetimes.accessToken'],
    ['accessToken: 300', 'accessToken', 'lifetimes.accessToken'],
    ['mongodb_url: x', 'mongodb_url', 'mongodbUrl'],
    ['log: { lvl: info }', 'log.lvl', 'log.level'],
    ['lifetime: { accessToken: 300 }', 'lifetime', 'did you mean lifetimes?'],
    ['accent: { light: red }', 'accent', 'did you mean brand.accent?'],
    ['__proto__: 1', '__proto__', ''],
  ])('in the file: %s', (text, name, right) => {
    folder.write('postern.config.yaml', text);
    const [problem, ...others] = folder.problems();
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ setting: name, source: 'postern.config.yaml' });
    expect(problem?.mend).toContain(right);
  });

  test.each([
    ['POSTERN_PROT', 'POSTERN_PORT'],
    ['POSTERN_REDISURL', 'POSTERN_REDIS_URL'],
    ['POSTERN_MASTERKEY_FILE', 'POSTERN_MASTER_KEY_FILE'],
    ['POSTERN_ACCESS_TOKEN', 'POSTERN_LIFETIMES_ACCESS_TOKEN'],
    // Only secrets have it: a file named for anything else would be ignored without a word.
    ['POSTERN_PORT_FILE', 'POSTERN_PORT'],
  ])('in the environment: %s', (variable, right) => {
    expect(folder.problems({ [variable]: '1' })).toMatchObject([{ setting: variable, mend: `did you mean ${right}?` }]);
  });

  test('a variable that Kubernetes sets for a service called postern is told as that', () => {
    const problems = folder.problems({ POSTERN_SERVICE_HOST: '10.0.0.1', POSTERN_PORT_3000_TCP_PORT: '3000' });
    expect(problems).toHaveLength(2);
    for (const { mend } of problems) expect(mend).toContain('enableServiceLinks: false');
  });

  test('on the command line', () => {
    expect(folder.problems({}, { set: ['lifetime.idToken=300'] })).toMatchObject([
      { setting: 'lifetime.idToken', mend: 'did you mean lifetimes.idToken?' },
    ]);
  });

  test('what the tests read is no setting', () => {
    expect(folder.problems({ POSTERN_TEST_REDIS_URL: 'x', PATH: 'y' })).toEqual([]);
  });
});

test('text messages go nowhere by half: what their transport needs, and countries, are asked for', () => {
  const wrong = (environment: NodeJS.ProcessEnv) => folder.problems(environment).map(({ setting }) => setting);
  expect(wrong({ POSTERN_FACTORS_SMS_TRANSPORT: 'twilio' })).toEqual([
    'factors.sms.twilioAccount',
    'factors.sms.twilioToken',
    'factors.sms.twilioFrom',
    'factors.sms.countries',
  ]);
  const webhook = { POSTERN_FACTORS_SMS_TRANSPORT: 'webhook', POSTERN_FACTORS_SMS_COUNTRIES: 'DE,AT' };
  expect(wrong(webhook)).toEqual(['factors.sms.webhookUrl', 'factors.sms.webhookSecret']);
  const url = { POSTERN_FACTORS_SMS_WEBHOOK_URL: 'https://sms.example.com/' };
  const secret = `whsec_${Buffer.alloc(24).toString('base64')}`;
  expect(wrong({ ...webhook, ...url, POSTERN_FACTORS_SMS_WEBHOOK_SECRET: secret })).toEqual([]);
  for (const short of [`whsec_${Buffer.alloc(23).toString('base64')}`, Buffer.alloc(24).toString('base64'), 'whsec_']) {
    const [problem] = folder.problems({ ...webhook, ...url, POSTERN_FACTORS_SMS_WEBHOOK_SECRET: short });
    expect(problem).toMatchObject({ setting: 'factors.sms.webhookSecret' });
    expect(JSON.stringify(problem)).not.toContain(short.slice(6) || '"whsec_"');
  }
});

describe('a value that is not possible is told with its limits', () => {
  test.each([
    ['POSTERN_PORT', '0', 'port', 'a whole number from 1 to 65535'],
    ['POSTERN_PORT', '80.5', 'port', 'a whole number from 1 to 65535'],
    ['POSTERN_PORT', '0x50', 'port', 'a whole number from 1 to 65535'],
    ['POSTERN_LOG_LEVEL', 'loud', 'log.level', 'one of error, warn, info, debug'],
    ['POSTERN_DEMO_ENABLED', 'maybe', 'demo.enabled', 'true or false'],
    ['POSTERN_EPOCH', '0', 'epoch', 'a whole number from 1'],
    ['POSTERN_ADDRESS', 'example.com', 'address', 'an IP address'],
    ['POSTERN_ISSUER', 'http://localhost:3000/', 'issuer', 'without path, slash at the end'],
    ['POSTERN_ISSUER', 'https://Id.example.com', 'issuer', 'capitals'],
    ['POSTERN_ISSUER', 'https://user@id.example.com', 'issuer', 'an origin'],
    ['POSTERN_ISSUER', 'ftp://id.example.com', 'issuer', 'an origin'],
    ['POSTERN_TRUSTED_PROXIES', '10.0.0.0/33', 'trustedProxies', 'a network'],
    ['POSTERN_TRUSTED_PROXIES', 'proxy', 'trustedProxies', 'a network'],
    ['POSTERN_CLIENT_CERTIFICATE_HEADER', 'authorization', 'clientCertificateHeader', 'a header for certificates'],
    ['POSTERN_CLIENT_CERTIFICATE_HEADER', 'x-cert: 1', 'clientCertificateHeader', 'a header for certificates'],
    ['POSTERN_LANGUAGES', 'en,xx', 'languages', 'en, de, fr, es'],
    ['POSTERN_MAIL_FROM', 'a@b.c\r\nBcc: x@y.z', 'mailFrom', 'an address'],
    ['POSTERN_MAIL_FROM', 'a@b.c, x@y.z', 'mailFrom', 'an address'],
    ['POSTERN_BRAND_ACCENT_DARK', 'red;}', 'brand.accent.dark', 'a colour'],
    ['POSTERN_BRAND_LOGO', 'javascript:alert(1).svg', 'brand.logo', 'an https URL'],
    // OWASP Password Storage Cheat Sheet: not under m=19456, t=2, p=1.
    ['POSTERN_PASSWORDS_MEMORY', '19455', 'passwords.memory', 'from 19456'],
    ['POSTERN_PASSWORDS_ITERATIONS', '1', 'passwords.iterations', 'from 2'],
  ])('%s=%s', (variable, value, setting, limits) => {
    const [problem] = folder.problems({ [variable]: value });
    expect(problem).toMatchObject({ setting, source: variable });
    expect(problem?.message).toContain(limits);
  });
});

test.each(['', '0'])('a header for certificates is of no use where no proxy is trusted (%p)', (trusted) => {
  const header = { POSTERN_CLIENT_CERTIFICATE_HEADER: 'X-Client-Cert' };
  expect(folder.problems({ ...header, POSTERN_TRUSTED_PROXIES: trusted })).toMatchObject([
    { setting: 'clientCertificateHeader', mend: expect.stringContaining('trustedProxies') },
  ]);
  expect(folder.problems({ ...header, POSTERN_TRUSTED_PROXIES: '1' })).toEqual([]);
});

test('a section is no setting, and a setting is no section', () => {
  folder.write('postern.config.yaml', 'log: debug\nport: { number: 3000 }\n');
  expect(folder.problems().map(({ setting }) => setting)).toEqual(['log', 'port']);
  expect(folder.problems({}, { set: ['brand.accent=#0a5'] })).toContainEqual(
    expect.objectContaining({ setting: 'brand.accent', mend: 'for example brand.accent.light' }),
  );
});

test('a doubled key is refused', () => {
  folder.write('postern.config.yaml', 'port: 3000\nport: 4000\n');
  expect(folder.problems()).toMatchObject([{ setting: 'postern.config.yaml' }]);
});

test('a file that is no YAML, or no settings, is refused', () => {
  folder.write('postern.config.yaml', 'port: [1');
  expect(folder.problems()).toHaveLength(1);
  folder.write('postern.config.yaml', '- port');
  expect(folder.problems()).toHaveLength(1);
  folder.write('postern.config.yaml', '# nothing yet\n');
  expect(folder.problems()).toEqual([]);
});

test('everything that is wrong is told at once, with where it came from', () => {
  folder.write('postern.config.yaml', 'potr: 3\nissuer: https://id.example.com\n');
  const problems = folder.problems({ POSTERN_LOG_LEVEL: 'loud', POSTERN_FOO: '1' }, { set: ['epoch=x'] });
  expect(problems.map(({ setting }) => setting)).toEqual([
    'potr',
    'POSTERN_FOO',
    'epoch',
    'log.level',
    'masterKey',
    'smtpUrl',
  ]);
});
