import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { confirmEnd } from '../support/account-pages.ts';
import { administrator, type Administrator } from '../support/admin.ts';
import { addApp, post, redeem, refresh, signIn, signInRequest, walk, type App } from '../support/apps.ts';
import { commandOn } from '../support/command.ts';
import { fromAnywhere, looking, type Looks } from '../support/looks.ts';
import type { Screen } from '../support/person.ts';
import { writePlaces } from '../support/places.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { onPostern } from '../support/suite.ts';

const day = 24 * 3600;

let places: string;
beforeAll(async () => {
  places = await mkdtemp(join(tmpdir(), 'postern-places-'));
  await writePlaces(join(places, 'places.mmdb'));
});
afterAll(() => rm(places, { recursive: true }));

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile, { settings: () => fromAnywhere(join(places, 'places.mmdb')) });

  let admin: Administrator;
  beforeEach(async () => {
    admin = await administrator(postern);
  });

  const page = ({ id }: Pick<App, 'id'>): Promise<Screen> =>
    admin.person.open(new URL(`/admin/clients/${id}`, postern.issuer));

  /** Fills in the form of an app's page, and presses its button. */
  const submit = async (app: App, rules: Readonly<Record<string, string>>): Promise<Screen> =>
    admin.person.submit(await page(app), `/${app.id}`, rules);

  async function save(app: App, rules: Readonly<Record<string, string>>): Promise<void> {
    const done = await submit(app, rules);
    expect([done.status, done.url.search, done.text.includes('The rules are saved.')]).toEqual([
      200,
      '?done=saved',
      true,
    ]);
  }

  const spa = (refresh?: object): Promise<App> =>
    addApp(postern, { kind: 'spa', firstParty: true, ...(refresh && { refresh }) });

  /** Somebody new who is signed in to an app, and refreshes there. */
  async function signedIn(app: App, looks: Looks = {}) {
    const { email } = await somebody(postern);
    const person = postern.person();
    const { refresh: first } = await signIn(postern, person, looking(app, looks), email);
    let token = first;
    return {
      ...{ person, email, first },
      async again(now: Looks = looks, presented = token) {
        const { status, body } = await refresh(postern, app.id, presented, looking(app, now).headers);
        if (status === 200) token = String(body['refresh_token']);
        return { error: status === 200 ? 'none' : body.error, token };
      },
    };
  }

  const declared = async ({ id }: Pick<App, 'id'>) => (await postern.rooms.clients.get(id))?.declaration.refresh;

  test('rotation: a token that was to change stays, from the next refresh on', async () => {
    const app = await addApp(postern, { kind: 'web', firstParty: true });
    const { again, first } = await signedIn(app);
    const { token } = await again();
    expect(token).not.toBe(first);
    await save(app, { rotation: 'never' });
    expect(await again()).toEqual({ error: 'none', token });
  });

  test('the retry window: a retry that was answered ends the sign-in', async () => {
    const app = await spa();
    const [before, after] = [await signedIn(app), await signedIn(app)];
    await before.again();
    expect((await before.again({}, before.first)).error).toBe('none');
    await save(app, { reuseInterval: '0s' });
    await after.again();
    expect((await after.again({}, after.first)).error).toBe('invalid_grant');
  });

  test('how long it may stay unused, and how long a new sign-in lasts in all', async () => {
    const app = await spa();
    const { again } = await signedIn(app);
    await save(app, { idle: '2m', absolute: '3m' });
    const fresh = await signedIn(app);
    expect((await again()).error).toBe('none');
    time.forward(110);
    expect([(await again()).error, (await fresh.again()).error]).toEqual(['none', 'none']);
    time.forward(80);
    expect([(await again()).error, (await fresh.again()).error]).toEqual(['none', 'invalid_grant']);
    time.forward(125);
    expect((await again()).error).toBe('invalid_grant');
  });

  test('a sign-out in the browser that a new sign-in survives', async () => {
    const app = await spa();
    const ends = await signedIn(app);
    await save(app, { survivesSignOut: 'yes' });
    const stays = await signedIn(app);
    for (const { person } of [ends, stays]) {
      const account = await person.open(new URL('/account', postern.issuer));
      await confirmEnd(postern, person, account.links.find((link) => link.endsWith('/end')) ?? '');
    }
    expect([(await ends.again()).error, (await stays.again()).error]).toEqual(['invalid_grant', 'none']);
  });

  test.each<[string, Looks, Looks]>([
    ['userAgent', {}, { agent: 'chrome' }],
    ['system', {}, { agent: 'firefoxOnWindows' }],
    ['country', {}, { from: 'france' }],
    ['speed', {}, { from: 'newYork' }],
    ['appVersion', { version: '2.0' }, { version: '1.0' }],
  ])('what is done about another %s', async (rule, before, after) => {
    const others = { userAgent: 'allow', system: 'allow', country: 'allow', speed: 'allow', appVersion: 'allow' };
    const app = await spa({ changes: others });
    const { again } = await signedIn(app, before);
    expect([(await again(after)).error, (await again(before)).error]).toEqual(['none', 'none']);
    await save(app, { [rule]: 'step-up' });
    expect((await again(after)).error).toBe('interaction_required');
    await save(app, { [rule]: 'revoke' });
    expect((await again(after)).error).toBe('invalid_grant');
    expect((await again(before)).error).toBe('invalid_grant');
  });

  test('on how many devices, and what one more does', async () => {
    const app = await spa();
    const { again, email } = await signedIn(app);
    await save(app, { most: '1', beyond: 'refuse-new' });
    const request = signInRequest(postern, app.id);
    const refused = await walk(postern.person(), request, email);
    expect(
      refused.url.searchParams.get('error') ?? (await redeem(postern, app.id, refused, request.verifier)).body.error,
    ).toBe('access_denied');
    expect((await again()).error).toBe('none');
    await save(app, { beyond: '' });
    expect((await signIn(postern, postern.person(), app, email)).answer.status).toBe(200);
    expect((await again()).error).toBe('invalid_grant');
  });

  test('what is left as usual is declared no more, and what is untouched stays', async () => {
    const app = await spa({ idle: 7 * day, changes: { country: 'revoke', speed: 'revoke' }, devices: { most: 3 } });
    expect((await page(app)).forms[0]?.fields).toMatchObject({
      rotation: '',
      idle: '1w',
      country: 'revoke',
      speed: 'revoke',
      system: '',
      most: '3',
    });
    await save(app, { country: '', most: '' });
    expect(await declared(app)).toEqual({ idle: 7 * day, changes: { speed: 'revoke' } });
    await save(app, { idle: '', speed: '' });
    expect(await declared(app)).toBeUndefined();
    const events = await postern.rooms.audit.search({ kind: 'client.changed', client: app.id, limit: 10 });
    await save(app, {});
    expect((await postern.rooms.audit.search({ kind: 'client.changed', client: app.id, limit: 10 })).events).toEqual(
      events.events,
    );
  });

  test('the record says which admin changed it, and from where', async () => {
    const app = await spa();
    await save(app, { idle: '12h' });
    const { events } = await postern.rooms.audit.search({ kind: 'client.changed', client: app.id, limit: 10 });
    expect(events).toEqual([
      expect.objectContaining({
        detail: { by: 'admin', actor: `account:${admin.id}`, fields: 'refresh' },
        origin: expect.objectContaining({ userAgent: admin.person.userAgent }) as unknown,
      }),
    ]);
    await commandOn(postern, 'client', 'update', app.id, '--idle', '2d');
    const { events: both } = await postern.rooms.audit.search({ kind: 'client.changed', client: app.id, limit: 10 });
    expect(both.map(({ detail }) => detail?.['actor'])).toEqual([undefined, `account:${admin.id}`]);
  });

  test('what cannot be is said at its field, what was typed stays there, and nothing is changed', async () => {
    const app = await spa({ idle: 7 * day });
    const cases: readonly [Record<string, string>, string][] = [
      [{ idle: 'a week' }, 'Write a time like 30d, 12h, 10m or 90s.'],
      [{ idle: '-1d' }, 'Write a time like'],
      [{ idle: '500d' }, 'Choose something from 1m to 400d.'],
      [{ absolute: '10s' }, 'Choose something from 1m to 1000d.'],
      [{ reuseInterval: '61s' }, 'Choose something from 0s to 1m.'],
      [{ reuseInterval: '30s' }, 'it can have 10s at most'],
      [{ rotation: 'never' }, 'its tokens have to change'],
      [{ idle: '30d', absolute: '7d' }, 'longer than the time after which it ends in any case'],
      [{ most: '2.5' }, 'Write a whole number.'],
      [{ most: '0' }, 'Choose something from 1 to 1000.'],
      [{ beyond: 'refuse-new' }, 'Enter a number, or choose as usual below.'],
    ];
    for (const [typed, words] of cases) {
      const again = await submit(app, { country: 'revoke', ...typed });
      expect([typed, again.status, again.text.includes(words)]).toEqual([typed, 400, true]);
      expect(again.forms[0]?.fields).toMatchObject({ country: 'revoke', ...typed });
      expect(again.title).toContain('Error');
      expect(await declared(app)).toEqual({ idle: 7 * day });
    }
    const mended = await submit(app, { idle: 'soon' });
    await admin.person.submit(mended, `/${app.id}`, { idle: '2d' });
    expect(await declared(app)).toEqual({ idle: 2 * day });
  });

  test('nothing but the rules is set by the form, and no rule to what there is not', async () => {
    const app = await spa();
    const before = await postern.rooms.clients.get(app.id);
    await save(app, {
      idle: '2d',
      name: 'Mallory',
      firstParty: '',
      disabled: 'true',
      'redirectUris[]': 'https://evil.example/',
      redirectUris: 'https://evil.example/',
      dangerouslyAllowNoPkce: 'true',
      secondFactor: 'optional',
      declaredBy: 'file',
      'refresh[absolute]': '1000d',
      '__proto__[absolute]': '1000d',
      id: 'another',
    });
    const after = await postern.rooms.clients.get(app.id);
    expect(after?.declaration).toEqual({ ...before?.declaration, refresh: { idle: 2 * day } });
    for (const wrong of [{ rotation: 'sometimes' }, { country: 'constructor' }, { survivesSignOut: 'true' }]) {
      expect((await submit(app, wrong)).status).toBe(400);
    }
    expect(await declared(app)).toEqual({ idle: 2 * day });
  });

  test('rules that somebody changed meanwhile are not overwritten unseen', async () => {
    const app = await spa();
    const open = await page(app);
    await commandOn(postern, 'client', 'update', app.id, '--idle', '2d');
    const told = await admin.person.submit(open, `/${app.id}`, { country: 'revoke' });
    expect([told.status, told.text.includes('somebody changed these rules')]).toEqual([400, true]);
    expect(await declared(app)).toEqual({ idle: 2 * day });
    expect(told.forms[0]?.fields).toMatchObject({ country: 'revoke', idle: '' });
    await admin.person.submit(told, `/${app.id}`);
    expect(await declared(app)).toEqual({ changes: { country: 'revoke' } });
  });

  test('of forms that are saved at the same moment one is', async () => {
    const app = await spa();
    const screen = await page(app);
    const saved = await Promise.all(
      ['1d', '2d', '3d', '4d'].map((idle) => admin.person.submit(screen, `/${app.id}`, { idle })),
    );
    expect(saved.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400]);
  });

  test('a form of another page, session or site changes nothing', async () => {
    const [app, other] = [await spa(), await spa()];
    const { fields = {} } = (await page(other)).forms[0] ?? {};
    const url = new URL(`/admin/clients/${app.id}`, postern.issuer);
    const second = await administrator(postern);
    const theirs = (await second.person.open(url)).forms[0]?.fields['csrf'] ?? '';
    for (const csrf of ['', 'x', fields['csrf'] ?? '', theirs]) {
      const answer = await admin.person.post(url, { ...fields, csrf, idle: '1d' });
      expect([answer.status, answer.text.includes('This form is too old')]).toEqual([403, true]);
    }
    expect(await declared(app)).toBeUndefined();
  });

  test('what is declared in a file is shown and not changed, by a form that was open before neither', async () => {
    const app = await spa();
    const open = await page(app);
    const { declaration } = (await postern.rooms.clients.get(app.id)) ?? {};
    await postern.rooms.clients.replace(app.id, declaration, { by: 'file' });
    const shown = await page(app);
    expect([shown.forms.length, shown.text.includes('declared in a file: change it there')]).toEqual([0, true]);
    const refused = await admin.person.submit(open, `/${app.id}`, { idle: '1d' });
    expect([refused.status, refused.text.includes('declared in a file')]).toEqual([409, true]);
    expect(await declared(app)).toBeUndefined();
    const own = await page({ id: 'postern-account' });
    expect([own.status, own.forms.length, own.text.includes('part of Postern, and stays as it is')]).toEqual([
      200,
      0,
      true,
    ]);
  });

  test('five minutes after the sign-in it is asked for anew, by both factors, before anything is changed', async () => {
    const app = await spa();
    const open = await page(app);
    time.forward(301);
    const late = await page(app);
    expect([late.forms.length, late.text.includes('sign in again')]).toEqual([0, true]);
    expect(late.links).toContain(`/admin/clients/${app.id}/change`);
    const asked = await admin.person.submit(open, `/${app.id}`, { idle: '1d' });
    expect(asked.url.pathname.split('/')[1]).toBe('interaction');
    expect(await declared(app)).toBeUndefined();

    const again = await admin.person.open(new URL(`/admin/clients/${app.id}/change`, postern.issuer));
    const half = await admin.person.submit(again, '/password', { password: 'correct horse battery staple' });
    expect(half.url.pathname).toMatch(/\/factor$/);
    expect((await page(app)).forms).toHaveLength(0);
    const back = await admin.person.submit(half, '/factor', { code: admin.phone.code() });
    expect([back.url.pathname, back.forms.length]).toEqual([`/admin/clients/${app.id}`, 1]);
    await save(app, { idle: '1d' });
    expect(await declared(app)).toEqual({ idle: day });
  });

  test('a client that nobody signs in to has no such rules', async () => {
    const machine = await addApp(postern, { kind: 'machine' });
    const shown = await page(machine);
    expect([shown.status, shown.forms.length, shown.text.includes('How its sign-ins last')]).toEqual([200, 0, false]);
    expect(shown.html).not.toContain(machine.secret);
    const app = await spa();
    const { fields = {} } = (await page(app)).forms[0] ?? {};
    expect((await admin.person.post(new URL(`/admin/clients/${machine.id}`, postern.issuer), fields)).status).toBe(403);
    expect((await post(postern, '/token', { grant_type: 'client_credentials' }, machine.headers)).status).toBe(200);
  });

  test('the list has every client, by pages', async () => {
    const { clients } = postern.rooms;
    const made = await Promise.all(
      Array.from({ length: 60 }, (_, at) => clients.add({ name: `Many ${at}`, kind: 'machine', id: `zz-${at}` })),
    );
    const seen: string[] = [];
    for (let next: string | undefined = '/admin/clients'; next !== undefined;) {
      const list: Screen = await admin.person.open(new URL(next, postern.issuer));
      const links = list.links.filter((link) => link.startsWith('/admin/clients/'));
      expect(links.length).toBeLessThanOrEqual(50);
      seen.push(...links);
      next = list.links.find((link) => /^\/admin\/clients\?after=[^&]*$/.test(link));
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(made.map(({ client }) => `/admin/clients/${client.id}`)));
  });
});
