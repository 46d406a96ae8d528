import { errorFunction, wilcoxonRankSum } from 'simple-statistics';

/**
 * How likely two samples of one and the same source differ in their ranks as much as these do, to either side: the test of
 * Mann and Whitney (Annals of Mathematical Statistics 18, 1947), by the normal distribution that the sum of ranks comes
 * near to. Times have next to no ties, so none are corrected for.
 * @returns p, 0 to 1
 */
export function rankSumTest(some: readonly number[], others: readonly number[]): number {
  const [n, m] = [some.length, others.length];
  const expected = (n * (n + m + 1)) / 2;
  const deviation = Math.sqrt((n * m * (n + m + 1)) / 12);
  const z = (wilcoxonRankSum([...some], [...others]) - expected) / deviation;
  return 1 - errorFunction(Math.abs(z) / Math.SQRT2);
}
