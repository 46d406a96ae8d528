import { expect, jest } from '@jest/globals';
import { StoreUnavailable, type AnyCollection, type Documents } from '../../adapters/store.ts';
import { openOwn } from '../support/account-pages.ts';
import { signIn, type App, type SignedIn } from '../support/apps.ts';
import { afterPassword } from '../support/after-password.ts';
import { eventually } from '../support/eventually.ts';
import { press } from '../support/letters.ts';
import { agents } from '../support/looks.ts';
import type { Person, Screen } from '../support/person.ts';
import type { Postern } from '../support/postern.ts';
import { somebody, type Somebody } from '../support/somebody.ts';
import type { Time } from '../support/time.ts';

/** Somebody who has been signed in to their account for a while: whatever comes now they are told of. */
export async function newOwner(postern: Postern, time: Time): Promise<Somebody & { readonly owner: Person }> {
  const made = await somebody(postern);
  const owner = postern.person();
  await openOwn(postern, owner, '/account', made.email);
  // Nothing is told of the very first device; whatever comes now came later than that.
  await eventually(async () => {
    const { firstDevice = '' } = (await postern.rooms.accounts.get(made.id)) ?? {};
    expect(await postern.rooms.devices.get(firstDevice)).toBeDefined();
  });
  time.forward(1000);
  return { ...made, owner };
}

/** Somebody who knows the password signs in elsewhere, and to an app. */
export async function intrude(
  postern: Postern,
  app: App,
  email: string,
): Promise<{ readonly thief: Person; readonly tokens: SignedIn }> {
  const thief = postern.person(agents.chrome);
  return { thief, tokens: await signIn(postern, thief, app, email) };
}

/** Sets a new password by a letter that was just asked for, in a browser that knows nobody unless told. */
export async function setByLetter(postern: Postern, email: string, password: string, person?: Person): Promise<void> {
  const { token = '' } = (await postern.rooms.recoveries.begin(email, { requestId: 'x' })) ?? {};
  await press(postern, `${postern.issuer}/recover/${token}`, { password }, person);
}

/** Signs in with a new password in a browser of one's own, where an intruder's first factor was denied: after the wait. */
export async function afterTheWait(
  postern: Postern,
  time: Time,
  app: App,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<Screen> {
  const typed = () => afterPassword(postern, postern.person(), app, email, {}, password);
  expect((await typed()).text).toContain('You can sign in here later');
  time.forward(72 * 3600);
  await postern.rooms.sweep();
  return typed();
}

/** What is done while nothing gets into the audit record, by whichever node: a denial is cut off right after its first write. */
export async function withoutRecord<T>({ rooms }: Postern, act: () => Promise<T>): Promise<T> {
  const kind = Object.getPrototypeOf(rooms.store.documents) as Documents;
  const { insert } = kind;
  const failing = jest.spyOn(kind, 'insert').mockImplementation(async function (this: Documents, ...given) {
    if (given[0].name === 'audit') throw new StoreUnavailable('gone');
    return insert.apply(this, given);
  });
  const silenced = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  try {
    return await act();
  } finally {
    failing.mockRestore();
    silenced.mockRestore();
  }
}

/** A denial whose node fails right after its first write: what follows from that is left to the sweep. */
export async function denyAndFail({ rooms }: Postern, token: string, everywhere: boolean): Promise<void> {
  const { documents } = rooms.store;
  const insert = documents.insert.bind(documents) as (...given: [AnyCollection, object]) => Promise<unknown>;
  Object.defineProperty(documents, 'insert', {
    configurable: true,
    value: (...given: [AnyCollection, object]) =>
      given[0].name === 'audit' ? Promise.reject(new StoreUnavailable('gone')) : insert(...given),
  });
  const silenced = console.error;
  console.error = () => undefined;
  try {
    const denial = rooms.denials.deny(token, everywhere, { requestId: 'cut off' });
    await expect(denial).rejects.toThrow(StoreUnavailable);
  } finally {
    Reflect.deleteProperty(documents, 'insert');
    console.error = silenced;
  }
}
