import { describe, expect, test } from '@jest/globals';
import { addApp, payloadOf, refresh, signIn, signInByPages, type SignedIn } from '../support/apps.ts';
import { works } from '../support/from-outside.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { chrome, onAccountApi } from './account-api.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, keeper, pocket, notes, call, list, signInFor } = onAccountApi(profile);

  test('an app lists its user’s devices, and knows the one it is on', async () => {
    const { email } = await somebody(postern);
    const [laptop, desk] = [postern.person(), postern.person(chrome)];
    await signIn(postern, desk, notes, email);
    const { access } = await signInFor(laptop, keeper, email);
    const devices = await list(access);
    expect(devices.map(({ name, this: own, apps }) => [name, own, apps.map((app) => app.name)]).sort()).toEqual([
      ['Chrome on Windows', false, ['Notes']],
      ['Firefox on Linux', true, ['Device Keeper']],
    ]);
    const german = await call('GET', '/devices', access, { 'accept-language': 'de' });
    expect(JSON.stringify(german.body)).toContain('Firefox auf Linux');
    expect(german.headers.get('cache-control')).toBe('no-store');
  });

  test('it ends one device and nothing beside it, and then it is dead on every node', async () => {
    const { email } = await somebody(postern);
    const [laptop, desk] = [postern.person(), postern.person(chrome)];
    const theirs = await signIn(postern, desk, notes, email);
    const mine = await signIn(postern, laptop, notes, email);
    const { access } = await signInFor(laptop, keeper, email);
    const other = (await list(access)).find((device) => !device.this);
    for (let times = 0; times < 2; times += 1) {
      expect((await call('DELETE', `/devices/${other?.id}`, access)).status).toBe(204);
      expect([await works(postern, theirs), await works(postern, mine)]).toEqual([false, true]);
    }
    expect((await refresh(postern, notes.id, theirs.refresh, notes.headers)).body.error).toBe('invalid_grant');
    expect(await list(access)).toHaveLength(1);
  });

  test('it ends one app of two in one browser, and at last itself', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    const mine = await signIn(postern, person, notes, email);
    const { access } = await signInFor(person, keeper, email);
    const [device] = await list(access);
    const named = (name: string) => device?.apps.find((app) => app.name === name)?.id ?? '';
    expect((await call('DELETE', `/devices/${named('Notes')}`, access)).status).toBe(204);
    expect(await works(postern, mine)).toBe(false);
    expect((await list(access)).flatMap(({ apps }) => apps.map(({ name }) => name))).toEqual(['Device Keeper']);
    expect((await call('DELETE', `/devices/${named('Device Keeper')}`, access)).status).toBe(204);
    expect((await call('GET', '/devices', access)).body['error']).toBe('invalid_token');
  });

  test('it ends a browser with the apps that would stay there, and an app without what is in its browser', async () => {
    const { email } = await somebody(postern);
    const [laptop, desk] = [postern.person(), postern.person(chrome)];
    const { access } = await signInFor(laptop, keeper, email);
    const site = await signIn(postern, desk, notes, email);
    const offline = { scope: 'openid offline_access', prompt: 'consent' };
    const away = await signInByPages(postern, desk, notes, email, offline);
    const pockets = await signInFor(desk, pocket, email);
    const browser = (await list(access)).find(({ kind, this: isThis }) => kind === 'browser' && !isThis)?.id ?? '';
    const end = async (id: string, query: string) => (await call('DELETE', `/devices/${id}${query}`, access)).status;
    const lives = async ({ access: token }: SignedIn) => (await call('GET', '/devices', token)).status === 200;

    const odd = ['?apps=yes', '?browser=goes', '?apps=end&browser=stays', '?apps=end&apps=end', '?except=this'];
    for (const query of odd) expect(await end(browser, query)).toBe(400);
    expect(await end(browser, '?browser=stays')).toBe(404);
    expect([await works(postern, site), await works(postern, away), await lives(pockets)]).toEqual([true, true, true]);
    expect(await end(`${browser}.${notes.id}`, '?browser=stays')).toBe(204);
    expect([await works(postern, site), await works(postern, away)]).toEqual([true, false]);
    expect(await end(browser, '?apps=end')).toBe(204);
    expect([await works(postern, site), await lives(pockets)]).toEqual([false, false]);
    expect(await list(access)).toMatchObject([{ this: true }]);
  });

  test('it ends everything but the browser that it is in', async () => {
    const { email } = await somebody(postern);
    const [laptop, desk, third] = [postern.person(), postern.person(chrome), postern.person(chrome)];
    const mine = await signIn(postern, laptop, notes, email);
    const theirs = await signIn(postern, desk, notes, email);
    const alone = await signInFor(third, pocket, email);
    const { access } = await signInFor(laptop, keeper, email);
    expect((await call('DELETE', '/devices?except=this', access)).status).toBe(204);
    expect([await works(postern, mine), await works(postern, theirs)]).toEqual([true, false]);
    expect((await call('GET', '/devices', alone.access)).status).toBe(401);
    expect(await list(access)).toMatchObject([{ this: true }]);
  });

  test('an app that stands for itself is its own device, and stays alone', async () => {
    const { email } = await somebody(postern);
    const [laptop, phone] = [postern.person(), postern.person(chrome)];
    const mine = await signIn(postern, laptop, notes, email);
    const { access } = await signInFor(phone, pocket, email);
    expect((await list(access)).filter((device) => device.this)).toMatchObject([
      { kind: 'app', name: 'Pocket Keeper on Windows' },
    ]);
    expect((await call('DELETE', '/devices?except=this', access)).status).toBe(204);
    expect(await works(postern, mine)).toBe(false);
    expect(await list(access)).toMatchObject([{ kind: 'app', this: true }]);
  });

  test('an app that is suspended meanwhile is ended all the same, and does not come back with it', async () => {
    const { email } = await somebody(postern);
    const paused = await addApp(postern, {
      kind: 'web',
      name: 'Paused',
      firstParty: true,
      refresh: { survivesSignOut: true },
    });
    const theirs = await signIn(postern, postern.person(chrome), paused, email);
    const { access } = await signInFor(postern.person(), keeper, email);
    const id = (await list(access)).find(({ kind }) => kind === 'app')?.id;
    await postern.rooms.clients.update(paused.id, { disabled: true });
    expect((await call('DELETE', `/devices/${id}`, access)).status).toBe(204);
    await postern.rooms.clients.update(paused.id, { disabled: null });
    expect((await refresh(postern, paused.id, theirs.refresh, paused.headers)).body.error).toBe('invalid_grant');
  });

  test('another account’s device is as little there as one that never was', async () => {
    const [email, others] = [(await somebody(postern)).email, (await somebody(postern)).email];
    const theirs = await signInFor(postern.person(), keeper, others);
    const [device] = await list(theirs.access);
    const { access } = await signInFor(postern.person(), keeper, email);
    const answers = await Promise.all(
      [device?.id ?? '', device?.apps[0]?.id ?? '', 'nothing', '%00', '..%2fdevices'].map((id) =>
        call('DELETE', `/devices/${id}`, access),
      ),
    );
    expect(answers.map(({ status, body }) => [status, body['error']])).toEqual(answers.map(() => [404, 'not_found']));
    expect(await list(theirs.access)).toHaveLength(1);
    const foreign = await call('GET', `/devices?account=${String(payloadOf(theirs.idToken)['sub'])}`, access);
    expect(foreign.body['devices']).toHaveLength(1);
    expect(JSON.stringify(foreign.body)).not.toContain(device?.id);
  });
});
