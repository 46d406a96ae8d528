import { describe, expect, test } from '@jest/globals';
import { signInRequest } from '../support/apps.ts';
import { strict } from '../support/budgets.ts';
import type { Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { somewhere } from '../support/used-up.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile, { settings: [...strict, 'trustedProxies=127.0.0.1'] });
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  /** Somebody new, from a network of their own, types an address where a letter is asked for. */
  async function ask(to: 'sign-up' | 'recover', email: string): Promise<Screen> {
    const person = Object.assign(postern.person(), { address: somewhere() });
    const signIn = await person.open(signInRequest(postern, app.id).url);
    const form = await person.open(new URL(`${signIn.url.pathname}/${to}`, postern.issuer));
    return person.submit(form, `/${to}`, { email, password: 'a good long password' });
  }

  test.each(['sign-up', 'recover'] as const)(
    'one mailbox has six letters, however its name is written: %s',
    async (to) => {
      const { email } = await somebody(postern);
      const spelt = (name: string): string => email.replace('@', `${name}@`).replace('person', 'Person');
      for (const name of ['', '+1', '+2', '+1+2', '+', '+a.b']) expect((await ask(to, spelt(name))).status).toBe(200);
      for (const name of ['', '+1', '+3']) expect((await ask(to, spelt(name))).status).toBe(429);
      // Of a plus sign in front nobody knows what it stands for, and another mailbox has its own.
      for (const other of ['.', '-else']) expect((await ask(to, spelt(other))).status).toBe(200);
      expect((await ask(to, `+${email}`)).status).toBe(200);
    },
  );

  test('each spelling is an account of its own all the same', async () => {
    const [one, other] = [await somebody(postern, 'ann+1@example.com'), await somebody(postern, 'ann+2@example.com')];
    expect(one.id).not.toBe(other.id);
    expect(await postern.rooms.accounts.byEmail('ann@example.com')).toBeUndefined();
  });
});
