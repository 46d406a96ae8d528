import { describe, expect, test } from '@jest/globals';
import { addApp, callback, password, signInRequest } from '../support/apps.ts';
import type { Screen } from '../support/person.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenAccount, onPostern } from '../support/suite.ts';

const email = 'ann@example.com';
const loopback = { registered: 'http://127.0.0.1/callback', asked: 'http://127.0.0.1:5123/callback' };

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  givenAccount(postern, email);

  const asks = ({ forms }: Screen): boolean => forms.some(({ action }) => action.endsWith('/consent'));

  /** Signs in by a native app's request. */
  async function arrive(declaration: Readonly<Record<string, unknown>>, redirectUri: string) {
    const app = await addApp(postern, { kind: 'native', ...declaration });
    const person = postern.person();
    const request = (more = {}) => signInRequest(postern, app.id, { redirect_uri: redirectUri, ...more }).url;
    const screen = await person.submit(await person.open(request()), '/password', { identifier: email, password });
    return { person, screen, request };
  }

  test('a native app at an https address of its own is asked about once (RFC 8252 §7.2)', async () => {
    const { person, screen, request } = await arrive({}, callback);
    expect(asks(screen)).toBe(true);
    expect(screen.text).not.toContain('each time');
    await person.submit(screen, '/consent', { decision: 'allow' });
    expect((await person.open(request())).url.searchParams.has('code')).toBe(true);
    expect((await person.open(request({ prompt: 'none' }))).url.searchParams.has('code')).toBe(true);
  });

  test('… and a first-party one not at all', async () => {
    const { screen } = await arrive({ firstParty: true }, callback);
    expect(screen.url.searchParams.has('code')).toBe(true);
  });

  test('at a loopback address it is asked about each time, and the page says why', async () => {
    const redirectUris = [callback, loopback.registered];
    const { person, screen, request } = await arrive({ firstParty: true, redirectUris }, loopback.asked);
    expect(screen.text).toContain(
      'You are asked each time because another app on your device could pass itself off as',
    );
    await person.submit(screen, '/consent', { decision: 'allow' });
    expect(asks(await person.open(request()))).toBe(true);
    // The same app by its https address, which nobody else has.
    expect((await person.open(request({ redirect_uri: callback }))).url.searchParams.has('code')).toBe(true);
  });
});
