import type { Ceremony, ForClient, Form, Person } from './page-parts.ts';

/** Posts `identifier` and `password`, and `remember` where the browser is to stay signed in. */
export interface SignInPage extends ForClient {
  readonly kind: 'sign-in';
  readonly form: Form;
  /** A passkey instead; absent where there are none. Its form posts `remember` too. */
  readonly ceremony?: Ceremony;
  /** What was typed before, or the app's login_hint. */
  readonly identifier?: string;
  /** That address was just confirmed, in another browser than this one, which began. */
  readonly confirmed?: boolean;
  /** Only this account will do (prompt=login, max_age, a chosen account): shown, and posted as `identifier`. */
  readonly account?: Person;
  /** Whether the box "stay signed in" is checked. Default: yes. */
  readonly remember?: boolean;
  readonly errors?: {
    readonly identifier?: 'missing';
    readonly password?: 'missing';
    /** `wrong` says the same whether or not the account exists. */
    readonly form?:
      | 'wrong'
      | 'too-many'
      | 'busy'
      /** The app asks for a certain account, and who is signed in is another. */
      | 'other-account'
      | 'passkey-refused'
      /** What was begun was not finished in time. */
      | 'late'
      | 'passkey-unverified';
  };
  /** Seconds to wait, told with `too-many`. */
  readonly wait?: number;
  /** For the browser to do while the password is typed, where the next try needs it; the form posts it as `pass`. */
  readonly work?: object;
  /** Link for who has forgotten their password. */
  readonly recover?: string;
  /** Link to the sign-up page; absent where sign-up is closed. */
  readonly signUp?: string;
  /** Link to sign in with another account than `account`. */
  readonly another?: string;
  /** Form that gives up and goes back to the app. */
  readonly cancel?: Form;
}

/** Posts `account`: the chosen one's id, or empty for another account. */
export interface ChooseAccountPage extends ForClient {
  readonly kind: 'choose-account';
  readonly form: Form;
  readonly accounts: readonly (Person & { readonly id: string; readonly signedIn: boolean })[];
  /** Whether these are all that will do: the app asks for a certain one, and another one was chosen. */
  readonly only?: boolean;
  readonly cancel?: Form;
}

export type SignInPages = SignInPage | ChooseAccountPage;
