import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sendRaw } from '../bad-input/raw.ts';
import { callback, password, signInRequest } from '../support/apps.ts';
import { production, type Production } from './production.ts';

let postern: Production;
let app: string;
beforeAll(async () => {
  postern = await production(['trustedProxies=127.0.0.0/8,::1']);
  const { clients, accounts, passwords } = postern.rooms;
  const added = await clients.add({ name: 'Notes', kind: 'spa', redirectUris: [callback], firstParty: true });
  app = added.client.id;
  await accounts.create({ email: 'owner@example.com', password: await passwords.hash(password), name: 'Owner' });
}, 60_000);
afterAll(() => postern.stop());

const fromProxy = ['Host: id.example.com', 'X-Forwarded-Proto: https', 'X-Forwarded-For: 198.51.100.7'];

/** A browser behind the proxy, which notes every cookie as it was set. */
function browserThroughProxy() {
  const jar = new Map<string, string>();
  const lines: string[] = [];
  const visit = async (target: string, body?: string): Promise<{ location: string | undefined; html: string }> => {
    const answer = await sendRaw(postern.inside, {
      method: body === undefined ? 'GET' : 'POST',
      target: target.replace(postern.issuer, ''),
      headers: [
        ...fromProxy,
        `Cookie: ${[...jar].map(([name, value]) => `${name}=${value}`).join('; ')}`,
        ...(body === undefined ? [] : ['Content-Type: application/x-www-form-urlencoded']),
      ],
      ...(body !== undefined && { body }),
    });
    expect(answer.headers.get('strict-transport-security')?.[0]).toContain('max-age=31536000');
    for (const line of answer.headers.get('set-cookie') ?? []) {
      lines.push(line);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value) jar.set(name, value);
    }
    return { location: answer.headers.get('location')?.[0], html: answer.body };
  };
  return { visit, lines };
}

const csrfIn = (html: string): string => /name="csrf" value="([^"]*)"/.exec(html)?.[1] ?? '';

async function signInThroughProxy() {
  const { visit, lines } = browserThroughProxy();
  const { url } = signInRequest({ issuer: postern.issuer }, app);
  const { location: path = '' } = await visit(`${url.pathname}${url.search}`);
  const { html } = await visit(path);
  const fields = new URLSearchParams({ csrf: csrfIn(html), identifier: 'owner@example.com', password });
  const { location: resume = '' } = await visit(`${path}/password`, fields.toString());
  const { location: door = '' } = await visit(resume);
  return { lines, door };
}

test('behind a proxy that ends TLS every cookie is Secure, HttpOnly, Lax and bound to this origin', async () => {
  const { lines, door } = await signInThroughProxy();
  expect(new URL(door).searchParams.has('code')).toBe(true);
  const names = new Set(lines.map((line) => line.split('=')[0]));
  expect(names).toEqual(
    new Set([
      '__Host-postern.browser',
      '__Host-postern.accounts',
      // The box "stay signed in" is not sent: this one goes with the window.
      '__Host-postern.window',
      '__Host-postern.session',
      '__Secure-postern.interaction',
      '__Secure-postern.interaction.sig',
      '__Secure-postern.resume',
      '__Secure-postern.resume.sig',
    ]),
  );
  expectBound(lines);
});

test('so are those of a sign-up and of a language', async () => {
  const { visit, lines } = browserThroughProxy();
  const { url } = signInRequest({ issuer: postern.issuer }, app);
  const { location: path = '' } = await visit(`${url.pathname}${url.search}`);
  const { html } = await visit(`${path}/sign-up?ui_locales=de`);
  expect(html).toContain('<html lang="de"');
  const fields = { csrf: csrfIn(html), email: 'new@example.com', password: 'a good long password' };
  await visit(`${path}/sign-up`, new URLSearchParams(fields).toString());
  // What was chosen is remembered, and by this name alone.
  expect((await visit(path)).html).toContain('<html lang="de"');
  const names = lines.map((line) => line.split('=')[0]);
  expect(names).toEqual(expect.arrayContaining(['__Secure-postern.sign-up', '__Host-postern.language']));
  expectBound(lines);
});

function expectBound(lines: readonly string[]): void {
  for (const line of lines) {
    expect(line).toMatch(/^__(Host|Secure)-/);
    expect(line).toMatch(/; ?secure/i);
    expect(line).toMatch(/; ?httponly/i);
    expect(line).toMatch(/; ?samesite=lax/i);
    expect(line).not.toMatch(/; ?domain=/i);
    if (line.startsWith('__Host-')) expect(line).toMatch(/; ?path=\/(;|$)/i);
    else expect(line).toMatch(/; ?path=\/(interaction|authorize)\/[\w-]+(;|$)/i);
  }
}

test('cookies of names that another origin could set are not believed', async () => {
  const { lines } = await signInThroughProxy();
  const [, session = ''] =
    /^__Host-postern\.session=([^;]+)/.exec(lines.find((line) => line.startsWith('__Host-postern.session=')) ?? '') ??
    [];
  const { url } = signInRequest({ issuer: postern.issuer }, app, { prompt: 'none' });
  const asked = async (cookie: string): Promise<URLSearchParams> => {
    const answer = await sendRaw(postern.inside, {
      target: `${url.pathname}${url.search}`,
      headers: [...fromProxy, `Cookie: ${cookie}`],
    });
    return new URL(answer.headers.get('location')?.[0] ?? '').searchParams;
  };
  expect((await asked(`__Host-postern.session=${session}`)).has('code')).toBe(true);
  for (const name of ['postern.session', '__Secure-postern.session', '__host-postern.session', '_session']) {
    expect((await asked(`${name}=${session}`)).get('error')).toBe('login_required');
  }
});

test('the outbox and the demo are not there', async () => {
  for (const headers of [fromProxy, ['Host: localhost'], ['Host: 127.0.0.1']]) {
    expect((await sendRaw(postern.inside, { target: '/outbox', headers })).status).toBe(404);
  }
});
