/** `npm run bench -- --only passwords`: what a flood of sign-ins costs everybody else. Twenty seconds a round, and as long before the first. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { judged, quantile, table } from '../report.ts';
import { start } from '../servers/index.ts';
import { workloadOf } from '../workload.ts';
import { flood, memoryOf, openForms, type Flooded } from './flood.ts';
import type { Probe, Probed } from './probe.ts';

const signInsPerSecond = 200;
/** So slowly that nothing waits for the one before when nothing else is there. */
const tokensPerSecond = 50;
/** Of the flood, and of each stretch beside it. */
const seconds = 10;

/** How much slower the slowest in a hundred tokens may get. */
const tolerated = 2;

/** So many times as many come at last. */
const surge = 4;

/** How many of the passwords that are compared at best are still compared then: the rest of the work is for nothing. */
const kept = 0.8;

/** By how many MiB the process may grow: what four threads hash in, and a heap that is busy. More would be a queue that grows. */
const room = 300;

/** @param profile a folder for a processor profile */
export async function measurePasswords(rounds: number, profile?: string): Promise<void> {
  const workload = workloadOf({ clients: 64, connections: 16 });
  const server = await start('sqlite', workload, profile);
  const probe = fork(fileURLToPath(new URL('probe.ts', import.meta.url)), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  putFirst(probe);
  try {
    const { port, pid } = server;
    const forms = await openForms(port, workload);
    const order = { port, workload, perSecond: tokensPerSecond, seconds };
    const before = memoryOf(pid).now;
    // A server that has just been started compiles what it has not done yet, which takes longer than doing it.
    await Promise.all([ask(probe, order), flood(port, forms, signInsPerSecond, seconds)]);
    const idle: number[] = [];
    const flooded: number[] = [];
    const answered = new Map<number, number>();
    let unsaid = 0;
    const beside = async (perSecond: number): Promise<{ times: readonly number[]; flooding: Flooded }> => {
      const [times, flooding] = await Promise.all([ask(probe, order), flood(port, forms, perSecond, seconds)]);
      unsaid += flooding.unsaid;
      return { times, flooding };
    };
    for (let round = 0; round < rounds; round += 1) {
      idle.push(...(await ask(probe, order)));
      const { times, flooding } = await beside(signInsPerSecond);
      flooded.push(...times);
      for (const [status, count] of flooding.statuses) answered.set(status, (answered.get(status) ?? 0) + count);
    }
    const surged = await beside(signInsPerSecond * surge);
    const { now, most } = memoryOf(pid);
    const lines = [line('alone', idle), line('flooded', flooded), line(`${surge} times as many`, surged.times)];
    console.log(`\n${table(['client_credentials', 'p50 ms', 'p99 ms', 'most ms'], lines)}\n`);
    console.log(`${signInsPerSecond} sign-ins a second for ${seconds} s, ${rounds} times: ${told(answered)}.`);
    console.log(`${surge} times as many, once: ${told(surged.flooding.statuses)}.`);
    console.log(`Resident: ${before.toFixed(0)} MiB before, ${most.toFixed(0)} at most, ${now.toFixed(0)} after.`);
    const ratio = quantile(flooded, 0.99) / quantile(idle, 0.99);
    console.log(judged(`p99 of the token endpoint is ${ratio.toFixed(2)} times what it is alone`, ratio <= tolerated));
    console.log(judged('Whoever is turned away is told when to come again', unsaid === 0));
    const statuses = [...answered.keys(), ...surged.flooding.statuses.keys()];
    console.log(judged('All others are told that the password is wrong', statuses.every(isMeant)));
    const compared = (surged.flooding.statuses.get(401) ?? 0) / ((answered.get(401) ?? 0) / rounds);
    console.log(
      judged(`Of ${surge} times as many ${compared.toFixed(2)} times as many are compared`, compared >= kept),
    );
    // Where the system does not tell, there is nothing to judge.
    if (!Number.isNaN(most)) console.log(judged(`It grew by ${(most - before).toFixed(0)} MiB`, most - before <= room));
    console.log();
  } finally {
    probe.disconnect();
    await server.stop();
  }
}

const told = (answers: ReadonlyMap<number, number>): string =>
  [...answers].map(([status, count]) => `${count} answered ${status}`).join(', ');

const isMeant = (status: number): boolean => status === 401 || status === 503;

/**
 * Who asks for tokens would be on another machine, and not wait for a processor of this one with an answer that is there.
 * To be put first takes a privilege.
 */
function putFirst({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, -10);
  } catch {
    console.log('Without the privilege to be put first, the probe waits for processors too.');
  }
}

async function ask(probe: ChildProcess, order: Probe): Promise<readonly number[]> {
  probe.send(order);
  const [probed] = (await once(probe, 'message')) as [Probed];
  if ('failure' in probed) throw new Error(probed.failure);
  return probed.times;
}

const line = (name: string, times: readonly number[]): string[] => [
  name,
  ...[0.5, 0.99, 1].map((share) => quantile(times, share).toFixed(1)),
];
