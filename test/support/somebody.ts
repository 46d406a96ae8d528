import { account } from './apps.ts';
import type { Postern } from './postern.ts';

/** Who has an account, with the password of all test accounts. */
export interface Somebody {
  /** Account id. */
  readonly id: string;
  readonly email: string;
}

let made = 0;

/** An address that nobody has yet. */
export const newEmail = (): string => `person-${(made += 1)}@example.com`;

/** Makes somebody who is new to an installation. */
export const somebody = async (postern: Pick<Postern, 'rooms'>, email = newEmail()): Promise<Somebody> => ({
  id: await account(postern, email),
  email,
});
