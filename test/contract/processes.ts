import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Store } from '../../adapters/store.ts';
import { people, visits } from './collections.ts';
import type { Subject } from './subject.ts';
import type { Race } from './worker.ts';

/** What must happen once happens once, whichever process asks; and what was answered stays. */
export function processesContract(subject: Subject): void {
  describe('several processes', () => {
    let store: Store;
    let workers: ChildProcess[] = [];

    beforeAll(async () => {
      store = await subject.open();
      workers = await Promise.all(Array.from({ length: 4 }, () => startWorker(subject)));
    }, 60_000);
    afterAll(async () => {
      await Promise.all(workers.map(endWorker));
      await store.close();
    }, 60_000);

    /** 200 calls, 50 in each of four processes. @returns what each call came to */
    const race = async (step: Race['step'], key: string): Promise<unknown[]> => {
      const results = await Promise.all(
        workers.map(async (worker) => {
          worker.send({ step, key, times: 50 } satisfies Race);
          const [answer] = (await once(worker, 'message')) as [unknown[]];
          return answer;
        }),
      );
      return results.flat();
    };
    const winners = (results: readonly unknown[]) => results.filter((result) => result !== false && result !== null);

    test('one of 200 inserts with one e-mail address', async () => {
      const email = randomUUID();
      expect(winners(await race('insertEmail', email))).toHaveLength(1);
      expect(await store.documents.find(people, { field: 'email', equals: email }, { limit: 10 })).toHaveLength(1);
    });

    test('one of 200 inserts of one id', async () => {
      expect(winners(await race('insertId', randomUUID()))).toHaveLength(1);
    });

    test('one of 200 compare-and-sets from one revision', async () => {
      const { id } = await store.documents.insert(people, { id: randomUUID() });
      expect(winners(await race('replace', id))).toHaveLength(1);
      expect(await store.documents.get(people, id)).toMatchObject({ revision: 2 });
    });

    test('one of 200 removals', async () => {
      const { id } = await store.documents.insert(people, { id: randomUUID() });
      expect(winners(await race('remove', id))).toHaveLength(1);
    });

    test('one of 200 takes', async () => {
      const key = randomUUID();
      await store.ephemera.put('race', key, 'only', 60);
      expect(winners(await race('take', key))).toEqual(['only']);
    });

    test('one of 200 puts if absent', async () => {
      expect(winners(await race('putIfAbsent', randomUUID()))).toHaveLength(1);
    });

    test('one of 200 compare-and-sets of an ephemeron', async () => {
      const key = randomUUID();
      await store.ephemera.put('race', key, 'first', 60);
      expect(winners(await race('replaceEphemeron', key))).toHaveLength(1);
    });

    test('200 increments count to 200', async () => {
      const counts = (await race('increment', randomUUID())) as number[];
      expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
    });

    test('of 200 that add three and take back two, one each is left', async () => {
      const key = randomUUID();
      expect(winners(await race('giveBack', key))).toHaveLength(200);
      expect((await store.ephemera.count('race', key))?.count).toBe(200);
    });

    test('what a process was answered stays when it is killed', async () => {
      const worker = await startWorker(subject);
      const answered: string[] = [];
      const lines = createInterface({ input: worker.stdout as NodeJS.ReadableStream });
      worker.send('write');
      for await (const line of lines) {
        answered.push(line);
        if (answered.length === 2000) worker.kill('SIGKILL');
      }
      expect(answered.length).toBeGreaterThanOrEqual(2000);

      const reopened = await subject.open();
      const kept = await Promise.all(answered.map((line) => isKept(reopened, line)));
      expect(answered.filter((_, index) => !kept[index])).toEqual([]);
      await reopened.close();
    }, 120_000);
  });
}

/** @param line what was written, its id, and at least which revision of it */
async function isKept({ documents, ephemera }: Store, line: string): Promise<boolean> {
  const [where, id = '', revision] = line.split(' ');
  if (where === 'ephemera') return (await ephemera.get('written', id)) === id;
  const found = await documents.get(where === 'people' ? people : visits, id);
  return found !== undefined && found.revision >= Number(revision);
}

async function startWorker({ location }: Subject): Promise<ChildProcess> {
  const worker = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), [JSON.stringify(location)], {
    execArgv: [],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const [message] = (await Promise.race([once(worker, 'message'), once(worker, 'exit')])) as [unknown];
  if (message !== 'open') throw new Error('the worker could not open the store');
  return worker;
}

async function endWorker(worker: ChildProcess): Promise<void> {
  worker.send('close');
  await once(worker, 'exit');
}
