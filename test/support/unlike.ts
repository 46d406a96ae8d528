import { openOwn } from './account-pages.ts';
import { setUpApp, type Authenticator } from './authenticator.ts';
import type { Person, Screen } from './person.ts';
import { addresses } from './places.ts';
import type { Postern } from './postern.ts';
import { somebody, type Somebody } from './somebody.ts';
import type { Time } from './time.ts';

/** Somebody at home, with an authenticator app where that is said. */
export interface Owner extends Somebody {
  /** The browser at home. */
  readonly person: Person;
  readonly phone: Authenticator;
  readonly codes: readonly string[];
}

/** A browser in some place. */
export function browserIn(postern: Postern, place: keyof typeof addresses, userAgent?: string): Person {
  const person = postern.person(userAgent);
  person.address = addresses[place];
  return person;
}

/** Somebody new who was at home, in Berlin. */
export async function atHome(postern: Postern): Promise<Omit<Owner, 'phone' | 'codes'>> {
  const { id, email } = await somebody(postern);
  const person = browserIn(postern, 'berlin');
  await openOwn(postern, person, '/account', email);
  return { id, email, person };
}

/** The same, with a second factor, signed in once more with it so that this browser is known to have had it. */
export async function owner(postern: Postern, time: Time): Promise<Owner> {
  const one = await atHome(postern);
  const { phone, recoveryCodes: codes } = await setUpApp(postern, one.person, one.email);
  // The code of the enrolment is used up: the next one is for what comes.
  time.forward(60);
  return { ...one, phone, codes };
}

export const isAsked = ({ url }: Screen): boolean => url.pathname.endsWith('/factor');

/** Leaves the browser's session, and nothing else of the browser: as if it had expired. */
export const forgetSession = (person: Person): void => void person.cookies.delete('postern.session;/');
