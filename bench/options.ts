import { parseArgs } from 'node:util';
import { scenarioNames, type ScenarioName } from './load/scenarios.ts';
import { targetNames, type TargetName } from './servers/index.ts';

export interface Options {
  readonly scenarios: readonly ScenarioName[];
  readonly targets: readonly TargetName[];
  /** For how long each server is measured in each round. */
  readonly seconds: number;
  readonly rounds: number;
  readonly clients: number;
  readonly connections: number;
  /** With how many families refreshing is measured beside few; 0 for not at all. */
  readonly families: number;
  /** Whether what a flood of sign-ins costs everybody else is measured. */
  readonly passwords: boolean;
  /** Whether the time of an answer tells who has an account. */
  readonly timing: boolean;
  /** Whether ready time, memory and bytes are measured too. */
  readonly footprint: boolean;
  /** Writes a processor profile of each server into a folder of its name in this one. */
  readonly profile?: string;
}

export const usage = `Usage: npm run bench -- [options]

  --only <names>         of ${scenarioNames.join(', ')}, footprint, families, passwords, timing; separated by commas
                         families (minutes and gigabytes), passwords (a flood) and timing (whether it tells who has an
                         account) are measured when named only
  --targets <names>      of ${targetNames.join(', ')}; plain is always measured
  --seconds <number>     for how long each is measured in each round (3)
  --rounds <number>      how often (5)
  --clients <number>     registered clients (1000)
  --families <number>    families in the larger store (1000000)
  --connections <number> connections at a time (32)
  --profile <folder>     write a processor profile of each server there
  --quick                one second, three rounds
`;

/** @throws Error in words for people */
export function optionsFrom(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      targets: { type: 'string' },
      seconds: { type: 'string' },
      rounds: { type: 'string' },
      clients: { type: 'string', default: '1000' },
      families: { type: 'string', default: '1000000' },
      connections: { type: 'string', default: '32' },
      profile: { type: 'string' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const only: readonly string[] =
    values.only === undefined
      ? [...scenarioNames, 'footprint']
      : listed(values.only, [...scenarioNames, 'footprint', 'families', 'passwords', 'timing'] as const);
  const targets = listed(values.targets, targetNames);
  return {
    scenarios: scenarioNames.filter((name) => only.includes(name)),
    targets: targetNames.filter((name) => name === 'plain' || targets.includes(name)),
    families: only.includes('families') ? number(values.families, 2_000_000) : 0,
    footprint: only.includes('footprint'),
    passwords: only.includes('passwords'),
    timing: only.includes('timing'),
    seconds: number(values.seconds ?? (values.quick ? '1' : '3'), 60),
    rounds: number(values.rounds ?? (values.quick ? '3' : '5'), 50),
    clients: number(values.clients, 100_000),
    connections: number(values.connections, 256),
    ...(values.profile !== undefined && { profile: values.profile }),
  };
}

function listed<T extends string>(value: string | undefined, known: readonly T[]): readonly T[] {
  if (value === undefined) return known;
  const names = value.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !known.includes(name as T));
  if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: choose from ${known.join(', ')}`);
  return names as T[];
}

/** Bounded: the benchmark is for a machine that others use too. */
function number(value: string, most: number): number {
  const parsed = Number(value);
  if (!(parsed > 0 && parsed <= most)) throw new Error(`${value}: give a number up to ${most}`);
  return parsed;
}
