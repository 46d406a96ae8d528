import { describe, expect, test } from '@jest/globals';
import { signInRequest } from '../support/apps.ts';
import { strict } from '../support/budgets.ts';
import { eventually } from '../support/eventually.ts';
import type { Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { somewhere } from '../support/used-up.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile, { settings: [...strict, 'trustedProxies=127.0.0.1'] });
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  test('one password on many accounts, each from a network of its own, is told, and who takes part is banned', async () => {
    const person = postern.person();
    const { forms, url } = await person.open(signInRequest(postern, app.id).url);
    const { action = '', fields = {} } = forms.find((form) => form.action.endsWith('/password')) ?? {};
    const guess = (identifier: string, address: string): Promise<Screen> =>
      person.open(new URL(action, url), {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': address },
        body: new URLSearchParams({ ...fields, identifier, password: 'Summer2026!' }).toString(),
      });
    const told = async () => (await postern.rooms.audit.search({ kind: 'protection.sprayed', limit: 10 })).events;

    for (let nth = 0; nth < 49; nth += 1) await guess(`person-${nth}@example.com`, somewhere());
    expect(await told()).toEqual([]);
    for (let nth = 49; nth < 60; nth += 1) await guess(`person-${nth}@example.com`, somewhere());
    await eventually(async () => expect(await told()).toMatchObject([{ detail: { accounts: 50, seconds: 3600 } }]));

    // Somebody who mistypes that password for their own account, again and again, and a network that goes on with it.
    const [mistyping, attacking] = ['203.0.114.7', '203.0.113.7'];
    for (let nth = 0; nth < 8; nth += 1) await guess('person-0@example.com', mistyping);
    for (let nth = 0; nth < 5; nth += 1) await guess(`one-more-${nth}@example.com`, attacking);
    await eventually(async () => expect((await guess('last@example.com', attacking)).status).toBe(403));
    expect((await guess('person-0@example.com', mistyping)).status).not.toBe(403);
    expect(await told()).toHaveLength(1);
  }, 60_000);
});
