import { expect, test } from '@jest/globals';
import { createPages, type Page } from '../../src/web/pages/index.ts';
import { answerPage } from '../support/page-answer.ts';
import { previewInChromium } from './in-chromium.ts';

const preview = previewInChromium();
const pages = createPages({ issuer: 'http://localhost:3000', brand: { name: 'Postern' } });
const client = { name: 'Notes', logo: 'https://cdn.example/logo.svg' };
const form = { action: '/x', csrf: 'y' };
const shown: readonly Page[] = [
  { kind: 'sign-in', client, form },
  { kind: 'consent', client, form, account: { email: 'ann@example.com' }, scopes: ['openid'] },
];
const green =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#0f0"/></svg>';

/** Which colours an app's logo is of on a page, by their shares, where its address is answered so. */
async function coloursOf(page: Page, logo: { readonly status: number; readonly body: string }): Promise<Colours> {
  const context = await preview.browser.newContext({ javaScriptEnabled: false, viewport: { width: 375, height: 700 } });
  const { html, headers } = answerPage(pages, page);
  await context.route('**/logo.svg', (route) => route.fulfill({ ...logo, contentType: 'image/svg+xml' }));
  await context.route('**/page', (route) => route.fulfill({ body: html, headers }));
  const opened = await context.newPage();
  await opened.goto(`${preview.url}/page`);
  const picture = (await opened.locator('.app-logo').screenshot()).toString('base64');
  await context.close();
  const reader = await preview.browser.newPage();
  const colours = await reader.evaluate<Colours>(`(async () => {
    const image = await createImageBitmap(await (await fetch('data:image/png;base64,${picture}')).blob());
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, image.width, image.height);
    const shares = {};
    for (let at = 0; at < data.length; at += 4) {
      const colour = data.slice(at, at + 3).join();
      shares[colour] = (shares[colour] ?? 0) + 4 / data.length;
    }
    return shares;
  })()`);
  await reader.close();
  return colours;
}
type Colours = Readonly<Record<string, number>>;

test.each(shown)(
  'a logo that does not load leaves the initial on the page $kind, and no broken picture',
  async (page) => {
    const { logo: _, ...plain } = client;
    const initial = await coloursOf({ ...page, client: plain } as Page, { status: 404, body: '' });
    const [[colour] = ['']] = Object.entries(initial).sort(([, a], [, b]) => b - a);
    expect(initial[colour]).toBeGreaterThan(0.6);
    for (const lost of [
      { status: 404, body: '' },
      { status: 200, body: 'no picture' },
    ]) {
      const seen = await coloursOf(page, lost);
      expect(Math.abs((seen[colour] ?? 0) - (initial[colour] ?? 0))).toBeLessThan(0.1);
    }
    expect((await coloursOf(page, { status: 200, body: green }))['0,255,0']).toBeGreaterThan(0.6);
  },
);
