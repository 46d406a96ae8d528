/** The load generator, in a process of its own: it is told what to send over its channel, and answers what it measured. */
import { readFileSync } from 'node:fs';
import type { Workload } from '../workload.ts';
import { Connection } from './connection.ts';
import { scenarios, type Act, type AnyScenario, type Target } from './scenarios.ts';

export interface Order {
  readonly scenario: AnyScenario;
  readonly target: Target;
  readonly workload: Workload;
  /** For how long, after a warm-up of a fifth of it. */
  readonly seconds: number;
  /** Refresh tokens to begin with, by connection. */
  readonly tokens?: readonly string[];
}

export interface Measured {
  /** Milliseconds of each act. */
  readonly times: readonly number[];
  readonly seconds: number;
  /** Processor time that the server's process spent meanwhile, in seconds; NaN where that is not to be had. */
  readonly processor: number;
}

export type Report = Measured | { readonly failure: string };

async function measure({ scenario, target, workload, seconds, tokens = [] }: Order): Promise<Measured> {
  const connections = Array.from({ length: workload.connections }, () => new Connection(target.port));
  try {
    const acts = await Promise.all(
      connections.map((connection, number) =>
        scenarios[scenario]({ target, workload, connection, number, token: tokens[number] ?? '' }),
      ),
    );
    await repeat(acts, seconds / 5);
    const before = processorTime(target.pid);
    const began = performance.now();
    const times = await repeat(acts, seconds);
    const ended = performance.now();
    return { times, seconds: (ended - began) / 1000, processor: processorTime(target.pid) - before };
  } finally {
    connections.forEach((connection) => connection.close());
  }
}

async function repeat(acts: readonly Act[], seconds: number): Promise<number[]> {
  const until = performance.now() + seconds * 1000;
  const times: number[] = [];
  await Promise.all(
    acts.map(async (act) => {
      for (let began = performance.now(); began < until;) {
        await act();
        const ended = performance.now();
        times.push(ended - began);
        began = ended;
      }
    }),
  );
  return times;
}

/** Seconds of processor time of another process, all its threads together, as Linux tells it. */
function processorTime(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const ticksPerSecond = 100;
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return Number.NaN;
  }
}

async function answer(order: Order): Promise<void> {
  const report = await measure(order).catch((error: unknown): Report => {
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  });
  process.send?.(report);
}

process.on('message', (order: Order) => void answer(order));
