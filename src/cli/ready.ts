import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Configuration, Settings } from '../../config/index.ts';

const program = fileURLToPath(new URL('../../bin/postern.mjs', import.meta.url));

/**
 * What is told when a node is ready in development: where everything is, and the one command that adds an app.
 * @param cwd the folder that the command is going to be typed in
 * @param config the file of settings, where one was named
 */
export function readyMessage(configuration: Configuration, cwd: string, config?: string): string {
  const { settings } = configuration;
  const places = [
    ['Issuer', settings.issuer],
    ...(settings.demo.enabled ? [['Demo app', `http://localhost:${settings.demo.port}`]] : []),
    ...waysOut(settings),
    ['Data', relative(cwd, settings.data) || '.'],
  ];
  const secrets = variablesOf(configuration);
  const words = [
    ...['node', relative(cwd, program), 'client', 'add', 'My app'],
    ...['--kind', 'spa', '--redirect-uri', 'http://localhost:5173/callback'],
    ...optionsOf(configuration, cwd, config),
  ];
  return [
    '',
    'Postern is ready.',
    '',
    ...places.map(([name = '', place = '']) => `  ${name.padEnd(10)} ${place}`),
    '',
    `  Add an app of your own${secrets.length > 0 ? ` (with ${secrets.join(', ')} set as it is here)` : ''}:`,
    `  ${words.map(quoted).join(' ')}`,
    '',
    '',
  ].join('\n');
}

/** Where letters and text messages are to be looked for. Of an address with a password in it, the host alone is said. */
function waysOut({ issuer, smtpUrl, factors: { sms } }: Settings): string[][] {
  const outbox = `${issuer}/outbox`;
  const sentBy = (url: string): string => `sent by ${new URL(url).hostname}`;
  const letters = smtpUrl === undefined ? outbox : sentBy(smtpUrl);
  const texts = {
    off: undefined,
    outbox,
    twilio: sentBy(sms.twilioUrl),
    webhook: sms.webhookUrl && sentBy(sms.webhookUrl),
  }[sms.transport];
  return [['Letters', letters], ...(texts === undefined ? [] : [['Texts', texts]])];
}

/** Whether a setting is given by what another command has not: an option or a variable. A file is read by both. */
const isOnlyHere = ({ sources }: Configuration, name: string): boolean => /^--|^[A-Z_]+$/.test(sources.get(name) ?? '');

/** What tells another command which installation this is: else it would make one of its own, and say that all is well. */
function optionsOf(configuration: Configuration, cwd: string, config: string | undefined): string[] {
  const { settings, sources } = configuration;
  // The port is in the issuer's address unless that is given.
  const issuerFrom = sources.get('issuer') === 'default' ? 'port' : 'issuer';
  return [
    ...(config ? ['--config', config] : []),
    ...(isOnlyHere(configuration, 'data') ? ['--data', relative(cwd, settings.data) || '.'] : []),
    ...(isOnlyHere(configuration, issuerFrom) ? ['--issuer', settings.issuer] : []),
  ];
}

/** What no command line takes and the installation depends on: the variables that hold it. */
function variablesOf(configuration: Configuration): string[] {
  const names = ['mongodbUrl', 'redisUrl', 'masterKey', 'epoch'];
  const sources = names.map((name) => (isOnlyHere(configuration, name) ? configuration.sources.get(name) : undefined));
  return sources
    .map((source) => (source === '--set epoch' ? 'POSTERN_EPOCH' : source))
    .filter((one) => one !== undefined);
}

const quoted = (word: string): string => (/[^\w./:\\=+@%-]/.test(word) ? `"${word}"` : word);
