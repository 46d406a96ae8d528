import type { Account } from './account.ts';
import { claimsOfProfile } from './profile.ts';

/** Claims by scope (OIDC Core §5.4): what the engine may ask of an account. */
export const claimsByScope = {
  openid: ['sub'],
  profile: [
    'name',
    'given_name',
    'family_name',
    'middle_name',
    'nickname',
    'preferred_username',
    'profile',
    'picture',
    'website',
    'gender',
    'birthdate',
    'zoneinfo',
    'locale',
    'updated_at',
  ],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
  address: ['address'],
} as const;

/** The scopes whose claims some single claims are: what people are asked in words when an app wants only those. */
export const scopesOfClaims = (claims: readonly string[]): string[] =>
  Object.entries(claimsByScope)
    .filter(([, those]: [string, readonly string[]]) => claims.some((claim) => those.includes(claim)))
    .map(([scope]) => scope);

/** An account as OpenID Connect claims; what it does not have is left out. The engine passes on what was granted. */
export function claimsOf(account: Account): { sub: string } & Record<string, unknown> {
  const claims = {
    sub: account.id,
    ...claimsOfProfile(account),
    updated_at: account.changedAt,
    email: account.email,
    email_verified: true,
    phone_number_verified: account.phone === undefined ? undefined : account.phoneVerifiedAt !== undefined,
  };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined)) as typeof claims;
}
