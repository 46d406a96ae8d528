/** Serves the app, with what it must know as config.json. Any static host does. `ISSUER=… CLIENT_ID=… API=… node serve.ts` */
import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const library = join(createRequire(import.meta.url).resolve('oidc-client-ts'), '../../browser/oidc-client-ts.min.js');
const files = new Map([
  ['/', { file: join(import.meta.dirname, 'index.html'), type: 'text/html; charset=utf-8' }],
  ['/app.js', { file: join(import.meta.dirname, 'app.js'), type: 'text/javascript' }],
  ['/session.js', { file: join(import.meta.dirname, 'session.js'), type: 'text/javascript' }],
  ['/vendor/oidc-client-ts.js', { file: library, type: 'text/javascript' }],
]);

/** @param config `api`: the API's resource indicator, which is also where it answers */
export function spa(config: { issuer: string; clientId: string; api: string }): RequestListener {
  const called = [config.issuer, config.api].map((url) => new URL(url).origin).join(' ');
  // No script but ours runs here, so none can read the tokens; and nobody frames the page.
  const policy = `default-src 'none'; script-src 'self'; connect-src 'self' ${called}; base-uri 'none'; frame-ancestors 'none'`;

  return (request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    const found = files.get(path);
    response.setHeader('content-security-policy', policy).setHeader('referrer-policy', 'no-referrer');
    response.setHeader('x-content-type-options', 'nosniff').setHeader('cache-control', 'no-cache');
    response.setHeader('content-type', found?.type ?? 'application/json');
    if (path === '/config.json') response.end(JSON.stringify(config));
    else if (!found) response.writeHead(404).end('{}');
    else
      readFile(found.file).then(
        (content) => response.end(content),
        () => response.writeHead(500).end(),
      );
  };
}

if (import.meta.main) {
  const { ISSUER = 'http://localhost:3000', CLIENT_ID, API = 'http://localhost:4000', PORT = '5000' } = process.env;
  if (!CLIENT_ID) throw new Error('CLIENT_ID is needed: see README.md');
  const server = createServer(spa({ issuer: ISSUER, clientId: CLIENT_ID, api: API }));
  server.listen(Number(PORT), 'localhost', () => console.log(`The app is at http://localhost:${PORT}/`));
}
