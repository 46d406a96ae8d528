/**
 * Makes docs/pictures anew: every page at phone and desktop width, in both themes, and the picture of the README. With
 * `-- admin`, those whose names begin so, and no others.
 *
 * A browser without a desktop has no system font to speak of. Inter and P052 (Debian: fonts-inter, fonts-urw-base35)
 * stand for it where they are installed; the pages themselves use whatever the reader's system has.
 */
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { startPreview } from '../test/pages/preview.ts';
import { samples } from '../test/pages/samples.ts';
import { openBrowser } from '../test/support/browser.ts';

const folder = new URL('pictures/', import.meta.url);
const fonts = ':root { --sans: Inter, system-ui, sans-serif; --serif: P052, Palatino, Georgia, serif }';

const [only = ''] = process.argv.slice(2);
const chosen = samples.filter(({ name }) => name.startsWith(only));

const themes = ['light', 'dark'] as const;
const windows = [
  { width: 375, height: 667 },
  { width: 1280, height: 800 },
] as const;

type Theme = (typeof themes)[number];

const preview = await startPreview();
const browser = await openBrowser();
const encoder = await browser.newPage();
try {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder)) {
    if (file.endsWith('.webp') && file.startsWith(only)) rmSync(new URL(file, folder));
  }
  for (const theme of themes) for (const window of windows) await everyPage(browser, theme, window);
  if (only === '') await heroPicture(browser);
  writeFileSync(new URL('README.md', folder), gallery());
} finally {
  await browser.close();
  await preview.stop();
}
report();

async function everyPage(browser: Browser, colorScheme: Theme, viewport: (typeof windows)[number]): Promise<void> {
  const context = await browser.newContext({ colorScheme, viewport, locale: 'en', bypassCSP: true });
  // By this script a page goes on; it stays, to be pictured.
  await context.route('**/assets/submit.js*', (route) => route.abort());
  for (const { name } of chosen) {
    const page = await context.newPage();
    await open(page, name);
    await keep(`${name}-${String(viewport.width)}-${colorScheme}`, await page.screenshot({ fullPage: true }));
    await page.close();
  }
  await context.close();
}

async function open(page: Page, name: string): Promise<void> {
  await page.goto(`${preview.url}/${name}`, { waitUntil: 'load' });
  await page.addStyleTag({ content: fonts });
}

/** Three doors side by side, on the wall that they are all in. */
async function heroPicture(browser: Browser): Promise<void> {
  const pictures: string[] = [];
  for (const [name, colorScheme] of [
    ['sign-in', 'light'],
    ['consent', 'dark'],
    ['sign-up', 'light'],
  ] as const) {
    const viewport = { width: 420, height: 640 };
    const context = await browser.newContext({ colorScheme, viewport, locale: 'en', bypassCSP: true });
    const page = await context.newPage();
    await open(page, name);
    await page.addStyleTag({
      content: 'footer { display: none } main { margin-block: 0 } input { caret-color: transparent }',
    });
    const picture = await page.screenshot();
    pictures.push(`<img src="data:image/png;base64,${picture.toString('base64')}" alt="">`);
    await context.close();
  }
  const page = await browser.newPage({ viewport: { width: 1260, height: 640 } });
  await page.setContent(`<style>body { margin: 0; display: flex } img { display: block }</style>${pictures.join('')}`);
  await keep('hero', await page.screenshot());
  await page.close();
}

function gallery(): string {
  const row = (name: string): string =>
    `| ${name} | ${themes
      .flatMap((theme) => windows.map(({ width }) => `![](${name}-${String(width)}-${theme}.webp)`))
      .join(' | ')} |`;
  const head = themes.flatMap((theme) => windows.map(({ width }) => `${String(width)} px, ${theme}`));
  return [
    '# Every page',
    '',
    'Made by `npm run pictures`.',
    '',
    `| | ${head.join(' | ')} |`,
    `|---|${head.map(() => '---').join('|')}|`,
    ...samples.map(({ name }) => row(name)),
    '',
  ].join('\n');
}

/** Keeps a screenshot as WebP, a third of its size: the browser is the one that can make it. */
async function keep(name: string, png: Buffer): Promise<void> {
  const url = await encoder.evaluate<string>(`(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${png.toString('base64')}';
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    canvas.getContext('2d').drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.87);
  })()`);
  writeFileSync(new URL(`${name}.webp`, folder), Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
}

function report(): void {
  const sizes = readdirSync(folder).map((file) => statSync(new URL(file, folder)).size);
  const kib = (bytes: number): string => `${String(Math.round(bytes / 1024))} KiB`;
  const total = sizes.reduce((sum, size) => sum + size, 0);
  process.stdout.write(`${String(sizes.length)} files, ${kib(total)}, the largest ${kib(Math.max(...sizes))}\n`);
}
