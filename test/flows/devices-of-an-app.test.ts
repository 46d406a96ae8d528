import { describe, expect, test } from '@jest/globals';
import { familyCollection } from '../../src/tokens/index.ts';
import { addApp, redeem, refresh, signIn, signInRequest, walk, type App } from '../support/apps.ts';
import type { Person } from '../support/person.ts';
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

  test('what a browser leaves behind ends, so that a sign-in costs no more and more', async () => {
    const app = await appWith({ most: 2, beyond: 'refuse-new' });
    const browser = postern.person();
    const tokens = [];
    for (let times = 0; times < 24; times += 1) {
      tokens.push((await signIn(postern, browser, app, email)).refresh);
      time.forward(100);
    }
    const { documents } = postern.rooms.store;
    const all = await documents.find(familyCollection, { field: 'client', equals: app.id }, { limit: 100 });
    expect(all.filter(({ endedAt }) => endedAt === undefined)).toHaveLength(20);
    expect(all.flatMap(({ endReason }) => endReason ?? [])).toEqual(Array(4).fill('superseded'));
    expect((await good(postern, app, tokens)).lastIndexOf(false)).toBe(3);
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
