import { z } from 'zod';
import { setting } from '../describe.ts';
import { colour, logo, texts } from '../types.ts';

/** How pages and letters look. */
export const brand = z.strictObject({
  name: setting(z.string().trim().min(1).max(60).default('Postern'), {
    description: 'What this installation is called, on pages and in letters.',
  }),
  logo: setting(logo().exactOptional(), {
    description: 'The logo: an https URL, or the path of an SVG, PNG, WebP or JPEG file.',
    path: true,
  }),
  accent: z.strictObject({
    light: setting(colour().exactOptional(), { description: 'The colour of buttons and links on a light page.' }),
    dark: setting(colour().exactOptional(), { description: 'The colour of buttons and links on a dark page.' }),
  }),
  texts: setting(texts().default({}), {
    description:
      'Texts in place of ours: the text’s key, and a plain text for all languages or one by language (`sign-in.title: { en: …, de: … }`).',
  }),
});
