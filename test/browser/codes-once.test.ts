import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { account, addApp, callback, password, signInRequest } from '../support/apps.ts';
import { scan } from '../support/authenticator.ts';
import { openBrowser } from '../support/browser.ts';
import { startPostern, type Postern } from '../support/postern.ts';

// A browser is slow on a busy machine.
jest.setTimeout(120_000);

// Recovery codes are shown once, as the answer to a form. What becomes of that without scripts is in test/factors.
let postern: Postern;
let browser: Browser;
beforeAll(async () => {
  [postern, browser] = await Promise.all([startPostern('sqlite'), openBrowser()]);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await postern.stop();
});

/** Somebody adds their first app, as far as the page with the codes. */
async function atTheCodes(email: string, path: string): Promise<Page> {
  await account(postern, email);
  const page = await (await browser.newContext({ locale: 'en' })).newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${postern.issuer}${path}`);
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Set up an authenticator app' }).waitFor();
  const link = (await page.locator('a[href^="otpauth:"]').getAttribute('href')) ?? '';
  await page.getByLabel('Code from the app').fill(scan({ links: [link], title: await page.title() }).code());
  await page.locator('button.primary').click();
  await page.getByRole('heading', { name: 'Keep these codes' }).waitFor();
  // Another language would show another page, and the codes are gone.
  expect(await page.locator('a[hreflang]').count()).toBe(0);
  return page;
}

/** What is posted by what somebody does. */
async function postedBy(page: Page, act: () => Promise<unknown>): Promise<string[]> {
  const posted: string[] = [];
  page.on('request', (request) => void (request.method() === 'POST' && posted.push(request.url())));
  await act();
  return posted;
}

test('a reload of the codes on the pages of an account says that the app is added, and offers new codes', async () => {
  const page = await atTheCodes('ann@example.com', '/account/security/apps');
  expect(await postedBy(page, () => page.reload())).toEqual([]);
  await page.getByRole('status').filter({ hasText: 'The authenticator app is set up.' }).waitFor();
  expect(await page.getByRole('link', { name: 'Make new codes' }).isVisible()).toBe(true);
});

test('a reload of the codes in a sign-in asks whether they were kept, and offers new ones', async () => {
  const app = await addApp(postern, { kind: 'web', firstParty: true, name: 'Vault', secondFactor: 'required' });
  const { url } = signInRequest(postern, app.id);
  const page = await atTheCodes('eve@example.com', url.pathname + url.search);
  const before = await page.locator('.codes li').allTextContents();
  expect(await postedBy(page, () => page.reload())).toEqual([]);
  await page.getByRole('heading', { name: 'Have you kept your codes?' }).waitFor();
  await page.getByRole('button', { name: 'Make new codes' }).click();
  await page.getByRole('heading', { name: 'Keep these codes' }).waitFor();
  const made = await page.locator('.codes li').allTextContents();
  expect([made.length, made.filter((code) => before.includes(code))]).toEqual([10, []]);
  await page.reload();
  const arrival = page.waitForRequest((request) => request.url().startsWith(callback));
  await page.getByRole('button', { name: 'I have kept them' }).click();
  expect(new URL((await arrival).url()).searchParams.get('code')).not.toBeNull();
});
