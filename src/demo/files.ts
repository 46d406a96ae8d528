import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const page = (name: string): URL => new URL(`pages/${name}`, import.meta.url);
// The library's file for browsers lies beside the one that programs get.
const library = join(createRequire(import.meta.url).resolve('oidc-client-ts'), '../../browser/oidc-client-ts.min.js');
const html = 'text/html; charset=utf-8';
const script = 'text/javascript; charset=utf-8';
const style = 'text/css; charset=utf-8';

const files = new Map([
  ['/', { from: page('landing.html'), type: html }],
  ['/landing.css', { from: page('landing.css'), type: style }],
  ['/look.css', { from: page('look.css'), type: style }],
  ['/icon.svg', { from: page('icon.svg'), type: 'image/svg+xml' }],
  ['/app/', { from: page('app.html'), type: html }],
  ['/app/app.js', { from: page('app.js'), type: script }],
  ['/app/session.js', { from: new URL('../../examples/spa/session.js', import.meta.url), type: script }],
  ['/vendor/oidc-client-ts.js', { from: library, type: script }],
]);

/** What the app must know, told as /app/config.json. */
export interface AppConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly api: string;
}

/** Answers for the demo's pages. @param lettersStayHere whether letters land on the issuer's outbox page */
export function servePages(config: AppConfig, lettersStayHere: boolean): RequestListener {
  // Scripts come from here and nowhere else, or one of somebody else's could read the tokens.
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${new URL(config.issuer).origin}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

  const issuer = escaped(config.issuer);
  const whichAddress = lettersStayHere
    ? `With any address: no letter leaves this machine. Letters sent in development land in the <a href="${issuer}/outbox">outbox</a>.`
    : 'With an address of yours: the code comes to it by a letter.';
  const filled = (text: string): string =>
    text.replaceAll('{{issuer}}', issuer).replaceAll('{{whichAddress}}', whichAddress);

  return (request, response) => {
    response.setHeader('content-security-policy', policy);
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cache-control', 'no-cache');
    if (request.method !== 'GET' && request.method !== 'HEAD') return void response.writeHead(405).end();

    const [path = ''] = request.url?.split('?') ?? [];
    const file = files.get(path);
    if (path === '/app') return void response.writeHead(308, { location: '/app/' }).end();
    if (path === '/app/config.json') {
      return void response.setHeader('content-type', 'application/json').end(JSON.stringify(config));
    }
    if (!file) return void response.writeHead(404, { 'content-type': 'text/plain' }).end('There is nothing here.\n');
    readFile(file.from, 'utf8').then(
      (text) => {
        response.setHeader('content-type', file.type);
        response.end(file.type === html ? filled(text) : text);
      },
      () => response.writeHead(500).end(),
    );
  };
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
