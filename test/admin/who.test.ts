import { describe, expect, test } from '@jest/globals';
import { administrator, openAdmin } from '../support/admin.ts';
import { openOwn } from '../support/account-pages.ts';
import { password } from '../support/apps.ts';
import { scan } from '../support/authenticator.ts';
import { commandOn } from '../support/command.ts';
import type { Person, Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { signInBrowser } from '../support/signed-in.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern, time } = onPostern(profile);
  const app = givenApp(postern, { kind: 'spa', firstParty: true });

  const at = (path: string): URL => new URL(path, postern.issuer);

  /** An answer without what is another one in each: its reference, and the path in its links. */
  const sameFor = ({ status, html, headers }: Screen, path: string) => ({
    status,
    html: html.replaceAll(path, '/here').replace(/Reference <bdi>[^<]*/, ''),
    cookies: headers.getSetCookie(),
    policy: headers.get('content-security-policy'),
  });

  /** What a browser is answered at an address, without following where it leads. */
  async function answers(person: Person, path: string, init: RequestInit = {}) {
    return sameFor(await person.open(at(path), init), path);
  }

  const paths = ['/admin', '/admin/', '/admin/clients', '/admin/clients/nothing', '/admin/clients/nothing/change'];

  test('to somebody who is no admin the pages are not there: the answer is that of any unknown address', async () => {
    const { id } = await somebody(postern);
    const person = postern.person();
    await signInBrowser(postern, person, id);
    for (const path of [...paths, `/admin/clients/${app.id}`]) {
      const unknown = await answers(person, '/nowhere');
      expect(unknown.status).toBe(404);
      expect([path, await answers(person, path)]).toEqual([path, unknown]);
    }
  });

  test('nor do forms tell, whatever is in them and however they are sent', async () => {
    const { id } = await somebody(postern);
    const person = postern.person();
    await signInBrowser(postern, person, id);
    const sent = [
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'content-type': 'application/json' },
      { 'content-type': 'text/plain' },
    ];
    for (const path of [...paths, `/admin/clients/${app.id}`]) {
      for (const headers of sent) {
        const init = { method: 'POST', headers, body: 'csrf=x&idle=1d' };
        const unknown = await answers(person, '/nowhere', init);
        expect(unknown.status).toBe(404);
        expect([path, headers, await answers(person, path, init)]).toEqual([path, headers, unknown]);
      }
    }
    expect((await postern.rooms.clients.show(app.id)).refresh.idle).toBe(30 * 24 * 3600);
  });

  test('where nobody is signed in, the sign-in comes first, and then the page', async () => {
    const { id, email, phone } = await administrator(postern);
    time.forward(60);
    const person = postern.person();
    const asked = await openAdmin(postern, { person, email }, '/admin/clients');
    expect(asked.url.pathname).toMatch(/\/factor$/);
    const there = await person.submit(asked, '/factor', { code: phone.code() });
    expect([there.status, there.url.pathname, there.text.includes(app.id)]).toEqual([200, '/admin/clients', true]);
    expect((await person.open(at('/admin'))).url.pathname).toBe('/admin/clients');
    expect((await postern.rooms.accounts.get(id))?.role).toBe('admin');
  });

  test('an admin without a second factor sees nothing, and is led to set one up', async () => {
    const { id, email } = await somebody(postern);
    await postern.rooms.admins.add(id, { requestId: 'test' });
    const person = postern.person();
    await signInBrowser(postern, person, id);
    const led = await openAdmin(postern, { person, email }, `/admin/clients/${app.id}`);
    expect([led.url.pathname, led.text.includes(app.id)]).toEqual([expect.stringMatching(/\/set-up$/), false]);
    // Nor by another way: what is set up elsewhere is proven first.
    for (const path of ['/admin', '/admin/clients', `/admin/clients/${app.id}/change`]) {
      const elsewhere = await person.open(at(path));
      expect([path, elsewhere.url.pathname.split('/')[1], elsewhere.text.includes(app.id)]).toEqual([
        path,
        'interaction',
        false,
      ]);
    }
    const page = await openAdmin(postern, { person, email }, `/admin/clients/${app.id}`);
    const codes = await person.submit(page, '/set-up', { code: scan(page).code() });
    const there = await person.submit(codes, '/go-on');
    expect([there.url.pathname, there.text.includes(app.id)]).toEqual([`/admin/clients/${app.id}`, true]);
  });

  test('a second factor is set up by whoever gives the password, and not by whoever finds an open browser', async () => {
    const { id } = await somebody(postern);
    await postern.rooms.admins.add(id, { requestId: 'test' });
    const person = postern.person();
    await signInBrowser(postern, person, id);
    time.forward(301);
    const asked = await person.open(at('/admin'));
    expect([asked.url.pathname.split('/')[1], asked.text.includes('Is it still you?')]).toEqual(['interaction', true]);
    const led = await person.submit(asked, '/password', { password });
    expect(led.url.pathname).toMatch(/\/set-up$/);
  });

  test('an admin who has a second factor and has not proven it is asked for it', async () => {
    const { id, email, phone } = await administrator(postern);
    time.forward(60);
    const person = postern.person();
    await signInBrowser(postern, person, id);
    const asked = await openAdmin(postern, { person, email }, '/admin/clients');
    expect([asked.url.pathname.split('/')[1], asked.text.includes(app.id)]).toEqual(['interaction', false]);
    const there = await person.submit(asked, '/factor', { code: phone.code() });
    expect(there.url.pathname).toBe('/admin/clients');
  });

  test('the account leads admins there, and nobody else; the admin pages lead back', async () => {
    const { person } = await administrator(postern);
    const account = await person.open(at('/account'));
    expect(account.links).toContain('/admin');
    const { links } = await person.open(at('/admin'));
    expect(links).toEqual(expect.arrayContaining(['/account', '/account/sign-out']));
    const other = await somebody(postern);
    expect((await openOwn(postern, postern.person(), '/account', other.email)).links).not.toContain('/admin');
  });

  test('a role that is taken away, and an account that is suspended, are gone with the answer, open forms too', async () => {
    for (const end of ['admin', 'account'] as const) {
      const { id, email, person } = await administrator(postern);
      const page = await person.open(at(`/admin/clients/${app.id}`));
      expect(page.forms).toHaveLength(1);
      const ended = await commandOn(postern, end, end === 'admin' ? 'remove' : 'disable', email);
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      const late = await person.submit(page, `/${app.id}`, { idle: '1d' });
      expect([end, late.text.includes('Save rules'), late.text.includes('are saved')]).toEqual([end, false, false]);
      if (end === 'admin') expect(late.status).toBe(404);
      expect((await postern.rooms.clients.get(app.id))?.declaration.refresh).toBeUndefined();
      expect((await person.open(at('/admin/clients'))).text).not.toContain(app.id);
      if (end === 'admin')
        expect((await postern.rooms.admins.list({ limit: 100 })).map((one) => one.id)).not.toContain(id);
    }
  });
});
