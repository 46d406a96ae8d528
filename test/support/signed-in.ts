import { randomUUID } from 'node:crypto';
import type { Nodes } from './nodes.ts';
import type { Person } from './person.ts';

/** A session as a sign-in makes it, in a browser of its own. */
export interface SignedInBrowser {
  readonly person: Person;
  /** Id of the session. */
  readonly uid: string;
  /** Id of what its owner would call a device. */
  readonly device: string;
}

/**
 * A browser that is signed in already. For tests of what comes after the sign-in, which by its pages costs a password
 * hash and several requests.
 * @param account its id
 */
export async function signedInBrowser(
  { rooms, person }: Pick<Nodes, 'rooms' | 'person'>,
  account: string,
): Promise<SignedInBrowser> {
  return signInBrowser({ rooms }, person(), account);
}

/** Signs a person's browser in, which may have been in use before. @param account its id @param amr what was proven */
export async function signInBrowser(
  { rooms }: Pick<Nodes, 'rooms'>,
  person: Person,
  account: string,
  amr: readonly string[] = ['pwd'],
): Promise<SignedInBrowser> {
  const { accounts, browsers, clock, devices, sessions } = rooms;
  const [cookie, uid] = [person.cookie('postern.browser') ?? browsers.newCookie(), randomUUID()];
  const browser = browsers.idOf(cookie);
  const device = devices.idOf(account, browser);
  const { signOuts = 0 } = (await accounts.get(account)) ?? {};
  const origin = { requestId: 'test', userAgent: person.userAgent };
  const session = await sessions.start(
    uid,
    {
      account,
      browser,
      device,
      signOuts,
      authTime: clock.now(),
      amr: [...amr],
    },
    origin,
  );
  const proof = await browsers.enter(browser, person.cookie('postern.accounts'), { uid, account, signOuts }, origin);
  for (const [name, value] of Object.entries({
    session: sessions.cookie(session),
    browser: cookie,
    accounts: proof ?? '',
  }))
    person.cookies.set(`postern.${name};/`, { value, path: '/' });
  return { person, uid, device };
}

/** A person whose browser is signed in already. @param account its id */
export const signedInPerson = async (nodes: Pick<Nodes, 'rooms' | 'person'>, account: string): Promise<Person> =>
  (await signedInBrowser(nodes, account)).person;
