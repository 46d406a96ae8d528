import { expect } from '@jest/globals';
import type { Target } from '../../src/factors/index.ts';
import { openOwn } from '../support/account-pages.ts';
import { codesOn } from '../support/authenticator.ts';
import { eventually } from '../support/eventually.ts';
import type { Person } from '../support/person.ts';
import type { StoreProfile } from '../support/postern.ts';
import { fakeTwilio, twilioAccount } from '../support/sms-service.ts';
import { somebody, type Somebody } from '../support/somebody.ts';
import { given, givenApp, onPostern } from '../support/suite.ts';

/** Who has an account, and a phone that it does not know of yet. */
export interface Newcomer extends Somebody {
  /** Nobody else's, in Germany. */
  readonly number: string;
}

/** A suite's Postern that sends codes by text message and by e-mail, its app, and people with phones. */
export function onPosternThatSends(profile: StoreProfile) {
  const twilio = given(fakeTwilio, (service) => service.stop());
  const { postern, time } = onPostern(profile, {
    settings: () => [
      'factors.emailCodes=true',
      'factors.sms.transport=twilio',
      'factors.sms.countries=DE,US',
      `factors.sms.twilioAccount=${twilioAccount.id}`,
      `factors.sms.twilioFrom=${twilioAccount.from}`,
      `factors.sms.twilioUrl=${twilio.url}`,
    ],
    environment: { POSTERN_FACTORS_SMS_TWILIO_TOKEN: twilioAccount.token },
    sweepEvery: 200,
  });
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  let numbers = 10;
  const newNumber = (): string => `+49151${(numbers += 1)}345678`;
  const somebodyNew = async (): Promise<Newcomer> => ({ ...(await somebody(postern)), number: newNumber() });

  /** The code of the next message to a number. @param than the one that was sent there before */
  async function codeTo(number: string, than?: string): Promise<string> {
    await eventually(() => expect([undefined, than]).not.toContain(twilio.codeTo(number)));
    return twilio.codeTo(number) ?? '';
  }

  /** Adds the phone on the account's pages. @returns who did it, and where a code goes from now on */
  async function addPhone({ email, id, number }: Newcomer): Promise<{ readonly person: Person; readonly to: Target }> {
    const person = postern.person();
    await openOwn(postern, person, '/account', email);
    const page = await person.open(new URL('/account/security/phones', postern.issuer));
    const asked = await person.submit(page, '/phones', { number });
    const done = await person.submit(asked, '/phones', { code: await codeTo(number) });
    expect(codesOn(done)).toHaveLength(10);
    time.forward(31);
    const [phone] = (await postern.rooms.factors.get(id))?.phones ?? [];
    return { person, to: { by: 'sms', phone: phone?.id ?? '' } };
  }

  return { postern, time, app, twilio, newNumber, somebodyNew, codeTo, addPhone };
}
