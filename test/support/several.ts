import { password, redeem, signInRequest, type App, type SignedIn } from './apps.ts';
import type { Person, Screen } from './person.ts';
import type { Postern } from './postern.ts';

export const isChooser = ({ forms }: Screen): boolean => forms.some(({ action }) => action.endsWith('/account'));

/** The form of a sign-in: past the chooser, where somebody is signed in in the browser and not in place. */
export async function signInForm(person: Person, url: string | URL): Promise<Screen> {
  const screen = await person.open(url);
  return isChooser(screen) ? person.submit(screen, '/account', { account: '' }) : screen;
}

/** Signs in to an app as one more account of a browser, which is in place from then on. */
export async function signInBeside(
  postern: Pick<Postern, 'issuer'>,
  person: Person,
  app: App,
  email: string,
): Promise<SignedIn> {
  const request = signInRequest(postern, app.id, { prompt: 'select_account' });
  const form = await signInForm(person, request.url);
  const screen = await person.submit(form, '/password', { identifier: email, password });
  const answer = await redeem(postern, app.id, screen, request.verifier, app.headers);
  const text = (name: string): string => String(answer.body[name]);
  return {
    ...{ screen, verifier: request.verifier, answer },
    ...{ access: text('access_token'), refresh: text('refresh_token'), idToken: text('id_token') },
  };
}

/** Signs out whoever is in place. */
export async function leave(postern: Pick<Postern, 'issuer'>, person: Person): Promise<Screen> {
  const page = await person.open(new URL('/session/end', postern.issuer));
  return person.submit(page, '/session/end/confirm', { logout: 'yes' });
}
