import { claimsOf, scopesOfClaims, type Accounts } from '../accounts/index.ts';
import { oidcScopesOf } from '../clients/index.ts';

/**
 * Of claims that are asked one by one, those that a client may have: what is in none of its scopes does not come by the
 * claims parameter (OIDC Core §5.5) either.
 */
export function claimsWithin(client: Parameters<typeof oidcScopesOf>[0], claims: readonly string[]): string[] {
  const scopes: readonly string[] = oidcScopesOf(client);
  return claims.filter((claim) => {
    const owners = scopesOfClaims([claim]);
    return owners.length === 0 || owners.some((scope) => scopes.includes(scope));
  });
}

/** The engine's `findAccount`: one that is suspended is none. */
export async function findAccount(accounts: Accounts, id: string) {
  const account = await accounts.get(id);
  if (!account || account.disabledAt !== undefined) return undefined;
  return { accountId: account.id, claims: () => claimsOf(account) };
}
