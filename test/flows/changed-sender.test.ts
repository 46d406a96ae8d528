import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Event } from '../../src/audit/index.ts';
import type { ChangeKind } from '../../src/tokens/index.ts';
import { openOwn } from '../support/account-pages.ts';
import { account, addApp, post, refresh, signIn, userinfo, type Answer, type App } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { fromAnywhere, looking, type Looks } from '../support/looks.ts';
import { addresses, writePlaces } from '../support/places.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenAccount, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';

let places: string;
beforeAll(async () => {
  places = await mkdtemp(join(tmpdir(), 'postern-places-'));
  await writePlaces(join(places, 'places.mmdb'));
});
afterAll(() => rm(places, { recursive: true }));

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, { settings: () => fromAnywhere(join(places, 'places.mmdb')) });
  givenAccount(postern, email);

  const appWith = (changes: Partial<Record<ChangeKind, string>>, more = {}): Promise<App> =>
    addApp(postern, { kind: 'spa', firstParty: true, refresh: { changes, ...more } });
  /** A person signed in; `again` refreshes with the newest token, or with one that is given. */
  async function signedIn(app: App, looks: Looks = {}, who = email) {
    const { refresh: first, access } = await signIn(postern, postern.person(), looking(app, looks), who);
    const { audit, families } = postern.rooms;
    const id = (await families.read(first))?.id ?? '';
    const family = async () => (await families.get(id))!;
    let token = first;
    return {
      first,
      access,
      family,
      /** What the owner was told, the newest first: all of it, because nothing is owed any more. */
      async told(kind: Event['kind'] = 'family.changed'): Promise<readonly Event[]> {
        await eventually(async () => expect((await family()).owed).toBeUndefined());
        return (await audit.search({ kind, family: id, limit: 50 })).events;
      },
      async again(now: Looks = looks, presented = token): Promise<Answer> {
        const answer = await refresh(postern, app.id, presented, looking(app, now).headers);
        if (answer.status === 200) token = String(answer.body['refresh_token']);
        return answer;
      },
    };
  }
  test('a family keeps how it began and how it was used last', async () => {
    const app = await appWith({ country: 'allow' });
    const { family, again } = await signedIn(app, { version: '1.0' });
    const berlin = {
      address: addresses.berlin,
      name: 'Firefox',
      system: 'Linux',
      form: 'computer',
      country: 'DE',
      city: 'Berlin',
      coordinates: { latitude: 52.52, longitude: 13.41 },
      appVersion: '1.0',
    };
    expect((await family()).first).toMatchObject(berlin);
    const before = JSON.stringify(await family()).length;
    time.forward(600);
    for (let turn = 0; turn < 5; turn += 1) {
      expect((await again({ from: 'paris', version: '1.1' })).status).toBe(200);
    }
    const after = await family();
    expect(after.first).toMatchObject(berlin);
    expect(after.last).toMatchObject({ address: addresses.paris, country: 'FR', city: 'Paris', appVersion: '1.1' });
    expect(after.last.at - after.first.at).toBeGreaterThanOrEqual(600);
    expect(JSON.stringify(after)).not.toContain('Mozilla');
    // As large as after one use: nothing in the record grows.
    expect(JSON.stringify(after).length).toBeLessThan(before + 200);
  });

  test('allow: nothing happens', async () => {
    const app = await appWith({ country: 'allow' });
    const { again, told } = await signedIn(app);
    expect((await again({ from: 'france' })).status).toBe(200);
    expect(await told()).toEqual([]);
  });

  test('notify: the refresh goes on, and the owner is told once of each new country', async () => {
    const app = await appWith({ country: 'notify' });
    const { again, family, told } = await signedIn(app);
    expect((await again({ from: 'france' })).status).toBe(200);
    expect(await told()).toHaveLength(1);
    const [event] = await told();
    const { id, account: owner } = await family();
    expect(event).toMatchObject({
      outcome: 'done',
      family: id,
      account: owner,
      client: app.id,
      origin: { address: addresses.france },
      detail: { action: 'notify', what: 'country', from: 'DE', to: 'FR' },
    });
    for (const from of ['berlin', 'france', 'berlin', 'france'] as const)
      expect((await again({ from })).status).toBe(200);
    const events = (await told()).map(({ detail }) => detail?.['to']);
    expect(events).toEqual(['DE', 'FR']);
  });

  test('step-up: elsewhere it is refused, and goes on where it was; the owner is told once', async () => {
    const app = await appWith({ country: 'step-up' });
    const { again, family, access, told } = await signedIn(app);
    await again();
    const before = await family();
    const tries = await Promise.all(Array.from({ length: 10 }, () => again({ from: 'france' })));
    for (const { status, body } of [...tries, await again({ from: 'france' })]) {
      expect([status, body.error]).toEqual([400, 'interaction_required']);
      expect(body.error_description).toContain('sign in again');
    }
    const { generation, last, endedAt } = await family();
    expect([generation, last, endedAt]).toEqual([before.generation, before.last, undefined]);
    await again({ from: 'spain' });
    const events = (await told()).map(({ outcome, detail }) => [outcome, detail?.['action'], detail?.['to']]);
    expect(events).toEqual([
      ['refused', 'step-up', 'ES'],
      ['refused', 'step-up', 'FR'],
    ]);
    expect((await userinfo(postern, access)).status).toBe(200);
    expect((await again()).status).toBe(200);
  });

  test('revoke: the family ends at once, with its access tokens', async () => {
    const app = await appWith({ country: 'revoke' });
    const { again, family, access, told } = await signedIn(app);
    expect((await again({ from: 'france' })).body).toMatchObject({ error: 'invalid_grant' });
    expect(await family()).toMatchObject({ endReason: 'rule_violated', generation: 1 });
    expect((await userinfo(postern, access)).status).toBe(401);
    expect((await again()).body.error).toBe('invalid_grant');
    expect(await told('family.ended')).toHaveLength(1);
    const [[changed], [ended]] = [await told(), await told('family.ended')];
    expect(changed).toMatchObject({
      outcome: 'refused',
      origin: { address: addresses.france },
      detail: { action: 'revoke', what: 'country', from: 'DE', to: 'FR' },
    });
    expect(ended).toMatchObject({ origin: { address: addresses.france }, detail: { reason: 'rule_violated' } });
  });

  test('the owner reads in a letter what changed, from where it came', async () => {
    const who = 'reader@example.com';
    await account(postern, who);
    const { again } = await signedIn(await appWith({ country: 'revoke', system: 'notify' }), {}, who);
    await again({ from: 'france', agent: 'firefoxOnWindows' });
    const { text } = await postern.mail.take(who);
    for (const words of ['from another place', 'another browser or system', 'France', 'Firefox', 'Windows']) {
      expect(text).toContain(words);
    }
  });

  test.each<[string, Looks, Looks, string]>([
    ['notify', {}, { from: 'paris' }, 'It was used from another place than before, sooner'],
    ['step-up', { version: '2' }, { version: '1' }, 'was refused. It was used with an older version'],
    ['revoke', {}, { agent: 'chrome' }, 'was ended. It was used with another browser or system'],
  ])('the owner reads in the history what changed, and what became of it: %s', async (action, before, after, words) => {
    const who = `history-${action}@example.com`;
    await account(postern, who);
    const rules = { userAgent: action, system: 'allow', country: action, speed: 'allow', appVersion: action };
    const { again, told } = await signedIn(await appWith(rules), before, who);
    await again(after);
    await told();
    const { text } = await openOwn(postern, postern.person(), '/account/history', who);
    expect(text).toContain(words);
    expect(text).not.toContain('Signed out of');
  });

  test.each<[ChangeKind, Looks, Looks]>([
    ['userAgent', {}, { agent: 'chrome' }],
    ['system', {}, { agent: 'firefoxOnWindows' }],
    ['country', {}, { from: 'france' }],
    ['speed', {}, { from: 'newYork' }],
    ['appVersion', { version: '1.10' }, { version: '1.9' }],
  ])('the rule for %s is asked, and no other one', async (kind, before, after) => {
    const all = { userAgent: 'allow', system: 'allow', country: 'allow', speed: 'allow', appVersion: 'allow' };
    const strict = await signedIn(await appWith({ ...all, [kind]: 'revoke' }), before);
    expect((await strict.again(after)).body.error).toBe('invalid_grant');
    const everythingElse = Object.fromEntries(Object.keys(all).map((each) => [each, 'revoke']));
    const lenient = await signedIn(
      // New York is another country too.
      await appWith({ ...everythingElse, [kind]: 'allow', ...(after.from === 'newYork' && { country: 'allow' }) }),
      before,
    );
    expect((await lenient.again(after)).status).toBe(200);
  });

  test.each<[ChangeKind, Looks, Looks]>([
    ['userAgent', { agent: 'hidden' }, { agent: 'chrome' }],
    ['system', { agent: 'hidden' }, { agent: 'firefoxOnWindows' }],
    ['country', { from: 'unknown' }, { from: 'france' }],
    ['speed', { from: 'unknown' }, { from: 'newYork' }],
    ['speed', { from: 'spain' }, { from: 'newYork' }],
    ['appVersion', {}, { version: '1.0' }],
  ])('what a use hides is not forgotten: %s', async (kind, hiding, changed) => {
    const rules = { userAgent: 'allow', system: 'allow', country: 'allow', speed: 'allow', appVersion: 'allow' };
    const app = await appWith({ ...rules, [kind]: 'revoke' });
    const before: Looks = { version: '2.0' };
    const { again, family } = await signedIn(app, before);
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await again(kind === 'appVersion' ? hiding : { ...before, ...hiding })).status).toBe(200);
    }
    // Back to all that was known: there is nothing besides the last use any more.
    expect((await again(before)).status).toBe(200);
    expect((await family()).known).toBeUndefined();
    expect((await again(kind === 'appVersion' ? hiding : { ...before, ...hiding })).status).toBe(200);
    expect((await again({ ...before, ...changed })).status).toBe(400);
    expect(await family()).toMatchObject({ endReason: 'rule_violated' });
  });

  test('an airliner is fast enough after seven hours, and a browser may update itself', async () => {
    const app = await appWith({ userAgent: 'revoke', system: 'revoke', country: 'allow', speed: 'revoke' });
    const { again } = await signedIn(app);
    time.forward(7 * 3600);
    expect((await again({ from: 'newYork', agent: 'firefoxUpdated' })).status).toBe(200);
    expect((await again({ from: 'unknown' })).status).toBe(200);
  });

  test('of several changes the strictest rule wins, and all are told', async () => {
    const app = await appWith({ userAgent: 'allow', system: 'step-up', country: 'notify', speed: 'allow' });
    const { again, family, told } = await signedIn(app, { version: '2' });
    const answer = await again({ agent: 'firefoxOnWindows', from: 'paris', version: '3' });
    expect(answer.body.error).toBe('interaction_required');
    expect((await family()).generation).toBe(1);
    const [event] = await told();
    const detail = { action: 'step-up', what: 'system, country, speed', from: 'Linux, DE, Berlin' };
    expect(event?.detail).toEqual({ ...detail, to: 'Windows, FR, Paris' });
  });

  test('a version is taken from the parameter before the header, and only where it is one', async () => {
    const app = await appWith({ appVersion: 'revoke' });
    const { first, family } = await signedIn(app, { version: '1.9' });
    const send = async (token: unknown, more: Record<string, string>, version?: string): Promise<Answer> =>
      post(
        postern,
        '/token',
        { grant_type: 'refresh_token', refresh_token: String(token), client_id: app.id, ...more },
        looking(app, version === undefined ? {} : { version }).headers,
      );
    const second = await send(first, { app_version: '2.0' }, '1.0');
    expect([second.status, (await family()).last.appVersion]).toEqual([200, '2.0']);
    const third = await send(second.body['refresh_token'], { app_version: '<b>' }, '1.0');
    expect([third.status, (await family()).last.appVersion]).toEqual([200, undefined]);
    const fourth = await send(third.body['refresh_token'], {}, '2.1');
    expect([fourth.status, (await family()).last.appVersion]).toEqual([200, '2.1']);
    const fifth = await send(fourth.body['refresh_token'], { app_version: '1.7' });
    expect(fifth.body.error).toBe('invalid_grant');
  });

  describe.each(['never', 'unless-sender-constrained'])('with rotation: %s', (rotation) => {
    test.each([
      ['notify', 200, undefined],
      ['step-up', 400, 'interaction_required'],
      ['revoke', 400, 'invalid_grant'],
    ])('%s holds too', async (action, status, error) => {
      const app = await addApp(postern, {
        kind: 'web',
        firstParty: true,
        refresh: { rotation, changes: { country: action } },
      });
      const { again, family, first, told } = await signedIn(app);
      const answer = await again({ from: 'france' }, first);
      expect([answer.status, answer.body.error]).toEqual([status, error]);
      expect(await told()).toHaveLength(1);
      expect((await family()).endReason).toBe(action === 'revoke' ? 'rule_violated' : undefined);
      if (action === 'step-up') expect((await again()).status).toBe(200);
      if (action === 'notify') expect((await family()).last.country).toBe('FR');
    });
  });

  describe('a repeated answer', () => {
    test('is refused elsewhere where the rule says so, and given where it was', async () => {
      const { again, first, family } = await signedIn(await appWith({ country: 'step-up' }));
      const second = await again();
      expect((await again({ from: 'france' }, first)).body.error).toBe('interaction_required');
      const repeated = await again({}, first);
      expect(repeated.body['refresh_token']).toBe(second.body['refresh_token']);
      expect((await family()).generation).toBe(2);
    });

    test('ends the family elsewhere where the rule says so', async () => {
      const { again, first, family } = await signedIn(await appWith({ country: 'revoke' }));
      await again();
      expect((await again({ from: 'france' }, first)).body.error).toBe('invalid_grant');
      expect((await family()).endReason).toBe('rule_violated');
    });

    test('goes elsewhere where the rule lets it, and the owner is told', async () => {
      const app = await appWith({ country: 'notify' });
      const { again, first, told } = await signedIn(app);
      const second = await again();
      const repeated = await again({ from: 'france' }, first);
      expect(repeated.body['refresh_token']).toBe(second.body['refresh_token']);
      expect(await told()).toHaveLength(1);
    });
  });

  test('a place that changes in parallel is told once, and every answer is the same successor', async () => {
    const app = await appWith({ country: 'notify' });
    const { again, first, family, told } = await signedIn(app);
    const answers = await Promise.all(Array.from({ length: 10 }, () => again({ from: 'france' }, first)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map(({ body }) => body['refresh_token'])).size).toBe(1);
    expect((await family()).generation).toBe(2);
    expect(await told()).toHaveLength(1);
  });
});
