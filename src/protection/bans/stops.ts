import type { Kind } from '../budgets.ts';
import type { Try } from '../counters.ts';
import type { Ban } from './ban.ts';

/** What somebody in a banned network wants: any request at all, or to try something that is counted. */
export type Wanted = 'request' | Pick<Try, 'kind' | 'device'>;

/**
 * What a ban by rule stops: what is guessed, and what costs money or somebody's attention.
 *
 * Not what nobody guesses: the secret of a client and the answer of a passkey; and what came by a letter, where a link has
 * as many random bits, and a code is good for five tries in the one browser that asked for it. By such a link an owner
 * stops an intruder: whoever has a network banned must not keep them from that.
 */
const stoppedByRule: Readonly<Record<Kind, boolean>> = {
  password: true,
  factor: true,
  letter: true,
  recovery: true,
  sms: true,
  'email-code': true,
  client: false,
  'unproven-client': false,
  'client-used-up': false,
  'factor-asked': false,
  choice: false,
  'choice-by-link': false,
  passkey: false,
  code: false,
};

/**
 * Whether a ban stops what is wanted.
 *
 * An admin's stops everything. A rule's says that somebody there guesses at passwords, and anybody can bring that about
 * for all of a gateway's or an office's people: it stops guessing, and neither what the others are signed in with, nor
 * their apps, nor what they try in a browser that the account knows, which has budgets of its own.
 */
export function stops({ by }: Pick<Ban, 'by'>, wanted: Wanted): boolean {
  if (by === 'admin') return true;
  return wanted !== 'request' && wanted.device === undefined && stoppedByRule[wanted.kind];
}
