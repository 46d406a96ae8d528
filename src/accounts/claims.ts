import type { Account } from './account.ts';

/** Claims by scope (OIDC Core §5.4): what the engine may ask of an account. */
export const claimsByScope = {
  openid: ['sub'],
  profile: ['name', 'given_name', 'family_name', 'picture', 'locale', 'updated_at'],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
  address: ['address'],
} as const;

/** An account as OpenID Connect claims; what it does not have is left out. The engine passes on what was granted. */
export function claimsOf(account: Account): { sub: string } & Record<string, unknown> {
  const claims = {
    sub: account.id,
    name: account.name,
    given_name: account.givenName,
    family_name: account.familyName,
    picture: account.picture,
    locale: account.locale,
    updated_at: account.changedAt,
    email: account.email,
    email_verified: true,
    phone_number: account.phone,
    phone_number_verified: account.phone === undefined ? undefined : account.phoneVerifiedAt !== undefined,
    address: account.address,
  };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined)) as typeof claims;
}
