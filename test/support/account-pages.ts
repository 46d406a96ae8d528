import { walk } from './apps.ts';
import type { Person, Screen } from './person.ts';
import type { Postern } from './postern.ts';

/** Opens a page of "my account", and signs in where that is asked. */
export const openOwn = (
  { issuer }: Pick<Postern, 'issuer'>,
  person: Person,
  path: string,
  email: string,
): Promise<Screen> => walk(person, { url: new URL(path, issuer) }, email);

/** The devices on the list, in its order: links to their pages. */
export const devicesOn = ({ links }: Screen): string[] =>
  links.filter((link) => /^\/account\/devices\/[^/]+$/.test(link));

/** Presses the one button of a page that asks whether something is to end. */
export async function confirmEnd({ issuer }: Pick<Postern, 'issuer'>, person: Person, path: string): Promise<Screen> {
  const asked = await person.open(new URL(path, issuer));
  return person.submit(asked, path);
}

/** Whether "my account" opens without a password. */
export const opensOwn = async ({ issuer }: Pick<Postern, 'issuer'>, person: Person): Promise<boolean> =>
  !(await person.open(new URL('/account', issuer))).forms[0]?.action.endsWith('/password');
