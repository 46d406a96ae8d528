import { beforeAll, describe, expect, test } from '@jest/globals';
import { addProgram, tokenOf } from '../admin/programs.ts';
import { sendRaw, type RawAnswer } from '../bad-input/raw.ts';
import { administrator } from '../support/admin.ts';
import { signInBrowser } from '../support/signed-in.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { cookiesOf } from './scene.ts';

/** What proxies and frameworks say among themselves, and whoever sends it from outside would like to be believed. */
const ofProxies = (admin: { readonly id: string; readonly email: string }): string[] =>
  ['X-User', 'X-User-Id', 'X-Forwarded-User', 'X-Remote-User', 'Remote-User', 'X-Auth-Request-User', 'X-Account']
    .map((name) => `${name}: ${admin.id}`)
    .concat(
      ['X-Email', 'X-Forwarded-Email', 'X-Auth-Request-Email'].map((name) => `${name}: ${admin.email}`),
      ['X-Admin: true', 'X-Role: admin', 'X-Roles: admin', 'X-Scope: clients:read clients:write', 'X-Internal: 1'],
      ['X-Real-IP: 127.0.0.1', 'X-Forwarded-For: 127.0.0.1', 'Forwarded: for=127.0.0.1;host=localhost'],
    );

/** What frameworks take another address or another method from. */
const elsewhere = (path: string): string[] =>
  ['X-Original-URL', 'X-Rewrite-URL', 'X-Original-URI', 'X-Forwarded-Uri', 'X-Forwarded-Path'].map(
    (name) => `${name}: ${path}`,
  );
const byMethod = (method: string): string[] =>
  ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'].map((name) => `${name}: ${method}`);

describe('headers of somebody’s own', () => {
  const { postern } = onPostern('sqlite');
  const app = givenApp(postern, { kind: 'spa', firstParty: true, name: 'Teapot' });
  let forged: string[];
  let signedIn: string;
  beforeAll(async () => {
    forged = ofProxies(await administrator(postern));
    const person = postern.person();
    await signInBrowser(postern, person, (await somebody(postern)).id);
    signedIn = `Cookie: ${cookiesOf(person)}`;
  });

  const get = (target: string, headers: readonly string[], method = 'GET'): Promise<RawAnswer> =>
    sendRaw(postern.issuer, { method, target, headers: ['Accept: text/html', ...headers] });

  test('make nobody an admin, and name no other account', async () => {
    for (const path of ['/admin/clients', `/admin/clients/${app.id}`]) {
      expect((await get(path, [signedIn, ...forged])).status).toBe(404);
      // Who is not signed in is sent to sign in.
      const asked = await get(path, forged);
      expect([asked.status, asked.headers.get('location')?.[0]]).toEqual([303, expect.stringContaining('/authorize?')]);
    }
    const own = await get('/account', [signedIn, ...forged]);
    expect(own.status).toBe(200);
    expect(own.body).not.toContain('href="/admin"');
  });

  test('open no API', async () => {
    for (const path of ['/api/admin/clients', '/api/admin/apis', '/api/account/devices']) {
      for (const headers of [forged, [signedIn, ...forged]]) {
        const answer = await get(path, headers);
        expect([path, answer.status, answer.body.includes('Teapot')]).toEqual([path, 401, false]);
      }
    }
  });

  test('lead to no other address, and make nothing else of a method', async () => {
    const token = `Authorization: Bearer ${await tokenOf(postern, await addProgram(postern, ['clients:read']), 'clients:read')}`;
    for (const [headers, path] of [
      [[signedIn, ...forged], '/admin/clients'],
      [[token], '/api/admin/clients'],
    ] as const) {
      const plain = await get('/', []);
      const asked = await get('/', [...headers, ...elsewhere(path)]);
      expect([asked.status, asked.body.includes('Teapot')]).toEqual([plain.status, false]);
    }
    const path = `/api/admin/clients/${app.id}`;
    expect((await get(path, [token, ...byMethod('DELETE')])).status).toBe(200);
    expect((await get(`${path}?_method=DELETE`, [token])).status).toBeLessThan(500);
    expect((await postern.rooms.clients.show(app.id)).name).toBe('Teapot');
  });
});
