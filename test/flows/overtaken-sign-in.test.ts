import { describe, expect, test } from '@jest/globals';
import {
  password,
  payloadOf,
  redeem,
  refresh,
  signInByPages,
  signInRequest,
  type SignInRequest,
} from '../support/apps.ts';
import type { Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { signInForm } from '../support/several.ts';
import { somebody, type Somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

/** What another tab does between the page of a sign-in and its end takes nothing from whoever proved who they are. */
describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  const subjectOf = async (screen: Screen, { verifier }: SignInRequest): Promise<unknown> => {
    const { body } = await redeem(postern, app.id, screen, verifier, app.headers);
    return payloadOf(String(body['id_token']))['sub'];
  };

  test('two tabs add an account each, and the second form is posted before the first goes on', async () => {
    const [person, ann] = [postern.person(), await somebody(postern)];
    await signInByPages(postern, person, app, ann.email);
    const tabs: { form: Screen; who: Somebody; request: SignInRequest }[] = [];
    for (const who of [await somebody(postern), await somebody(postern)]) {
      const request = signInRequest(postern, app.id, { prompt: 'select_account' });
      tabs.push({ form: await signInForm(person, request.url), who, request });
    }
    const onward: URL[] = [];
    for (const { form, who } of tabs)
      onward.push(await person.send(form, '/password', { identifier: who.email, password }));
    for (const [index, { who, request }] of tabs.entries())
      expect(await subjectOf(await person.open(onward[index]!), request)).toBe(who.id);
    const chooser = await person.open(signInRequest(postern, app.id, { prompt: 'select_account' }).url);
    for (const { email } of [ann, ...tabs.map(({ who }) => who)]) expect(chooser.text).toContain(email);
  });

  /** Bob has typed his password, and before that tab goes on Ann signs in in another one. */
  async function overtaken() {
    const [person, ann, bob] = [postern.person(), await somebody(postern), await somebody(postern)];
    const request = signInRequest(postern, app.id);
    const form = await person.open(request.url);
    const onward = await person.send(form, '/password', { identifier: bob.email, password });
    const anns = await signInByPages(postern, person, app, ann.email);
    return { person, ann, bob, request, onward, anns };
  }

  test('whoever signs in in another tab meanwhile stays signed in, and so does who was first', async () => {
    const { person, ann, bob, request, onward, anns } = await overtaken();
    expect(await subjectOf(await person.open(onward), request)).toBe(bob.id);
    expect((await refresh(postern, app.id, anns.refresh, app.headers)).status).toBe(200);
    const chooser = await person.open(signInRequest(postern, app.id, { prompt: 'select_account' }).url);
    for (const { email } of [ann, bob]) expect(chooser.text).toContain(email);
    expect((await person.open(onward)).status).toBe(410);
  });
});
