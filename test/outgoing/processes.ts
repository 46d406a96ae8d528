import { expect, test } from '@jest/globals';
import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { outgoingCollection } from '../../src/outgoing/index.ts';
import type { Subject } from '../contract/subject.ts';
import { eventually } from '../support/eventually.ts';
import { parcel, postOffice } from './room.ts';

/** Nodes are killed; what they were to send is sent by those that live. */
export function outgoingProcesses(subject: Subject): void {
  test('of 200 entries none is lost when a node is killed in the middle', async () => {
    const desk = await postOffice(subject);
    const nodes: ChildProcess[] = [];
    const start = (): ChildProcess => {
      const node = started(subject);
      nodes.push(node);
      return node;
    };
    try {
      const ids = Array.from({ length: 200 }, () => randomUUID());
      await Promise.all(ids.map((id, index) => desk.outgoing.enqueue(parcel, id, { to: `t${index % 10}` })));

      const attempted: string[] = [];
      const killed = start();
      for await (const line of linesOf(killed)) {
        attempted.push(line);
        if (attempted.length === 40) killed.kill('SIGKILL');
      }
      expect(attempted.length).toBeGreaterThanOrEqual(40);
      // It died with some of them in its hands, and others not begun.
      const left = () => desk.store.documents.due(outgoingCollection, 'dueAt', Number.MAX_SAFE_INTEGER, 1000);
      expect((await left()).map(({ tries }) => tries)).toEqual(expect.arrayContaining([0, 1]));

      const rest = Promise.all(
        [start(), start()].map(async (node) => {
          for await (const line of linesOf(node)) attempted.push(line);
        }),
      );
      await eventually(async () => expect(await left()).toEqual([]), 60_000);
      for (const node of nodes) node.kill('SIGKILL');
      await rest;
      expect([...new Set(attempted)].sort()).toEqual(ids.map((id) => `parcel.${id}`).sort());
    } finally {
      for (const node of nodes) node.kill('SIGKILL');
      await desk.close();
    }
  }, 120_000);
}

function started({ location }: Subject): ChildProcess {
  const worker = fileURLToPath(new URL('./worker.ts', import.meta.url));
  return fork(worker, [JSON.stringify(location)], { execArgv: [], stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
}

async function* linesOf(child: ChildProcess): AsyncGenerator<string, void, undefined> {
  const exited = once(child, 'exit');
  yield* createInterface({ input: child.stdout as NodeJS.ReadableStream });
  await exited;
}
