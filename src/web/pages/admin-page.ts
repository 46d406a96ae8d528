import type { By, Client, ClientKind, presentClient } from '../../clients/index.ts';
import type { ChangeKind, RefreshPolicy } from '../../tokens/index.ts';
import type { Form, Person } from './page-parts.ts';

/** On every admin page. */
interface OfAdmin {
  /** Who administers. */
  readonly person: Person;
}

export interface AdminClientsPage extends OfAdmin {
  readonly kind: 'admin-clients';
  readonly clients: readonly {
    readonly url: string;
    readonly id: string;
    readonly name: string;
    readonly kind: ClientKind;
    readonly declaredBy: By;
    readonly disabled: boolean;
  }[];
  /** Link to more of them. */
  readonly more?: string;
}

/** What is told of a client. */
export type ClientFacts = Omit<
  ReturnType<typeof presentClient>,
  keyof Pick<Client, 'refresh' | 'jwks' | 'texts' | 'accent'>
>;

/** A rule of how a client's sign-ins last: the name of its field. */
export type RuleName =
  'rotation' | 'reuseInterval' | 'idle' | 'absolute' | 'survivesSignOut' | ChangeKind | 'most' | 'beyond';

export type RuleProblem =
  | 'duration'
  | 'number'
  | 'range'
  /** There is something to do beyond a number of devices, and no number. */
  | 'missing'
  /** What only a client may have that proves a key. */
  | 'unbound-rotation'
  | 'unbound-interval'
  /** Unused for longer than it lasts. */
  | 'longer';

export interface RulesShown {
  /** What stands in the fields. Empty: as usual. */
  readonly typed: Readonly<Record<RuleName, string>>;
  /** What is declared. */
  readonly set: Readonly<Record<RuleName, string>>;
  /** What holds for the kind where nothing is declared, and what holds now. Durations in seconds. */
  readonly usual: RefreshPolicy;
  readonly now: RefreshPolicy;
  readonly errors?: Readonly<Partial<Record<RuleName, RuleProblem>>>;
  /** `changed`: somebody was faster. `other`: something else of the client is wrong, in the words of the command line. */
  readonly alert?: { readonly is: 'changed' } | { readonly is: 'other'; readonly what: string };
}

/** One client. Posts every rule by its name. */
export interface AdminClientPage extends OfAdmin {
  readonly kind: 'admin-client';
  readonly facts: ClientFacts;
  /** Absent for kinds that nobody signs in to. */
  readonly rules?: RulesShown;
  /** Absent where nothing can be changed. */
  readonly form?: Form;
  /** Why not. */
  readonly why?: 'file' | 'postern' | 'sign-in';
  /** Link to sign in again, with `why: 'sign-in'`. */
  readonly change?: string;
  readonly done?: 'saved';
}

export type AdminPages = AdminClientsPage | AdminClientPage;
