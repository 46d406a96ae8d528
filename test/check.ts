/** `npm run check`: everything about the code that a program can tell. Each check is named with its outcome. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const root = join(import.meta.dirname, '..');
const tool = (...path: string[]) => join(root, 'node_modules', ...path);

const checks: readonly (readonly [name: string, ...command: string[]])[] = [
  ['lint', tool('eslint', 'bin', 'eslint.js'), '.'],
  ['types', tool('typescript', 'bin', 'tsc'), '-p', '.'],
  ['format', tool('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.'],
  [
    'directions',
    tool('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
    ...['--config', '.dependency-cruiser.cjs', 'adapters', 'config', 'src', 'views'],
  ],
  ['generated docs', join(root, 'docs', 'generate.ts'), '--check'],
];

let failed = 0;
const waiting = [...checks];
// Two at a time: each of them keeps one processor busy.
await Promise.all([checkOn(), checkOn()]);
console.log(failed === 0 ? 'Everything is in order.' : `${failed} of ${checks.length} checks failed.`);
process.exitCode = failed === 0 ? 0 : 1;

async function checkOn(): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [name, ...command] = next;
    const began = performance.now();
    const { passed, output } = await run(command);
    if (!passed) {
      failed += 1;
      console.log(output.trimEnd());
    }
    console.log(`${passed ? 'pass' : 'FAIL'}  ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  }
}

async function run(command: readonly string[]): Promise<{ passed: boolean; output: string }> {
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { passed: code === 0, output: out + err };
}
