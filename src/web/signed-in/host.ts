import type { Accounts } from '../../accounts/index.ts';
import type { Clock } from '../../clock.ts';
import type { Sessions } from '../../devices/index.ts';
import type { Factors } from '../../factors/index.ts';
import type { Digest } from '../../keys/index.ts';
import type { Csrf } from '../middleware/csrf.ts';
import type { Pages } from '../pages/index.ts';

/** What pages for somebody who is signed in work with. */
export interface SignedInHost {
  readonly issuer: string;
  readonly secure: boolean;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly pages: Pages;
  readonly csrf: Csrf;
  readonly accounts: Accounts;
  readonly factors: Factors;
  readonly sessions: Sessions;
}
