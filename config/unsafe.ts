import ipaddr from 'ipaddr.js';
import type { Problem } from './problem.ts';
import type { Settings } from './settings.ts';

/** What may not run as it is configured, each with how to mend it. */
export function unsafe(settings: Settings): Problem[] {
  const problems: Problem[] = [];
  const refuse = (setting: string, message: string, mend: string) => problems.push({ setting, message, mend });

  if (Boolean(settings.mongodbUrl) !== Boolean(settings.redisUrl)) {
    const [there, missing] = settings.mongodbUrl ? ['mongodbUrl', 'redisUrl'] : ['redisUrl', 'mongodbUrl'];
    refuse(missing, `is missing beside ${there}`, `set both (MongoDB and Redis) or neither (SQLite)`);
  }
  if (settings.epoch !== undefined && !settings.masterKey) {
    refuse('epoch', 'has no effect without masterKey', 'set masterKey too, or leave it out');
  }
  const { trustedProxies } = settings;
  const nobodyIsTrusted = typeof trustedProxies === 'number' ? trustedProxies === 0 : trustedProxies.length === 0;
  if (settings.clientCertificateHeader !== undefined && nobodyIsTrusted) {
    refuse(
      'clientCertificateHeader',
      'has no effect without trustedProxies: it is taken away from everybody else',
      'name your proxies in trustedProxies, or leave it out',
    );
  }
  if (settings.passwords.breached === 'pwnedpasswords' && !settings.passwords.breachedUrl.endsWith('/')) {
    refuse('passwords.breachedUrl', 'does not end with /', 'add one: five digits are put behind it');
  }
  problems.push(...incompleteSms(settings));
  orders.forEach(([idle, absolute]) => {
    if (settings.lifetimes[idle] > settings.lifetimes[absolute]) {
      refuse(`lifetimes.${idle}`, `is longer than lifetimes.${absolute}`, 'make it shorter, or the other one longer');
    }
  });
  const taken = new Map<number, string>([[settings.port, 'port']]);
  const others = { 'demo.port': settings.demo.enabled && settings.demo.port, 'metrics.port': settings.metrics.port };
  for (const [name, port] of Object.entries(others)) {
    if (typeof port !== 'number') continue;
    const first = taken.get(port);
    if (first) refuse(name, `is ${port}, as ${first} is`, 'give each a port of its own');
    taken.set(port, name);
  }
  return settings.profile === 'production' ? [...problems, ...unsafeInProduction(settings)] : problems;
}

/** What is missing for the transport of text messages that is chosen. */
function incompleteSms({ factors: { sms } }: Settings): Problem[] {
  const needed = {
    off: [],
    outbox: [],
    twilio: ['twilioAccount', 'twilioToken', 'twilioFrom'],
    webhook: ['webhookUrl', 'webhookSecret'],
  } as const;
  const missing = needed[sms.transport].filter((name) => sms[name] === undefined);
  return [
    ...missing.map((name) => ({
      setting: `factors.sms.${name}`,
      message: `is missing: factors.sms.transport is ${sms.transport}`,
      mend: 'set it, or choose another transport',
    })),
    ...(sms.transport !== 'off' && sms.countries.length === 0
      ? [
          {
            setting: 'factors.sms.countries',
            message: 'is empty: messages would be sent to nobody',
            mend: 'name the countries that your people have numbers of, for example DE,AT,CH',
          },
        ]
      : []),
  ];
}

const orders = [
  ['sessionIdle', 'sessionAbsolute'],
  ['refreshIdle', 'refreshAbsolute'],
] as const;

function unsafeInProduction(settings: Settings): Problem[] {
  const problems: Problem[] = [];
  const refuse = (setting: string, message: string, mend: string) => problems.push({ setting, message, mend });

  if (!settings.issuer.startsWith('https:')) {
    refuse(
      'issuer',
      `is ${settings.issuer}: without TLS everybody on the way reads passwords and tokens`,
      'set POSTERN_ISSUER to the https address of your proxy, or listen on 127.0.0.1 for development',
    );
  }
  if (!settings.masterKey) {
    refuse(
      'masterKey',
      'is missing: in production the key is yours to keep, apart from the database',
      'run "postern config master-key" once, keep what it prints in your vault, and set POSTERN_MASTER_KEY or POSTERN_MASTER_KEY_FILE on every node',
    );
  } else if (isMadeUp(settings.masterKey)) {
    refuse(
      'masterKey',
      'is not random: who guesses it opens everything that the database holds',
      'run "postern config master-key" and put what it prints first; what is in use stays behind it until "postern keys reseal"',
    );
  }
  const [anybody] = typeof settings.trustedProxies === 'number' ? [] : settings.trustedProxies.filter(isOfStrangers);
  if (anybody !== undefined) {
    refuse(
      'trustedProxies',
      `has ${anybody}, which strangers are in: they could forge the address that limits and bans go by`,
      'name the networks that your proxies are in, none wider than 10.0.0.0/8 or fc00::/7, or how many proxies every request passes',
    );
  }
  if (!settings.smtpUrl) {
    refuse(
      'smtpUrl',
      'is missing: nobody could confirm an e-mail address',
      'set POSTERN_SMTP_URL, for example smtps://user:password@smtp.example.com',
    );
  }
  if (!settings.passwords.breachedUrl.startsWith('https:')) {
    refuse(
      'passwords.breachedUrl',
      `is ${settings.passwords.breachedUrl}: only https is asked`,
      'give its https address, or remove the setting',
    );
  }
  const { sms } = settings.factors;
  if (sms.transport === 'outbox') {
    refuse(
      'factors.sms.transport',
      'is outbox, which is for development',
      'set twilio or webhook, or remove the setting',
    );
  }
  for (const name of ['twilioUrl', 'webhookUrl'] as const) {
    if (sms[name]?.startsWith('http:')) {
      refuse(`factors.sms.${name}`, `is ${sms[name]}: only https is asked`, 'give its https address');
    }
  }
  if (settings.demo.enabled) {
    refuse('demo.enabled', 'is on: the demo is for development', 'remove the setting, or set it to false');
  }
  return problems;
}

/** Whether the key that seals is one that somebody typed: of 32 random bytes about 30 are different, and never so few. */
const isMadeUp = (masterKey: string): boolean => {
  const [, key = ''] = (masterKey.split(',')[0] ?? '').split(':');
  return new Set(Buffer.from(key, 'base64url')).size < 12;
};

const everyIPv4 = ipaddr.parse('::ffff:0:0');

/** Whether a network is wider than any that is somebody's own (RFC 1918, RFC 4193). IPv4 can be written as IPv6 too. */
function isOfStrangers(network: string): boolean {
  const [address = '', written] = network.split('/');
  if (written === undefined) return false;
  const [parsed, bits] = [ipaddr.parse(address), Number(written)];
  if (parsed.kind() === 'ipv4') return bits < 8;
  return bits < 7 || (bits < 96 + 8 && everyIPv4.match(parsed, Math.min(bits, 96)));
}
