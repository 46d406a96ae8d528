import { describe, expect, test } from '@jest/globals';
import { password, payloadOf, redeem, signInRequest } from '../support/apps.ts';
import { setUpApp } from '../support/authenticator.ts';
import type { Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { signInBrowser } from '../support/signed-in.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

/** A second factor makes no first one younger: what an app allows (`max_age`) is the age of the older. */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  const asks = ({ forms }: Screen, step: string): boolean => forms.some(({ action }) => action.endsWith(step));

  /** A session of 50 seconds that is asked for the second factor alone, by an app that allows 60. */
  async function asked() {
    const ann = await somebody(postern);
    const { phone } = await setUpApp(postern, postern.person(), ann.email);
    time.forward(60);
    const person = postern.person();
    await signInBrowser(postern, person, ann.id);
    time.forward(50);
    const request = signInRequest(postern, app.id, { max_age: '60', acr_values: 'urn:postern:two-factors' });
    const page = await person.open(request.url);
    expect(asks(page, '/factor')).toBe(true);
    const isNew = async (form: Screen): Promise<boolean> => {
      expect([asks(form, '/password'), form.text.includes(ann.email)]).toEqual([true, true]);
      const factor = await person.submit(form, '/password', { identifier: ann.email, password });
      const end = await person.submit(factor, '/factor', { code: phone.code() });
      const { body } = await redeem(postern, app.id, end, request.verifier, app.headers);
      return postern.rooms.clock.now() - Number(payloadOf(String(body['id_token']))['auth_time']) <= 60;
    };
    return { person, phone, page, isNew };
  }

  test('whoever lets the page wait until the first factor is too old proves both, and no code is used up', async () => {
    const { person, phone, page, isNew } = await asked();
    time.forward(40);
    expect(await isNew(await person.submit(page, '/factor', { code: phone.code() }))).toBe(true);
  });

  test('so does whoever comes back to it much later', async () => {
    const { person, page, isNew } = await asked();
    time.forward(40 * 60);
    const root = new URL(page.url.pathname.replace(/\/factor$/, ''), postern.issuer);
    expect(await isNew(await person.open(root))).toBe(true);
  });

  test('and whoever proves the second one in time, and goes on too late', async () => {
    const { person, phone, page, isNew } = await asked();
    const onward = await person.send(page, '/factor', { code: phone.code() });
    time.forward(40);
    const form = await person.open(onward);
    // That code is used up.
    time.forward(60);
    expect(await isNew(form)).toBe(true);
  });
});
