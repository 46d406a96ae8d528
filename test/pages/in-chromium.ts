import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { given } from '../support/suite.ts';
import { startPreview } from './preview.ts';

/** Every sample at its address, and the browser that a suite looks at them with. */
export const previewInChromium = (): { readonly url: string; readonly browser: Browser } =>
  given(
    async () => {
      const [preview, browser] = await Promise.all([startPreview(), openBrowser()]);
      return { ...preview, browser };
    },
    async (made) => {
      await made.browser.close();
      await made.stop();
    },
  );
