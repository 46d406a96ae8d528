import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { account, password } from '../support/apps.ts';
import { openBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { startPostern, type Postern } from '../support/postern.ts';
import { freePort } from '../support/servers/process.ts';
import { startExample, type Example } from './example.ts';

let postern: Postern;
let browser: Browser;
let running: Example[];
let home: string;

const notesAt = (address: string, api: string) => ({
  name: 'Notes',
  kind: 'spa',
  redirectUris: [address],
  postLogoutRedirectUris: [address],
  apis: [api],
});

beforeAll(async () => {
  postern = await startPostern('sqlite');
  browser = await openBrowser();
  const { clients } = postern.rooms;
  const [port, apiPort] = [await freePort(), await freePort()];
  home = `http://localhost:${port}/`;
  const api = `http://localhost:${apiPort}`;
  await clients.apis.add({ id: api, name: 'Notes', scopes: [{ name: 'notes:read' }, { name: 'notes:write' }] });
  const asker = await clients.add({ name: 'Notes API', kind: 'api', serves: [api] });
  const app = await clients.add(notesAt(home, api));
  const common = { ISSUER: postern.issuer };
  const called = { PORT: String(apiPort), ORIGINS: new URL(home).origin };
  const asks = { CLIENT_ID: asker.client.id, CLIENT_SECRET: asker.secret! };
  running = [
    startExample('api/introspect.ts', { ...common, ...called, ...asks }),
    startExample('spa/serve.ts', { ...common, PORT: String(port), CLIENT_ID: app.client.id, API: api }),
  ];
  await Promise.all(running.map((example) => example.line(/ is at /)));
}, 60_000);
afterAll(async () => {
  await Promise.all(running.map((example) => example.stop()));
  await browser.close();
  await postern.stop();
});

test('a person signs in, the app calls an API elsewhere, refreshes in step with another tab, and signs out', async () => {
  await account(postern, 'ann@example.com');
  const context = await browser.newContext();
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  await page.goto(home);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('input[name=identifier]').fill('ann@example.com');
  await page.locator('input[type=password]').fill(password);
  await page.locator('form[action$="/password"] button').click();
  await page.locator('button[value=allow]').click();

  await page.locator('#name', { hasText: 'Test Person' }).waitFor();
  expect(page.url()).toBe(home);
  await page.getByRole('button', { name: 'Call the API' }).click();
  await page.locator('#answer', { hasText: /^200 .*"notes":\[\]/ }).waitFor();

  const other = await context.newPage();
  await other.goto(home);
  await other.locator('#name', { hasText: 'Test Person' }).waitFor();
  const stored = () => other.evaluate(() => Object.values(localStorage)[0] as string);
  const before = await stored();
  await page.getByRole('button', { name: 'Refresh' }).click();
  await eventually(async () => expect(await stored()).not.toBe(before));
  await other.getByRole('button', { name: 'Call the API' }).click();
  await other.locator('#answer', { hasText: /^200 / }).waitFor();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await other.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await context.close();
});

test('a sign-out elsewhere shows when somebody comes back to the page, and is not asked for all the time', async () => {
  await account(postern, 'ben@example.com');
  const context = await browser.newContext();
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  await page.goto(home);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('input[name=identifier]').fill('ben@example.com');
  await page.locator('input[type=password]').fill(password);
  await page.locator('form[action$="/password"] button').click();
  await page.locator('button[value=allow]').click();
  await page.locator('#name', { hasText: 'Test Person' }).waitFor();

  const elsewhere = await context.newPage();
  await elsewhere.goto(`${postern.issuer}/session/end`);
  await elsewhere.locator('button[name=logout]').click();
  await elsewhere.getByText('You are signed out').waitFor();

  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const comeBack = () => page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
  await comeBack();
  await comeBack();
  // What the page would have asked for is asked for before this is answered.
  await page.evaluate(() => fetch('config.json'));
  expect(asked).toEqual(['/config.json']);
  expect(await page.locator('#name').textContent()).toBe('Test Person');

  await page.clock.setSystemTime(Date.now() + 61_000);
  await comeBack();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(asked.filter((path) => path === '/token')).toHaveLength(1);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await context.close();
});

test('with tokens that live half a minute it refreshes once for each, and before it ends', async () => {
  await account(postern, 'cem@example.com');
  const { clients } = postern.rooms;
  const [port, api] = [await freePort(), 'https://short.example.com'];
  const address = `http://localhost:${port}/`;
  await clients.apis.add({ id: api, name: 'Short', scopes: [{ name: 'notes:read' }], accessTokenLifetime: 30 });
  const app = await clients.add({ ...notesAt(address, api), firstParty: true });
  const environment = { ISSUER: postern.issuer, PORT: String(port), CLIENT_ID: app.client.id, API: api };
  const example = startExample('spa/serve.ts', environment);
  running.push(example);
  await example.line(/ is at /);

  const context = await browser.newContext();
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  await page.goto(address);
  await page.clock.install();
  const expires = () =>
    page.evaluate(() => (JSON.parse(Object.values(localStorage)[0] as string) as { expires_at: number }).expires_at);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('input[name=identifier]').fill('cem@example.com');
  await page.locator('input[type=password]').fill(password);
  await page.locator('form[action$="/password"] button').click();
  await page.locator('#name', { hasText: 'Test Person' }).waitFor();

  let refreshes = 0;
  page.on('request', (request) => void (new URL(request.url()).pathname === '/token' && (refreshes += 1)));
  for (const round of [1, 2, 3]) {
    const before = await expires();
    await page.clock.runFor(20_000);
    // What the page would have asked for is asked for before this is answered.
    await page.evaluate(() => fetch('config.json'));
    expect(refreshes).toBe(round - 1);
    await page.clock.runFor(9_000);
    await eventually(async () => expect(await expires()).toBeGreaterThan(before));
    expect(refreshes).toBe(round);
  }
  await context.close();
});

test('the page lets no foreign script in', async () => {
  const answer = await fetch(home);
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(await answer.text()).not.toMatch(/<script(?![^>]*\ssrc=)/);
});
