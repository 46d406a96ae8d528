import { expect, test } from '@jest/globals';
import { sendRaw } from '../bad-input/raw.ts';
import { callback, password, redeem, signInRequest, walk } from '../support/apps.ts';
import { cookiesOf, givenScene, signedIn } from './scene.ts';

const stage = givenScene({ app: { origins: ['https://app.example.com'] } });

const form = 'Content-Type: application/x-www-form-urlencoded';

test('mix-up: every response to an app names the issuer, errors too (RFC 9207)', async () => {
  const { postern, app, owner } = stage;
  const person = postern.person();
  const refused = await person.open(signInRequest(postern, app, { prompt: 'none' }).url);
  const given = await walk(person, signInRequest(postern, app), owner);
  for (const { url } of [refused, given]) expect(url.searchParams.get('iss')).toBe(postern.issuer);
  const posted = await person.open(signInRequest(postern, app, { response_mode: 'form_post' }).url);
  expect(posted.forms[0]?.fields['iss']).toBe(postern.issuer);
});

test('what answers a password is never a redirect that would send it on: 303, and no 307 or 308', async () => {
  const { postern, app, owner } = stage;
  const person = postern.person();
  const signIn = await person.open(signInRequest(postern, app).url);
  const body = new URLSearchParams({ csrf: signIn.forms[0]?.fields['csrf'] ?? '', identifier: owner, password });
  const answer = await sendRaw(postern.issuer, {
    method: 'POST',
    target: `${signIn.url.pathname}/password`,
    headers: [form, `Cookie: ${cookiesOf(person)}`],
    body: body.toString(),
  });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')?.[0]).toMatch(/^(http:\/\/localhost:\d+)?\/authorize\/[\w-]+$/);
  expect(answer.headers.get('referrer-policy')?.[0]).toBe('same-origin');
});

test('answers with codes or tokens are kept by no cache', async () => {
  const { postern, app, owner } = stage;
  const request = signInRequest(postern, app);
  const door = await walk(postern.person(), request, owner);
  expect(door.headers.get('cache-control')).toContain('no-store');
  const tokens = await redeem(postern, app, door, request.verifier);
  expect(tokens.headers.get('cache-control')).toContain('no-store');
});

const machines = ['/token', '/introspect', '/revoke'];
const people = ['/authorize', '/session/end', '/', '/interaction/x', '/health/live', '/assets/postern.css'];

test.each(['https://evil.example', 'https://app.example.com.evil.example', 'null', 'http://app.example.com'])(
  'a page at %s may not read what our endpoints answer about the app',
  async (origin) => {
    const { postern, app } = stage;
    const { body } = await signedIn(stage, postern.person());
    const userinfo = await sendRaw(postern.issuer, {
      target: '/userinfo',
      headers: [`Origin: ${origin}`, `Authorization: Bearer ${String(body['access_token'])}`],
    });
    expect(userinfo.headers.has('access-control-allow-origin')).toBe(false);
    for (const target of machines) {
      const answer = await sendRaw(postern.issuer, {
        method: 'POST',
        target,
        headers: [form, `Origin: ${origin}`],
        body: `client_id=${app}&token=x&grant_type=refresh_token&refresh_token=x`,
      });
      expect([target, answer.headers.get('access-control-allow-origin')]).toEqual([target, undefined]);
    }
  },
);

test('the app’s own origin may, without cookies', async () => {
  const { postern, app } = stage;
  const answer = await sendRaw(postern.issuer, {
    method: 'POST',
    target: '/token',
    headers: [form, 'Origin: https://app.example.com'],
    body: `client_id=${app}&grant_type=refresh_token&refresh_token=x`,
  });
  expect(answer.headers.get('access-control-allow-origin')).toEqual(['https://app.example.com']);
  expect(answer.headers.has('access-control-allow-credentials')).toBe(false);
});

test.each(['https://evil.example', 'https://app.example.com', 'null'])(
  'no page at %s may read what people see, nor where an authorization leads',
  async (origin) => {
    const { postern, app } = stage;
    const { search } = signInRequest(postern, app).url;
    for (const path of people) {
      for (const method of ['GET', 'OPTIONS', 'POST']) {
        const target = path === '/authorize' ? `${path}${search}` : path;
        const headers = [`Origin: ${origin}`, 'Access-Control-Request-Method: GET', form];
        const answer = await sendRaw(postern.issuer, { method, target, headers });
        const allowed = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'));
        expect([method, path, allowed]).toEqual([method, path, []]);
      }
    }
  },
);

test('an authorization response goes by the way the app registered for: nothing leaves in a fragment', async () => {
  const { postern, app } = stage;
  for (const more of [
    { response_type: 'token' },
    { response_type: 'code token' },
    { response_type: 'id_token' },
    { response_type: 'none' },
    { response_mode: 'web_message' },
  ]) {
    const screen = await postern.person().open(signInRequest(postern, app, more).url);
    expect(screen.url.href.startsWith(callback) || screen.status === 400).toBe(true);
    expect(screen.url.href).not.toMatch(/access_token|id_token=/);
    expect(screen.url.searchParams.has('code')).toBe(false);
  }
});
