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
  }
  if (!settings.smtpUrl) {
    refuse(
      'smtpUrl',
      'is missing: nobody could confirm an e-mail address',
      'set POSTERN_SMTP_URL, for example smtps://user:password@smtp.example.com',
    );
  }
  if (settings.demo.enabled) {
    refuse('demo.enabled', 'is on: the demo is for development', 'remove the setting, or set it to false');
  }
  return problems;
}
