import { openOwn } from './account-pages.ts';
import { setUpApp, type Authenticator } from './authenticator.ts';
import type { Person, Screen } from './person.ts';
import type { Postern } from './postern.ts';
import { somebody, type Somebody } from './somebody.ts';

/** Somebody who administers, signed in with two factors a moment ago. */
export interface Administrator extends Somebody {
  readonly person: Person;
  readonly phone: Authenticator;
}

/** Makes an admin with an authenticator app, whose browser is signed in by password and code. */
export async function administrator(postern: Postern): Promise<Administrator> {
  const { id, email } = await somebody(postern);
  await postern.rooms.admins.add(id, { requestId: 'test' });
  const person = postern.person();
  const { phone } = await setUpApp(postern, person, email);
  return { id, email, person, phone };
}

/** Opens an admin page. */
export const openAdmin = (
  postern: Pick<Postern, 'issuer'>,
  { person, email }: Pick<Administrator, 'person' | 'email'>,
  path: string,
): Promise<Screen> => openOwn(postern, person, path, email);
