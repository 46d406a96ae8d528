import { expect, jest, test } from '@jest/globals';
import { catalogue, eventKinds } from '../../src/audit/index.ts';
import { run } from '../../src/cli/program.ts';

/** Runs one command as on a terminal. @returns its exit code and what it wrote to stderr */
async function refused(...args: string[]) {
  let stderr = '';
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    stderr += String(chunk);
    return true;
  });
  const exitCode = process.exitCode;
  try {
    return { code: await run(args), stderr };
  } finally {
    process.exitCode = exitCode;
    spy.mockRestore();
  }
}

const counted = eventKinds.filter((kind) => catalogue[kind].keep === 'counted');

test.each(['search', 'tail'])(
  'audit %s says of each kind that is only counted that none can be found',
  async (what) => {
    expect(counted).toContain('logout.sent');
    for (const kind of counted) {
      const { code, stderr } = await refused('audit', what, '--kind', kind);
      expect([code, stderr.includes(`${kind} is only counted`)]).toEqual([1, true]);
    }
  },
);
