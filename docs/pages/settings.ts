import { reference, type Reference } from '../../config/index.ts';
import { plain } from './plain.ts';

const introduction = `# Settings

<!-- Generated from config/schema.ts by "npm run docs". -->

With no setting at all Postern runs in **development**: issuer and listening address are loopback, everything is in
\`./data\`, letters are shown on a page, and a demo app runs beside it. With any other issuer or address it is
**production**, and does not start before what is unsafe is mended; the message says how.

Values come from four places, each going before the ones above it:

1. the defaults below;
2. a YAML file: \`postern.config.yaml\`, or the one that \`--config\` or \`POSTERN_CONFIG\` names;
3. the environment: the variable beside each setting. Lists are separated by commas, texts by key are written as JSON;
4. the command line: \`--set name=value\`, and \`--issuer\`, \`--port\`, \`--address\`, \`--data\`.

An empty variable counts as absent. A name that does not exist, wherever it is, stops the start. Secrets are not taken
from the command line, which every user of a machine can read; a variable with \`_FILE\` names a file that holds one.

\`postern config check\` says what is wrong with the settings, \`postern config show\` lists them with where they come
from. Both mask secrets.

\`\`\`yaml
# postern.config.yaml
issuer: https://id.example.com
address: 0.0.0.0
trustedProxies: [10.0.0.0/8]
mailFrom: Example <no-reply@example.com>
brand:
  name: Example
  accent: { light: '#0a5', dark: '#5d9' }
lifetimes:
  accessToken: 300
\`\`\`

Production needs at least \`issuer\`, \`masterKey\` and \`smtpUrl\`; with more than one node also \`mongodbUrl\` and
\`redisUrl\`.`;

/** The page of all settings. */
export function settingsPage(): string {
  const sections = Map.groupBy(reference(), ({ name }) => (name.includes('.') ? name.slice(0, name.indexOf('.')) : ''));
  const parts = [...sections].map(([section, settings]) =>
    [`## ${section ? `Section \`${section}\`` : 'Top level'}`, ...settings.map(inMarkdown)].join('\n\n'),
  );
  return `${[introduction, ...parts].join('\n\n')}\n`;
}

function inMarkdown({ name, description, value, default: fallback, environment, secret }: Reference): string {
  return [
    `### \`${name}\``,
    '',
    plain(description),
    '',
    `- Value: ${plain(value)}${secret ? '; a secret' : ''}`,
    `- Default: ${plain(fallback)}`,
    `- Environment: ${environment.map((variable) => `\`${variable}\``).join(', ')}`,
  ].join('\n');
}
