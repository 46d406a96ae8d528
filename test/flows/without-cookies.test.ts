import { describe, expect, test } from '@jest/globals';
import { signInRequest } from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenApp, onPostern } from '../support/suite.ts';

/** Follows redirects as a browser that keeps no cookies, and shows where it ends. */
async function walk(url: URL | string): Promise<{ readonly status: number; readonly html: string; readonly at: URL }> {
  for (let at = new URL(url), steps = 0; steps < 10; steps += 1) {
    const answer = await fetch(at, { redirect: 'manual', headers: { 'accept-language': 'en', accept: 'text/html' } });
    const to = answer.headers.get('location');
    if (to === null) return { status: answer.status, html: await answer.text(), at };
    at = new URL(to, at);
  }
  throw new Error('it leads nowhere');
}

const linkIn = (html: string, words: string): string | undefined =>
  [...html.matchAll(/<a [^>]*href="([^"]+)"[^>]*>([^]*?)<\/a>/g)].find(([, , text]) => text?.includes(words))?.[1];

describe.each(availableProfiles())('on %s, a browser that keeps no cookies', (profile) => {
  const { postern } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', name: 'Shop', homepage: 'https://shop.example/' });

  const post = (path: string, headers: Record<string, string> = {}) =>
    fetch(postern.issuer + path, {
      method: 'POST',
      headers: { accept: 'text/html', 'accept-language': 'en', ...headers },
      body: new URLSearchParams({ session: 'x', csrf: 'x' }),
    });

  test('is told so when it wants to sign in, and led back to the app', async () => {
    const { url } = signInRequest(postern, app.id);
    const { status, html, at } = await walk(url);
    expect(status).toBe(400);
    expect(html).toContain('This site needs cookies');
    expect(html).not.toContain('This sign-in is over');
    expect(linkIn(html, 'Shop')).toBe('https://shop.example/');
    // Whoever has the address of a sign-in learns nothing of what the app asked.
    expect(html).not.toContain(url.searchParams.get('state'));
    expect(at.pathname).toMatch(/^\/interaction\//);
  });

  test('is told so at its account, and tries again there', async () => {
    const { status, html } = await walk(`${postern.issuer}/account`);
    expect([status, linkIn(html, 'Try again')]).toEqual([400, '/account']);
    expect(html).toContain('This site needs cookies');
  });

  test('is told so where a form was posted', async () => {
    for (const [path, again] of [
      ['/recover/link', '/recover/link'],
      ['/session/end/confirm', '/session/end'],
    ] as const) {
      const html = await (await post(path)).text();
      expect(html).toContain('This site needs cookies');
      expect(linkIn(html, 'Try again')).toBe(again);
    }
  });

  test('is another thing than a sign-in that is over in a browser that keeps them, or a form of another site', async () => {
    const { url } = signInRequest(postern, app.id);
    const begun = (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '';
    const keeping = { cookie: 'postern.browser=abc', 'accept-language': 'en', accept: 'text/html' };
    for (const [path, headers] of [
      [begun, keeping],
      ['/interaction/nothing', { ...keeping, cookie: '' }],
    ] as const) {
      const over = await fetch(new URL(path, postern.issuer), { headers });
      expect([over.status, await over.text()]).toEqual([410, expect.stringContaining('This sign-in is over')]);
    }
    const foreign = await post('/recover/link', { 'sec-fetch-site': 'cross-site' });
    expect(await foreign.text()).toContain('This form is too old');
  });
});
