import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Offer } from '../../src/protection/index.ts';
import { from, type nodeOn } from './room.ts';

export type Node = ReturnType<typeof nodeOn>;
export type Try = Parameters<Node['attempt']>[0];

let networks = 0;
/** A new network each time. */
export const somewhere = (): string => `${1 + (++networks % 200)}.${(networks >> 8) & 255}.${networks & 255}.1`;

/** Where passwords are tried from unless told otherwise. */
export const home = '203.0.113.7';

/** A password that is tried for one account. */
export const password = (more: Partial<Try> = {}): Try => ({
  kind: 'password',
  account: 'a@example.com',
  ...from(home),
  ...more,
});

/** Does the work of an offer as a browser does. */
export async function solve(offer: Offer | undefined, work = offer?.work): Promise<string> {
  const solution = await solveChallenge({ challenge: work!, deriveKey });
  return JSON.stringify({ challenge: work, solution });
}

/** Wrong passwords from everywhere until no more are taken. @returns how many there were */
export async function useUp(node: Node, next: () => Try = () => password(from(somewhere()))): Promise<number> {
  for (let count = 0; ; count += 1) {
    const attempt = await node.attempt(next());
    if (attempt.outcome === 'refused') return count;
    await attempt.failed();
  }
}

/** What is said to a try that is refused, which it has to be. */
export async function refused(node: Node, one: Try) {
  const attempt = await node.attempt(one);
  if (attempt.outcome !== 'refused') throw new Error('it was not refused');
  return attempt;
}

/** What becomes of a try, which fails where it is allowed. */
export async function outcomeOf(node: Node, one: Try): Promise<string> {
  const attempt = await node.attempt(one);
  if (attempt.outcome === 'allowed') await attempt.failed();
  return attempt.outcome;
}
