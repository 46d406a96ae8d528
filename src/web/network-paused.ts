import type { Seconds } from '../clock.ts';
import { Refused } from '../errors.ts';

/** A try from a network that a rule has banned, in a browser that the account does not know. */
export class NetworkPaused extends Refused {
  /** How long the ban lasts. */
  readonly wait: Seconds;

  constructor(wait: Seconds) {
    super('access_denied', 'nothing may be tried from this network for a while', { reason: 'banned' });
    this.wait = wait;
  }
}
