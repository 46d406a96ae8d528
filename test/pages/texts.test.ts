import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { knownLanguages, placeholders, problemsOf, textsIn } from '../../src/brand/index.ts';
import type { TextKey } from '../../src/brand/index.ts';
import { languages } from '../../views/texts/index.ts';

const english = Object.entries(languages['en'] ?? {});
const others = knownLanguages.filter((language) => language !== 'en');

test('English, German, French and Spanish are there', () => {
  expect(knownLanguages).toEqual(['en', 'de', 'fr', 'es']);
});

test.each(others)('no text is missing in %s, and none is left over', (language) => {
  expect(Object.keys(languages[language] ?? {}).sort()).toEqual(english.map(([key]) => key).sort());
});

test.each(others)('every text in %s has the placeholders that the English one has', (language) => {
  for (const [key, message] of english) {
    expect({ key, has: placeholders(languages[language]?.[key as TextKey] ?? '') }).toEqual({
      key,
      has: placeholders(message),
    });
  }
});

test.each(knownLanguages)('the texts in %s are plain, complete and carefully set', (language) => {
  for (const [key, message] of Object.entries(languages[language] ?? {})) {
    const fault = [
      message.trim() === '' && 'is empty',
      message !== message.trim() && 'begins or ends with a space',
      /[<>&]/.test(message) && 'has markup in it',
      message.includes("'") && 'has an apostrophe that MessageFormat takes for a quote',
      / {2}/.test(message) && 'has two spaces',
      language === 'fr' && / [;?!:]/.test(message) && 'has a space that lets punctuation begin a line',
    ].filter(Boolean);
    expect({ key, fault }).toEqual({ key, fault: [] });
  }
});

test('every text is used', () => {
  const sources = [
    ...templates('../../views/pages/'),
    ...templates('../../views/pages/parts/'),
    ...templates('../../views/mail/'),
    ...[
      'fields',
      'view',
      'account-view',
      'admin-view',
      'rules-view',
      'factor-view',
      'factor-lines',
      'pass-view',
      'sign-out-view',
      'set-up-code-view',
      'pages',
      'consent',
    ].map((name) => read(`../../src/web/pages/${name}.ts`)),
    read('../../src/web/pages/not-me-view.ts'),
    read('../../src/letters/factor-code.ts'),
    read('../../src/letters/reset-messages.ts'),
    read('../../src/own-clients.ts'),
    read('../../src/brand/device-names.ts'),
    read('../../src/letters/render.ts'),
    read('../../src/letters/notice-forms.ts'),
    read('../../src/letters/notice-words.ts'),
    read('../../src/brand/languages.ts'),
  ].join('\n');
  const literal = new Set([...sources.matchAll(/'([\w.-]+)'/g)].map(([, key]) => key));
  const patterns = [...sources.matchAll(/`([\w.${}-]+)`/g)]
    .map(([, pattern = '']) => pattern)
    .filter((pattern) => /^[\w-]+\.[\w.-]*\$\{/.test(pattern))
    .map((pattern) => new RegExp(`^${pattern.replaceAll('.', '\\.').replace(/\$\{[\w\\.]+\}/g, '[\\w.-]+')}$`));
  const unused = english
    .map(([key]) => key)
    .filter((key) => !literal.has(key) && !patterns.some((pattern) => pattern.test(key)));
  expect(unused).toEqual([]);
});

test('numbers and names stand where they belong, with the plural that they need', () => {
  expect(textsIn('en').text('sign-up.password.too-short', { minimum: 1 })).toContain('at least 1 character.');
  expect(textsIn('de').text('sign-up.password.too-short', { minimum: 10 })).toContain('mindestens 10 Zeichen.');
  expect(textsIn('fr').text('next.app', { app: 'Acme' })).toBe('Continuer vers Acme');
});

test('a name never becomes part of our words', () => {
  const parts = textsIn('en').parts('page.for-app', { app: '{brand} <b>, plural, one {}' });
  expect(parts).toEqual([
    { text: 'to continue to ', name: false },
    { text: '{brand} <b>, plural, one {}', name: true },
  ]);
});

test('an installation and an app can replace texts, for all languages or for one', () => {
  const house = { 'sign-in.title': 'Welcome home', 'sign-in.submit': { de: 'Los', en: 'Go' } };
  const app = { 'sign-in.title': { en: 'Hi from {nobody}', de: 'Guten Tag' } };
  expect(textsIn('fr', [undefined, house]).text('sign-in.title')).toBe('Welcome home');
  expect(textsIn('fr', [undefined, house]).text('sign-in.submit')).toBe('Se connecter');
  expect(textsIn('de', [app, house]).text('sign-in.title')).toBe('Guten Tag');
  // An app's text that does not fit is passed over: the next one is used.
  expect(textsIn('en', [app, house]).text('sign-in.title')).toBe('Welcome home');
});

test.each([
  [{ 'sign-in.titel': 'Hi' }, 'there is no text "sign-in.titel"; did you mean sign-in.title?'],
  [{ 'sign-in.title': { en: 'Hi', it: 'Ciao' } }, '"sign-in.title" is in "it": the languages are en, de, fr, es'],
  [{ 'sign-in.title': 'Hi {app}' }, '"sign-in.title" cannot use {app} like this'],
  [{ 'page.for-app': '{app, plural, other {x}}' }, '"page.for-app" cannot use {app} like this'],
  [{ 'page.for-app': { en: 'fine', de: 'offen {' } }, 'cannot be read'],
  [{ constructor: 'x' }, 'there is no text "constructor"'],
])('a text that does not fit is named: %j', (overrides, problem) => {
  expect(problemsOf(overrides)).toEqual([expect.stringContaining(problem)]);
});

function templates(folder: string): string[] {
  const directory = new URL(folder, import.meta.url);
  return readdirSync(directory)
    .filter((file) => file.endsWith('.ejs'))
    .map((file) => read(`${folder}${file}`));
}

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}
