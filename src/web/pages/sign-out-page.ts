import type { ForClient, Form, Next, Person } from './page-parts.ts';

/** Posts `logout`: `yes` to sign out, `all` to sign out of every account in this browser; nothing of that name to stay. */
export interface SignOutPage extends ForClient {
  readonly kind: 'sign-out';
  readonly form: Form;
  /** Who is signed out. */
  readonly account: Person;
  /** Who is signed in in this browser too. */
  readonly others: readonly Person[];
  /**
   * What the app has to do with it: it `ends` with the sign-out, only `asks` for it, or meant another account, which is
   * not signed in here (`unmeant`).
   */
  readonly app?: 'ends' | 'asks' | 'unmeant';
  /** Names of apps that stay signed in in this browser by themselves. */
  readonly stay?: readonly string[];
}

/** Where others are still signed in in this browser: posts `logout=all`. */
export interface SignedOutPage extends ForClient {
  readonly kind: 'signed-out';
  readonly others?: readonly Person[];
  /** Whether the first of them is who apps get without asking: then it was another one who signed out. */
  readonly inPlace?: boolean;
  readonly form?: Form;
  /** Link to the chooser, where they are there to be chosen. */
  readonly choose?: string;
  readonly next?: Next;
}

export type SignOutPages = SignOutPage | SignedOutPage;
