import { describe, expect, test } from '@jest/globals';
import { familyCollection } from '../../src/tokens/index.ts';
import { addApp, redeem, refresh, revoke, signIn, signInRequest, walk, type App } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { availableProfiles } from '../support/postern.ts';
import { signedInPerson } from '../support/signed-in.ts';
import { givenAccount, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  givenAccount(postern, email);
  givenAccount(postern, 'bob@example.com');

  const appWith = (devices: object, more = {}): Promise<App> =>
    addApp(postern, { kind: 'native', firstParty: true, refresh: { devices, ...more } });
  const signedIn = (app: App, who = email) => signIn(postern, postern.person(), app, who);
  const again = (app: App, token: unknown) => refresh(postern, app.id, token, app.headers);
  const familyOf = async (token: string) => {
    const { families } = postern.rooms;
    return families.get((await families.read(token))?.id ?? '');
  };

  /** Codes of one person on many devices, all to be redeemed at one moment. */
  async function codes(app: App, count: number) {
    const { id = '' } = (await postern.rooms.accounts.byEmail(email)) ?? {};
    const all = [];
    for (let index = 0; index < count; index += 1) {
      const request = signInRequest(postern, app.id);
      const person = await signedInPerson(postern, id);
      all.push({ screen: await walk(person, request, email), verifier: request.verifier });
    }
    return all;
  }

  /** What is left of many sign-ins once every one of them has been answered. */
  async function survivors(app: App, tokens: readonly string[]): Promise<string[]> {
    const answers = await Promise.all(tokens.map((token) => again(app, token)));
    return tokens.filter((_, index) => answers[index]?.status === 200);
  }

  test('end-oldest: the device that was used longest ago gives way', async () => {
    const app = await appWith({ most: 2 });
    const [tablet, phone] = [await signedIn(app), await signedIn(app)];
    time.forward(100);
    const used = await again(app, tablet.refresh);
    time.forward(100);
    const laptop = await signedIn(app);
    expect(laptop.answer.status).toBe(200);
    expect((await again(app, phone.refresh)).body.error).toBe('invalid_grant');
    expect(await familyOf(phone.refresh)).toMatchObject({ endReason: 'too_many_devices' });
    expect((await again(app, used.body['refresh_token'])).status).toBe(200);
    expect((await again(app, laptop.refresh)).status).toBe(200);
    await eventually(async () => {
      const { events } = await postern.rooms.audit.search({ kind: 'family.ended', client: app.id, limit: 10 });
      expect(events.map(({ detail }) => detail)).toEqual([{ reason: 'too_many_devices' }]);
    });
  });

  test('refuse-new: the new device gets nothing, in clear words, and the others stay', async () => {
    const app = await appWith({ most: 2, beyond: 'refuse-new' });
    const [tablet, phone] = [await signedIn(app), await signedIn(app)];
    const { answer } = await signedIn(app);
    expect([answer.status, answer.body.error]).toEqual([400, 'access_denied']);
    expect(answer.body.error_description).toContain('as many devices as this app allows');
    expect(answer.body).not.toHaveProperty('access_token');
    expect(await survivors(app, [tablet.refresh, phone.refresh])).toHaveLength(2);
  });

  test('refuse-new: there is room again when one has signed out, or was not used until its end', async () => {
    const app = await appWith({ most: 1, beyond: 'refuse-new' }, { idle: 1000, absolute: 5000 });
    const first = await signedIn(app);
    expect((await signedIn(app)).answer.status).toBe(400);
    await revoke(postern, app, first.refresh);
    const second = await signedIn(app);
    expect(second.answer.status).toBe(200);
    expect((await signedIn(app)).answer.status).toBe(400);
    time.forward(1001);
    expect((await signedIn(app)).answer.status).toBe(200);
  });

  test('everybody has a limit of their own, and every app', async () => {
    const [one, other] = [await appWith({ most: 1 }), await appWith({ most: 1 })];
    const mine = await signedIn(one);
    const elsewhere = await signedIn(other);
    const bobs = await signedIn(one, 'bob@example.com');
    expect(await survivors(one, [mine.refresh, bobs.refresh])).toHaveLength(2);
    expect(await survivors(other, [elsewhere.refresh])).toHaveLength(1);
  });

  test('a limit that comes later holds from the next sign-in on', async () => {
    const app = await addApp(postern, { kind: 'native', firstParty: true });
    const before = [];
    for (let index = 0; index < 4; index += 1) {
      before.push((await signedIn(app)).refresh);
      time.forward(10);
    }
    await postern.rooms.clients.update(app.id, { refresh: { devices: { most: 2 } } });
    const { refresh: last } = await signedIn(app);
    expect(await survivors(app, [...before, last])).toEqual([before.at(-1), last]);
  });

  test.each(['end-oldest', 'refuse-new'])(
    '%s: of fifty at once no more stay than there is room for',
    async (beyond) => {
      const app = await appWith({ most: 3, beyond });
      const { refresh: old } = await signedIn(app);
      const arrived = await codes(app, 50);
      const answers = await Promise.all(
        arrived.map(({ screen, verifier }) => redeem(postern, app.id, screen, verifier, app.headers)),
      );
      const tokens = answers.filter(({ status }) => status === 200).map(({ body }) => String(body['refresh_token']));
      for (const { status, body } of answers) {
        if (status !== 200) expect([status, body.error]).toEqual([400, 'access_denied']);
      }
      const left = await survivors(app, [old, ...tokens]);
      // Whoever finds no room waits for those who leave, and not for ever: on a slow machine some more are refused.
      if (beyond === 'end-oldest') expect(left).toHaveLength(3);
      expect(left.length).toBeLessThanOrEqual(3);
      expect(left.includes(old)).toBe(beyond === 'refuse-new');
      // The others are ended, and not only refused.
      const { documents } = postern.rooms.store;
      const all = await documents.find(familyCollection, { field: 'client', equals: app.id }, { limit: 1000 });
      expect(all.filter(({ endedAt }) => endedAt === undefined)).toHaveLength(left.length);
      expect(
        all.filter(({ endReason = '' }) => ['too_many_devices', 'device_refused'].includes(endReason)),
      ).toHaveLength(51 - left.length);
    },
  );

  test('one device at a time: two at once never end each other', async () => {
    const app = await appWith({ most: 1 });
    for (let round = 0; round < 5; round += 1) {
      const arrived = await codes(app, 2);
      const answers = await Promise.all(
        arrived.map(({ screen, verifier }) => redeem(postern, app.id, screen, verifier, app.headers)),
      );
      const tokens = answers.filter(({ status }) => status === 200).map(({ body }) => String(body['refresh_token']));
      expect(await survivors(app, tokens)).toHaveLength(1);
    }
  });

  test('the sweeper ends what nobody uses any more, and leaves what is in use', async () => {
    const app = await addApp(postern, { kind: 'native', firstParty: true, refresh: { idle: 1000 } });
    const [left, used] = [await signedIn(app), await signedIn(app)];
    time.forward(900);
    const next = await again(app, used.refresh);
    time.forward(200);
    await eventually(async () => {
      await postern.rooms.sweep();
      expect(await familyOf(left.refresh)).toMatchObject({ endReason: 'expired' });
    });
    expect(await familyOf(left.refresh)).not.toHaveProperty('living');
    expect(await familyOf(used.refresh)).not.toHaveProperty('endedAt');
    expect((await again(app, next.body['refresh_token'])).status).toBe(200);
    await eventually(async () => {
      const { events } = await postern.rooms.audit.search({ kind: 'family.ended', client: app.id, limit: 10 });
      expect(events.map(({ detail }) => detail)).toEqual([{ reason: 'expired' }]);
    });
    time.forward(8 * 86400);
    await eventually(async () => {
      await postern.rooms.sweep();
      expect(await familyOf(left.refresh)).toBeUndefined();
    });
  });
});
