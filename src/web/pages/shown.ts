import type { TextPart } from '../../brand/index.ts';
import type { PermissionGroup } from './consent.ts';
import type { Field } from './fields.ts';
import type { Form } from './page-parts.ts';

/** A page as its template wants it: texts chosen, addresses made safe. What a page does not have is undefined. */
export interface View {
  /** The h1, and the document's title. */
  readonly heading: readonly TextPart[];
  readonly intro?: readonly TextPart[];
  readonly fields?: readonly Field[];
  readonly alert?: string;
  readonly groups?: readonly PermissionGroup[];
  readonly host?: string;
  readonly next?: { readonly label: readonly TextPart[]; readonly url: string };
  /** Below it. */
  readonly other?: View['next'];
  /** Where the browser goes by itself. */
  readonly refresh?: string;
  readonly action?: string;
  /** Label of a box below the fields. */
  readonly check?: string;
  /** Links below the form. */
  readonly links?: readonly { readonly text: string; readonly url: string }[];
  /** Buttons that do something beside the form, each with a form of its own. */
  readonly buttons?: readonly { readonly text: string; readonly form: Form }[];
  /** An image of ours, as markup. */
  readonly qr?: string;
  /** An otpauth:// address: opens an authenticator app on this device. */
  readonly appLink?: string;
  /** What the QR code holds, as people type it. */
  readonly seed?: string;
  readonly note?: string;
  readonly opened?: readonly Linked[];
  /** What happened to an account, and what is done about it. */
  readonly told?: {
    readonly paragraphs: readonly string[];
    readonly facts: readonly { readonly label: string; readonly value: string }[];
    readonly then: readonly string[];
  };
  /** On the admin pages. */
  readonly admin?: AdminView;
  /** On the pages of "my account". */
  readonly own?: OwnView;
}

/** What the admin pages show beside what every page has. */
export interface AdminView {
  /** What was just done. */
  readonly done?: string;
  readonly clients?: readonly { readonly url: string; readonly name: string; readonly facts: readonly string[] }[];
  readonly facts?: readonly { readonly label: string; readonly values: readonly string[] }[];
  readonly groups?: readonly RuleGroup[];
  /** Why nothing can be changed. */
  readonly why?: string;
}

export interface RuleGroup {
  readonly title: string;
  readonly rules: readonly RuleLine[];
}

/** A rule, as what holds and as a field. */
export interface RuleLine {
  readonly name: string;
  readonly label: string;
  /** What it risks, and how it is written. */
  readonly hint: string;
  /** What holds, and whether that is what is usual. */
  readonly said: string;
  readonly isUsual: boolean;
  readonly value: string;
  /** What there is to choose from, where it is not typed. */
  readonly options?: readonly { readonly value: string; readonly text: string }[];
  readonly numeric: boolean;
  readonly error?: string;
  readonly autofocus: boolean;
}

/** A piece of a letter: text, or an address that may be followed. */
export interface Linked {
  readonly text: string;
  readonly url?: string;
}

/** What the pages of "my account" show beside what every page has. */
export interface OwnView {
  /** What was just done. */
  readonly done?: string;
  readonly devices?: readonly DeviceLine[];
  readonly apps?: readonly AppLine[];
  readonly facts?: readonly string[];
  readonly factors?: readonly FactorLine[];
  /** What they are good for. */
  readonly passkeysText?: string;
  readonly passkeys?: readonly PasskeyLine[];
  readonly spared?: readonly { readonly form: Form; readonly name: string; readonly fact: string }[];
  readonly happenings?: readonly HappeningLine[];
  readonly submit?: string;
  /** What else may be decided with it: a box that is not ticked. */
  readonly choice?: { readonly name: string; readonly value: string; readonly label: string };
}

/** A device in a list. */
export interface DeviceLine {
  readonly url: string;
  readonly icon: 'computer' | 'phone' | 'tablet' | 'app';
  readonly name: string;
  readonly current: boolean;
  readonly facts: readonly string[];
}

export interface FactorLine {
  /** Link that removes it. */
  readonly url: string;
  readonly icon: 'phone' | 'mail';
  readonly name: string;
  readonly facts: readonly string[];
  /** That it is of no use any more. */
  readonly warning?: string;
}

export interface PasskeyLine {
  readonly url: string;
  readonly name: string;
  readonly facts: readonly string[];
  /** That there may be a copy of it. */
  readonly warning?: string;
}

export interface AppLine {
  readonly url: string;
  readonly name: string;
  readonly logo?: string;
  readonly facts: readonly string[];
}

export interface HappeningLine {
  readonly words: readonly TextPart[];
  readonly stamp: string;
  readonly when: string;
  readonly from?: string;
  readonly alarming: boolean;
}
