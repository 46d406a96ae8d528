import AxeBuilder from '@axe-core/playwright';
import { beforeAll, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { previewInChromium } from './in-chromium.ts';
import { samples } from './samples.ts';

/** Only what is wrong is told at length; and the one style sheet is there already. */
const brief = { resultTypes: ['violations' as const], preload: false };
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// Axe examines a page thoroughly, and a busy machine takes a while for it.
jest.setTimeout(120_000);

const preview = previewInChromium();
let page: Page;

beforeAll(async () => {
  page = await preview.browser.newPage({ locale: 'en', viewport: { width: 375, height: 740 } });
}, 60_000);

// These two go on by themselves before anybody could examine them; they are what `expired` and `sign-out` are made of.
const still = samples.filter(({ page }) => page.kind !== 'continue' && page.kind !== 'form-post');

test.each(still.map(({ name }) => name))('%s can be used by everybody (WCAG 2.2 AA), in both themes', async (name) => {
  const examine = async (axe: AxeBuilder) => {
    const { violations } = await axe.setLegacyMode().analyze();
    return violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html) }));
  };
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(`${preview.url}/${name}`);
  const light = await examine(new AxeBuilder({ page }).options(brief).withTags(rules));
  // The themes differ in their colours and in nothing else.
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await examine(new AxeBuilder({ page }).options(brief).withRules(['color-contrast']));
  expect({ light, dark }).toEqual({ light: [], dark: [] });
});
