import { de } from './de.ts';
import { en } from './en.ts';
import type { Language } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';

export type { Language, TextKey } from './en.ts';

/** Every language there is, by its tag (BCP 47). Another one is a file beside these and a line here. */
export const languages: Readonly<Record<string, Language>> = { en, de, fr, es };
