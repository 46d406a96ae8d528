import { beforeEach, describe, expect, test } from '@jest/globals';
import { afterPassword } from '../support/after-password.ts';
import { setUpApp } from '../support/authenticator.ts';
import { strict } from '../support/budgets.ts';
import { agents } from '../support/looks.ts';
import type { Person } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { newOwner } from '../recovery/scene.ts';

// A Redis counts by a clock of its own.
const [profile] = availableProfiles();

/** Who has the right password and no second factor is asked for that, time and again. */
describe('the right password alone', () => {
  const { postern, time } = onPostern(profile!, { settings: [...strict, 'trustedProxies=127.0.0.0/8,::1'] });
  const app = givenApp(postern, { kind: 'web', firstParty: true });
  let email: string;
  let id: string;
  let owner: Person;
  beforeEach(async () => {
    ({ email, id, owner } = await newOwner(postern, time));
    await setUpApp(postern, owner, email);
    time.forward(3600);
  });

  async function asked(person: Person, times: number): Promise<void> {
    for (let nth = 0; nth < times; nth += 1) {
      const page = await afterPassword(postern, person, app, email, { prompt: 'login' });
      expect(page.url.pathname.endsWith('/factor')).toBe(true);
    }
  }
  const lines = async () =>
    (await postern.rooms.audit.search({ account: id, kind: 'account.factor_asked', limit: 50 })).events;
  const shown = async () =>
    (await postern.rooms.audit.history(id, { limit: 50 })).events.filter(({ kind }) => kind === 'account.factor_asked');

  test('fills no history: from one address the owner is told once an hour', async () => {
    const thief = postern.person(agents.chrome);
    await asked(thief, 5);
    for (let nth = 0; nth < 5; nth += 1) await asked(postern.person(agents.chrome), 1);
    expect(await shown()).toHaveLength(1);
    time.forward(3600);
    await asked(thief, 3);
    expect(await shown()).toHaveLength(2);
  });

  test('is told whatever its owner does in a browser of their own, and hides none of that', async () => {
    await asked(owner, 3);
    expect(await lines()).toHaveLength(1);
    expect(await shown()).toHaveLength(0);
    await asked(postern.person(agents.chrome), 3);
    expect(await shown()).toHaveLength(1);
    time.forward(3600);
    await asked(postern.person(agents.chrome), 1);
    await asked(owner, 2);
    expect(await lines()).toHaveLength(4);
  });

  test('is told ten times where it comes from many addresses, and from then on counted', async () => {
    for (let nth = 0; nth < 15; nth += 1) {
      const thief = postern.person(agents.chrome);
      thief.address = `198.51.${nth}.7`;
      await asked(thief, 1);
    }
    expect(await shown()).toHaveLength(10);
  });
});
