import { password, signInRequest, type App } from './apps.ts';
import type { Person, Screen } from './person.ts';
import type { Postern } from './postern.ts';
import { signInForm } from './several.ts';

/**
 * Somebody who is not signed in comes from an app and types a password, as far as the page after it.
 * @param more parameters of the authorization request
 * @returns that page, and what redeems the code of this sign-in
 */
export async function afterPassword(
  postern: Pick<Postern, 'issuer'>,
  person: Person,
  app: App,
  email: string,
  more: Readonly<Record<string, string>> = {},
  typed = password,
): Promise<Screen & { readonly verifier: string }> {
  const { url, verifier } = signInRequest(postern, app.id, more);
  const form = await signInForm(person, url);
  return { ...(await person.submit(form, '/password', { identifier: email, password: typed })), verifier };
}
