import { describe, expect, test } from '@jest/globals';
import { afterPassword } from '../support/after-password.ts';
import { setUpApp, wrongCode } from '../support/authenticator.ts';
import { eventually } from '../support/eventually.ts';
import { isAtApp } from '../support/from-outside.ts';
import { lettersTo } from '../support/letters.ts';
import type { Person } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const day = 24 * 3600;

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  /** Somebody with an authenticator app: who comes with their password, and what they have been told. */
  async function victim() {
    const { id, email } = await somebody(postern);
    const home = postern.person();
    const { phone } = await setUpApp(postern, home, email);
    time.forward(60);
    const come = async (person: Person, code: string) =>
      person.submit(await afterPassword(postern, person, app, email, { prompt: 'login' }), '/factor', { code });
    return {
      id,
      told: () => lettersTo(postern, email, 'Somebody may know your password').length,
      guess: async (person = postern.person()) => expect((await come(person, wrongCode(phone))).status).toBe(400),
      comeHome: async () => expect(isAtApp(await come(home, phone.code()))).toBe(true),
      mistypeAtHome: async () => expect((await come(home, wrongCode(phone))).status).toBe(400),
    };
  }

  test('who guesses four codes and then one a day is told of, whatever the owner signs in with meanwhile', async () => {
    const { told, guess, comeHome } = await victim();
    for (let nth = 0; nth < 4; nth += 1) await guess();
    await comeHome();
    time.forward(day + 60);
    expect(told()).toBe(0);
    await guess();
    await eventually(() => expect(told()).toBe(1));
    for (let nth = 6; nth < 20; nth += 1) {
      time.forward(day + 60);
      if (nth % 5 === 0) await comeHome();
      await guess();
    }
    time.forward(day + 60);
    await guess();
    await eventually(() => expect(told()).toBe(2));
  }, 120_000);

  test('what somebody mistypes at home once a week is nothing to tell', async () => {
    const { id, mistypeAtHome, comeHome } = await victim();
    for (let week = 0; week < 6; week += 1) {
      await mistypeAtHome();
      await comeHome();
      time.forward(7 * day);
    }
    await eventually(async () => {
      const { events } = await postern.rooms.audit.search({ kind: 'factor.refused', account: id, limit: 10 });
      expect(events.map(({ detail }) => detail?.['guesses'])).toEqual([1, 1, 1, 1, 1, 1]);
    });
  }, 120_000);
});
