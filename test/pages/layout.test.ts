import { expect, jest, test } from '@jest/globals';
import type { Page as BrowserPage } from 'playwright-core';
import { previewInChromium } from './in-chromium.ts';
import { samples } from './samples.ts';

// Each test opens every page, which takes a busy machine a while.
jest.setTimeout(120_000);

const preview = previewInChromium();

const names = samples.map(({ name }) => name).filter((name) => name !== 'continue' && name !== 'form-post');

const open = async (width: number, locale: string): Promise<BrowserPage> => {
  const context = await preview.browser.newContext({ locale, viewport: { width, height: 740 } });
  return context.newPage();
};

/** How far the page reaches beyond the window, in px. */
const overflow = (page: BrowserPage): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

// 320 is also a 640 px window at 200 % zoom (WCAG 2.2 §1.4.10); German has the longest words.
test.each([320, 1920])('every page fits a window of %d px, long German words and addresses too', async (width) => {
  const page = await open(width, 'de');
  const wide: string[] = [];
  for (const name of names) {
    await page.goto(`${preview.url}/${name}`);
    if ((await overflow(page)) > 0) wide.push(name);
  }
  await page.context().close();
  expect(wide).toEqual([]);
});

test('every page fits when text is twice as large (WCAG 2.2 §1.4.4)', async () => {
  const page = await open(640, 'de');
  await page.context().addInitScript(`addEventListener('DOMContentLoaded', () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('html { font-size: 200% }');
    document.adoptedStyleSheets = [sheet];
  })`);
  const wide: string[] = [];
  for (const name of names) {
    await page.goto(`${preview.url}/${name}`);
    if ((await overflow(page)) > 0) wide.push(name);
  }
  await page.context().close();
  expect(wide).toEqual([]);
});

test('what is pressed is large enough for a thumb', async () => {
  const page = await open(375, 'en');
  const smallTargets = `[
    ...document.querySelectorAll(
      'button, .button, input:not([type=hidden], [type=checkbox], [hidden]), select, .check, .row, .rooms-bar a, footer a, .aside a'
    )
  ].filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 44).map((element) => element.outerHTML)`;
  const small: string[] = [];
  for (const name of names) {
    await page.goto(`${preview.url}/${name}`);
    const found = await page.evaluate<string[]>(smallTargets);
    small.push(...found.map((html) => `${name}: ${html}`));
  }
  await page.context().close();
  expect(small).toEqual([]);
});

test('the cursor is in the first field, and the ring that shows it can be seen', async () => {
  const page = await open(375, 'en');
  await page.goto(`${preview.url}/sign-in`);
  const focused = page.locator(':focus');
  expect(await focused.getAttribute('name')).toBe('identifier');
  expect(await page.evaluate('getComputedStyle(document.activeElement).outlineWidth')).toBe('3px');
  await page.keyboard.press('Tab');
  expect(await focused.getAttribute('name')).toBe('password');
  await page.context().close();
});

test('a page is read from right to left just as well', async () => {
  const page = await open(375, 'en');
  await page.goto(`${preview.url}/consent`);
  await page.evaluate("document.documentElement.dir = 'rtl'");
  const icon = await page.locator('.permissions .icon').first().boundingBox();
  const words = await page.locator('.permissions li > span').first().boundingBox();
  expect(icon?.x).toBeGreaterThan(words?.x ?? 0);
  expect(await overflow(page)).toBe(0);
  await page.context().close();
});

test('nothing that is pressed lies under something else, also where links stand below each other', async () => {
  const page = await open(320, 'de');
  const covered: string[] = [];
  for (const name of names) {
    await page.goto(`${preview.url}/${name}`);
    const found = await page.evaluate<string[]>(`[...document.querySelectorAll('a, button')].flatMap((one) => {
      one.scrollIntoView({ block: 'center' });
      // A link may stand on two lines: each is looked at.
      return [...one.getClientRects()].flatMap(({ x, y, width, height }) => {
        const hit = width > 1 && document.elementFromPoint(x + width / 2, y + height / 2);
        return !hit || one.contains(hit) || hit.contains(one) ? [] : [one.textContent.trim()];
      });
    })`);
    covered.push(...found.map((text) => `${name}: ${text}`));
  }
  await page.context().close();
  expect(covered).toEqual([]);
});
