import { randomInt } from 'node:crypto';
import type { Digest } from '../keys/index.ts';
import type { AccountFactors } from './factor.ts';

/** How many there are. */
export const codesMade = 10;

/** Without letters and digits that look alike (Crockford's base 32), and without u. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const groups = { of: 6, many: 4 };

/**
 * A code as it is shown: `xxxxxx-xxxxxx-xxxxxx-xxxxxx`, 120 random bits. From 112 on a plain hash keeps it (NIST SP
 * 800-63B-4 §3.1.2.2, ASVS 6.5.2): nobody tries them all, not even who has the key of ours and the databases.
 */
const newCode = (): string => Array.from({ length: groups.many }, newGroup).join('-');

const newGroup = (): string => Array.from({ length: groups.of }, () => alphabet[randomInt(alphabet.length)]).join('');

/** A fresh set. Shown once, and kept by their keyed hashes only. */
export const newCodes = (): string[] => Array.from({ length: codesMade }, newCode);

/** The keyed hash of a code as it was typed: capitals, spaces and letters that look like digits do not matter. */
export function hashOfCode(digest: Digest, account: string, typed: string): string {
  const plain = typed.toLowerCase().replace(/[\s-]/g, '').replaceAll('o', '0').replace(/[il]/g, '1');
  return digest('recovery-code', `${account}\0${plain}`);
}

/** The record with a recovery code used up, or undefined where it has none like that. */
export function recoveryCodeTaken(current: AccountFactors, typed: string, digest: Digest): AccountFactors | undefined {
  const hash = hashOfCode(digest, current.id, typed);
  const { recovery } = current;
  if (!recovery?.left.includes(hash)) return undefined;
  return { ...current, recovery: { ...recovery, left: recovery.left.filter((one) => one !== hash) } };
}
