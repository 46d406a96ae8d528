import type { AddressRule, EmailChanges, EmailResets, PasswordRule, Recoveries, Turns } from '../../accounts/index.ts';
import type { Audit } from '../../audit/index.ts';
import type { Clients } from '../../clients/index.ts';
import type { Consents } from '../../consents/index.ts';
import type { AppNames, Browsers, Devices, Memories, SignedIn } from '../../devices/index.ts';
import type { FactorResets, SetUps } from '../../factors/index.ts';
import type { MadeCode, RecoveryRequest } from '../../letters/index.ts';
import type { Protection } from '../../protection/index.ts';
import type { Families } from '../../tokens/index.ts';
import type { Places } from '../../whereabouts/index.ts';
import type { SignedInHost } from '../signed-in/index.ts';

/** What the pages of "my account" work with. */
export interface AccountHost extends SignedInHost {
  readonly audit: Audit;
  readonly addressRule: AddressRule;
  readonly emailChanges: EmailChanges;
  /** Takes the wish for another address. */
  readonly askForEmailCode: (account: string, to: string) => Promise<void>;
  readonly recoveries: Recoveries;
  /** Takes a request for a letter with which a password is set. */
  readonly askForRecovery: (request: RecoveryRequest) => Promise<void>;
  /** Takes a code that was made, to be sent. */
  readonly sendFactorCode: (made: MadeCode) => Promise<void>;
  /** The first one where nothing else fits. */
  readonly languages: readonly [string, ...string[]];
  readonly factorSetUps: SetUps;
  readonly factorResets: FactorResets;
  readonly emailResets: EmailResets;
  readonly passwordRule: PasswordRule;
  readonly passwordTurns: Pick<Turns, 'requireRoom' | 'withPlace'>;
  readonly clients: Clients;
  readonly consents: Consents;
  readonly browsers: Browsers;
  readonly devices: Devices;
  readonly appNames: AppNames;
  readonly memories: Memories;
  readonly signedIn: SignedIn;
  readonly protection: Pick<Protection, 'attempt' | 'forget' | 'drawTicket'>;
  readonly families: Families;
  readonly places: Places;
}
