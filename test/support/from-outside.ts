import { afterPassword } from './after-password.ts';
import { password, signInRequest, userinfo, type App, type SignedIn } from './apps.ts';
import type { Person, Screen } from './person.ts';
import type { Postern } from './postern.ts';

/** Whether a way ended at the door of an app, with a code for it. */
export const isAtApp = ({ url }: Pick<Screen, 'url'>): boolean => url.searchParams.has('code');

/** Whether an app that asks without a page is told who is there. */
export const isSignedIn = async (postern: Pick<Postern, 'issuer'>, app: App, person: Person): Promise<boolean> =>
  isAtApp(await person.open(signInRequest(postern, app.id, { prompt: 'none' }).url));

/** Whether somebody comes to an app with a password alone, in a browser of their own. */
export async function signsIn(
  postern: Pick<Postern, 'issuer' | 'person'>,
  app: App,
  email: string,
  typed = password,
): Promise<boolean> {
  return isAtApp(await afterPassword(postern, postern.person(), app, email, {}, typed));
}

/** Whether the access token that an app got is still good. */
export const works = async (postern: Pick<Postern, 'issuer'>, { access }: Pick<SignedIn, 'access'>): Promise<boolean> =>
  (await userinfo(postern, access)).status === 200;
