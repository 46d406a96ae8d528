import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { basic, callback, redeem, signInRequest, walk } from '../support/apps.ts';
import { addApp, givenScene } from './scene.ts';

const stage = givenScene({ app: { firstParty: true } });

test.each(['spa', 'web', 'native'] as const)('a %s app gets no code without a challenge', async (kind) => {
  const { postern } = stage;
  const redirectUris = [kind === 'native' ? 'com.example.app:/callback' : callback];
  const app = await addApp(postern, { kind, redirectUris });
  const { url } = signInRequest(postern, app, { redirect_uri: redirectUris[0] ?? '' });
  url.searchParams.delete('code_challenge');
  url.searchParams.delete('code_challenge_method');
  const screen = await postern.person().open(url);
  const told = kind === 'native' ? screen.html : screen.url.href;
  expect(told).toContain('invalid_request');
  expect(screen.url.searchParams.has('code')).toBe(false);
});

test.each([
  ['plain', { code_challenge_method: 'plain' }],
  ['no method, which means plain', { code_challenge_method: '' }],
  ['a method that is none', { code_challenge_method: 'S512' }],
  ['lower case', { code_challenge_method: 's256' }],
  ['a challenge that is too short', { code_challenge: 'a'.repeat(42) }],
  ['a challenge that is too long', { code_challenge: 'a'.repeat(129) }],
  ['a challenge with other letters', { code_challenge: `${'a'.repeat(42)}=` }],
  ['an empty challenge', { code_challenge: '' }],
])('%s is refused', async (_what, more) => {
  const { postern, app } = stage;
  const { url } = signInRequest(postern, app, more);
  const screen = await postern.person().open(url);
  expect(screen.url.href.startsWith(`${callback}?`)).toBe(true);
  expect(screen.url.searchParams.get('error')).toBe('invalid_request');
});

test('a code is redeemed with its verifier only, and a wrong one does not burn it', async () => {
  const { postern, app, owner } = stage;
  const request = signInRequest(postern, app);
  const door = await walk(postern.person(), request, owner);
  const challenge = createHash('sha256').update(request.verifier).digest('base64url');
  const wrong = [challenge, 'a'.repeat(43), `${request.verifier}a`, request.verifier.toUpperCase(), 'short', ''];
  for (const verifier of wrong) {
    const { body } = await redeem(postern, app, door, verifier);
    expect(body.error).toMatch(/^invalid_(grant|request)$/);
  }
  expect((await redeem(postern, app, door, request.verifier)).status).toBe(200);
});

test('a code without a challenge is not redeemed with a verifier: nobody took the challenge out on the way', async () => {
  const { postern, owner } = stage;
  const { client, secret } = await postern.rooms.clients.add({
    name: 'Old',
    kind: 'web',
    firstParty: true,
    redirectUris: [callback],
    dangerouslyAllowNoPkce: true,
  });
  const request = signInRequest(postern, client.id);
  request.url.searchParams.delete('code_challenge');
  request.url.searchParams.delete('code_challenge_method');
  const door = await walk(postern.person(), request, owner);
  expect(door.url.searchParams.has('code')).toBe(true);
  const { body } = await redeem(postern, client.id, door, request.verifier, basic(client.id, secret ?? ''));
  expect(body.error).toBe('invalid_grant');
});
