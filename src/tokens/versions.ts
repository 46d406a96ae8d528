/**
 * Whether a version of an app is older than another, by their dotted numbers: 1.9 is older than 1.10, and 1.2 is 1.2.0.
 * What follows `-`, `+` or `_` (a pre-release, a build) counts for nothing.
 *
 * compare-versions was tried: it throws at what is no version by its grammar, takes `x` and `*` for any number, and apps
 * number themselves as they like.
 * @returns undefined where one of them has no such numbers
 */
export function isOlder(version: string, other: string): boolean | undefined {
  const [mine, theirs] = [numbersOf(version), numbersOf(other)];
  if (!mine || !theirs) return undefined;
  for (let index = 0; index < Math.max(mine.length, theirs.length); index += 1) {
    const [a = 0n, b = 0n] = [mine[index], theirs[index]];
    if (a !== b) return a < b;
  }
  return false;
}

function numbersOf(version: string): bigint[] | undefined {
  const [, numbers] = /^v?(\d+(?:\.\d+)*)(?:[-+_].*)?$/i.exec(version) ?? [];
  return numbers?.split('.').map(BigInt);
}
