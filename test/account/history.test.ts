import { describe, expect, test } from '@jest/globals';
import { confirmEnd, devicesOn, openOwn } from '../support/account-pages.ts';
import { addApp, password, refresh, signInByPages, signInRequest } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', name: 'Notes', refresh: { reuseInterval: 0 } });

  const open = (person: Person, email: string): Promise<Screen> => openOwn(postern, person, '/account/history', email);
  /** What stands on a page, newest first, without the times. */
  const lines = ({ html }: Screen): string[] =>
    [...html.matchAll(/<p class="what">([\s\S]*?)<\/p>/g)].map(([, line = '']) =>
      line
        .replace(/<[^>]*>/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
    );

  test('what happened is told in plain words, newest first, with when and from where', async () => {
    const { email } = await somebody(postern);
    const [laptop, desk] = [postern.person(), postern.person(chrome)];
    const form = await desk.open(signInRequest(postern, app.id).url);
    await desk.submit(form, '/password', { identifier: email, password: 'wrong' });
    const tokens = await signInByPages(postern, laptop, app, email);
    await refresh(postern, app.id, tokens.refresh, app.headers);
    await refresh(postern, app.id, tokens.refresh, app.headers);
    await signInByPages(postern, desk, app, email);
    const desks = devicesOn(await openOwn(postern, desk, '/account/devices', email))[0];
    await confirmEnd(postern, laptop, `${desks}/end`);
    await confirmEnd(postern, laptop, `/account/apps/${app.id}/end`);

    await eventually(async () => {
      const page = await open(laptop, email);
      expect(lines(page)).toEqual([
        'You disconnected Notes',
        'Signed out from elsewhere: Chrome on Windows',
        'Signed in to Notes',
        expect.stringMatching(/^(First sign-in on a new device: Chrome on Windows|Signed in)$/),
        expect.stringMatching(/^(First sign-in on a new device: Chrome on Windows|Signed in)$/),
        'A sign-in of Notes was ended: an old token was used, so somebody may have a copy',
        'Signed in to Notes',
        'You allowed Notes to use your account',
        'Signed in',
        'Sign-in refused: the password was wrong',
        'Account created',
      ]);
      expect(page.text).toMatch(
        /Sign-in refused: the password was wrong \w+ \d+, \d{4}, \d+:\d\d [AP]M UTC · Chrome on Windows/,
      );
    });
  });

  test('it says nothing of requests or addresses, and nothing that is somebody else’s', async () => {
    const [email, others] = [(await somebody(postern)).email, (await somebody(postern)).email];
    const [person, stranger] = [postern.person(), postern.person(chrome)];
    await signInByPages(postern, stranger, app, others);
    const form = await stranger.open(signInRequest(postern, app.id, { prompt: 'login' }).url);
    await stranger.submit(form, '/password', { identifier: email, password: 'wrong' });
    const page = await open(person, email);
    const { id = '' } = (await postern.rooms.accounts.byEmail(email)) ?? {};
    const { events } = await postern.rooms.audit.search({ account: id, limit: 50 });
    expect(events.length).toBeGreaterThan(2);
    for (const { id: event, origin } of events) {
      for (const hidden of [event, origin?.requestId, origin?.address]) {
        if (hidden !== undefined) expect(page.html).not.toContain(hidden);
      }
    }
    expect(lines(page).filter((line) => line === 'Signed in')).toHaveLength(1);
    expect(page.text).not.toContain(others);
  });

  test('what was refused or ended by force stands out, and what the owner did does not', async () => {
    const { email } = await somebody(postern);
    const owner = postern.person();
    const form = await owner.open(signInRequest(postern, app.id).url);
    await owner.submit(form, '/password', { identifier: email, password: 'wrong' });
    const tokens = await signInByPages(postern, owner, app, email);
    await refresh(postern, app.id, tokens.refresh, app.headers);
    await refresh(postern, app.id, tokens.refresh, app.headers);
    await signInByPages(postern, postern.person(chrome), app, email);
    const alarms = ({ html }: Screen): string[] =>
      [...html.matchAll(/<li class="alarming">([\s\S]*?)<\/li>/g)].map(([, line = '']) => line);
    await eventually(async () => {
      const page = await open(owner, email);
      expect(lines(page)).toContainEqual(expect.stringContaining('First sign-in on a new device'));
      expect(alarms(page)).toEqual([expect.stringMatching(/Notes/), expect.stringContaining('the password was wrong')]);
    });
  });

  test('each way of ending has its own words', async () => {
    const { email } = await somebody(postern);
    const { id = '' } = (await postern.rooms.accounts.byEmail(email)) ?? {};
    const [laptop, desk] = [postern.person(), postern.person(chrome)];
    const { rooms } = postern;
    const endDesk = async (end: (device: string) => Promise<unknown>): Promise<void> => {
      const [device = ''] = devicesOn(await openOwn(postern, desk, '/account/devices', email));
      await end(device.split('/').at(-1) ?? '');
    };
    await open(laptop, email);
    await endDesk((device) => rooms.signedIn.end(id, device, { reason: 'ended_by_admin' }));
    await endDesk((device) => rooms.signedIn.end(id, device, { reason: 'ended_by_app', by: app.id }));
    await openOwn(postern, desk, '/account', email);
    const page = await openOwn(postern, laptop, '/account/password', email);
    await laptop.submit(page, '/password', { current: password, next: 'another good password' });
    const told = lines(await open(laptop, email));
    for (const words of [
      'Signed out by the people who run Postern: Chrome on Windows',
      'Signed out by Notes: Chrome on Windows',
      'Signed out because the password was changed: Chrome on Windows',
      'Password changed',
    ]) {
      expect(told).toContain(words);
    }
  });

  test('an app that has no room for one more device reads as refused, and not as signed in and out', async () => {
    const { email } = await somebody(postern);
    const full = await addApp(postern, {
      kind: 'web',
      name: 'Full',
      firstParty: true,
      refresh: { devices: { most: 1, beyond: 'refuse-new' } },
    });
    const [laptop, desk] = [postern.person(), postern.person(chrome)];
    await signInByPages(postern, laptop, full, email);
    expect((await signInByPages(postern, desk, full, email)).answer.body.error).toBe('access_denied');
    await eventually(async () => {
      const told = lines(await open(laptop, email)).filter((line) => line.includes('Full'));
      expect(told).toEqual(['Sign-in to Full refused: it allows no more devices', 'Signed in to Full']);
    });
  });

  test('who ended it is told too, of an app and of everything at once', async () => {
    const { email } = await somebody(postern);
    const { id = '' } = (await postern.rooms.accounts.byEmail(email)) ?? {};
    const { families, signedIn, sessions, accounts } = postern.rooms;
    const alone = await addApp(postern, {
      kind: 'web',
      name: 'Alone',
      firstParty: true,
      refresh: { devices: { most: 1, beyond: 'end-oldest' } },
    });
    const person = postern.person();
    const endOne = async (end: (appThere: string) => Promise<unknown>): Promise<void> => {
      await signInByPages(postern, person, app, email);
      const living = await families.list('signedIn', id, { limit: 50 });
      await end(living.find(({ client }) => client === app.id)?.onDevice ?? '');
    };
    await endOne((appThere) => signedIn.end(id, appThere, { reason: 'ended_by_admin' }));
    await endOne((appThere) => signedIn.end(id, appThere, { reason: 'ended_by_app', by: alone.id }));
    for (const one of [postern.person(), person]) await signInByPages(postern, one, alone, email);
    const [family] = await families.list('client', alone.id, { limit: 10 }).then((all) => all.filter(families.lives));
    const uid = family?.session ?? '';
    await accounts.signOut(id, { reason: 'ended_by_app', by: alone.id, kept: uid });
    await sessions.end(uid, { reason: 'key_dropped' });
    await accounts.signOut(id, { reason: 'ended_by_admin' });
    await eventually(async () => {
      const told = lines(await open(person, email));
      for (const words of [
        'Signed out of Notes by the people who run Postern',
        'Signed out of Notes by Alone',
        'Signed out of Alone: it allows no more devices',
        'Signed out everywhere else by Alone',
        'Signed out by the people who run Postern: Firefox on Linux',
        'Signed out everywhere by the people who run Postern',
      ]) {
        expect(told).toContain(words);
      }
      for (const bare of ['Signed out of Notes', 'Signed out of Alone', 'Signed out: Firefox on Linux']) {
        expect(told).not.toContain(bare);
      }
    });
  });

  test('it goes on page by page until the account was made, each thing once', async () => {
    const { email } = await somebody(postern);
    const person = postern.person();
    for (let times = 0; times < 20; times += 1) await signInByPages(postern, person, app, email, { prompt: 'login' });
    const seen: string[] = [];
    let page = await open(person, email);
    for (let pages = 0; pages < 5; pages += 1) {
      expect(lines(page).length).toBeLessThanOrEqual(25);
      seen.push(...lines(page));
      const more = page.links.find((link) => /^\/account\/history\?after=[^&]*$/.test(link));
      if (!more) break;
      page = await person.open(new URL(more, postern.issuer));
    }
    expect(seen.filter((line) => line === 'Signed in to Notes')).toHaveLength(20);
    expect(seen.filter((line) => line === 'Signed in')).toHaveLength(20);
    expect(seen.at(-1)).toBe('Account created');
  });

  test('somebody else’s place in the record leads nowhere else', async () => {
    const [email, others] = [(await somebody(postern)).email, (await somebody(postern)).email];
    const stranger = postern.person();
    await signInByPages(postern, stranger, app, others);
    const { id = '' } = (await postern.rooms.accounts.byEmail(others)) ?? {};
    const { events } = await postern.rooms.audit.search({ account: id, limit: 10 });
    const person = postern.person();
    await open(person, email);
    const page = await person.open(new URL(`/account/history?after=${events[0]?.id}`, postern.issuer));
    expect([page.status, lines(page).includes('Signed in to Notes')]).toEqual([200, false]);
  });
});
