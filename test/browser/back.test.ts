import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { account, password } from '../support/apps.ts';
import { openBrowser } from '../support/browser.ts';
import { startPostern, type Postern } from '../support/postern.ts';

// A browser is slow on a busy machine.
jest.setTimeout(120_000);

const email = 'ann@example.com';
let postern: Postern;
let browser: Browser;
beforeAll(async () => {
  [postern, browser] = await Promise.all([startPostern('sqlite'), openBrowser()]);
  await account(postern, email);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await postern.stop();
});

async function signIn(page: Page, typed: string): Promise<void> {
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(typed);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** A sign-in to the account pages whose password was mistyped. */
async function mistyped(): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'en' })).newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${postern.issuer}/account`);
  await signIn(page, 'not the password');
  await page.getByText('is not right').waitFor();
  return page;
}

test('Back, once a mistyped password was followed by the right one, is a page that leads on', async () => {
  const page = await mistyped();
  await signIn(page, password);
  await page.waitForURL(`${postern.issuer}/account`);
  const back = await page.goBack();
  expect(back?.status()).toBe(410);
  await page.getByRole('link', { name: 'Go to your account' }).click();
  await page.waitForURL(`${postern.issuer}/account`);
});

test('a reload after a mistyped password shows the form, and sends nothing once more', async () => {
  const page = await mistyped();
  const posted: string[] = [];
  page.on('request', (request) => void (request.method() === 'POST' && posted.push(request.url())));
  const reloaded = await page.reload();
  expect(reloaded?.status()).toBe(200);
  expect(posted).toEqual([]);
  await signIn(page, password);
  await page.waitForURL(`${postern.issuer}/account`);
});
