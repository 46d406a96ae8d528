import type { Collection, Document } from '../../adapters/store.ts';
import type { Owing } from '../audit/index.ts';
import type { Seconds } from '../clock.ts';
import type { PasswordHash } from './passwords.ts';

/** A postal address as OpenID Connect names its parts (OIDC Core §5.1.1). */
export interface PostalAddress {
  readonly formatted?: string;
  readonly street_address?: string;
  readonly locality?: string;
  readonly region?: string;
  readonly postal_code?: string;
  readonly country?: string;
}

/** A person who can sign in. The id is the OIDC subject: random, never the e-mail address, never used again. */
export interface Account extends Document, Owing {
  /** Normalised; one account an address. */
  readonly email: string;
  readonly emailVerifiedAt: Seconds;
  readonly password?: PasswordHash;
  readonly name?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly picture?: string;
  readonly locale?: string;
  readonly phone?: string;
  readonly phoneVerifiedAt?: Seconds;
  readonly address?: PostalAddress;
  readonly createdAt: Seconds;
  readonly changedAt: Seconds;
  readonly disabledAt?: Seconds;
}

export const accountCollection: Collection<Account> = {
  name: 'accounts',
  unique: ['email'],
  due: ['owedSince'],
};

/**
 * The one form in which an e-mail address is kept and compared: NFKC, no space around it, lower case. Providers treat
 * the local part without case; two accounts that differ only by it would be a trap.
 * @returns undefined when it is not an address that mail can be sent to
 */
export function normaliseEmail(typed: string): string | undefined {
  const email = typed.normalize('NFKC').trim().toLowerCase();
  // One `@`, no space or control character, a domain with a dot: what is more is decided by the confirming letter.
  return email.length <= 254 &&
    /^[^\s@\p{Cc}<>(),;:\\"[\]]+@[^\s@\p{Cc}<>(),;:\\"[\]]+\.[^\s@.\p{Cc}<>(),;:\\"[\]]+$/u.test(email)
    ? email
    : undefined;
}
