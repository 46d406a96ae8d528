import type Provider from 'oidc-provider';
import type { Accounts } from '../../accounts/index.ts';
import type { Clients } from '../../clients/index.ts';
import type { Browsers, Devices, Sessions, SignedIn } from '../../devices/index.ts';
import type { Digest } from '../../keys/index.ts';
import type { Families } from '../../tokens/index.ts';
import type { Csrf } from '../middleware/csrf.ts';
import type { Pages } from '../pages/index.ts';

/** What the pages of a sign-out work with. */
export interface SignOutHost {
  readonly secure: boolean;
  readonly digest: Digest;
  readonly pages: Pages;
  readonly csrf: Csrf;
  readonly accounts: Accounts;
  readonly clients: Clients;
  readonly sessions: Sessions;
  readonly browsers: Browsers;
  readonly devices: Pick<Devices, 'idOf'>;
  readonly families: Families;
  readonly signedIn: Pick<SignedIn, 'namesLeftBy'>;
}

/** And where its form comes back. */
export interface ConfirmingHost extends SignOutHost {
  /** The engine of now: it says which addresses of a client are its own. @throws {StoreUnavailable} */
  readonly provider: () => Promise<Provider>;
}
