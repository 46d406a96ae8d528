import type { Accounts } from '../../accounts/index.ts';
import type { Clients } from '../../clients/index.ts';
import type { Clock } from '../../clock.ts';
import type { Sessions, SignedIn } from '../../devices/index.ts';
import type { Engine } from '../../provider/index.ts';

/** What the API for apps works with. */
export interface ApiHost {
  readonly issuer: string;
  readonly clock: Clock;
  readonly accounts: Accounts;
  readonly clients: Clients;
  readonly sessions: Sessions;
  readonly signedIn: SignedIn;
  /** The engine of now: it knows the tokens, and what they are bound to. */
  readonly engine: () => Promise<Pick<Engine, 'findAccessToken' | 'requireKey'>>;
  readonly languages: readonly [string, ...string[]];
}
