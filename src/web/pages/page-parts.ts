/** What pages of several kinds are made of. */
import type { ClientBrand, Localised } from '../../brand/index.ts';

/** Where a page's form goes. It is always sent as POST, application/x-www-form-urlencoded. */
export interface Form {
  /** A path of this origin. */
  readonly action: string;
  /** Value of the hidden field `csrf`. */
  readonly csrf: string;
  /** More hidden fields, by name. */
  readonly hidden?: Readonly<Record<string, string>>;
}

/**
 * What the script of a page asks the browser to do with a passkey. It posts what comes of it, as JSON, in the form's field
 * `credential`; without scripts nothing happens.
 */
export interface Ceremony {
  readonly does: 'create' | 'get';
  readonly form: Form;
  /** As the browser gets them (WebAuthn §5.1.8, §5.1.9). */
  readonly options: object;
  /** Whether passkeys are also suggested where the email address is typed. */
  readonly suggested?: boolean;
}

/** Somebody with an account, as pages show them. */
export interface Person {
  readonly email: string;
  readonly name?: string;
}

/** What the app asks of one API. */
export interface ApiRequest {
  readonly name: string;
  readonly scopes: readonly { readonly name: string; readonly description?: Localised }[];
}

/** The one sensible next step. The label follows from where it leads; `app` names the page's client. */
export interface Next {
  readonly to: 'app' | 'sign-in' | 'sign-up' | 'try-again' | 'start' | 'account' | 'new-link';
  /** A path of this origin or an http(s) URL, for `app` also one of a private-use scheme; anything else is not shown. */
  readonly url: string;
}

/** On every page that serves an app: whom it is for. */
export interface ForClient {
  readonly client?: ClientBrand;
}
