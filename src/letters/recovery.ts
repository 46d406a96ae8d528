import type { MailTransport } from '../../adapters/mail/index.ts';
import type { Accounts, Recoveries } from '../accounts/index.ts';
import type { Audit, Listener, Origin } from '../audit/index.ts';
import { chooseLanguage } from '../brand/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import type { FactorResets } from '../factors/index.ts';
import { outgoingKind, type Attempting, type Outgoing } from '../outgoing/index.ts';
import { handOver, letterGivenUp } from './hand-over.ts';
import type { Letters } from './render.ts';

/**
 * Somebody asked for a letter to an address. For every address the same is done, whether it has an account or not: it is
 * counted, and this is written. Who is behind it is looked at when nobody waits for an answer any more, so neither its
 * words nor its time tell (ASVS 6.3.8).
 */
export interface RecoveryRequest {
  /** Normalised. */
  readonly email: string;
  readonly language: string;
  readonly at: Seconds;
  readonly origin: Origin;
  /** The app that they were on their way to. */
  readonly client?: string;
  /** The owner said that something was not them, which voided the password: nobody asked for this letter. */
  readonly because?: 'not-me';
}

export const recoveryKind = outgoingKind<RecoveryRequest>('recovery');

/** Nobody waits for it any more. */
const tooLate: Seconds = 3600;

/** Hears that a password was voided, and enqueues the letter with which its owner sets another one. */
export function offerRecovery(rooms: {
  readonly accounts: Pick<Accounts, 'get'>;
  readonly outgoing: Outgoing;
  readonly languages: readonly [string, ...string[]];
}): Listener {
  const { accounts, outgoing, languages } = rooms;
  return async ({ id, kind, at, account: who, origin, detail }) => {
    if (kind !== 'account.secured' || who === undefined || !origin) return;
    // Who said it reads the former address, which the account could not have again: the one of now may be an intruder's.
    if (detail?.['restored'] === false) return;
    const account = await accounts.get(who);
    if (!account) return;
    const language = chooseLanguage(account.locale, undefined, languages);
    await outgoing.enqueue(recoveryKind, id, { email: account.email, language, at, origin, because: 'not-me' });
  };
}

/** Sends the letter, if the address has an account. The link is made at the attempt, and is in no store. */
export function sendRecoveryLetters(rooms: {
  readonly clock: Clock;
  readonly recoveries: Recoveries;
  readonly factorResets: Pick<FactorResets, 'deniedOf'>;
  readonly audit: Audit;
  readonly letters: Letters;
  readonly transport: MailTransport;
  /** The address of the page that a letter's link opens: the issuer's own, whatever host was asked (CVE-2023-49097). */
  readonly linkTo: (token: string, client: string | undefined) => string;
}): Attempting<RecoveryRequest> {
  const { clock, recoveries, factorResets, audit, letters, transport, linkTo } = rooms;
  return {
    target: () => 'mail server',

    async attempt({ email, language, at, origin, client, because }) {
      if (clock.now() - at > tooLate) return;
      const begun = await recoveries.begin(email, origin);
      if (!begun) return;
      const link = linkTo(begun.token, client);
      const denied = await factorResets.deniedOf(begun.account.id);
      const more = { ...(because && { because }), ...(denied && { at: denied.at }) };
      const letter = letters.render({ kind: 'recover', link, minutes: recoveries.minutes, ...more }, language);
      await handOver(transport, { ...letter, to: email });
    },

    undelivered: (_request, why) => letterGivenUp(audit, 'recover', why),
  };
}
