import type { AddressProblem, PasswordProblem, PasswordStrength } from '../../accounts/index.ts';
import type { ClientBrand } from '../../brand/index.ts';
import type { OwnPage } from './account-page.ts';
import type { AdminPages } from './admin-page.ts';
import type { EmailPages } from './email-page.ts';
import type { FactorPages } from './factor-page.ts';
import type { InvitationPage } from './invitation-page.ts';
import type { NotMePage } from './not-me-page.ts';
import type { PassPage } from './pass-page.ts';
import type { RecoverPages } from './recover-page.ts';
import type { ResetPages } from './reset-page.ts';
import type { ApiRequest, Ceremony, Form, Person } from './page-parts.ts';

export type { ApiRequest, Ceremony, Form, Person } from './page-parts.ts';

/** The one sensible next step. The label follows from where it leads; `app` names the page's client. */
export interface Next {
  readonly to: 'app' | 'sign-in' | 'sign-up' | 'try-again' | 'start' | 'account';
  /** A path of this origin or an http(s) URL, for `app` also one of a private-use scheme; anything else is not shown. */
  readonly url: string;
}

/** On every page that serves an app: whom it is for. */
interface ForClient {
  readonly client?: ClientBrand;
}

/** Posts `identifier` and `password`, and `remember` where the browser is to stay signed in. */
export interface SignInPage extends ForClient {
  readonly kind: 'sign-in';
  readonly form: Form;
  /** A passkey instead; absent where there are none. Its form posts `remember` too. */
  readonly ceremony?: Ceremony;
  /** What was typed before, or the app's login_hint. */
  readonly identifier?: string;
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
      | 'passkey-late'
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

/** Posts `email`, `password` and, if the person likes, `name`. */
export interface SignUpPage extends ForClient {
  readonly kind: 'sign-up';
  readonly form: Form;
  readonly email?: string;
  readonly name?: string;
  /** Characters, told beside the field. */
  readonly passwordMinimum: number;
  readonly errors?: {
    readonly name?: 'too-long';
    readonly email?: 'missing' | 'invalid' | AddressProblem;
    readonly password?: PasswordProblem;
    readonly form?: 'too-many' | 'busy';
  };
  /** Seconds to wait, told with `too-many`. */
  readonly wait?: number;
  readonly signIn?: string;
  readonly cancel?: Form;
}

/** After sign-up: posts `code`, as it stands in the letter. */
export interface ConfirmEmailPage extends ForClient {
  readonly kind: 'confirm-email';
  readonly form: Form;
  readonly email: string;
  readonly errors?: { readonly code?: 'missing' | 'wrong' | 'expired' | 'too-many' };
  /** Form that sends the letter again. */
  readonly resend?: Form;
  /** The letter was just sent again. */
  readonly resent?: boolean;
  /** Of the password that was just chosen. */
  readonly strength?: PasswordStrength;
  /** Link back to the sign-up page, for who mistyped the address. */
  readonly changeAddress?: string;
  /** Development only: link to the letters. */
  readonly outbox?: string;
}

/**
 * A page opened from a letter. Nothing happens before its button is pressed, so that a mail scanner that follows links
 * burns nothing. Posts `password` where `password` is asked.
 */
export interface ConfirmLinkPage extends ForClient {
  readonly kind: 'confirm-link';
  readonly form: Form;
  readonly email: string;
  /** The letter was opened in another browser than the one that signed up: only who knows the password may go on. */
  readonly password?: boolean;
  readonly errors?: { readonly password?: 'missing' | 'wrong' | 'too-many' };
}

/** A link from a letter that is too old, was replaced by a newer one, or was used. */
export interface LinkExpiredPage extends ForClient {
  readonly kind: 'link-expired';
  /** Request id: the log has it too. */
  readonly reference: string;
  readonly next?: Next;
}

/** Posts `decision`: `allow` or `deny`. */
export interface ConsentPage {
  readonly kind: 'consent';
  readonly client: ClientBrand;
  readonly form: Form;
  readonly account: Person & { readonly phone?: string };
  /** OpenID Connect scopes that are asked: openid profile email phone address offline_access. */
  readonly scopes: readonly string[];
  readonly apis?: readonly ApiRequest[];
  /** The app was allowed something before, and `scopes` and `apis` are only what is new. */
  readonly more?: boolean;
  /** The redirect URI: its host is shown, because an app may call itself anything. */
  readonly returnsTo?: string;
  /** Another program could pass for the app, so it is asked about each time. */
  readonly eachTime?: boolean;
  /** Link to choose another account. */
  readonly another?: string;
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

export type ErrorReason =
  /** The app asked for something that is not possible or not allowed. */
  | 'bad-request'
  | 'unknown-client'
  /** The redirect URI is not one of the client's. */
  | 'redirect-uri'
  | 'not-found'
  | 'method'
  | 'too-large'
  /** The form is old, or comes from elsewhere (CSRF). */
  | 'foreign-form'
  /** The browser sent none of our cookies, and nobody is known again without. */
  | 'no-cookies'
  | 'forbidden'
  /** Nobody in this network is answered. */
  | 'banned'
  /** Nothing that others may guess is tried from this network for a while, in a browser that the account does not know. */
  | 'network-paused'
  /** A sign-in too unlike those before. */
  | 'sign-in-blocked'
  | 'too-many'
  /** More people sign in at this moment than passwords can be looked at. */
  | 'busy'
  | 'unavailable'
  | 'internal';

export interface ErrorPage extends ForClient {
  readonly kind: 'error';
  readonly reason: ErrorReason;
  /** Request id: the log has it too. */
  readonly reference: string;
  /** Told with `network-paused`: seconds until it is over. */
  readonly wait?: number;
  /** For who builds the app: the OAuth error code and its public description. */
  readonly developer?: { readonly error: string; readonly description?: string };
  readonly next?: Next;
}

/** An interaction that expired, was finished in another tab, or was left by the back button. */
export interface ExpiredPage extends ForClient {
  readonly kind: 'expired';
  /** Default `expired`. */
  readonly because?: 'expired' | 'finished';
  /** Request id: the log has it too. Not where all is well. */
  readonly reference?: string;
  readonly next?: Next;
}

/** One thing to tell. */
export interface MessagePage extends ForClient {
  readonly kind: 'message';
  /** `email-confirmed`: go on in the tab where you began. `sign-up-closed`. `welcome`: the issuer's own address. */
  readonly message:
    | 'email-confirmed'
    | 'sign-up-closed'
    | 'sign-up-by-invitation'
    | 'invitation-accepted'
    | 'invitation-used'
    | 'invitation-withdrawn'
    | 'welcome'
    | 'still-signed-in'
    | 'password-reset'
    | 'email-restored'
    | 'email-restored-waits'
    | 'email-restored-suspended'
    | 'reset-stopped'
    | 'factors-kept'
    | 'email-reset-stopped'
    | 'address-confirmed'
    | 'secured'
    | 'secured-waits';
  /** With `…-waits`: when a second factor goes that no longer works, in seconds since the epoch. */
  readonly at?: number;
  readonly next?: Next;
}

/** A page in between that goes on by itself, and has a link for where the browser does not (private-use schemes). */
export interface ContinuePage {
  readonly kind: 'continue';
  readonly client: ClientBrand;
  /** https, http, or a private-use scheme with a dot in it (RFC 8252 §7.1). Anything else is a TypeError. */
  readonly url: string;
}

/** response_mode=form_post (OAuth 2.0 Form Post Response Mode): posts itself, by a button where scripts are off. */
export interface FormPostPage extends ForClient {
  readonly kind: 'form-post';
  /** http(s) URL, or a path of this origin. Anything else is a TypeError. */
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Development only: the letters that would have been sent, newest first. */
export interface OutboxPage {
  readonly kind: 'outbox';
  readonly letters: readonly {
    readonly to: string;
    readonly subject: string;
    /** Seconds since the epoch. */
    readonly at: number;
    /** Link that opens it. */
    readonly url: string;
  }[];
  readonly open?: {
    readonly to: string;
    readonly subject: string;
    readonly at: number;
    /** The plain part. Its http(s) addresses become links. */
    readonly text: string;
  };
  /** Link to the list, shown with an open letter. */
  readonly back?: string;
}

/** Every page there is, each with exactly the data it needs. */
export type Page =
  | SignInPage
  | SignUpPage
  | ConfirmEmailPage
  | ConfirmLinkPage
  | LinkExpiredPage
  | ConsentPage
  | ChooseAccountPage
  | SignOutPage
  | SignedOutPage
  | ErrorPage
  | ExpiredPage
  | MessagePage
  | ContinuePage
  | FormPostPage
  | OutboxPage
  | AdminPages
  | EmailPages
  | FactorPages
  | NotMePage
  | InvitationPage
  | PassPage
  | RecoverPages
  | ResetPages
  | OwnPage;
