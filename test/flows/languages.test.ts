import { describe, expect, test } from '@jest/globals';
import { availableProfiles } from '../support/postern.ts';
import { newEmail } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';
import { signInRequest } from '../support/apps.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const { postern } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', firstParty: true });

  /** Where a letter's link to confirm an address leads. */
  async function linkOfLetter(): Promise<string> {
    const [email, person] = [newEmail(), postern.person()];
    const { url } = await person.open(signInRequest(postern, app.id).url);
    const form = await person.open(new URL(`${url.pathname}/sign-up`, url));
    await person.submit(form, '/sign-up', { email, password: 'a good long password' });
    return /https?:\/\/\S+\/email\/\S+/.exec((await postern.mail.take(email)).text)?.[0] ?? '';
  }

  test.each([
    ['the home page', () => '/'],
    ['a page that is not there', () => '/nothing-there'],
    ['a sign-in that is over', () => '/interaction/of-long-ago'],
    ['the page of a letter’s link', linkOfLetter],
    ['the page of a link that was never one', () => '/interaction/of-long-ago/email/no/link'],
  ])('%s is in the language that is chosen there, and stays in it', async (_, where) => {
    const person = postern.person();
    const page = await person.open(new URL(await where(), postern.issuer));
    expect(page.headers.get('content-language')).toBe('en');
    const [german = ''] = page.links.filter((link) => link.endsWith('ui_locales=de'));
    const chosen = await person.open(new URL(german, page.url));
    expect([chosen.status, chosen.headers.get('content-language')]).toEqual([page.status, 'de']);
    expect((await person.open(page.url)).headers.get('content-language')).toBe('de');
  });
});
