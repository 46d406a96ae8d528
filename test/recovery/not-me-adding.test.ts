import { describe, expect, test } from '@jest/globals';
import { isEnrolled } from '../../src/factors/index.ts';
import { afterPassword } from '../support/after-password.ts';
import { codesOn, scan } from '../support/authenticator.ts';
import { onceRead } from '../support/between.ts';
import { newPasskey } from '../support/passkey.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { signedInPerson } from '../support/signed-in.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile, { settings: ['factors.emailCodes=true'], sweepEvery: 200 });
  const careful = givenApp(postern, { kind: 'web', firstParty: true, name: 'Bank', secondFactor: 'required' });

  /** A denial of something that has just happened, as the owner would press it, when an account's factors are looked at. */
  async function denialMeanwhile(account: string, address: string): Promise<{ readonly happened: boolean }> {
    const { audit, denials } = postern.rooms;
    const event = audit.newEvent({ kind: 'factors.reset', outcome: 'done', account });
    await audit.record(event);
    const token = denials.tokenOf(event.id, address);
    return onceRead('factors', account, () => denials.deny(token, true, { requestId: 'meanwhile' }));
  }
  const hasFactor = async (account: string): Promise<boolean> => isEnrolled(await postern.rooms.factors.get(account));

  type Posted = Readonly<Record<string, string>>;
  type Fill = (page: Screen, person: Person, address: string) => Promise<readonly [Screen, Posted]>;
  /** Each way to add a factor, and what is posted by it. By mail first: the letters of a denial go there too. */
  const ways: Readonly<Record<'email' | 'passkey' | 'app', Fill>> = {
    async email(page, person, address) {
      const asks = await person.submit(page, page.url.pathname, { step: 'send' });
      return [asks, { code: await postern.codeFor(address) }];
    },
    passkey: (page) => Promise.resolve([page, { credential: newPasskey().create(page) }]),
    app: (page) => Promise.resolve([page, { code: scan(page).code() }]),
  };

  test('no factor stays that a request adds which was let in before the denial', async () => {
    const { id, email } = await somebody(postern);
    const paths: Posted = { passkey: 'passkeys', app: 'apps', email: 'email-codes' };
    // Who asks is looked at when all of the form has been read, however slowly it comes.
    const unread = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    expect((await postern.person().open(`${postern.issuer}/account/security/passkeys`, unread)).status).toBe(415);
    for (const [name, fill] of Object.entries(ways)) {
      const thief = await signedInPerson(postern, id);
      const opened = await thief.open(new URL(`/account/security/${paths[name] ?? ''}`, postern.issuer));
      const [page, posted] = await fill(opened, thief, email);
      const denial = await denialMeanwhile(id, email);
      const screen = await thief.submit(page, page.url.pathname, posted);
      expect([name, denial.happened, codesOn(screen), await hasFactor(id)]).toEqual([name, true, [], false]);
      expect(screen.forms.some(({ action }) => action.endsWith('/password'))).toBe(true);
    }
  }, 60_000);

  test('nor one that a sign-in sets up', async () => {
    const paths: Posted = { passkey: 'set-up/passkey', app: 'set-up', email: 'set-up/email' };
    for (const [name, fill] of Object.entries(ways)) {
      const { id: theirs, email: address } = await somebody(postern);
      const thief = postern.person();
      const asked = await afterPassword(postern, thief, careful, address);
      const setUp = new URL(asked.url.pathname.replace(/set-up$/, paths[name] ?? ''), postern.issuer);
      const [page, posted] = await fill(await thief.open(setUp), thief, address);
      const denial = await denialMeanwhile(theirs, address);
      const screen = await thief.submit(page, page.url.pathname, posted);
      expect([name, denial.happened, codesOn(screen), await hasFactor(theirs)]).toEqual([name, true, [], false]);
      expect(screen.forms.some(({ action }) => action.endsWith('/password'))).toBe(true);
    }
  }, 60_000);
});
