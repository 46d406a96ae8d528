import { describe, expect, test } from '@jest/globals';
import { change } from '../../adapters/store.ts';
import { factorCollection } from '../../src/factors/index.ts';
import { codesOn } from '../support/authenticator.ts';
import { onceRead } from '../support/between.ts';
import { eventually } from '../support/eventually.ts';
import { availableProfiles } from '../support/postern.ts';
import { signedInPerson } from '../support/signed-in.ts';
import { somebody } from '../support/somebody.ts';
import { onPostern } from '../support/suite.ts';

const security = '/account/security';

// Whoever has only the password posts all the time, and meets the moment in which the owner enrols a factor.
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile, { settings: ['factors.emailCodes=true'] });
  const at = (path: string): URL => new URL(`${security}/${path}`, postern.issuer);

  /** The owner asks for a code by mail. @returns enrols by it, where the owner is, and says what recovery codes there are */
  async function enrolling(id: string, email: string): Promise<() => Promise<readonly string[]>> {
    const [{ codes }, place, origin] = [postern.rooms.factors, 'elsewhere', { requestId: 'the owner' }];
    const asking = await codes.ask(id, { place, to: { by: 'email', email, adds: true } }, origin);
    if (asking.is !== 'asked') throw new Error(asking.is);
    return async () => {
      const typed = { place, typed: asking.code, email, first: true };
      const added = await codes.add(id, typed, origin, () => Promise.resolve(true));
      return 'codes' in added ? added.codes : [];
    };
  }

  test('they get no recovery codes for it, at whichever look it is there', async () => {
    for (let look = 1, last = false; !last; look += 1) {
      const { id, email } = await somebody(postern);
      const thief = await signedInPerson(postern, id);
      const page = await thief.open(at('recovery-codes'));
      const enrol = await enrolling(id, email);
      let owners: readonly string[] = [];
      const enrolment = onceRead('factors', id, async () => (owners = await enrol()), look);
      const screen = await thief.submit(page, '/recovery-codes');
      expect([look, codesOn(screen)]).toEqual([look, []]);
      last = !enrolment.happened;
      if (last) continue;
      // The look may be that of a letter which is on its way.
      await eventually(() => expect(owners).toHaveLength(10));
      const { prove } = postern.rooms.factors;
      expect(await prove(id, 'recovery-code', owners[0] ?? '', { requestId: 'the owner' })).toMatchObject({ left: 9 });
    }
  }, 60_000);

  test('nor do they take it away, by a form and a cookie from when there was another', async () => {
    const { documents } = postern.rooms.store;
    for (let look = 1, last = false; !last; look += 1) {
      const { id, email } = await somebody(postern);
      const thief = await signedInPerson(postern, id);
      const [name = '', before = { value: '', path: '/' }] =
        [...thief.cookies].find(([key]) => key.startsWith('postern.session')) ?? [];
      const asked = await thief.submit(await thief.open(at('email-codes')), '/email-codes');
      await thief.submit(asked, '/email-codes', { code: await postern.codeFor(email) });
      const remove = await thief.open(at('email-codes/remove'));
      await postern.rooms.factors.codes.removeEmail(id, { requestId: 'the owner' });
      thief.cookies.set(name, before);
      // Not by a code that is sent: the next one comes later than that cookie is good.
      const enrol = () => change(documents, factorCollection, id, (now) => ({ ...now, email: { addedAt: 0 } }));
      const enrolment = onceRead('factors', id, enrol, look);
      await thief.submit(remove, '/remove');
      last = !enrolment.happened;
      const isThere = async () => (await postern.rooms.factors.get(id))?.email !== undefined;
      if (!last) await eventually(async () => expect([look, await isThere()]).toEqual([look, true]));
    }
  }, 60_000);
});
