import { describe, expect, test } from '@jest/globals';
import { familyCollection } from '../../src/tokens/index.ts';
import { addApp, redeem, refresh, signIn, signInRequest, walk, type App, type SignedIn } from '../support/apps.ts';
import type { Person } from '../support/person.ts';
import { familyOf, pileUp } from '../support/piled-up.ts';
import { availableProfiles, type Postern } from '../support/postern.ts';
import { givenAccount, onNodes, onPostern } from '../support/suite.ts';
import { signedInPerson } from '../support/signed-in.ts';

const email = 'ann@example.com';

type Rooms = Pick<Postern, 'issuer' | 'rooms'>;

const again = (postern: Rooms, app: App, token: unknown) => refresh(postern, app.id, token, app.headers);

/** Of some sign-ins, whether each is good still. */
const good = async (postern: Rooms, app: App, tokens: readonly string[]): Promise<boolean[]> => {
  const answers = await Promise.all(tokens.map((token) => again(postern, app, token)));
  return answers.map(({ status }) => status === 200);
};

/** Codes of a person's browsers, one each, to be redeemed at one moment. */
const codesOf = (postern: Rooms, app: App, browsers: readonly Person[]) =>
  Promise.all(
    browsers.map(async (person) => {
      const request = signInRequest(postern, app.id);
      return { screen: await walk(person, request, email), verifier: request.verifier };
    }),
  );

/** @returns refresh tokens of those that were let in */
async function redeemAll(postern: Rooms, app: App, codes: Awaited<ReturnType<typeof codesOf>>): Promise<string[]> {
  const answers = await Promise.all(
    codes.map(({ screen, verifier }) => redeem(postern, app.id, screen, verifier, app.headers)),
  );
  for (const { status, body } of answers) {
    if (status !== 200) expect([status, body.error]).toEqual([400, 'access_denied']);
  }
  return answers.filter(({ status }) => status === 200).map(({ body }) => String(body['refresh_token']));
}

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  givenAccount(postern, email);

  const appWith = (devices: object, more = {}): Promise<App> =>
    addApp(postern, { kind: 'native', firstParty: true, refresh: { devices, ...more } });

  test.each(['spa', 'native'])(
    'refuse-new: a browser counts once, however often a %s app is signed in there',
    async (kind) => {
      const app = await addApp(postern, {
        kind,
        firstParty: true,
        refresh: { devices: { most: 2, beyond: 'refuse-new' } },
      });
      const browser = postern.person();
      const mine = [];
      for (let times = 0; times < 4; times += 1) mine.push(await signIn(postern, browser, app, email));
      expect(mine.map(({ answer }) => answer.status)).toEqual([200, 200, 200, 200]);
      const phone = await signIn(postern, postern.person(), app, email);
      expect(phone.answer.status).toBe(200);
      const third = await signIn(postern, postern.person(), app, email);
      expect([third.answer.status, third.answer.body.error]).toEqual([400, 'access_denied']);
      // And those who are there come back, as full as it is.
      for (const there of [mine[0], phone]) expect(there?.answer.status).toBe(200);
      time.forward(100);
      expect((await signIn(postern, browser, app, email)).answer.status).toBe(200);
    },
  );

  test('end-oldest: one browser’s sign-ins push out nobody, and the oldest device goes with all of its', async () => {
    const app = await appWith({ most: 2 });
    const phone = postern.person();
    const theirs = [await signIn(postern, phone, app, email), await signIn(postern, phone, app, email)];
    time.forward(100);
    const browser = postern.person();
    const mine = [];
    for (let times = 0; times < 3; times += 1) mine.push(await signIn(postern, browser, app, email));
    const tokens = (some: readonly { readonly refresh: string }[]) => some.map(({ refresh: token }) => token);
    const all = await Promise.all(tokens([...theirs, ...mine]).map((token) => again(postern, app, token)));
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const now = all.map(({ body }) => String(body['refresh_token']));
    time.forward(100);
    // One of its sign-ins was used last, so the device was.
    const used = await again(postern, app, now[0]);
    const tablet = await signIn(postern, postern.person(), app, email);
    expect(tablet.answer.status).toBe(200);
    expect(await good(postern, app, now.slice(2))).toEqual([false, false, false]);
    expect(await good(postern, app, [String(used.body['refresh_token']), now[1] ?? '', tablet.refresh])).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('a limit that is lowered refuses nobody who was among the first', async () => {
    const app = await appWith({ most: 4, beyond: 'refuse-new' });
    const people = Array.from({ length: 4 }, () => postern.person());
    for (const person of people) await signIn(postern, person, app, email);
    time.forward(100);
    await postern.rooms.clients.update(app.id, { refresh: { devices: { most: 2, beyond: 'refuse-new' } } });
    const statuses = [];
    for (const person of people) statuses.push((await signIn(postern, person, app, email)).answer.status);
    expect(statuses).toEqual([200, 200, 400, 400]);
  });

  test.each([{}, { devices: { most: 2, beyond: 'refuse-new' } }])(
    'what a browser leaves behind ends, so that nothing costs more and more, by the rule %j',
    async (rule) => {
      const app = await addApp(postern, { kind: 'web', firstParty: true, refresh: rule });
      const [browser, phone] = [postern.person(), postern.person()];
      const visit = () => signIn(postern, browser, app, email);
      const stay = () => signIn(postern, browser, app, email, { scope: 'openid offline_access', prompt: 'consent' });
      const family = (one: SignedIn) => familyOf(postern, one);
      const living = async (one: SignedIn): Promise<boolean> => (await family(one)).endedAt === undefined;
      const [elsewhere, site, away] = [await signIn(postern, phone, app, email), await visit(), await stay()];
      const { onDevice = '' } = await family(site);

      // Those that last stay where those go that end with their session, and the other way round.
      time.forward(100);
      const kept = await visit();
      await pileUp(postern, await family(kept), 48);
      expect([await living(site), (await visit()).answer.status, await living(site)]).toEqual([true, 200, false]);
      expect(await family(site)).toMatchObject({ endReason: 'superseded' });
      await pileUp(postern, await family(await stay()), 48);
      expect([await living(away), (await stay()).answer.status, await living(away)]).toEqual([true, 200, false]);
      expect([await living(kept), await living(elsewhere)]).toEqual([true, true]);

      const here = await Array.fromAsync(postern.rooms.families.each('onDevice', onDevice));
      expect(Object.values(Object.groupBy(here, ({ lasting }) => String(lasting))).map((some) => some?.length)).toEqual(
        [50, 50],
      );
    },
    60_000,
  );

  test('whatever a store of before has piled up goes at the sign-ins to come, those that are in use last', async () => {
    const app = await addApp(postern, { kind: 'web', firstParty: true });
    const browser = postern.person();
    const old = await signIn(postern, browser, app, email);
    const family = await familyOf(postern, old);
    await pileUp(postern, family, 300);
    time.forward(100);
    const used = await refresh(postern, app.id, old.refresh, app.headers);
    const tokens = [String(used.body['refresh_token'])];
    const left = () => Array.fromAsync(postern.rooms.families.each('onDevice', family.onDevice ?? ''));
    for (let before = 301, times = 0; before > 50 && times < 30; times += 1) {
      tokens.push((await signIn(postern, browser, app, email)).refresh);
      const { length } = await left();
      expect(length).toBeLessThan(before);
      before = length;
    }
    expect(await left()).toHaveLength(50);
    expect(new Set(await good(postern, app, tokens))).toEqual(new Set([true]));
  }, 60_000);
});

