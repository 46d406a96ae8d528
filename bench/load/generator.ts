/** The load generator, in a process of its own: it is told what to send over its channel, and answers what it measured. */
import type { Workload } from '../workload.ts';
import { Connection } from './connection.ts';
import { scenarios, type Act, type ScenarioName, type Target } from './scenarios.ts';

export interface Order {
  readonly scenario: ScenarioName;
  readonly target: Target;
  readonly workload: Workload;
  /** For how long, after a warm-up of a fifth of it. */
  readonly seconds: number;
}

export interface Measured {
  /** Milliseconds of each act that ended in time. */
  readonly times: readonly number[];
  readonly seconds: number;
}

export type Report = Measured | { readonly failure: string };

async function measure({ scenario, target, workload, seconds }: Order): Promise<Measured> {
  const connections = Array.from({ length: workload.connections }, () => new Connection(target.port));
  try {
    const acts = await Promise.all(
      connections.map((connection, number) => scenarios[scenario]({ target, workload, connection, number })),
    );
    await repeat(acts, seconds / 5);
    const began = performance.now();
    const times = await repeat(acts, seconds);
    return { times, seconds: (performance.now() - began) / 1000 };
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

process.on('message', (order: Order) => {
  measure(order)
    .catch((error: unknown): Report => ({
      failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }))
    .then((report: Report) => process.send?.(report));
});
