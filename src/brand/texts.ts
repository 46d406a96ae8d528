import { IntlMessageFormat } from 'intl-messageformat';
import { LRUCache } from 'lru-cache';
import { languages } from '../../views/texts/index.ts';
import type { TextKey } from '../../views/texts/index.ts';
import { nearest } from '../nearest.ts';
import type { Localised, TextOverrides } from './brand.ts';

export type { TextKey } from '../../views/texts/index.ts';

/** What stands for a text's {placeholders}. */
export type TextArguments = Readonly<Record<string, string | number>>;

/** A piece of a text: our own words, or a `name` that came from elsewhere and is set apart when shown. */
export interface TextPart {
  readonly text: string;
  readonly name: boolean;
}

export interface Texts {
  /** BCP 47 tag. */
  readonly language: string;
  text(key: TextKey, values?: TextArguments): string;
  /** The text in pieces, so that a page can mark up the names in it without any markup in texts. */
  parts(key: TextKey, values?: TextArguments): TextPart[];
  /** What somebody wrote in several languages, in this one or else in whichever comes first. */
  localised(value: Localised): string;
}

/**
 * The texts in one language.
 *
 * @param overrides texts that go before ours, the most special first; one that does not fit its key is passed over,
 *   because an app's setting must not break a page
 */
export function textsIn(language: string, overrides: readonly (TextOverrides | undefined)[] = []): Texts {
  const own = languages[language];
  if (!own) throw new TypeError(`no texts in ${language}`);

  const messageFor = (key: TextKey): IntlMessageFormat => {
    for (const override of overrides) {
      const value = override && Object.hasOwn(override, key) ? override[key] : undefined;
      const message = value === undefined ? undefined : forLanguage(value, language);
      if (message !== undefined && whyUnfit(key, message) === undefined) return parse(language, message);
    }
    // Templates are not checked for the keys they name.
    if (!Object.hasOwn(own, key)) throw new TypeError(`no text ${key}`);
    return parse(language, own[key]);
  };

  const parts = (key: TextKey, values: TextArguments = {}): TextPart[] => {
    // Strings go in as objects, which come out as parts of their own and are never taken for our words.
    const named = Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? { name: value } : value,
    ]);
    return messageFor(key)
      .formatToParts<{ name: string }>(Object.fromEntries(named) as Record<string, { name: string } | number>)
      .map(({ value }) =>
        typeof value === 'object' ? { text: value.name, name: true } : { text: value, name: false },
      );
  };

  return {
    language,
    parts,
    text: (key, values) => parts(key, values).reduce((text, part) => text + part.text, ''),
    localised: (value) => forLanguage(value, language) ?? Object.values(value)[0] ?? '',
  };
}

/**
 * What is wrong with overriding texts, in words, one problem each: an unknown key or language, or {placeholders} that the
 * text does not have.
 */
export function problemsOf(overrides: TextOverrides): string[] {
  return Object.entries(overrides).flatMap(([key, value]) => {
    if (!isTextKey(key)) {
      const meant = nearest(key, Object.keys(languages['en'] ?? {}));
      return [`there is no text "${key}"${meant === undefined ? '' : `; did you mean ${meant}?`}`];
    }
    const byLanguage = typeof value === 'string' ? { en: value } : value;
    return Object.entries(byLanguage).flatMap(([language, message]) =>
      Object.hasOwn(languages, language)
        ? (whyUnfit(key, message) ?? [])
        : [`"${key}" is in "${language}": the languages are ${Object.keys(languages).join(', ')}`],
    );
  });
}

const isTextKey = (key: string): key is TextKey => languages['en'] !== undefined && Object.hasOwn(languages['en'], key);

const forLanguage = (value: Localised, language: string): string | undefined =>
  typeof value === 'string' ? value : Object.hasOwn(value, language) ? value[language] : undefined;

const parsed = new LRUCache<string, IntlMessageFormat>({ max: 2_000 });

function parse(language: string, message: string): IntlMessageFormat {
  const key = `${language} ${message}`;
  const known = parsed.get(key);
  if (known) return known;
  // ignoreTag: < and > are letters like any other; whoever shows the text escapes it.
  const fresh = new IntlMessageFormat(message, language, undefined, { ignoreTag: true });
  parsed.set(key, fresh);
  return fresh;
}

const unfit = new LRUCache<string, { readonly problem: string | undefined }>({ max: 2_000 });

function whyUnfit(key: TextKey, message: string): string | undefined {
  const id = `${key} ${message}`;
  const known = unfit.get(id);
  if (known) return known.problem;
  const problem = examine(key, message);
  unfit.set(id, { problem });
  return problem;
}

function examine(key: TextKey, message: string): string | undefined {
  try {
    const ours = placeholders(languages['en']?.[key] ?? '');
    const foreign = [...placeholders(message)]
      .filter(([name, use]) => !ours.has(name) || (use !== 'plain' && use !== ours.get(name)))
      .map(([name]) => `{${name}}`);
    return foreign.length === 0 ? undefined : `"${key}" cannot use ${foreign.join(', ')} like this`;
  } catch (error) {
    return `"${key}" cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The {placeholders} of a text, those within plurals included, and what each is used as. */
export function placeholders(message: string): Map<string, 'plain' | 'plural' | 'other'> {
  const found = new Map<string, 'plain' | 'plural' | 'other'>();
  const visit = (elements: ReturnType<IntlMessageFormat['getAst']>): void => {
    for (const element of elements) {
      // The numbers are the parser's TYPE: literal 0, argument 1, plural 6, and 7 for the # within a plural.
      const type: number = element.type;
      if (type === 0 || type === 7) continue;
      const use = type === 1 ? 'plain' : type === 6 ? 'plural' : 'other';
      if ('value' in element && (use !== 'plain' || !found.has(element.value))) found.set(element.value, use);
      if ('options' in element) Object.values(element.options).forEach((option) => visit(option.value));
    }
  };
  visit(parse('en', message).getAst());
  return found;
}
