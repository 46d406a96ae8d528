/** `node bench/profile.ts <file.cpuprofile> [entries]`: where a profile's time went, by function and by package. */
import { readFileSync } from 'node:fs';
import { table } from './report.ts';

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  /** Microseconds between samples. */
  readonly timeDeltas: readonly number[];
}

const idle = new Set(['(idle)', '(program)', '(root)']);

type Frame = Profile['nodes'][number]['callFrame'];

/** Microseconds by what `key` makes of the function that ran. */
function selfTimes({ nodes, samples, timeDeltas }: Profile, key: (frame: Frame) => string): Map<string, number> {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<string, number>();
  samples.forEach((sample, index) => {
    const frame = frames.get(sample);
    if (!frame || idle.has(frame.functionName)) return;
    const name = key(frame);
    times.set(name, (times.get(name) ?? 0) + (timeDeltas[index] ?? 0));
  });
  return times;
}

const placeOf = ({ functionName, url, lineNumber }: Frame): string =>
  `${functionName || '(anonymous)'} ${url.replace(/^.*\/(?=node_modules\/|src\/|adapters\/)/, '')}:${lineNumber + 1}`;

function packageOf({ functionName, url }: Frame): string {
  if (url === '') return functionName;
  return /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? /\/((?:src|adapters)\/[^/]+)/.exec(url)?.[1] ?? url;
}

function tell(what: string, times: ReadonlyMap<string, number>, most: number): void {
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  const rows = [...times]
    .sort(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(([name, time]) => [`${((100 * time) / total).toFixed(1)} %`, name]);
  console.log(`\n${table(['self', what], rows)}`);
}

const [file, entries = '30'] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('Usage: node bench/profile.ts <file.cpuprofile> [entries]\n');
  process.exitCode = 1;
} else {
  const profile = JSON.parse(readFileSync(file, 'utf8')) as Profile;
  tell('function', selfTimes(profile, placeOf), Number(entries));
  tell('package', selfTimes(profile, packageOf), 20);
}
