import { arch, cpus, platform, totalmem } from 'node:os';
import type { Measured } from './load/generator.ts';

/** Of one scenario on one server, one entry a round. */
export interface Rounds {
  readonly rates: readonly number[];
  /** Milliseconds of every act of all rounds. */
  readonly times: readonly number[];
  /** Processor time of the server for one act, in milliseconds, by round. */
  readonly costs: readonly number[];
}

/** What was measured so far, with one more round. */
export function withRound(soFar: Rounds | undefined, { times, seconds, processor }: Measured): Rounds {
  return {
    rates: [...(soFar?.rates ?? []), times.length / seconds],
    times: [...(soFar?.times ?? []), ...times],
    costs: [...(soFar?.costs ?? []), (processor * 1000) / times.length],
  };
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** @param share 0 to 1 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/**
 * One line of the table. A ratio is taken within each round, against what was measured just before on the same machine
 * in the same mood; what is told is the median of the rounds, and their spread.
 */
export function lineOf(name: string, measured: Rounds, plain: Rounds): string[] {
  const ratios = measured.rates.map((rate, round) => rate / (plain.rates[round] ?? Number.NaN));
  return [
    name,
    spread(measured.rates, 0),
    milliseconds(quantile(measured.times, 0.5)),
    milliseconds(quantile(measured.times, 0.99)),
    measured === plain ? '1' : spread(ratios, 2),
    spread(measured.costs, 2),
  ];
}

export const spread = (values: readonly number[], digits: number): string =>
  `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`;

const milliseconds = (value: number): string => value.toFixed(1);

/** A table as Markdown has it, so that it can be pasted into the docs. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Says whether something holds. A run in which something does not ends with exit code 1, so that a script can go by it. */
export function judged(what: string, holds: boolean, [yes, no] = ['held', 'NOT HELD'] as readonly [string, string]) {
  if (!holds) process.exitCode = 1;
  return `${what}: ${holds ? yes : no}.`;
}

/** The machine, in the words of its processor. */
export function machine(): string {
  const [first] = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return `${cpus().length} × ${first?.model.trim() ?? 'unknown'}, ${memory} GiB, ${platform()} ${arch()}, Node ${process.versions.node}`;
}
