import { expect, test } from '@jest/globals';
import { createWebAuthn } from '../../src/factors/webauthn.ts';
import { newPasskey } from '../support/passkey.ts';
import type { Screen } from '../support/person.ts';

const challenge = 'c2lnbmVkIGJ5IG5vYm9keSBlbHNlIHRoYW4gdGhlIG9u';
const owner = { handle: 'aGFuZGxlIG9mIG5vYm9keSBpbiBwYXJ0aWN1bGFyIG9u', email: 'ann@example.com' };

const made = (issuer: string, userVerification: 'preferred' | 'required' = 'preferred') =>
  createWebAuthn({ issuer, brand: 'Postern', rule: { attestation: 'none', userVerification } });

/** A page that asks for it. */
const asking = (issuer: string, options: object): Screen => ({
  url: new URL(issuer),
  status: 200,
  headers: new Headers(),
  html: `data-options="${JSON.stringify(options).replaceAll('"', '&#34;')}"`,
  text: '',
  title: '',
  forms: [],
  links: [],
});

test.each([
  ['https://id.example.com', true],
  ['https://id.example.com:8443', true],
  ['http://localhost:3000', true],
  // Browsers bind passkeys to domains, and have none where a network could change the page.
  ['https://192.0.2.1', false],
  ['https://[2001:db8::1]', false],
  ['http://127.0.0.1:3000', false],
  ['http://id.example.com', false],
])('%s has passkeys: %s', (issuer, offered) => {
  expect(made(issuer).offered).toBe(offered);
});

test('a passkey that must see its owner is neither made nor taken where it did not', async () => {
  const issuer = 'https://id.example.com';
  for (const rule of ['preferred', 'required'] as const) {
    const webauthn = made(issuer, rule);
    const passkey = newPasskey();
    const create = asking(issuer, await webauthn.creation(challenge, owner, []));
    const blind = await webauthn.made(passkey.create(create, { verified: false }), challenge);
    expect(blind === undefined).toBe(rule === 'required');
    const kept = await webauthn.made(passkey.create(create), challenge);
    expect(kept).toMatchObject({ credential: passkey.id, synced: false, attestation: 'none' });

    const record = { id: 'one', agent: {}, addedAt: 0, ...kept! };
    const get = asking(issuer, webauthn.request(challenge, [record]));
    const sign = (lies: Parameters<typeof passkey.get>[1]) =>
      webauthn.signed(webauthn.answerIn(passkey.get(get, lies))!, challenge, record);
    expect(await sign({})).toMatchObject({ verified: true });
    expect((await sign({ verified: false }))?.verified).toBe(rule === 'required' ? undefined : false);
  }
});
