import type { PasswordProblem, PasswordStrength } from '../../accounts/index.ts';
import type { ClientBrand, TextKey } from '../../brand/index.ts';
import type { SignalKind } from '../../risk/index.ts';
import type { ApiRequest, Form, Person } from './page-parts.ts';
import type { ResetNotice } from './reset-page.ts';

/** On every page of "my account". */
export interface OfAccount {
  /** Whose account it is: a browser may know several. */
  readonly person: Person;
  /** Seconds since the epoch: what "5 minutes ago" is counted from. */
  readonly now: number;
  /** What an admin has started, and how to stop it; left out where nothing waits. */
  readonly resets?: readonly ResetNotice[];
}

/** Something that was just done, told once at the top of the page that follows. */
export type Done =
  | 'ended'
  | 'others'
  | 'renamed'
  | 'password'
  | 'disconnected'
  | 'reset-stopped'
  | 'email-reset-stopped'
  | 'email'
  | 'factor-added'
  | 'factor-removed'
  | 'passkey-added'
  | 'passkey-removed'
  | 'forgotten'
  | 'phone-added'
  | 'phone-removed'
  | 'email-codes-added'
  | 'email-codes-removed';

/** A device as a list shows it. Times in seconds since the epoch. */
export interface DeviceShown {
  /** Link to its page. */
  readonly url: string;
  /** What the person calls it. */
  readonly name?: string;
  readonly agent: {
    readonly name?: string;
    readonly system?: string;
    readonly form?: 'computer' | 'phone' | 'tablet';
  };
  readonly place: { readonly country?: string; readonly city?: string };
  /** Name of the app, where the device is an app that stays signed in by itself. */
  readonly app?: string;
  /** Whether it is the one that asks. */
  readonly current: boolean;
  readonly firstSeen: number;
  readonly lastActive: number;
  readonly signedIn?: number;
  /** RFC 8176. */
  readonly methods: readonly string[];
  /** Names of the apps signed in there. */
  readonly apps: readonly string[];
}

/** GET /account */
export interface AccountPage extends OfAccount {
  readonly kind: 'account';
  /** Link to choose another account. */
  readonly another: string;
  readonly signOut: string;
  /** Link to the admin pages, for who is an admin. */
  readonly admin?: string;
  readonly done?: Done;
  /** Of the password that was just chosen. */
  readonly strength?: PasswordStrength;
}

export interface DevicesPage extends OfAccount {
  readonly kind: 'devices';
  readonly devices: readonly DeviceShown[];
  /** Link to more of them. */
  readonly more?: string;
  /** Links to what ends several at once; absent where there is nothing to end. */
  readonly others?: string;
  readonly everywhere?: string;
  readonly done?: Done;
}

/** One device: posts `name`. */
export interface DevicePage extends OfAccount {
  readonly kind: 'device';
  readonly device: DeviceShown;
  /** Absent for an app that ends with its browser, which has a name. */
  readonly form?: Form;
  /** What was typed, where it cannot be taken. */
  readonly typed?: string;
  readonly errors?: { readonly name?: 'unfit' };
  readonly longestName: number;
  /** Sign-ins of apps there, each with a link that ends it. */
  readonly apps: readonly { readonly name: string; readonly since: number; readonly end: string }[];
  /** Link that ends it. */
  readonly end: string;
  /** Until when it is spared the second factor (seconds since the epoch), and the form that ends that. */
  readonly spared?: { readonly until: number; readonly form: Form };
  readonly done?: Done;
}

/**
 * Asks before something ends. The form says yes; `back` leaves it as it is. Posts `apps=yes` where those that would stay are
 * to end too, and `browser=stays` where an app is to stay signed in in its browser.
 */
export interface EndPage extends OfAccount {
  readonly kind: 'end';
  readonly form: Form;
  readonly back: string;
  readonly what:
    | 'this'
    | 'device'
    | 'app'
    | 'others'
    | 'everywhere'
    | 'connection'
    | 'factor'
    | 'passkey'
    | 'phone'
    | 'email-codes'
    | 'codes';
  /** Whether no second factor is left then. */
  readonly last?: boolean;
  /** What `device` and `app` are about, and where. */
  readonly device?: Pick<DeviceShown, 'name' | 'agent' | 'place' | 'app'>;
  /** Name of the app that `app` and `connection` are about. */
  readonly app?: string;
  /** Names of the apps that were opened in the browser that `this` and `device` are about, and do not end with it. */
  readonly stay?: readonly string[];
  /** Whether the app that `app` is about goes on without its browser, and is open in that too. */
  readonly inBrowser?: boolean;
}

/** An app that is or was connected. */
export interface AppShown {
  readonly url: string;
  readonly name: string;
  readonly logo?: string;
  readonly since: number;
  /** Where it is signed in. */
  readonly where: readonly DeviceShown[];
}

export interface AppsPage extends OfAccount {
  readonly kind: 'apps';
  readonly apps: readonly AppShown[];
  readonly more?: string;
  /** Sign-ins that go on without a browser, each with a link that ends it. */
  readonly away: readonly DeviceShown[];
  readonly done?: Done;
}

