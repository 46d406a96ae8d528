import { randomBytes } from 'node:crypto';

/** Cost of a hash. Never under m=19456, t=2, p=1 (OWASP Password Storage Cheat Sheet). */
export interface PasswordCost {
  /** KiB */
  readonly memory: number;
  readonly iterations: number;
  readonly parallelism: number;
}

/** A password at rest: argon2id with a salt of its own and a pepper that the store does not hold. */
export interface PasswordHash {
  readonly hash: string;
  readonly pepper: string;
}

/**
 * What a hash costs: the part of it that says how it is made, before salt and hash (PHC string format). In one order, or
 * the same cost written otherwise would be another one.
 */
export function costOf({ hash }: Pick<PasswordHash, 'hash'>): string {
  const [, algorithm = '', version = '', parameters = ''] = hash.split('$');
  return [algorithm, version, parameters.split(',').sort().join(',')].join('$');
}

/** The same of a hash that is yet to be made. */
export const costText = ({ memory, iterations, parallelism }: PasswordCost): string =>
  `argon2id$v=19$m=${memory},p=${parallelism},t=${iterations}`;

const base64 = (length: number): string => randomBytes(length).toString('base64').replace(/=+$/, '');

/** A hash of that cost, as long as a real one, that no password has. Made without hashing anything. */
export const nobodysHash = (cost: string): string => `$${cost}$${base64(16)}$${base64(32)}`;
