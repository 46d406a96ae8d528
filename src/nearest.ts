import { closest, distance } from 'fastest-levenshtein';

/** The name that an unknown one was probably meant to be, spelling and capitals aside; nothing when none is near. */
export function nearest(unknown: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const best = closest(plain(unknown), names.map(plain));
  const near = distance(plain(unknown), best) <= Math.max(2, unknown.length / 3);
  return near ? names.find((name) => plain(name) === best) : undefined;
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_]/g, '');
