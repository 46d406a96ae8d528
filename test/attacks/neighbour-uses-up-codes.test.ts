import { describe, expect, test } from '@jest/globals';
import { strict } from '../support/budgets.ts';
import { linkIn, press } from '../support/letters.ts';
import type { Person } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { newEmail, somebody } from '../support/somebody.ts';
import { onPostern } from '../support/suite.ts';
import { somewhere, useUp } from '../support/used-up.ts';

const chosen = 'lantern maple quietly';
const day = 24 * 3600;

// Somebody in the same office posts wrong codes at a sign-up of their own, until no more are taken from there.
describe.each(availableProfiles())('on %s, where a neighbour has used up the codes of an address', (profile) => {
  const { postern } = onPostern(profile, {
    settings: [...strict, 'trustedProxies=127.0.0.1'],
    sweepEvery: 200,
  });
  const origin = { requestId: 'test' };

  /** Links of letters, and what the page says once they have done their work. */
  const links: Readonly<Record<string, readonly [make: () => Promise<string>, says: string]>> = {
    'not me': [
      async () => {
        const { id, email } = await somebody(postern);
        const { audit, denials } = postern.rooms;
        const event = audit.newEvent({ kind: 'password.changed', outcome: 'done', account: id });
        await audit.record(event);
        return `not-me/${denials.tokenOf(event.id, email)}`;
      },
      'Your password no longer works',
    ],
    'a reset of the address is stopped': [
      async () => {
        const { id } = await somebody(postern);
        await postern.rooms.emailResets.start(id, newEmail(), day, { requestId: 'x' });
        return `stop-reset/email/${(await postern.rooms.emailResets.tokenOf(id))?.token}`;
      },
      'The address of your account stays',
    ],
    'an address is confirmed': [
      async () => {
        const { id } = await somebody(postern);
        await postern.rooms.emailResets.start(id, newEmail(), day, { requestId: 'x' });
        return `confirm-address/${(await postern.rooms.emailResets.confirmationOf(id))?.token}`;
      },
      'Your address is confirmed',
    ],
    'a new password is set': [
      async () => {
        const { email } = await somebody(postern);
        return `recover/${(await postern.rooms.recoveries.begin(email, origin))?.token}`;
      },
      'Your new password is saved',
    ],
    'an invitation is accepted': [
      async () => {
        const email = newEmail();
        await postern.rooms.invitations.invite(email);
        return new URL(await linkIn(postern, email, 'nvit', 'invitation')).pathname;
      },
      'Your account is there',
    ],
  };

  async function inTheOffice(): Promise<Person> {
    const person = Object.assign(postern.person(), { address: somewhere() });
    await useUp(postern, () => ({ kind: 'code', address: person.address }));
    return person;
  }

  test.each(Object.keys(links))('%s there all the same', async (name) => {
    const [make, says] = links[name] ?? [];
    const link = new URL((await make?.()) ?? '', postern.issuer).href;
    const screen = await press(postern, link, { password: chosen }, await inTheOffice());
    expect([screen.status, screen.text]).toEqual([200, expect.stringContaining(says ?? '')]);
  });

  test('links that find nothing are counted, and refused there', async () => {
    const { email } = await somebody(postern);
    const link = new URL(`/recover/${(await postern.rooms.recoveries.begin(email, origin))?.token}`, postern.issuer);
    const person = Object.assign(postern.person(), { address: somewhere() });
    const form = await person.open(link);
    // Another one takes its place.
    await postern.rooms.recoveries.begin(email, origin);
    const tried: number[] = [];
    for (let nth = 0; nth < 21; nth += 1)
      tried.push((await person.submit(form, link.pathname, { password: chosen })).status);
    expect(tried).toEqual([...Array.from({ length: 20 }, () => 410), 429]);
  });
});
