import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { runInNewContext } from 'node:vm';
import * as oidc from 'openid-client';
import { snippetFor } from '../../src/cli/snippets.ts';
import { account, callback, password, walk } from '../support/apps.ts';
import { openBrowser } from '../support/browser.ts';
import { startPostern, type Postern } from '../support/postern.ts';
import { freePort } from '../support/servers/process.ts';

let postern: Postern;
let id: string;
beforeAll(async () => {
  postern = await startPostern('sqlite');
  id = await account(postern, 'ann@example.com');
}, 60_000);
afterAll(() => postern.stop());

const known = () => ({ sub: id, name: 'Test Person', email: 'ann@example.com' });

/** What a snippet says, cut at its comments that name where each part belongs. */
function partsOf(snippet: string, ...marks: readonly string[]): string[] {
  return marks.reduceRight(
    ([rest = '', ...later], mark) => {
      const at = rest.indexOf(`// ${mark}`);
      if (at < 0) throw new Error(`nothing is said about ${mark}`);
      return [rest.slice(0, at), rest.slice(at), ...later];
    },
    [snippet],
  );
}

test('what is printed for a web app signs somebody in, and gets name and email', async () => {
  const { client, secret } = await postern.rooms.clients.add({ name: 'Site', kind: 'web', redirectUris: [callback] });
  const [begin = '', end = ''] = partsOf(snippetFor(client, postern.issuer), 'at redirect_uri');
  const program = begin.replace("import * as oidc from 'openid-client';", '');
  const seen: unknown[] = [];
  await runInNewContext(`(async () => { ${program}; const currentUrl = await arrive(url); ${end}\n})()`, {
    oidc,
    URL,
    process: { env: { CLIENT_SECRET: secret } },
    arrive: async (url: URL) => (await walk(postern.person(), { url }, 'ann@example.com')).url,
    console: { log: (user: unknown) => seen.push(user) },
  });
  expect(seen).toEqual([expect.objectContaining(known())]);
});

test('what is printed for a single-page app signs somebody in, and gets name and email', async () => {
  const port = await freePort();
  const home = `http://localhost:${port}`;
  const redirectUris = [`${home}/callback`];
  const { client } = await postern.rooms.clients.add({ name: 'Pages', kind: 'spa', redirectUris });
  const snippet = snippetFor(client, postern.issuer);
  const [setUp = '', begin = '', end = ''] = partsOf(snippet, 'on "Sign in"', 'on the page of redirect_uri');
  const server = serve(port, { '/': setUp + begin, '/callback': setUp + end });
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const said = page.waitForEvent('console', { predicate: (message) => message.type() === 'log' });
    await page.goto(home);
    await page.locator('input[name=identifier]').fill('ann@example.com');
    await page.locator('input[type=password]').fill(password);
    await page.locator('form[action$="/password"] button').click();
    await page.locator('button[value=allow]').click();
    expect(await (await said).args()[0]?.jsonValue()).toMatchObject(known());
  } finally {
    await browser.close();
    server.close();
    await once(server, 'close');
  }
}, 30_000);

/** Serves pages that run a program each, with the library as npm installs it. */
function serve(port: number, programs: Readonly<Record<string, string>>): Server {
  const modules = new URL('../../node_modules/', import.meta.url);
  const libraries: Record<string, string> = {
    'oidc-client-ts': 'oidc-client-ts/dist/esm/oidc-client-ts.js',
    'jwt-decode': 'jwt-decode/build/esm/index.js',
  };
  const imports = Object.fromEntries(Object.keys(libraries).map((name) => [name, `/${name}.js`]));
  return createServer(({ url = '' }, response) => {
    const path = url.split('?')[0] ?? '';
    const library = libraries[path.slice(1, -'.js'.length)];
    const program = programs[path];
    if (library !== undefined) {
      response.setHeader('content-type', 'text/javascript').end(readFileSync(new URL(library, modules)));
    } else if (program !== undefined) {
      const map = `<script type="importmap">${JSON.stringify({ imports })}</script>`;
      response.setHeader('content-type', 'text/html').end(`${map}<script type="module">${program}</script>`);
    } else response.writeHead(404).end();
  }).listen(port, 'localhost');
}
