import type { Session } from '../../devices/index.ts';
import type { SignedIn } from './everybody.ts';

/** What a verified `id_token_hint` says of a session. */
export interface Hint {
  /** Whether it is about this session, as far as it says: every hint names a subject, and some a session (`sid`). */
  readonly names: (session: Pick<Session, 'id' | 'account'>) => boolean;
  /** Whether it is about this account, be it in another session. */
  readonly isOf: (account: string) => boolean;
}

export type Decision =
  /** Nobody whom this could be about is signed in here. */
  | { readonly is: 'go-on' }
  /** The app has the ID token of this very sign-in, which no other site has: nothing is asked (RP-Initiated Logout §2). */
  | { readonly is: 'end'; readonly whom: SignedIn }
  /** `unmeant`: the request is about an account that is not here, and another one is in place. */
  | { readonly is: 'ask'; readonly whom: SignedIn; readonly unmeant: boolean };

/**
 * Whom a sign-out request is about (RP-Initiated Logout 1.0 §2).
 *
 * A hint that names a session is proof for that one only: an ID token of another sign-in of the same person may be years
 * old and may have been anywhere. Of who is in place a hint about somebody else says nothing: then the person is asked.
 * Where nobody is in place, what a hint is about has ended here already, and the others are not its business. Without a
 * hint it is about whoever is here, be it that apps alone are signed in by a session whose time is over.
 * @param here whoever is in place first, who are late last
 */
export function decideSignOut(here: readonly SignedIn[], hint: Hint | undefined): Decision {
  const [first] = here;
  if (!hint) return first ? { is: 'ask', whom: first, unmeant: false } : { is: 'go-on' };
  const named = here.find(({ session }) => hint.names(session));
  if (named) return { is: 'end', whom: named };
  const theirs = here.find(({ account }) => hint.isOf(account.id));
  if (theirs) return { is: 'ask', whom: theirs, unmeant: false };
  return first?.inPlace ? { is: 'ask', whom: first, unmeant: true } : { is: 'go-on' };
}
