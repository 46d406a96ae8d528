import { expect, test } from '@jest/globals';
import { afterPassword } from '../support/after-password.ts';
import { strict } from '../support/budgets.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const { postern, time } = onPostern('sqlite', {
  settings: [
    ...strict,
    'factors.sms.transport=outbox',
    'factors.sms.countries=DE',
    // Twenty within an hour.
    'factors.sms.mostPerPrefix=40',
  ],
});
const app = givenApp(postern, { kind: 'web', firstParty: true });
const origin = { requestId: 'test' };

/** Somebody who has proven this number. */
async function withPhone(number: string): Promise<string> {
  const { id, email } = await somebody(postern);
  const { codes } = postern.rooms.factors;
  const asking = await codes.ask(id, { place: 'here', to: { by: 'sms', number } }, origin);
  if (asking.is !== 'asked') throw new Error(asking.is);
  const typed = { place: 'here', typed: asking.code, email, first: true };
  expect((await codes.add(id, typed, origin, () => Promise.resolve(true))).is).toBe('enrolled');
  return email;
}

/** Signs in as far as the code, and has one sent. */
async function haveSent(email: string): Promise<number> {
  const person = postern.person();
  return (await person.submit(await afterPassword(postern, person, app, email), '/factor/send')).status;
}

test('who proves one phone on many accounts uses up its own messages, and nobody’s whose number begins alike', async () => {
  const owner = await withPhone('+4915112345678');
  const attacker = await Promise.all(Array.from({ length: 6 }, () => withPhone('+4915112349999')));
  const statuses: number[] = [];
  // After each code that nobody entered the pause is twice as long.
  for (const pause of [31, 61, 121, 241]) {
    time.forward(pause);
    for (const email of attacker) statuses.push(await haveSent(email));
  }
  expect(statuses.filter((status) => status === 200)).toHaveLength(8);
  expect(statuses.filter((status) => status === 429)).toHaveLength(16);
  expect(await haveSent(owner)).toBe(200);
}, 60_000);
