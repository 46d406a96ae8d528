import type { KoaContextWithOIDC } from 'oidc-provider';

/**
 * Whether a sign-in ends here that began with nobody in place, while another account was put in place by another tab: the
 * engine would sign that one out first, by a page of its own. Nobody counts as in place then, and both stay signed in.
 * @param account the one in place
 */
export async function isOvertaken(
  { cookies, oidc }: KoaContextWithOIDC,
  account: string | undefined,
): Promise<boolean> {
  const { provider, route } = oidc;
  const uid = route === 'resume' ? cookies.get(provider.cookieName('resume'), { signed: true }) : undefined;
  const interaction = uid === undefined ? undefined : await provider.Interaction.find(uid);
  const login = interaction?.result?.login;
  return login !== undefined && interaction?.session === undefined && login.accountId !== account;
}
