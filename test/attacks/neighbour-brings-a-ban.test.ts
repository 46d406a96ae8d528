import { describe, expect, test } from '@jest/globals';
import { openOwn } from '../support/account-pages.ts';
import { password, post, refresh, signIn, signInRequest } from '../support/apps.ts';
import { strict } from '../support/budgets.ts';
import { eventually } from '../support/eventually.ts';
import { isAtApp } from '../support/from-outside.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile, { settings: [...strict, 'trustedProxies=127.0.0.1'] });
  const app = givenApp(postern, { kind: 'web', firstParty: true });
  const machine = givenApp(postern, { kind: 'machine' });

  const personAt = (address: string): Person => Object.assign(postern.person(), { address });
  const open = (person: Person): Promise<Screen> =>
    person.open(signInRequest(postern, app.id, { prompt: 'login' }).url);
  const type = async (person: Person, form: Screen, identifier: string, typed: string): Promise<Screen> =>
    person.submit(form, '/password', { identifier, password: typed });

  /** Ten sign-ins with one password, on addresses that nobody has. */
  async function bringsBan(neighbour: Person, of: string): Promise<void> {
    const form = await open(neighbour);
    for (let nth = 0; nth < 10; nth += 1) {
      expect((await type(neighbour, form, `${of}-${nth}@nowhere.example`, 'Summer2026!')).status).toBe(401);
    }
    const again = async () => (await type(neighbour, form, `${of}-0@nowhere.example`, 'Summer2026!')).status;
    // Every node in its turn.
    await eventually(async () =>
      expect([await again(), await again(), await again(), await again()]).toEqual([403, 403, 403, 403]),
    );
  }

  test.each([
    ['IPv4', '198.51.100.7', '198.51.100.200', '198.51.100.0/24'],
    ['IPv6', '2001:db8:77:1::1', '2001:db8:77:2::1', '2001:db8:77::/48'],
  ])(
    'a neighbour who guesses ten times at nobody shuts nobody out of what they have (%s)',
    async (of, hers, his, network) => {
      const { email } = await somebody(postern);
      const ann = personAt(hers);
      await openOwn(postern, ann, '/account', email);
      const tokens = await signIn(postern, ann, app, email);
      const there = { 'x-forwarded-for': hers };

      await bringsBan(personAt(his), of);
      const { bans } = await postern.rooms.protection.bans.list({ limit: 10 });
      expect(bans.find(({ id }) => id === network)).toMatchObject({ by: 'rule', reason: 'same_password' });

      // Ann, who is signed in, and signs in again in the browser that her account knows.
      expect((await ann.open(new URL('/account', postern.issuer))).text).toContain(email);
      expect(isAtApp(await type(ann, await open(ann), email, password))).toBe(true);
      // Her apps, and everybody's.
      const client = { ...machine.headers, ...there };
      expect(await post(postern, '/token', { grant_type: 'client_credentials' }, client)).toMatchObject({
        status: 200,
      });
      const introspected = await post(postern, '/introspect', { token: tokens.access }, client);
      expect(introspected.status).toBe(200);
      expect(await refresh(postern, app.id, tokens.refresh, { ...app.headers, ...there })).toMatchObject({
        status: 200,
      });
      const bearer = { headers: { authorization: `Bearer ${tokens.access}` } };
      expect((await ann.open(new URL('/userinfo', postern.issuer), bearer)).status).toBe(200);
      for (const path of ['/jwks', '/.well-known/openid-configuration']) {
        expect((await personAt(hers).open(new URL(path, postern.issuer))).status).toBe(200);
      }

      // And yet nothing is guessed there any more: not the right password either, in a browser that the account does not know.
      for (const address of [his, hers]) {
        const guesser = personAt(address);
        expect((await type(guesser, await open(guesser), email, password)).status).toBe(403);
      }
    },
  );

  test('whether an account exists, or has been in this browser, is not told by a network that has to wait', async () => {
    const { email } = await somebody(postern);
    const knows = personAt('192.0.2.7');
    await openOwn(postern, knows, '/account', (await somebody(postern)).email);
    await bringsBan(personAt('192.0.2.200'), 'tells');
    const bare = ({ status, headers, html }: Screen) => ({
      status,
      headers: [...headers.keys()].filter((name) => name !== 'date').sort(),
      html: html
        .replaceAll('<wbr>', '')
        .replaceAll(/nonce="[^"]*"/g, 'NONCE')
        .replaceAll(/[\w-]{22,}/g, ':id'),
    });
    // In a new browser, and in one that another account knows.
    for (const person of [personAt('192.0.2.8'), knows]) {
      const form = await open(person);
      const known = bare(await type(person, form, email, password));
      expect(known.status).toBe(403);
      expect(bare(await type(person, form, 'nobody@nowhere.example', password))).toEqual(known);
      expect(bare(await type(person, form, 'no address', password))).toEqual(known);
    }
  });
});
