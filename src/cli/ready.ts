import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Settings } from '../../config/index.ts';

const program = fileURLToPath(new URL('../../bin/postern.mjs', import.meta.url));

/**
 * What is told when a node is ready in development: where everything is, and the one command that adds an app.
 * @param cwd the folder that the command is going to be typed in
 */
export function readyMessage(settings: Settings, cwd: string): string {
  const places = [
    ['Issuer', settings.issuer],
    ...(settings.demo.enabled ? [['Demo app', `http://localhost:${settings.demo.port}`]] : []),
    ['Letters', `${settings.issuer}/outbox`],
    ['Data', relative(cwd, settings.data) || '.'],
  ];
  return [
    '',
    'Postern is ready.',
    '',
    ...places.map(([name = '', place = '']) => `  ${name.padEnd(10)} ${place}`),
    '',
    '  Add an app of your own:',
    `  ${command(cwd)} client add "My app" --kind spa --redirect-uri http://localhost:5173/callback`,
    '',
    '',
  ].join('\n');
}

/** How `postern` is called from this folder. Not `npx postern`: outside a clone that would ask a registry for it. */
const command = (cwd: string) => `node ${relative(cwd, program)}`;
