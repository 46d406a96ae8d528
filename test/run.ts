/**
 * `npm test`: runs the suites with what this machine has, and says what it has not. Arguments go to jest. The last line
 * is `N passed, N failed, N skipped`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mongodbServer, redisServer, type Missing, type TestServer } from './support/servers/index.ts';

const root = join(import.meta.dirname, '..');
/** Minutes that a run may take where nobody watches it. */
const limit = 40;
const isWatched = process.env['CI'] !== 'true';

const redis = await redisServer();
tell('Redis', redis);
if ('stop' in redis) await redis.stop();

// Java takes a while to start: all suites share this one, each with a database of its own.
const mongodb = await mongodbServer().catch((error: unknown): Missing => ({ missing: String(error) }));
tell('MongoDB', mongodb);

// Nothing that tests write is worth a disk's time: it stays in memory, where Linux keeps files so.
const memory = '/dev/shm';
const scratch = await mkdtemp(join(existsSync(memory) ? memory : tmpdir(), 'postern-tests-'));
try {
  process.exitCode = await run(join(scratch, 'jest.json'));
} finally {
  if ('stop' in mongodb) await mongodb.stop();
  await rm(scratch, { recursive: true, force: true });
}

async function run(output: string): Promise<number> {
  const url = 'url' in mongodb ? { POSTERN_TEST_MONGODB_URL: mongodb.url } : {};
  const jest = spawn(
    process.execPath,
    [
      '--import',
      pathToFileURL(join(root, 'test', 'support', 'kept-for-the-runner.ts')).href,
      join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--json',
      `--outputFile=${output}`,
      ...process.argv.slice(2),
    ],
    // Jest prints its report on stderr; what it prints on stdout with --json is the same as the file.
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, ...url, TMPDIR: scratch, NODE_COMPILE_CACHE: join(scratch, 'compiled') },
    },
  );
  const stop = () => jest.kill();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const end = (): void => {
    console.error(`The suites have not ended within ${limit} minutes: what is not in the list above hangs.`);
    stop();
  };
  const late = isWatched ? undefined : setTimeout(end, limit * 60_000);

  const [code] = (await once(jest, 'exit')) as [number | null];
  clearTimeout(late);
  const counts = await countsIn(output);
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return code === 0 && counts.failed === 0 ? 0 : 1;
}

/** A suite that could not even be loaded counts as one failure. */
async function countsIn(file: string): Promise<{ passed: number; failed: number; skipped: number }> {
  try {
    const result = JSON.parse(await readFile(file, 'utf8')) as Record<string, number>;
    const count = (...names: string[]) => names.reduce((sum, name) => sum + (result[name] ?? 0), 0);
    return {
      passed: count('numPassedTests'),
      failed: count('numFailedTests', 'numRuntimeErrorTestSuites'),
      skipped: count('numPendingTests', 'numTodoTests'),
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function tell(what: string, found: TestServer | Missing): void {
  if ('name' in found) console.log(`${what}: ${found.name}`);
  else console.log(`\n*** ${what} IS MISSING: its suites are skipped ***\n    ${found.missing}\n`);
}
