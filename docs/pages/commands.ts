import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program.ts';

const introduction = `# Commands

<!-- Generated from src/cli by "npm run docs". -->

From a clone, \`postern\` is \`node bin/postern.mjs\`. Every command reads the same settings (configuration.md), ends with
exit code 0, or 1 after a failure told on stderr, and prints JSON with \`--json\`.
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
  ].filter(([term]) => term !== '-h, --help');
  const usage = `${name} ${command.usage()}`.trim();
  return [
    `## \`${name}\`\n`,
    `${command.description()}.\n`,
    `\`\`\`\n${usage}\n\`\`\`\n`,
    ...rows.map(([term = '', description = '']) => `- \`${term}\` ${description}`),
    '',
  ];
}
