import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from '@jest/globals';
import Koa from 'koa';
import { createPages } from '../../src/web/pages/index.ts';
import { previewInChromium } from './in-chromium.ts';
import { samples } from './samples.ts';

const preview = previewInChromium();
const servers: Server[] = [];

afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** An origin of its own on a free loopback port. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

test('nothing on any page is blocked by its policy', async () => {
  const page = await preview.browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  for (const { name, page: sample } of samples) {
    if (sample.kind !== 'continue' && sample.kind !== 'form-post') await page.goto(`${preview.url}/${name}`);
  }
  await page.close();
  expect(complaints.filter((complaint) => complaint.includes('Content Security Policy'))).toEqual([]);
});

test('a form leads to the app, and from its callback to wherever the app lives', async () => {
  const home = await serve((_request, response) => response.end('<title>home</title>'));
  const app = await serve((_request, response) => response.writeHead(302, { location: `${home}/home` }).end());
  const pages = createPages({ issuer: 'http://localhost', brand: { name: 'X' } });
  const origins: (string | undefined)[] = [];
  const koa = new Koa();
  koa.use((ctx) => {
    if (ctx.method === 'POST') {
      origins.push(ctx.get('Origin'));
      ctx.redirect(`${app}/callback?code=x`);
      ctx.status = 303;
    } else {
      const form = { action: '/decide', csrf: 'x' };
      const account = { email: 'ann@example.com' };
      pages.render(ctx, { kind: 'sign-out', form, account, others: [] }, { formActions: [`${app}/callback`] });
    }
  });
  const issuer = await serve((request, response) => void koa.callback()(request, response));

  const page = await preview.browser.newPage();
  await page.goto(issuer);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(`${home}/home`);
  await page.close();
  // Were the referrer policy stricter, this would be `null`, and nobody could check where a form comes from.
  expect(origins).toEqual([issuer]);
});

test('form_post posts by itself under the policy, with all its fields', async () => {
  const page = await preview.browser.newPage();
  const posted = new Promise<string | null>((resolve) => {
    void page.route('https://notes.example/**', async (route) => {
      resolve(route.request().postData());
      await route.fulfill({ status: 200, contentType: 'text/html', body: 'back in the app' });
    });
  });
  await page.goto(`${preview.url}/form-post`);
  expect(Object.fromEntries(new URLSearchParams((await posted) ?? ''))).toEqual({
    code: 'abc',
    state: 'def',
    iss: 'http://localhost:3000',
  });
  await page.waitForURL('https://notes.example/callback');
  await page.close();
});

test('without scripts form_post waits for its button', async () => {
  const context = await preview.browser.newContext({ javaScriptEnabled: false, locale: 'en' });
  const page = await context.newPage();
  await page.goto(`${preview.url}/form-post`);
  expect(await page.getByRole('button', { name: 'Continue' }).isVisible()).toBe(true);
  expect(new URL(page.url()).pathname).toBe('/form-post');
  await context.close();
});
