import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { password } from '../support/apps.ts';
import { openBrowser } from '../support/browser.ts';
import { availableProfiles } from '../support/postern.ts';
import { somebody } from '../support/somebody.ts';
import { givenApp, onPostern } from '../support/suite.ts';

// Axe examines a page thoroughly, and a busy machine takes a while for it.
jest.setTimeout(120_000);

describe.each(availableProfiles())('on %s', (profile) => {
  let browser: Browser;
  const opened: BrowserContext[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await Promise.all(opened.map((context) => context.close()));
    await browser.close();
  });
  const { postern } = onPostern(profile);
  const app = givenApp(postern, { kind: 'web', name: 'Notes' });

  /** A browser of its own. @param javaScriptEnabled pages work without scripts; only what examines them needs them */
  async function newBrowser({ javaScriptEnabled = false } = {}): Promise<{ page: Page; complaints: string[] }> {
    const context = await browser.newContext({
      javaScriptEnabled,
      locale: 'en',
      viewport: { width: 375, height: 740 },
    });
    context.setDefaultTimeout(15_000);
    opened.push(context);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    return { page, complaints };
  }

  async function signIn(page: Page, email: string, path = '/account/devices'): Promise<void> {
    await page.goto(`${postern.issuer}${path}`);
    await page.getByLabel('Email address').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL(`${postern.issuer}${path}`);
  }

  test('a person finds a device that is not theirs, names their own, and signs the other one out', async () => {
    const { email } = await somebody(postern);
    const [laptop, other] = [await newBrowser(), await newBrowser()];
    await signIn(other.page, email);
    await signIn(laptop.page, email);
    const { page } = laptop;
    expect(await page.getByRole('listitem').filter({ hasText: 'Last active' }).count()).toBe(2);

    await page.getByRole('link', { name: 'This device' }).click();
    await page.getByLabel('Your name for it').fill('My laptop');
    await page.getByRole('button', { name: 'Save name' }).click();
    await page.getByRole('status').filter({ hasText: 'The name is saved.' }).waitFor();
    await page.getByRole('link', { name: 'Devices' }).click();
    await page.getByRole('link', { name: /^My laptop/ }).waitFor();

    await page.locator('.devices a').nth(1).click();
    await page.getByRole('link', { name: 'Sign out this device' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('status').filter({ hasText: 'It is signed out.' }).waitFor();
    expect(await page.locator('.devices a').count()).toBe(1);

    await other.page.reload();
    await other.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect([laptop.complaints, other.complaints]).toEqual([[], []]);
  });

  test('what goes with the window is gone with it, and what stays is there', async () => {
    const { email } = await somebody(postern);
    for (const stays of [true, false]) {
      const { page } = await newBrowser();
      await page.goto(`${postern.issuer}/account`);
      await page.getByLabel('Email address').fill(email);
      await page.getByLabel('Password').fill(password);
      await page.getByLabel('Stay signed in').setChecked(stays);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByRole('heading', { name: 'Your account' }).waitFor();
      // A browser that is closed keeps the cookies that have a date.
      const kept = (await page.context().cookies()).filter(({ expires }) => expires > 0);
      const { page: again } = await newBrowser();
      await again.context().addCookies(kept);
      await again.goto(`${postern.issuer}/account`);
      const heading = stays ? 'Your account' : 'Sign in';
      await again.getByRole('heading', { name: heading }).waitFor();
    }
  });

  test('every page can be used by everybody as it really is (WCAG 2.2 AA)', async () => {
    const { email } = await somebody(postern);
    const { page, complaints } = await newBrowser({ javaScriptEnabled: true });
    await signIn(page, email);
    const { id = '' } = (await postern.rooms.accounts.byEmail(email)) ?? {};
    const allowed = { scopes: ['openid', 'profile', 'email'], claims: [], resources: {} };
    await postern.rooms.consents.give(id, await postern.rooms.clients.show(app.id), allowed, { requestId: 'r' });
    await page.goto(`${postern.issuer}/account/devices`);
    const device = (await page.locator('.devices a').first().getAttribute('href')) ?? '';
    const paths = ['', '/devices', '/apps', `/apps/${app.id}`, `/apps/${app.id}/end`, '/history', '/password'];
    const ends = ['/end/others', '/end/everywhere'];
    const found: unknown[] = [];
    for (const path of [...[...paths, ...ends].map((one) => `/account${one}`), device, `${device}/end`]) {
      await page.goto(`${postern.issuer}${path}`);
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      found.push(...violations.map(({ id, nodes }) => ({ path, id, at: nodes.map(({ html }) => html) })));
    }
    expect(found).toEqual([]);
    expect(complaints.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
  });
});
