import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { account, password } from '../support/apps.ts';
import { openBrowser } from '../support/browser.ts';
import { strict } from '../support/budgets.ts';
import { startPostern, type Postern } from '../support/postern.ts';
import { timeInHand } from '../support/time.ts';
import { useUp } from '../support/used-up.ts';

// A browser is slow on a busy machine.
jest.setTimeout(120_000);

// What the browser does with our pages: the same on every store. What is counted is in test/protection.
let postern: Postern;
let browser: Browser;
const opened: BrowserContext[] = [];

beforeAll(async () => {
  [postern, browser] = await Promise.all([
    startPostern('sqlite', [...strict, 'protection.proofOfWorkKeys=200']),
    openBrowser(),
  ]);
}, 60_000);
afterAll(async () => {
  await Promise.all(opened.map((context) => context.close()));
  await browser.close();
  await postern.stop();
});

interface Window {
  readonly page: Page;
  readonly complaints: string[];
  /** Origins that were asked for anything. */
  readonly asked: Set<string>;
}

async function newBrowser({ javaScriptEnabled = true } = {}): Promise<Window> {
  const context = await browser.newContext({ javaScriptEnabled, locale: 'en', viewport: { width: 375, height: 740 } });
  context.setDefaultTimeout(30_000);
  opened.push(context);
  const page = await context.newPage();
  const complaints: string[] = [];
  const asked = new Set<string>();
  page.on('console', (message) => {
    // That an answer is 401 or 429 is told there too.
    if (message.type() === 'error' && !/status of 4(01|29)/.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => void complaints.push(error.message));
  context.on('request', (request) => void asked.add(new URL(request.url()).origin));
  return { page, complaints, asked };
}

async function fullFor(email: string): Promise<void> {
  await account(postern, email);
  await useUp(postern, () => ({ kind: 'password', account: email }));
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto(`${postern.issuer}/account`);
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

test('with scripts: the browser works while the password is typed, and the form waits for it', async () => {
  const email = 'scripts@example.com';
  await fullFor(email);
  const { page, complaints, asked } = await newBrowser();
  await signIn(page, email);
  await page.getByRole('heading', { name: 'One moment, please' }).waitFor();
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  expect(await page.getByRole('button', { name: 'Wait for my turn' }).isVisible()).toBe(false);
  // By the keyboard alone: the cursor is where there is something to type. Pressed at once, or when it is done.
  await page.keyboard.type('mistyped');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  // The form for the next try works on its own again.
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  expect(complaints).toEqual([]);
  expect([...asked]).toEqual([postern.issuer]);
});

test('the form says when it is done, and where nothing is left to type it goes on by itself', async () => {
  const email = 'by-itself@example.com';
  await fullFor(email);
  const { page, complaints } = await newBrowser();
  await signIn(page, email);
  await page.getByRole('status').getByText('Done. You can go on.').waitFor();

  await page.getByRole('link', { name: 'Go back' }).click();
  await page.getByRole('link', { name: /forgot/i }).click();
  let letters = 0;
  await useUp(postern, () => ({ kind: 'recovery', account: `${(letters += 1)}@example.com`, address: '127.0.0.1' }));
  await page.getByLabel('Email address').fill(email);
  await page.getByRole('button', { name: 'Send link' }).click();
  await page.getByRole('heading', { name: 'Check your email' }).waitFor();
  expect(complaints).toEqual([]);
});

test('where the browser cannot do it, and without scripts, there is a turn to wait for', async () => {
  const email = 'turn@example.com';
  await fullFor(email);
  const { page: unable } = await newBrowser();
  await unable.route('**/assets/work-worker.js*', (route) => route.abort());
  await signIn(unable, email);
  await unable.getByRole('button', { name: 'Wait for my turn' }).waitFor();

  const { page, complaints } = await newBrowser({ javaScriptEnabled: false });
  await signIn(page, email);
  expect(await page.getByLabel('Password').isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Wait for my turn' }).click();
  await page.getByText(/It is your turn in/).waitFor();
  const time = timeInHand();
  try {
    time.forward(120);
    await useUp(postern, () => ({ kind: 'password', account: email }));
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
  } finally {
    time.restore();
  }
  expect(complaints).toEqual([]);
});
