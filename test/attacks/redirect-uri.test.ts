import { beforeAll, describe, expect, test } from '@jest/globals';
import { callback, post, signInRequest, walk } from '../support/apps.ts';
import { addApp, givenScene } from './scene.ts';

const goodbye = 'https://app.example.com/goodbye';

const stage = givenScene({ app: { firstParty: true, postLogoutRedirectUris: [goodbye] } });
let native: string;

beforeAll(async () => {
  native = await addApp(stage.postern, {
    kind: 'native',
    redirectUris: ['http://127.0.0.1/callback', 'com.example.app:/callback'],
  });
});

const wrong = [
  'https://app.example.com',
  'https://app.example.com/',
  'https://app.example.com/callback/',
  'https://app.example.com/callback/more',
  'https://app.example.com/callback?x=1',
  'https://app.example.com/callback?',
  'https://app.example.com/callback#x',
  'https://app.example.com/callback#',
  'https://app.example.com/Callback',
  'https://app.example.com/callbac%6b',
  'https://app.example.com/x/../callback',
  'https://app.example.com/callback/../evil',
  'https://app.example.com/%2e%2e/callback',
  'https://app.example.com//callback',
  'https://app.example.com\\callback',
  'https://app.example.com\\@evil.example/callback',
  'https://app.example.com/callback\t',
  ' https://app.example.com/callback',
  'https://app.example.com/callback\0',
  'https://app.example.com/callback%00',
  'HTTPS://app.example.com/callback',
  'https://APP.example.com/callback',
  'https://app.example.com./callback',
  'https://app.example.com:443/callback',
  'https://app.example.com:8443/callback',
  'http://app.example.com/callback',
  '//app.example.com/callback',
  '/callback',
  'https://user@app.example.com/callback',
  'https://app.example.com@evil.example/callback',
  'https://evil.example/callback',
  'https://evil.example/?https://app.example.com/callback',
  'https://app.example.com.evil.example/callback',
  'https://evilapp.example.com/callback',
  'https://sub.app.example.com/callback',
  'https://localhost/callback',
  'http://127.0.0.1/callback',
  'javascript:alert(1)//https://app.example.com/callback',
  'JavaScript://app.example.com/callback',
  'data:text/html,x',
  '*',
];

describe.each(['nobody', 'the owner'])('with %s signed in', (who) => {
  test.each(wrong)('%j gets neither a code nor an error sent to it', async (uri) => {
    const { postern, app, owner } = stage;
    const person = postern.person();
    if (who === 'the owner') await walk(person, signInRequest(postern, app), owner);
    for (const more of [{}, { prompt: 'none' }, { response_mode: 'form_post' }, { response_type: 'nonsense' }]) {
      const screen = await person.open(signInRequest(postern, app, { redirect_uri: uri, ...more }).url);
      expect([screen.status, screen.url.origin]).toEqual([400, postern.issuer]);
      expect(screen.html).not.toContain('<form');
    }
  });
});

test.each([
  'http://127.0.0.1/evil',
  'http://127.0.0.1:4000/callback/x',
  'https://127.0.0.1:4000/callback',
  'http://localhost:4000/callback',
  'http://127.0.0.1.evil.example/callback',
  'http://127.0.0.1:4000@evil.example/callback',
  'http://127.1/callback',
  'http://0x7f000001/callback',
  'http://[::1]:4000/callback',
  'com.example.app:/evil',
  'com.example.app://callback',
  'com.example.evil:/callback',
])('a native app may choose its port, and nothing more: %s', async (uri) => {
  const { postern } = stage;
  const taken = signInRequest(postern, native, { redirect_uri: 'http://127.0.0.1:49152/callback' });
  expect((await postern.person().open(taken.url)).status).toBe(200);
  const screen = await postern.person().open(signInRequest(postern, native, { redirect_uri: uri }).url);
  expect([screen.status, screen.url.origin]).toEqual([400, postern.issuer]);
});

test('a code is not redeemed with another redirect URI than it was sent to', async () => {
  const { postern, app, owner } = stage;
  const request = signInRequest(postern, app);
  const door = await walk(postern.person(), request, owner);
  for (const redirect_uri of [goodbye, `${callback}/`, 'https://evil.example/callback']) {
    const { body } = await post(postern, '/token', {
      grant_type: 'authorization_code',
      client_id: app,
      code: door.url.searchParams.get('code') ?? '',
      code_verifier: request.verifier,
      redirect_uri,
    });
    expect(body.error).toMatch(/^invalid_(grant|request)$/);
    expect(body['access_token']).toBeUndefined();
  }
});

test.each(wrong)('a sign-out does not lead to %j', async (uri) => {
  const { postern, app } = stage;
  const target = uri.replaceAll('callback', 'goodbye');
  const out = new URL('/session/end', postern.issuer);
  out.search = new URLSearchParams({ client_id: app, post_logout_redirect_uri: target }).toString();
  const screen = await postern.person().open(out);
  expect([screen.status, screen.url.origin]).toEqual([400, postern.issuer]);
});

test.each(['JavaScript:alert(1)', 'java\tscript:alert(1)', 'data:text/html,x', 'vbscript:x', 'https://*.example.com/'])(
  '%j is in no URL of a client',
  async (uri) => {
    const { clients } = stage.postern.rooms;
    const plain = { name: 'Evil', kind: 'spa' as const, redirectUris: [callback] };
    for (const declaration of [
      { ...plain, redirectUris: [uri] },
      { ...plain, postLogoutRedirectUris: [uri] },
      { ...plain, homepage: uri },
      { ...plain, logo: uri },
      { ...plain, termsUrl: uri },
      { ...plain, privacyUrl: uri },
      { ...plain, origins: [uri] },
      { ...plain, backchannelLogoutUri: uri },
    ]) {
      if (uri.startsWith('https:') && !('origins' in declaration) && !declaration.redirectUris.includes(uri)) continue;
      await expect(clients.add(declaration)).rejects.toMatchObject({ code: 'invalid_request' });
    }
  },
);
