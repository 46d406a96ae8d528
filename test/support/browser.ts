import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const modules = new URL('../../node_modules/', import.meta.url);

/** Starts a browser: Chromium as it is installed, else the one in npm's package. Whoever opens it closes it. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = installed.find((path) => existsSync(path)) ?? (await unpackedBrowser());
  return chromium.launch({ executablePath, args, headless: true });
}

/** The browser of npm's package, unpacked once for all test processes: each unpacks aside and the first one to be ready counts. */
async function unpackedBrowser(): Promise<string> {
  const description = readFileSync(new URL('@sparticuz/chromium/package.json', modules), 'utf8');
  const { version } = JSON.parse(description) as { version: string };
  const home = fileURLToPath(new URL(`.cache/chromium-${version}/`, modules));
  const executable = `${home}chromium`;
  if (existsSync(executable)) return executable;

  const aside = fileURLToPath(new URL(`.cache/chromium-${version}-${process.pid}/`, modules));
  mkdirSync(aside, { recursive: true });
  try {
    // In a process of its own, because the package unpacks to the directory for temporary files.
    const unpack = "import('@sparticuz/chromium').then(({ default: browser }) => browser.executablePath())";
    await promisify(execFile)(process.execPath, ['-e', unpack], {
      cwd: fileURLToPath(new URL('..', modules)),
      env: { ...process.env, NODE_OPTIONS: '', TMPDIR: aside },
    });
    renameSync(aside, home);
  } catch (error) {
    if (!existsSync(executable)) throw error;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return executable;
}
