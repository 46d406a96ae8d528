import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { loadSettings } from '../../config/index.ts';
import { startNode, type Node } from '../../src/main.ts';
import { openBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/servers/process.ts';

/** Postern as it starts on a machine where nothing is configured: with the demo, and letters on a page. */
interface Development {
  readonly issuer: string;
  readonly demo: string;
  stop(): Promise<void>;
}

async function startDevelopment(settings: readonly string[] = []): Promise<Development> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-demo-'));
  const [port, demoPort] = [await freePort(), await freePort()];
  const issuer = `http://localhost:${port}`;
  const set = [`issuer=${issuer}`, `demo.port=${demoPort}`, 'metrics.port=off', 'log.level=error', ...settings];
  const node: Node = await startNode(
    loadSettings({ data: directory, port: String(port), set }, {}, directory).settings,
  );
  return {
    issuer,
    demo: `http://localhost:${demoPort}`,
    async stop() {
      await node.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  browser = await openBrowser();
}, 60_000);
afterAll(() => browser.close());
afterEach(() => context.close());

/** A tab of a new person's browser, at the demo's landing page. */
async function arrive({ demo }: Development): Promise<Page> {
  context = await browser.newContext();
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  await page.goto(demo);
  return page;
}

/** Signs up from the landing page, with the code from the outbox. */
async function signUp(page: Page, { issuer }: Development): Promise<string> {
  const email = `ann-${Math.random().toString(36).slice(2)}@example.com`;
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.locator('input[type=email]').fill(email);
  await page.locator('input[type=password]').fill('a good long password');
  await page.locator('form[action$="/sign-up"] button').click();
  const outbox = await context.newPage();
  await outbox.goto(`${issuer}/outbox`);
  await outbox.getByRole('link').filter({ hasText: email }).click();
  const letter = await outbox.locator('article').innerText();
  await outbox.close();
  const [, first, second] = /\b(\d{4})\s?(\d{4})\b/.exec(letter)!;
  await page.locator('input[name=code]').fill(`${first}${second}`);
  await page.locator('form[action$="/confirm"] button').click();
  return email;
}

/** Until the demo knows who is there. */
const signedIn = (page: Page) => page.getByRole('button', { name: 'Sign out' }).waitFor();
const signedOut = (page: Page) => page.getByRole('heading', { name: 'You are signed out' }).waitFor();
const accessToken = (page: Page) => page.locator('#access-token').innerText();

async function signedUp(development: Development): Promise<Page> {
  const page = await arrive(development);
  await signUp(page, development);
  await page.locator('button[value=allow]').click();
  await signedIn(page);
  return page;
}

async function secondTab({ demo }: Development): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${demo}/app/`);
  return page;
}

const refreshTokenOf = (request: Request): string | null =>
  request.method() === 'POST' && new URL(request.url()).pathname === '/token'
    ? new URLSearchParams(request.postData() ?? '').get('refresh_token')
    : null;

/** The refresh token of every refresh of this browser's from now on. */
function refreshes(): string[] {
  const used: string[] = [];
  context.on('request', (request) => {
    const token = refreshTokenOf(request);
    if (token !== null) used.push(token);
  });
  return used;
}

describe('the demo', () => {
  let development: Development;
  beforeAll(async () => {
    development = await startDevelopment();
  }, 30_000);
  afterAll(() => development.stop());

  test('somebody signs up, allows, sees the tokens, calls the API, refreshes and signs out', async () => {
    const page = await arrive(development);
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));

    const email = await signUp(page, development);
    await page.getByRole('heading', { name: 'Postern Demo asks' }).waitFor();
    expect(await page.locator('main').innerText()).toContain('Read your notes in the demo');
    await page.locator('button[value=allow]').click();

    await page.getByRole('heading', { name: email }).waitFor();
    expect(page.url()).toBe(`${development.demo}/app/`);
    expect(await page.locator('#claims').innerText()).toContain(email);
    expect(await page.locator('#scope').innerText()).toBe('notes:read notes:write');

    await page.getByRole('button', { name: 'Write a note' }).click();
    await page.locator('#answer').filter({ hasText: 'Written at' }).waitFor();
    await page.getByRole('button', { name: 'Call the API' }).click();
    await page.locator('#answer').filter({ hasText: 'Written at' }).waitFor();

    const before = await accessToken(page);
    const refresh = page.waitForRequest((request) => refreshTokenOf(request) !== null);
    await page.getByRole('button', { name: 'Refresh now' }).click();
    // It works where third-party cookies are blocked: none is sent, and no frame is opened.
    expect(await (await refresh).allHeaders()).not.toHaveProperty('cookie');
    await eventually(async () => expect(await accessToken(page)).not.toBe(before));
    expect(page.frames()).toHaveLength(1);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await signedOut(page);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    expect(complaints).toEqual([]);

    await page.getByRole('button', { name: 'Sign in with Postern' }).click();
    await page.locator('input[type=password]').waitFor();
    expect(page.url()).toContain(development.issuer);
  });

  test('who does not allow it is told so, and may try again', async () => {
    const page = await arrive(development);
    await signUp(page, development);
    await page.locator('button[value=deny]').click();
    await page.getByRole('alert').filter({ hasText: 'You did not let this app in' }).waitFor();
    await signedOut(page);
    expect(page.url()).toBe(`${development.demo}/app/`);
  });

  test('a sign-in that did not begin in this browser is told in words, and another one begins', async () => {
    const page = await arrive(development);
    const foreign = `${development.demo}/app/?code=of-somebody-else&state=of-somebody-else`;
    await page.goto(foreign);
    await page.getByRole('alert').filter({ hasText: 'This sign-in began in another browser' }).waitFor();
    await signedOut(page);
    await page.getByRole('button', { name: 'Create an account' }).waitFor();
    await page.goto(development.demo);
    await signUp(page, development);
    await page.locator('button[value=allow]').click();
    await signedIn(page);
    const before = await accessToken(page);

    // Nor does it take the place of whoever is signed in.
    await page.goto(foreign);
    await signedIn(page);
    expect(await page.getByRole('alert').isVisible()).toBe(false);
    expect(await accessToken(page)).toBe(before);
  });

  test('an outbox that was opened before the letter was there leads to it', async () => {
    const page = await arrive(development);
    const outbox = await context.newPage();
    await outbox.goto(`${development.issuer}/outbox`);
    const email = await signUp(page, development);
    expect(await outbox.getByText(email).count()).toBe(0);
    await outbox.getByRole('link', { name: 'Look again' }).click();
    await outbox.getByRole('link').filter({ hasText: email }).waitFor();
  });

  test('a token that was ended elsewhere is renewed once, and then it is a sign-out', async () => {
    const page = await signedUp(development);
    const stored = await page.evaluate(() => JSON.parse(Object.values(localStorage)[0] as string) as object);
    const { refresh_token } = stored as { refresh_token: string };
    await fetch(`${development.issuer}/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: 'postern-demo', token: refresh_token }),
    });
    await page.getByRole('button', { name: 'Call the API' }).click();
    await signedOut(page);
  });

  test('a second tab hears of sign-in, refresh and sign-out', async () => {
    const page = await arrive(development);
    const other = await secondTab(development);
    await signedOut(other);

    await signUp(page, development);
    await page.locator('button[value=allow]').click();
    await signedIn(page);
    await signedIn(other);

    const before = await accessToken(other);
    await page.getByRole('button', { name: 'Refresh now' }).click();
    await eventually(async () => expect(await accessToken(other)).not.toBe(before));
    expect(await accessToken(other)).toBe(await accessToken(page));

    await other.getByRole('button', { name: 'Sign out' }).click();
    await signedOut(other);
    await signedOut(page);
  });

  test('tabs that refresh at once use the refresh token once', async () => {
    const page = await signedUp(development);
    const other = await secondTab(development);
    await signedIn(other);
    const used = refreshes();
    // Held back, so that the second tab asks while the first one's refresh is under way.
    const held = Promise.withResolvers<undefined>();
    await context.route('**/token', async (route) => {
      await held.promise;
      await route.continue();
    });
    const before = await accessToken(page);
    await page.getByRole('button', { name: 'Refresh now' }).click();
    await eventually(() => expect(used).toHaveLength(1));
    await other.getByRole('button', { name: 'Refresh now' }).click();
    await eventually(async () => expect(await waitingForLock(other)).toBe(1));
    held.resolve(undefined);

    await eventually(async () => expect(await accessToken(page)).not.toBe(before));
    await eventually(async () => expect(await waitingForLock(other)).toBe(0));
    expect(await accessToken(other)).toBe(await accessToken(page));
    expect(used).toHaveLength(1);
  });

  test('a refresh under way does not bring back what another tab signed out', async () => {
    const page = await signedUp(development);
    const other = await secondTab(development);
    await signedIn(other);
    const used = refreshes();
    const held = Promise.withResolvers<undefined>();
    await context.route('**/token', async (route) => {
      await held.promise;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Refresh now' }).click();
    await eventually(() => expect(used).toHaveLength(1));
    await other.getByRole('button', { name: 'Sign out' }).click();
    await eventually(async () => expect(await waitingForLock(other)).toBe(1));
    held.resolve(undefined);

    await signedOut(other);
    await signedOut(page);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  test('only its own name leads to it', async () => {
    const { port } = new URL(development.demo);
    const answer = await fetch(`http://127.0.0.1:${port}/app/config.json`, { redirect: 'manual' });
    expect(answer.status).toBe(307);
    expect(answer.headers.get('location')).toBe(`${development.demo}/`);
    context = await browser.newContext();
  });

  test.each(['light', 'dark'] as const)('everybody can read it in the %s', async (colorScheme) => {
    const page = await arrive(development);
    await page.emulateMedia({ colorScheme });
    expect(await problems(page)).toEqual([]);
    await signUp(page, development);
    await page.locator('button[value=allow]').click();
    await signedIn(page);
    await page.getByRole('button', { name: 'Call the API' }).click();
    await page.locator('#answer').filter({ hasText: 'notes' }).waitFor();
    expect(await problems(page)).toEqual([]);
    for (const width of [320, 375, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    }
  });
});

/** How many pieces of work wait in this browser for the lock of the demo's session. */
const waitingForLock = (page: Page): Promise<number> =>
  page.evaluate(async () => (await navigator.locks.query()).pending.length);

async function problems(page: Page): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`);
}

test('tokens that are about to expire are renewed by one tab for all', async () => {
  const development = await startDevelopment(['lifetimes.accessToken=60']);
  try {
    const page = await signedUp(development);
    // Of all tabs. What was to be done by the time of before goes with the page.
    await page.clock.install();
    await page.reload();
    const tabs = [page, await secondTab(development)];
    for (const tab of tabs) await signedIn(tab);
    const used = refreshes();
    for (const round of [1, 2, 3]) {
      await page.clock.runFor(55_000);
      await eventually(() => expect(used).toHaveLength(round));
      for (const tab of tabs) await eventually(async () => expect(await waitingForLock(tab)).toBe(0));
      expect(used).toHaveLength(round);
    }
    expect(new Set(used).size).toBe(used.length);
    await page.getByRole('button', { name: 'Call the API' }).click();
    await page.locator('#answer').filter({ hasText: 'subject' }).waitFor();
  } finally {
    await development.stop();
  }
}, 60_000);
