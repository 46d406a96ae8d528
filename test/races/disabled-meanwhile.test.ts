import { describe, expect, test } from '@jest/globals';
import { account, signIn, signInRequest } from '../support/apps.ts';
import { onceRead } from '../support/between.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenApp, onPostern } from '../support/suite.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const app = givenApp(postern, { kind: 'spa', firstParty: true });

  test.each(['none', undefined])(
    'who is disabled while their app asks is signed in no more, and the app hears no other error (prompt=%s)',
    async (prompt) => {
      const email = `ann-${String(prompt)}@example.com`;
      const id = await account(postern, email);
      const person = postern.person();
      await signIn(postern, person, app, email);
      const disabled = onceRead('accounts', id, () => postern.rooms.accounts.disable(id));
      const screen = await person.open(signInRequest(postern, app.id, prompt ? { prompt } : {}).url);
      expect(disabled.happened).toBe(true);
      if (prompt) expect(screen.url.searchParams.get('error')).toBe('login_required');
      // The sign-in under way was of a session that is gone: the page says so, and how to begin again.
      else expect([screen.status, screen.url.pathname.split('/')[1]]).toEqual([410, 'interaction']);
      expect(screen.url.searchParams.has('code')).toBe(false);
    },
  );
});
