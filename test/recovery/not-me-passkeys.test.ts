import { beforeEach, describe, expect, test } from '@jest/globals';
import { opensOwn } from '../support/account-pages.ts';
import { refresh, signInRequest } from '../support/apps.ts';
import { codesOn, scan } from '../support/authenticator.ts';
import { onceReplaced } from '../support/between.ts';
import { isAtApp } from '../support/from-outside.ts';
import { linkIn, press } from '../support/letters.ts';
import { newPasskey } from '../support/passkey.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { denyAndFail, intrude, newOwner } from './scene.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, { sweepEvery: 200 });
  const app = givenApp(postern, { kind: 'web', firstParty: true, name: 'Notes', refresh: { survivesSignOut: true } });

  let email: string;
  let id: string;
  let owner: Person;
  beforeEach(async () => {
    ({ email, id, owner } = await newOwner(postern, time));
  });

  /** The token in the link of the letter about the device on which somebody signed in. */
  const tokenToDeny = async (): Promise<string> =>
    (await linkIn(postern, email, 'A new device', 'not-me')).split('/').at(-1) ?? '';

  async function passkeyOf(person: Person) {
    const passkey = newPasskey();
    const page = await person.open(new URL('/account/security/passkeys', postern.issuer));
    const done = await person.submit(page, '/passkeys', { credential: passkey.create(page), name: 'Mine' });
    expect(codesOn(done)).toHaveLength(10);
    return passkey;
  }

  async function byPasskey(passkey: ReturnType<typeof newPasskey>): Promise<Screen> {
    const person = postern.person();
    const page = await person.open(signInRequest(postern, app.id).url);
    return person.submit(page, '/passkey', { credential: passkey.get(page) });
  }

  test('cut off right after its first write, the password is void already and the sweep does the rest', async () => {
    const { thief, tokens } = await intrude(postern, app, email);
    const passkey = await passkeyOf(thief);
    const setUp = await thief.open(new URL('/account/security/apps', postern.issuer));
    const token = await tokenToDeny();
    await denyAndFail(postern, token, true);
    expect((await postern.rooms.accounts.get(id))?.password).toBeUndefined();
    // Nothing that is yet to be taken away lets anybody in meanwhile.
    expect(isAtApp(await byPasskey(passkey))).toBe(false);
    // Nor is anything seen, or added that would be too late to be taken away.
    expect(await opensOwn(postern, thief)).toBe(false);
    const late = await thief.submit(setUp, '/apps', { code: scan(setUp).code() });
    expect(late.forms.map(({ action }) => action)).toContainEqual(expect.stringMatching(/\/password$/));
    expect((await postern.rooms.factors.get(id))?.apps).toEqual([]);
    time.forward(6);
    await postern.rooms.sweep();
    expect([await opensOwn(postern, thief), await opensOwn(postern, owner)]).toEqual([false, false]);
    expect((await refresh(postern, app.id, tokens.refresh, app.headers)).status).toBe(400);
    await linkIn(postern, email, 'Choose a new password', 'recover');
    expect((await press(postern, `${postern.issuer}/not-me/${token}`)).status).toBe(410);
  }, 60_000);

  test('a passkey whose sign-in is under way when it is denied begins nothing that stays', async () => {
    const { thief } = await intrude(postern, app, email);
    const passkey = await passkeyOf(thief);
    const token = await tokenToDeny();
    // The use of the passkey is counted: it was right.
    const deny = () => postern.rooms.denials.deny(token, true, { requestId: 'race' });
    const denial = onceReplaced('factors', id, deny);
    const screen = await byPasskey(passkey);
    expect(denial.happened).toBe(true);
    expect(isAtApp(screen)).toBe(false);
    expect((await postern.rooms.signedIn.list(id, { limit: 10 })).devices).toEqual([]);
  }, 60_000);

  test('nor does one that is proven when the denial has begun, and admitted when it is done', async () => {
    const { thief } = await intrude(postern, app, email);
    const passkey = await passkeyOf(thief);
    const token = await tokenToDeny();
    const [counted, denied] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    let screen: Promise<Screen> | undefined;
    // The account has the new count, and the passkey is still there: its use is counted, and waits until it is gone.
    const begun = onceReplaced('accounts', id, async () => {
      onceReplaced('factors', id, async () => {
        counted.resolve(undefined);
        await denied.promise;
      });
      screen = byPasskey(passkey).finally(() => denied.resolve(undefined));
      await Promise.race([counted.promise, screen]);
    });
    await postern.rooms.denials.deny(token, true, { requestId: 'race' });
    denied.resolve(undefined);
    const end = await screen;
    expect([begun.happened, end && isAtApp(end)]).toEqual([true, false]);
    expect((await postern.rooms.signedIn.list(id, { limit: 10 })).devices).toEqual([]);
    const { events } = await postern.rooms.audit.history(id, { limit: 50 });
    const refused = events.find(({ kind }) => kind === 'account.sign_in_refused');
    expect(refused?.detail).toMatchObject({ reason: 'being_secured', method: 'passkey' });
  }, 60_000);
});
