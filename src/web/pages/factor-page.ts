import type { DeviceShown, Done, OfAccount } from './account-page.ts';
import type { Ceremony, ForClient, Form, Person } from './page-parts.ts';

export type FactorShown = 'passkey' | 'app' | 'sms' | 'email' | 'recovery-code';

/** Asks for the second factor. Posts `factor` and `code`, or for a passkey `credential`. */
export interface FactorPage extends ForClient {
  readonly kind: 'factor';
  readonly form: Form;
  readonly cancel?: Form;
  readonly factor: FactorShown;
  /** For a passkey. */
  readonly ceremony?: Ceremony;
  readonly account: Person;
  /** Links to what else can be proven. */
  readonly others: readonly { readonly factor: FactorShown; readonly url: string }[];
  /** For codes that are sent. `sent`: what one went to that is waited for; without one there is nothing to enter yet. */
  readonly sending?: {
    readonly sent?: string;
    /** What its message could not be delivered to. */
    readonly undelivered?: string;
    /** Buttons that send one, each with the end of a number where it goes to one. */
    readonly sends: readonly { readonly form: Form; readonly ending?: string }[];
  };
  readonly errors?: {
    readonly code?: 'missing' | 'wrong' | 'wait' | 'late';
    readonly passkey?: 'refused' | 'late';
    readonly send?: 'pause' | 'wait' | 'refused';
  };
  /** With `wait` and `pause`: seconds until the next try. */
  readonly wait?: number;
  /** For how long the browser can be spared this, in seconds: posts `remember`. Absent where it cannot. */
  readonly rememberFor?: number;
}

/**
 * Instead of `factor`: the only ones that there are were denied by the link of a letter. Without the forms there is nothing
 * to do but to wait.
 */
export interface DeniedFactorPage extends ForClient {
  readonly kind: 'denied-factor';
  readonly account: Person;
  /** When they are taken away, in seconds since the epoch. */
  readonly at: number;
  /** In a browser that the account knows: they are the person's and stay, or are not and go at once. */
  readonly keep?: Form;
  readonly takeAway?: Form;
  readonly cancel?: Form;
}

/** Who requires that something is set up, in a sign-in that does not go on without it. */
export interface Required {
  readonly by: 'installation' | 'app';
  readonly what: 'second-factor' | 'passkey';
}

/** Sets up an authenticator app, in a sign-in or in "my account". Posts `code`. */
export interface SetUpAppPage extends Partial<OfAccount>, ForClient {
  readonly kind: 'set-up-app';
  readonly form: Form;
  readonly cancel?: Form;
  /** What the app gets, as its QR code has it (otpauth://) and as it is typed. */
  readonly uri: string;
  readonly seed: string;
  readonly errors?: { readonly code?: 'missing' | 'wrong' };
  /** Link to a passkey instead. */
  readonly passkey?: string;
  readonly others?: readonly OtherSetUp[];
  readonly required?: Required;
  /** Form that puts it off, and until when that can be done (seconds since the epoch). */
  readonly later?: Form;
  readonly until?: number;
}

/** Makes a passkey, in a sign-in or in "my account". Posts `credential` and, in "my account", `name`. */
export interface SetUpPasskeyPage extends Partial<OfAccount>, ForClient {
  readonly kind: 'set-up-passkey';
  readonly ceremony: Ceremony;
  readonly cancel?: Form;
  readonly longestName?: number;
  /** Link to an authenticator app instead. */
  readonly app?: string;
  readonly others?: readonly OtherSetUp[];
  readonly errors?: { readonly passkey?: 'refused' | 'late' };
  readonly required?: Required;
  readonly later?: Form;
  readonly until?: number;
}

/** A link to something else that can be set up instead. */
export interface OtherSetUp {
  readonly to: 'passkey' | 'app' | 'sms' | 'email';
  readonly url: string;
}

/**
 * Adds a phone, or codes by e-mail, in a sign-in or in "my account". Posts `number` where none was asked for yet, and
 * `code` where one was sent.
 */
