import { languages } from '../../views/texts/index.ts';

/** The languages that every text exists in (BCP 47 tags). */
export const knownLanguages: readonly string[] = Object.keys(languages);

/** A list of preferences is read so far and no further: its sender decides how long it is. */
const mostWishes = 20;

/**
 * The language to answer in.
 *
 * @param uiLocales      what the app asks for (OpenID Connect Core §3.1.2.1): tags in order, parted by spaces
 * @param acceptLanguage what the browser asks for (RFC 9110 §12.5.4)
 * @param supported      what there is; the first is the answer when nothing fits
 */
export function chooseLanguage(
  uiLocales: string | undefined,
  acceptLanguage: string | undefined,
  supported: readonly [string, ...string[]],
): string {
  const wishes = [...(uiLocales?.trim().split(/\s+/, mostWishes) ?? []), ...preferences(acceptLanguage ?? '')];
  for (const wish of wishes) {
    const found = lookUp(wish, supported);
    if (found) return found;
  }
  return supported[0];
}

/** Lookup of RFC 4647 §3.4: the tag itself, else with ever less of its end. */
function lookUp(wish: string, supported: readonly string[]): string | undefined {
  for (let tag = wish.toLowerCase(); tag; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')))) {
    const found = supported.find((language) => language.toLowerCase() === tag);
    if (found) return found;
  }
  return undefined;
}

/** The tags of an Accept-Language header, most wanted first; those with q=0 are left out. */
function preferences(header: string): string[] {
  return header
    .split(',', mostWishes)
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim());
      const q = parameters.find((parameter) => parameter.startsWith('q='));
      return { tag, weight: q === undefined ? 1 : Number(q.slice(2)) };
    })
    .filter(({ tag, weight }) => tag !== '' && tag !== '*' && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}

/** A language's name in itself, as people look for it: English, Deutsch, Français. */
export const nameOfLanguage = (language: string): string => languages[language]?.['language.name'] ?? language;

const rightToLeft = new Set(['ar', 'dv', 'fa', 'he', 'ps', 'ur', 'yi']);

/** The direction that a language is written in, as HTML's `dir` has it. */
export const directionOf = (language: string): 'ltr' | 'rtl' =>
  rightToLeft.has(new Intl.Locale(language).language) ? 'rtl' : 'ltr';
