import type { Accounts } from '../../accounts/index.ts';
import type { Clients } from '../../clients/index.ts';
import type { Clock } from '../../clock.ts';
import type { Memories, Sessions, SignedIn } from '../../devices/index.ts';
import type { Factors } from '../../factors/index.ts';
import type { Engine } from '../../provider/index.ts';

/** What the APIs of Postern's own work with. */
export interface ApiHost {
  readonly issuer: string;
  readonly clock: Clock;
  readonly accounts: Accounts;
  readonly clients: Clients;
  readonly sessions: Sessions;
  readonly signedIn: SignedIn;
  readonly factors: Pick<Factors, 'next'>;
  readonly memories: Pick<Memories, 'stillHolds'>;
  /** The engine of now: it knows the tokens, and what they are bound to. */
  readonly engine: () => Promise<Pick<Engine, 'findAccessToken' | 'findClientToken' | 'requireKey'>>;
  readonly languages: readonly [string, ...string[]];
}