export interface SetUpCodePage extends Partial<OfAccount>, ForClient {
  readonly kind: 'set-up-code';
  readonly factor: 'sms' | 'email';
  readonly form: Form;
  readonly cancel?: Form;
  /** The account's own address. */
  readonly email: string;
  /** What a code went to: the end of a number, or the address. */
  readonly sent?: string;
  /** Instead of it: what a code could not be delivered to. */
  readonly undelivered?: string;
  /** Form that sends another one there. */
  readonly again?: Form;
  /** Link to another number. */
  readonly other?: string;
  /** What was typed. */
  readonly number?: string;
  /** Where a number is asked for: those of which countries are taken (ISO 3166-1 alpha-2), and the calling code of the first. */
  readonly numbers?: { readonly countries: readonly string[]; readonly callingCode?: string };
  readonly errors?: {
    readonly number?: 'missing' | 'invalid' | 'elsewhere' | 'service';
    readonly code?: 'missing' | 'wrong' | 'late';
    readonly form?: 'pause' | 'refused';
  };
  /** With `pause`: seconds until the next one. */
  readonly wait?: number;
  readonly others: readonly OtherSetUp[];
  readonly required?: Required;
  readonly later?: Form;
  readonly until?: number;
}

/** A passkey as its owner sees it. Times in seconds since the epoch. */
export interface PasskeyShown {
  /** Link to its page. */
  readonly url: string;
  /** What the person calls it, and with what it was added. */
  readonly name?: string;
  readonly agent: { readonly name?: string; readonly system?: string };
  readonly addedAt: number;
  readonly usedAt?: number;
  readonly synced: boolean;
  /** Whether it is only good after the password. */
  readonly secondOnly?: boolean;
  /** When it was last refused because there may be a copy of it. */
  readonly copiedAt?: number;
}

/** One passkey: posts `name`. */
export interface PasskeyPage extends OfAccount {
  readonly kind: 'passkey';
  readonly passkey: PasskeyShown;
  readonly form: Form;
  /** What was typed, where it cannot be taken. */
  readonly typed?: string;
  readonly errors?: { readonly name?: 'unfit' };
  readonly longestName: number;
  /** Link that removes it. */
  readonly remove: string;
  readonly done?: Done;
}

/** Recovery codes, the only time that they are shown. */
export interface RecoveryCodesPage extends Partial<OfAccount>, ForClient {
  readonly kind: 'recovery-codes';
  readonly codes: readonly string[];
  /** Form that goes on with the sign-in. */
  readonly form?: Form;
  /** Link back to the account. */
  readonly back?: string;
}

/** In a sign-in, after recovery codes were shown: whether they are kept. */
export interface CodesShownPage extends ForClient {
  readonly kind: 'codes-shown';
  /** Form that goes on with the sign-in. */
  readonly form: Form;
  /** Form that makes new ones. */
  readonly remake: Form;
}

/** Why no codes are sent to what is there: the installation sends none, a letter has set the password, or an admin's reset the address. */
export type WhyUnsent = 'off' | 'letter' | 'reset';

/** GET /account/security */
export interface SecurityPage extends OfAccount {
  readonly kind: 'security';
  /** Links to change them. */
  readonly password: string;
  /** Whether there is none yet. */
  readonly noPassword?: boolean;
  readonly email: string;
  readonly passkeys: readonly PasskeyShown[];
  /** Link that adds a passkey; absent where there are many, or none can be. */
  readonly addPasskey?: string;
  readonly apps: readonly { readonly addedAt: number; readonly usedAt?: number; readonly remove: string }[];
  /** Link that adds an app; absent where there are many. */
  readonly add?: string;
  readonly phones: readonly {
    readonly ending: string;
    readonly addedAt: number;
    readonly usedAt?: number;
    readonly remove: string;
    readonly unsent?: WhyUnsent;
  }[];
  readonly emailCodes?: {
    readonly addedAt: number;
    readonly usedAt?: number;
    readonly remove: string;
    readonly unsent?: WhyUnsent;
  };
  /** Links that add a phone and codes by e-mail; absent where none can be. */
  readonly addPhone?: string;
  readonly addEmail?: string;
  /** How many recovery codes are left, and the link that makes new ones; absent where there is no factor. */
  readonly recovery?: { readonly left: number; readonly remake: string };
  /** Link that signs out everywhere else. */
  readonly others: string;
  /** Devices that are spared the second factor until a time, each with the form that ends that. */
  readonly spared?: readonly {
    readonly device: Pick<DeviceShown, 'name' | 'agent' | 'place'>;
    readonly until: number;
    readonly form: Form;
  }[];
  readonly done?: Done;
}

export type FactorPages =
  | FactorPage
  | DeniedFactorPage
  | SetUpAppPage
  | SetUpPasskeyPage
  | SetUpCodePage
  | PasskeyPage
  | RecoveryCodesPage
  | CodesShownPage
  | SecurityPage;
