import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import Koa from 'koa';
import { createPages } from '../../src/web/pages/index.ts';
import type { Pages, PagesOptions } from '../../src/web/pages/index.ts';
import { answerPage } from '../support/page-answer.ts';

const folder = mkdtempSync(join(tmpdir(), 'postern-assets-'));
const logo = join(folder, 'Our Logo.SVG');
writeFileSync(logo, '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

let server: Server;
let origin: string;
let pages: Pages;

beforeAll(async () => {
  pages = createPages({ issuer: 'https://id.example', brand: { name: 'X', logo, accent: { light: '#003366' } } });
  const app = new Koa();
  app.use(pages.assets);
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const addresses = (): string[] => {
  const { html } = answerPage(pages, { kind: 'message', message: 'welcome' });
  return [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, address = '']) => address);
};

/** Not by fetch, which asks past every cache as soon as a request is conditional. */
async function statusFor(address: string, headers: Record<string, string>): Promise<number | undefined> {
  const [response] = (await once(get(origin + address, { headers }), 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

test('everything that a page loads is there, typed, and kept for as long as it stays the same', async () => {
  expect(addresses().map((address) => address.replace(/\?.*/, ''))).toEqual([
    '/assets/brand.svg',
    '/assets/postern.css',
    expect.stringMatching(/^\/assets\/accent-003366-[0-9a-f]{6}\.css$/),
    '/assets/brand.svg',
  ]);
  for (const address of addresses()) {
    const response = await fetch(origin + address);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^(text\/css; charset=utf-8|image\/svg\+xml)$/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const cached = address.includes('?v=') ? 'public, max-age=31536000, immutable' : 'public, max-age=300';
    expect(response.headers.get('cache-control')).toBe(cached);
    expect(await statusFor(address, { 'if-none-match': response.headers.get('etag') ?? '' })).toBe(304);
  }
});

test('an older page that asks for an older file gets the new one, and does not keep it for ever', async () => {
  const response = await fetch(`${origin}/assets/postern.css?v=old`);
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toBe('public, max-age=300');
});

test("a logo's script does not run, also where somebody opens the logo by itself", async () => {
  const response = await fetch(`${origin}/assets/brand.svg`);
  expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none';.* sandbox$/);
});

test('colours make a style sheet that sets them and nothing else', async () => {
  const css = await (await fetch(`${origin}/assets/accent-003366-99ccff.css`)).text();
  expect(css).toBe(
    ':root{--accent:#003366;--on-accent:#ffffff}\n' +
      '@media (prefers-color-scheme:dark){:root{--accent:#99ccff;--on-accent:#14110d}}\n',
  );
});

test.each([
  '/assets/',
  '/assets/nothing.css',
  '/assets/../package.json',
  '/assets/..%2f..%2fpackage.json',
  '/assets/accent-003366.css',
  '/assets/accent-003366-99ccff%7D.css',
  '/assets/accent-00336g-99ccff.css',
])('there is nothing at %s', async (path) => {
  expect((await fetch(origin + path)).status).toBe(404);
});

test('a file is only read', async () => {
  expect((await fetch(`${origin}/assets/postern.css`, { method: 'POST' })).status).toBe(404);
  const head = await fetch(`${origin}/assets/postern.css`, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
});

test('the icon of the tab is the logo of the installation, and ours where it has none', () => {
  const icon = (brand: PagesOptions['brand']) => {
    const { html } = answerPage(createPages({ issuer: 'x', brand }), { kind: 'message', message: 'welcome' });
    return /<link rel="icon" href="([^"?]+)/.exec(html)?.[1];
  };
  expect(icon({ name: 'X', logo })).toBe('/assets/brand.svg');
  expect(icon({ name: 'X', logo: 'https://cdn.example/logo.png' })).toBe('https://cdn.example/logo.png');
  expect(icon({ name: 'X' })).toBe('/assets/favicon.svg');
});

test('a logo that cannot be shown stops the start, in words', () => {
  const withLogo = (file: string) => () => createPages({ issuer: 'x', brand: { name: 'X', logo: join(folder, file) } });
  writeFileSync(join(folder, 'large.png'), Buffer.alloc(512 * 1024 + 1));
  writeFileSync(join(folder, 'logo.html'), '<script>alert(1)</script>');
  expect(withLogo('large.png')).toThrow('larger than 512 KiB');
  expect(withLogo('logo.html')).toThrow('is none of .css, .js, .svg');
  expect(withLogo('missing.png')).toThrow('ENOENT');
});
