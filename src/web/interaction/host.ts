import type Provider from 'oidc-provider';
import type { Engine } from '../../provider/index.ts';
import type { Accounts, AddressRule, PasswordRule, Recoveries, SignUps, Turns } from '../../accounts/index.ts';
import type { Audit } from '../../audit/index.ts';
import type { Client, Clients } from '../../clients/index.ts';
import type { Consents } from '../../consents/index.ts';
import type { FactorResets, Factors, SetUps } from '../../factors/index.ts';
import type { Browsers, Devices, Memories, Sessions } from '../../devices/index.ts';
import type { Protection } from '../../protection/index.ts';
import type { ClientBrand } from '../../brand/index.ts';
import type { Clock } from '../../clock.ts';
import type { Risk } from '../../risk/index.ts';
import type { MadeCode, RecoveryRequest } from '../../letters/index.ts';
import type { Csrf } from '../middleware/csrf.ts';
import type { Pages } from '../pages/index.ts';
import type { HalfProven } from './half-proven.ts';
import type { Trail } from './trail.ts';

/** What the pages of a sign-in work with. */
export interface InteractionHost {
  /** The engine of now: it is another one after keys were rotated. @throws {StoreUnavailable} */
  readonly provider: () => Promise<Provider>;
  /** The subject by which a client knows an account. */
  readonly subjectOf: Engine['subjectOf'];
  readonly pages: Pages;
  readonly csrf: Csrf;
  readonly trail: Trail;
  readonly clients: Clients;
  readonly consents: Consents;
  readonly accounts: Accounts;
  readonly factors: Factors;
  readonly factorSetUps: SetUps;
  readonly factorResets: FactorResets;
  readonly halfProven: HalfProven;
  readonly passwordRule: PasswordRule;
  readonly passwordTurns: Pick<Turns, 'requireRoom' | 'withPlace'>;
  readonly signUps: SignUps;
  readonly recoveries: Recoveries;
  /** Takes a request for a letter with which a new password is set. */
  readonly askForRecovery: (request: RecoveryRequest) => Promise<void>;
  /** Takes a code that was made, to be sent. */
  readonly sendFactorCode: (made: MadeCode) => Promise<void>;
  readonly clock: Clock;
  readonly sessions: Sessions;
  readonly browsers: Browsers;
  readonly devices: Devices;
  readonly memories: Memories;
  readonly risk: Risk;
  readonly protection: Pick<Protection, 'attempt' | 'forget' | 'drawTicket' | 'recordFirst'>;
  readonly audit: Audit;
  readonly secure: boolean;
  /** The first one where nothing else fits. */
  readonly languages: readonly [string, ...string[]];
  /** Who can make themselves an account. */
  readonly signUpMode: 'open' | 'invitation' | 'closed';
  readonly addressRule: AddressRule;
  /** Path of the outbox page, where letters land in it instead of being sent: in development. */
  readonly outbox?: string;
}

/** How a client shows itself on pages. */
export const brandOf = (client: Client): ClientBrand => ({
  name: client.name,
  ...(client.logo && { logo: client.logo }),
  ...(client.homepage && { homepage: client.homepage }),
  ...(client.termsUrl && { termsUrl: client.termsUrl }),
  ...(client.privacyUrl && { privacyUrl: client.privacyUrl }),
  ...(client.accent && { accent: client.accent }),
  ...(client.texts && { texts: client.texts }),
});
