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
import { onceRead } from '../support/between.ts';
import type { Person, Screen } from '../support/person.ts';
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

  const isIn = async ({ id }: Somebody): Promise<boolean> =>
    (await postern.rooms.sessions.list(id, { limit: 10 })).some(postern.rooms.sessions.isLiving);
  const signOutAll = async (person: Person): Promise<Screen> => {
    const asked = await person.open(new URL('/session/end', postern.issuer));
    return person.submit(asked, '/session/end/confirm', { logout: 'all' });
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

  test('a sign-in that waits is over when everybody is signed out', async () => {
    const { person, bob, onward } = await overtaken();
    await signOutAll(person);
    const end = await person.open(onward);
    expect([end.status, await isIn(bob)]).toEqual([410, false]);
  });

  test('at whichever moment of it everybody is signed out, nobody is signed in afterwards', async () => {
    for (let nth = 1; nth < 20; nth += 1) {
      const { person, ann, bob, onward } = await overtaken();
      const browser = postern.rooms.browsers.idOf(person.cookie('postern.browser') ?? '');
      const between = onceRead('browsers', browser, () => signOutAll(person), nth);
      await person.open(onward);
      if (!between.happened) return expect(nth).toBeGreaterThan(2);
      expect([nth, await isIn(ann), await isIn(bob)]).toEqual([nth, false, false]);
    }
    throw new Error('a sign-in never ends');
  });

  test('who signs out everybody in a tab that knows nothing of another one signs out all the same', async () => {
    const { person, ann, bob, onward } = await overtaken();
    const asked = await person.open(new URL('/session/end', postern.issuer));
    const before = new Map(person.cookies);
    await person.open(onward);
    expect([await isIn(ann), await isIn(bob)]).toEqual([true, true]);
    person.cookies.clear();
    before.forEach((cookie, key) => person.cookies.set(key, cookie));
    await person.submit(asked, '/session/end/confirm', { logout: 'all' });
    expect([await isIn(ann), await isIn(bob)]).toEqual([false, false]);
  });
});
