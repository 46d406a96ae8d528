import type { Accounts, AddressRule, EmailChanges, EmailResets, PasswordRule, Turns } from '../../accounts/index.ts';
import type { Audit } from '../../audit/index.ts';
import type { Clients } from '../../clients/index.ts';
import type { Clock } from '../../clock.ts';
import type { Consents } from '../../consents/index.ts';
import type { AppNames, Browsers, Devices, Memories, Sessions, SignedIn } from '../../devices/index.ts';
import type { Digest } from '../../keys/index.ts';
import type { FactorResets, Factors, SetUps } from '../../factors/index.ts';
import type { MadeCode } from '../../letters/index.ts';
import type { Protection } from '../../protection/index.ts';
import type { Families } from '../../tokens/index.ts';
import type { Places } from '../../whereabouts/index.ts';
import type { Csrf } from '../middleware/csrf.ts';
import type { Pages } from '../pages/index.ts';

/** What the pages of "my account" work with. */
export interface AccountHost {
  readonly issuer: string;
  readonly secure: boolean;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly pages: Pages;
  readonly csrf: Csrf;
  readonly audit: Audit;
  readonly accounts: Accounts;
  readonly addressRule: AddressRule;
  readonly emailChanges: EmailChanges;
  /** Takes the wish for another address. */
  readonly askForEmailCode: (account: string, to: string) => Promise<void>;
  /** Takes a code that was made, to be sent. */
  readonly sendFactorCode: (made: MadeCode) => Promise<void>;
  /** The first one where nothing else fits. */
  readonly languages: readonly [string, ...string[]];
  readonly factors: Factors;
  readonly factorSetUps: SetUps;
  readonly factorResets: FactorResets;
  readonly emailResets: EmailResets;
  readonly passwordRule: PasswordRule;
  readonly passwordTurns: Pick<Turns, 'requireRoom'>;
  readonly clients: Clients;
  readonly consents: Consents;
  readonly sessions: Sessions;
  readonly browsers: Browsers;
  readonly devices: Devices;
  readonly appNames: AppNames;
  readonly memories: Memories;
  readonly signedIn: SignedIn;
  readonly protection: Pick<Protection, 'attempt' | 'ahead' | 'forget' | 'drawTicket'>;
  readonly families: Families;
  readonly places: Places;
}
