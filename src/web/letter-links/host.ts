import type { Denials, EmailResets, Invitations, PasswordRule, Recoveries } from '../../accounts/index.ts';
import type { Clients } from '../../clients/index.ts';
import type { NamedDevices } from '../../devices/index.ts';
import type { FactorResets } from '../../factors/index.ts';
import type { Protection } from '../../protection/index.ts';
import type { RiskRules } from '../../risk/index.ts';
import type { Places } from '../../whereabouts/index.ts';
import type { Csrf } from '../middleware/csrf.ts';
import type { Pages } from '../pages/index.ts';
import type { ForgottenPasswordHost } from '../forgotten-password.ts';

/** What the pages work with that letters to an account's owner lead to. */
export interface LetterLinkHost extends ForgottenPasswordHost {
  readonly pages: Pages;
  readonly csrf: Csrf;
  readonly protection: Pick<Protection, 'attempt' | 'forget' | 'drawTicket'>;
  readonly clients: Clients;
  readonly passwordRule: PasswordRule;
  readonly recoveries: Recoveries;
  readonly factorResets: FactorResets;
  readonly emailResets: EmailResets;
  readonly denials: Denials;
  readonly namedDevices: NamedDevices;
  readonly places: Places;
  /** What the installation does about sign-ins that are unlike before. */
  readonly riskRules: RiskRules;
  readonly invitations: Invitations;
  /** Whether an invitation is of any use. */
  readonly invitationsOpen: boolean;
  /** The first one where nothing else fits. */
  readonly languages: readonly [string, ...string[]];
}
