import type { Clients } from '../../clients/index.ts';
import type { SignedInHost } from '../signed-in/index.ts';

/** What the admin pages work with. */
export interface AdminHost extends SignedInHost {
  readonly clients: Clients;
}
