import { afterEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { freePort } from '../support/servers/process.ts';
import { program, programsInAFolder } from './programs.ts';

const programs = programsInAFolder();

let taken: Server | undefined;
afterEach(() => void taken?.close());

/** Listens, as another program would. @returns the port */
async function takenPort(): Promise<number> {
  const port = await freePort();
  taken = createServer().listen(port, '127.0.0.1');
  await once(taken, 'listening');
  return port;
}

test.each([
  ['port', '--port'],
  ['demo.port', 'POSTERN_DEMO_PORT'],
  ['metrics.port', 'POSTERN_METRICS_PORT'],
])(
  'whichever port is taken (%s), it is said in one line with what sets it, and nothing goes on running',
  async (name, setBy) => {
    const port = await takenPort();
    const ports = { port: await freePort(), 'demo.port': await freePort(), 'metrics.port': await freePort() };
    const given = Object.entries({ ...ports, [name]: port }).map((pair) => `--set ${pair.join('=')}`);
    const { code, stdout, stderr } = await programs.run(`"${process.execPath}" "${program}" start ${given.join(' ')}`);
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(`127.0.0.1:${port} is taken`)]);
    expect([...stderr.matchAll(/--port|POSTERN_(DEMO|METRICS)_PORT/g)].map(([found]) => found)).toEqual([setBy]);
    expect(stdout).not.toContain('Postern is ready');
  },
  90_000,
);
