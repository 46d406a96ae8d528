import { expect, test } from '@jest/globals';
import { previewInChromium } from './in-chromium.ts';

const preview = previewInChromium();

/** Of each row whether its sign is drawn, and whether the text leaves it room. Run in the page. */
const signsOfRows = `[...document.querySelectorAll('a.row')].map((row) => {
  const { content, borderTopWidth, borderTopColor, width } = getComputedStyle(row, '::after');
  const text = row.querySelector('.who').getBoundingClientRect().right;
  return {
    shown: content !== 'none' && parseFloat(borderTopWidth) > 1 && !borderTopColor.endsWith(', 0)'),
    room: row.getBoundingClientRect().right - text >= parseFloat(width),
  };
})`;

test.each([375, 1280])(
  'a row that opens a page shows that it does, beside its text, %i pixels wide',
  async (width) => {
    const context = await preview.browser.newContext({
      viewport: { width, height: 700 },
      locale: 'en',
      bypassCSP: true,
    });
    try {
      for (const name of ['devices', 'apps', 'account', 'security']) {
        const page = await context.newPage();
        await page.goto(`${preview.url}/${name}`);
        const signs = await page.evaluate<{ readonly shown: boolean; readonly room: boolean }[]>(signsOfRows);
        expect(signs.length).toBeGreaterThan(1);
        expect(signs).toEqual(signs.map(() => ({ shown: true, room: true })));
        await page.close();
      }
    } finally {
      await context.close();
    }
  },
  60_000,
);

/** Of each row with an action how far that is beside its text, and not below: from its middle to the end of the text. */
const actionsOfRows = `[...document.querySelectorAll('li:has(.who)')].flatMap((row) => {
  const action = row.querySelector('form button, a:not(.row)');
  if (!action) return [];
  const [text, at] = [row.querySelector('.who'), action].map((part) => part.getBoundingClientRect());
  return [{ beside: at.left >= text.right && (at.top + at.bottom) / 2 < text.bottom, height: at.height }];
})`;

test.each([375, 1280])(
  'what is done to one of several stands in its row, %i pixels wide',
  async (width) => {
    const context = await preview.browser.newContext({ viewport: { width, height: 700 }, bypassCSP: true });
    try {
      for (const name of ['security', 'device']) {
        for (const language of ['en', 'de', 'fr', 'es']) {
          const page = await context.newPage();
          await page.goto(`${preview.url}/${name}?ui_locales=${language}`);
          const actions = await page.evaluate<{ readonly beside: boolean; readonly height: number }[]>(actionsOfRows);
          expect(actions.length).toBeGreaterThan(1);
          expect(actions).toEqual(actions.map(() => ({ beside: true, height: expect.any(Number) })));
          expect(Math.min(...actions.map(({ height }) => height))).toBeGreaterThanOrEqual(44);
          await page.close();
        }
      }
    } finally {
      await context.close();
    }
  },
  60_000,
);
