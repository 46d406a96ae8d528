import type { Command } from 'commander';
import { plain } from './plain.ts';
import { createProgram, sharedOptions } from '../../src/cli/program.ts';

const introduction = `# Commands

<!-- Generated from src/cli by "npm run docs". -->

From a clone, \`postern\` is \`node bin/postern.mjs\`. A command ends with exit code 0, or 1 after a failure that is told on
stderr. Settings come from the same places as the server's ([configuration.md](configuration.md)). Every command takes:

${sharedOptions.map(([flags, description]) => `- \`${flags}\` ${plain(description)}`).join('\n')}
`;

/** The page of all commands. */
export async function commandsPage(): Promise<string> {
  const program = await createProgram();
  return [introduction, ...program.commands.flatMap((command) => inMarkdown(command, 'postern'))].join('\n') + '\n';
}

function inMarkdown(command: Command, parent: string): string[] {
  const name = `${parent} ${command.name()}`;
  if (command.commands.length > 0) return command.commands.flatMap((child) => inMarkdown(child, name));
  const help = command.createHelp();
  const rows = [
    ...help
      .visibleArguments(command)
      .map((argument) => [help.argumentTerm(argument), help.argumentDescription(argument)]),
    ...help.visibleOptions(command).map((option) => [help.optionTerm(option), help.optionDescription(option)]),
  ].filter(([term, description]) => term !== '-h, --help' && !isShared(term, description));
  const usage = `${name} ${command.usage()}`.trim();
  return [
    `## \`${name}\`\n`,
    `${plain(command.description())}.\n`,
    `\`\`\`\n${usage}\n\`\`\`\n`,
    ...rows.map(([term = '', description = '']) => `- \`${term}\` ${plain(description)}`),
    '',
  ];
}

const isShared = (term: string | undefined, description: string | undefined): boolean =>
  sharedOptions.some(([flags, shared]) => flags === term && shared === description);
