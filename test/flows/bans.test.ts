import { describe, expect, test } from '@jest/globals';
import { openOwn } from '../support/account-pages.ts';
import { addApp, post, signInRequest } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import type { Person } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile, {
    settings: ['protection.dangerouslyMultiplyTriesPerNetwork=1', 'trustedProxies=127.0.0.1'],
  });
  const app = givenApp(postern, { kind: 'machine' });

  const personAt = (address: string): Person => Object.assign(postern.person(), { address });
  const start = async (person: Person) => (await person.open(postern.issuer)).status;

  test('who is banned reads so on a page, programs read it in JSON, and a lifted ban is over at once', async () => {
    const [banned, neighbour] = [personAt('203.0.113.7'), personAt('203.0.114.7')];
    const known = personAt('203.0.113.9');
    const { email } = await somebody(postern);
    await openOwn(postern, known, '/account', email);
    await postern.rooms.protection.bans.add({ network: '203.0.113.0/24', reason: 'a secret reason' });
    // Every node in its turn.
    for (let turn = 0; turn < 4; turn += 1) {
      expect([await start(banned), await start(neighbour)]).toEqual([403, 200]);
    }
    const page = await banned.open(new URL('/authorize?client_id=any', postern.issuer));
    expect([page.status, page.title]).toEqual([403, expect.stringContaining('Your network is blocked')]);
    expect(page.text).toContain(page.headers.get('x-request-id')!);
    expect(page.html).not.toContain('a secret reason');
    const styles = /href="(\/assets\/postern\.css[^"]*)"/.exec(page.html)?.[1];
    expect((await banned.open(new URL(styles!, postern.issuer))).status).toBe(200);

    // Nor is who is signed in there, in a browser that the account knows, or whatever else is asked.
    for (const path of ['/account', '/jwks', '/.well-known/openid-configuration', '/not-me/x'])
      expect((await known.open(new URL(path, postern.issuer))).status).toBe(403);
    for (const path of ['/token', '/introspect', '/par', '/api/account/devices', '/api/admin/clients']) {
      const answer = await post(postern, path, {}, { ...app.headers, 'x-forwarded-for': '203.0.113.8' });
      expect(answer).toMatchObject({ status: 403, body: { error: 'access_denied' } });
      expect(answer.body['request_id']).toBe(answer.headers.get('x-request-id'));
    }
    expect((await banned.open(new URL('/health/live', postern.issuer))).status).toBe(200);

    await postern.rooms.protection.bans.remove('203.0.113.0/24');
    for (let turn = 0; turn < 4; turn += 1) expect(await start(banned)).toBe(200);
    expect((await known.open(new URL('/account', postern.issuer))).text).toContain(email);
  });

  test('a network from which one password is tried on many accounts is banned for a while', async () => {
    const web = await addApp(postern, { kind: 'web', firstParty: true });
    const attacker = personAt('198.51.100.7');
    const form = await attacker.open(signInRequest(postern, web.id).url);
    for (let count = 0; count < 10; count += 1) {
      const typed = { identifier: `${count}@example.com`, password: 'Summer2026!' };
      expect((await attacker.submit(form, '/password', typed)).status).toBe(401);
    }
    const guess = async (person: Person) =>
      person.submit(form, '/password', { identifier: 'other@example.com', password: 'Winter2026!' });
    await eventually(async () => expect((await guess(attacker)).status).toBe(403));
    // Nothing else is stopped there, and nothing anywhere else.
    expect([await start(attacker), await start(personAt('198.51.101.7'))]).toEqual([200, 200]);
    attacker.address = '198.51.101.7';
    expect((await guess(attacker)).status).toBe(401);
    const { events } = await postern.rooms.audit.search({ kind: 'ban.added', limit: 10 });
    expect(events[0]).toMatchObject({ detail: { network: '198.51.100.0/24', by: 'rule', reason: 'same_password' } });
  });
});
