import type { MailTransport } from '../../adapters/mail/index.ts';
import type { Accounts, SignUpLetter, SignUps } from '../accounts/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import { randomId } from '../ids.ts';
import type { Boxes, Sealed } from '../keys/index.ts';
import { outgoingKind, Undelivered, type Attempting, type Outgoing } from '../outgoing/index.ts';
import { handOver, letterGivenUp } from './hand-over.ts';
import type { Letters } from './render.ts';

/**
 * The letter that answers a sign-up. No record could owe it, for there is no account yet. All of it, the code and the link
 * above all, is sealed with a key that no database holds, and gone from the store once it was sent.
 */
export interface SealedSignUpLetter {
  readonly until: Seconds;
  readonly language: string;
  readonly sealed: Sealed;
}

export const signUpKind = outgoingKind<SealedSignUpLetter>('sign-up');

/** A box of one letter opens for no other one. */
const placeOf = (entry: string): string => `letter ${entry}`;

/** Takes a letter, to be sent: nobody waits for it, because how long a mail server takes would tell who has an account. */
export function takeSignUpLetters(rooms: {
  readonly clock: Clock;
  readonly boxes: Boxes;
  readonly outgoing: Pick<Outgoing, 'enqueue'>;
}): (letter: SignUpLetter, language: string) => Promise<void> {
  const { clock, boxes, outgoing } = rooms;
  return (letter, language) => {
    const id = randomId();
    const sealed = boxes.seal(placeOf(`${signUpKind.name}.${id}`), JSON.stringify(letter));
    return outgoing.enqueue(signUpKind, id, { until: clock.now() + letter.lifetime, language, sealed });
  };
}

/** Sends these letters, each with the same code and link at every attempt, and only while somebody waits for it. */
export function sendSignUpLetters(rooms: {
  readonly issuer: string;
  readonly clock: Clock;
  readonly boxes: Boxes;
  readonly signUps: Pick<SignUps, 'awaits'>;
  readonly accounts: Pick<Accounts, 'byEmail'>;
  readonly audit: Audit;
  readonly letters: Letters;
  readonly transport: MailTransport;
}): Attempting<SealedSignUpLetter> {
  const { issuer, clock, boxes, signUps, accounts, audit, letters, transport } = rooms;
  const { hostname } = new URL(issuer);
  return {
    target: () => 'mail server',

    async attempt({ until, language, sealed }, { id }) {
      const goodFor = until - clock.now();
      if (goodFor <= 0) throw new Undelivered('too_late', { final: true });
      const letter = JSON.parse(boxes.open(placeOf(id), sealed)) as SignUpLetter;
      if (!(await signUps.awaits(letter))) return;
      const suspended = (await accounts.byEmail(letter.to))?.disabledAt !== undefined;
      const content = { ...letter, suspended, hours: Math.max(1, Math.round(goodFor / 3600)) };
      // By the entry's id, so that one sent again after a crash is recognised as the same.
      const messageId = `<${id}@${hostname}>`;
      await handOver(transport, { ...letters.render(content, language), to: letter.to, messageId });
    },

    undelivered: (_letter, why) => letterGivenUp(audit, 'sign-up', why),
  };
}
