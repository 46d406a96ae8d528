import { describe, expect, test } from '@jest/globals';
import { openOwn } from '../support/account-pages.ts';
import { signInRequest } from '../support/apps.ts';
import { strict } from '../support/budgets.ts';
import { isAtApp } from '../support/from-outside.ts';
import { newPasskey } from '../support/passkey.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { somewhere, useUp } from '../support/used-up.ts';

// Somebody behind the same gateway sends passkeys that are refused, until none is taken from there.
describe.each(availableProfiles())('on %s, where a neighbour has used up the passkeys of an address', (profile) => {
  const { postern } = onPostern(profile, { settings: [...strict, 'trustedProxies=127.0.0.1'] });
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  const ask = (person: Person): Promise<Screen> => person.open(signInRequest(postern, app.id, { prompt: 'login' }).url);

  /** An owner with a passkey, who was signed in at an address where no more are taken now. */
  async function ownerThere() {
    const { email } = await somebody(postern);
    const person = Object.assign(postern.person(), { address: somewhere() });
    await openOwn(postern, person, '/account', email);
    const passkey = newPasskey();
    const page = await person.open(new URL('/account/security/passkeys', postern.issuer));
    await person.submit(page, '/passkeys', { credential: passkey.create(page), name: 'Mine' });
    await useUp(postern, () => ({ kind: 'passkey', address: person.address }));
    return { person, passkey };
  }

  test('a browser that an account knows has its own, and a new one waits', async () => {
    const { person, passkey } = await ownerThere();
    const stranger = Object.assign(postern.person(), { address: person.address });
    const elsewhere = await ask(stranger);
    expect((await stranger.submit(elsewhere, '/passkey', { credential: passkey.get(elsewhere) })).status).toBe(429);
    const here = await ask(person);
    expect(isAtApp(await person.submit(here, '/passkey', { credential: passkey.get(here) }))).toBe(true);
  });

  test('and no more than its own, wherever it is', async () => {
    const { person, passkey } = await ownerThere();
    const tried: number[] = [];
    for (let nth = 0; nth < 61; nth += 1) {
      const screen = await ask(person);
      const credential = passkey.get(screen, { rpId: 'evil.example' });
      person.address = somewhere();
      tried.push((await person.submit(screen, '/passkey', { credential })).status);
    }
    expect(tried).toEqual([...Array.from({ length: 60 }, () => 401), 429]);
  }, 120_000);
});
