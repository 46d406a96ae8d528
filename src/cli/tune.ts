import { InvalidArgumentError, type Command } from 'commander';
import { freemem } from 'node:os';
import { hashesAtOnce, leastCost, timeOfHash, tune, type PasswordCost } from '../accounts/index.ts';
import { print, printJson } from './print.ts';
import type { SharedOptions } from './settings.ts';

interface TuneOptions extends SharedOptions {
  readonly target: number;
  readonly memory?: number;
}

export function register(program: Command): void {
  program
    .command('tune')
    .description('Measure how dear a password’s hash can be on this machine; changes nothing')
    .option('--target <ms>', 'how long checking one password may take, in milliseconds', number(20, 5000), 250)
    .option(
      '--memory <MiB>',
      'how much memory one hash may take (default: a quarter of what is free)',
      number(19, 4096),
    )
    .action((options: TuneOptions) => measure(options));
}

const number = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new InvalidArgumentError(`it is a whole number from ${least} to ${most}.`);
  return value;
};

async function measure({ target, memory, json }: TuneOptions): Promise<void> {
  const atOnce = hashesAtOnce();
  const mostMemory = memory === undefined ? freemem() / 1024 / 4 / atOnce : memory * 1024;
  if (!json) process.stderr.write('Measuring. Let the machine do nothing else meanwhile …\n');
  const { cost, took } = await tune({ target, mostMemory, measure: timeOfHash });
  const settings = {
    'passwords.memory': cost.memory,
    'passwords.iterations': cost.iterations,
    'passwords.parallelism': cost.parallelism,
  };
  const perSecond = (atOnce * 1000) / took;
  const busy = (atOnce * cost.memory) / 1024;
  if (json)
    return printJson({ target, took: round(took), settings, perSecond: round(perSecond), memoryWhenBusy: round(busy) });
  print(
    `One hash takes ${took.toFixed(0)} ms with ${inWords(cost)}.`,
    ...(isLeast(cost)
      ? [`That is the least there may be${took > target ? ', and this machine is slower than you wish' : ''}.`]
      : []),
    `At most ${perSecond.toFixed(1)} sign-ins a second with a password on each node like this one, and ${busy.toFixed(0)} MiB while they come.`,
    '',
    ...Object.entries(settings).map(([name, value]) => `POSTERN_${name.replace('.', '_').toUpperCase()}=${value}`),
    '',
    'Set them on every node. A password gets its new hash when its owner next signs in.',
  );
}

const inWords = ({ memory, iterations }: PasswordCost): string =>
  `${(memory / 1024).toFixed(0)} MiB and ${iterations} passes`;

const isLeast = ({ memory, iterations }: PasswordCost): boolean =>
  memory === leastCost.memory && iterations === leastCost.iterations;

const round = (value: number): number => Math.round(value * 10) / 10;