describe.each(availableProfiles())('on two nodes with %s', (profile) => {
  const nodes = onNodes(profile);
  const ann = givenAccount(nodes, email);

  test.each(['end-oldest', 'refuse-new'])(
    '%s: no more devices stay than there is room for',
    async (beyond) => {
      const app = await addApp(nodes, {
        kind: 'native',
        firstParty: true,
        refresh: { devices: { most: 2, beyond } },
      });
      for (let round = 0; round < 3; round += 1) {
        const browsers = await Promise.all(Array.from({ length: 4 }, () => signedInPerson(nodes, ann.id)));
        // Each browser three times: all from nowhere, and at the same moment.
        const codes = await codesOf(nodes, app, [...browsers, ...browsers, ...browsers]);
        await redeemAll(nodes, app, codes);
        const { documents } = nodes.rooms.store;
        const all = await documents.find(familyCollection, { field: 'client', equals: app.id }, { limit: 200 });
        const living = all.filter(({ endedAt }) => endedAt === undefined);
        const devices = new Set(living.map(({ onDevice }) => onDevice));
        expect(devices.size).toBeLessThanOrEqual(2);
        if (beyond === 'end-oldest') expect(devices.size).toBeGreaterThan(0);
        await nodes.rooms.accounts.signOut(ann.id, { reason: 'ended_by_owner' });
      }
    },
    60_000,
  );

  test('a browser that signs in to an app many times at once is refused nothing', async () => {
    const app = await addApp(nodes, {
      kind: 'native',
      firstParty: true,
      refresh: { devices: { most: 1, beyond: 'refuse-new' } },
    });
    const browser = await signedInPerson(nodes, ann.id);
    const codes = await codesOf(nodes, app, Array<Person>(10).fill(browser));
    const tokens = await redeemAll(nodes, app, codes);
    expect(await good(nodes, app, tokens)).toEqual(Array(10).fill(true));
  }, 60_000);
});