/** One connected app. `client` gives the page neither its colours nor its texts: the page is not the app's. */
export interface AppPage extends OfAccount {
  readonly kind: 'app';
  readonly app: Pick<ClientBrand, 'name' | 'homepage' | 'termsUrl' | 'privacyUrl'>;
  readonly since: number;
  /** OpenID Connect scopes that it is allowed. */
  readonly scopes: readonly string[];
  readonly apis: readonly ApiRequest[];
  readonly account: Person & { readonly phone?: string };
  readonly where: readonly DeviceShown[];
  readonly disconnect: string;
}

/** Something that happened, in the words of `history.…`. */
export interface Happening {
  readonly at: number;
  readonly what: HappeningText;
  /** Name of the app, the device, or the app that asked for it. */
  readonly app?: string;
  readonly by?: string;
  readonly device?: Pick<DeviceShown, 'name' | 'agent' | 'place'>;
  /** The kind of second factor that it is about. */
  readonly factor?: string;
  /** What was unlike before about a sign-in, and what was compared where that says more. */
  /** What changed about an app, a sentence each. */
  readonly changes?: readonly TextKey[];
  readonly signals?: readonly { readonly kind: SignalKind; readonly from: string; readonly to: string }[];
  /** Where it came from. */
  readonly from?: Pick<DeviceShown, 'agent' | 'place'>;
  /** Whether it was refused or ended by force, or waits to take something away. */
  readonly alarming: boolean;
}

export type HappeningText =
  | 'account-created'
  | 'account-disabled'
  | 'account-enabled'
  | 'admin-added'
  | 'admin-removed'
  | 'secured'
  | 'signed-in'
  | 'signed-in.unlike'
  | 'signed-in.spared'
  | 'sign-in-refused'
  | 'sign-in-refused.unlike'
  | 'factor-asked'
  | 'factor-first-used'
  | 'factor-remembered'
  | 'factor-forgotten'
  | 'sign-in-refused.suspended'
  | 'device-new'
  | 'signed-out'
  | 'expired'
  | 'ended-by-owner'
  | 'ended-by-app'
  | 'ended-by-admin'
  | 'password-ended'
  | 'pushed-out'
  | 'signed-out-everywhere'
  | 'signed-out-everywhere.by-admin'
  | 'signed-out-everywhere.by-app'
  | 'signed-out-elsewhere'
  | 'signed-out-elsewhere.by-admin'
  | 'signed-out-elsewhere.by-app'
  | 'password-changed'
  | 'password-refused'
  | 'email-changed'
  | 'email-restored'
  | 'email-reset-started'
  | 'email-reset-confirmed'
  | 'email-reset-stopped'
  | 'recovery-asked'
  | 'password-reset'
  | 'factor-added'
  | 'factor-removed'
  | 'factor-used.recovery'
  | 'factor-refused'
  | 'passkey-added'
  | 'passkey-removed'
  | 'phone-added'
  | 'phone-removed'
  | 'email-codes-added'
  | 'email-codes-removed'
  | 'passkey-refused'
  | 'passkey-copied'
  | 'codes-made'
  | 'reset-started'
  | 'factors-denied'
  | 'factors-kept'
  | 'reset-stopped'
  | 'factors-reset'
  | 'consent-given'
  | 'consent-widened'
  | 'consent-refused'
  | 'consent-withdrawn'
  | 'app-signed-in'
  | 'app-signed-out'
  | 'app-ended-by-app'
  | 'app-ended-by-admin'
  | 'app-too-many'
  | 'app-refused'
  | 'app-went-back'
  | 'app-changed'
  | 'app-changed.refused'
  | 'app-changed.ended'
  | 'code-replayed'
  | 'token-reused';

export interface HistoryPage extends OfAccount {
  readonly kind: 'history';
  readonly happenings: readonly Happening[];
  readonly more?: string;
}

/** Posts `current`, `next` and, where they are to be signed out, `others`. */
export interface PasswordPage extends OfAccount {
  readonly kind: 'password';
  readonly form: Form;
  /** Characters, told beside the field. */
  readonly passwordMinimum: number;
  readonly others: boolean;
  readonly errors?: {
    readonly current?: 'missing' | 'wrong';
    readonly next?: PasswordProblem | 'same';
    readonly form?: 'too-many' | 'busy';
  };
  /** Seconds to wait, told with `too-many`. */
  readonly wait?: number;
}

/** Instead of that, where the account has no password: its form sends the letter by which one is set. */
export interface NoPasswordPage extends OfAccount {
  readonly kind: 'no-password';
  /** Left out where the letter is on its way. */
  readonly form?: Form;
  /** Where it is: for how long the link in it works. */
  readonly sent?: { readonly minutes: number };
  /** `none`: a password was to be changed that is not there. */
  readonly errors?: { readonly form: 'none' | 'too-many' };
}

/** The pages of "my account". */
export type OwnPage =
  AccountPage | DevicesPage | DevicePage | EndPage | AppsPage | AppPage | HistoryPage | PasswordPage | NoPasswordPage;
