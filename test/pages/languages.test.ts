import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chooseLanguage, directionOf, nameOfLanguage } from '../../src/brand/index.ts';

const supported = ['en', 'de', 'fr', 'es'] as const;

test.each([
  // ui_locales, Accept-Language, chosen
  [undefined, undefined, 'en'],
  [undefined, '', 'en'],
  ['de', 'fr', 'de'],
  ['de-AT', 'fr', 'de'],
  ['DE-at', undefined, 'de'],
  ['nl sv fr-CA de', undefined, 'fr'],
  ['nl', 'es;q=0.9', 'es'],
  [undefined, 'de-CH,de;q=0.9,en;q=0.8', 'de'],
  [undefined, 'nl,en;q=0.5,fr;q=0.9', 'fr'],
  [undefined, 'de;q=0,es;q=0.1', 'es'],
  [undefined, '*', 'en'],
  [undefined, 'de;q=x,fr;q=0.1', 'fr'],
  ['-', '-;q=1', 'en'],
] as const)('ui_locales %p and Accept-Language %p give %s', (uiLocales, acceptLanguage, chosen) => {
  expect(chooseLanguage(uiLocales, acceptLanguage, supported)).toBe(chosen);
});

test('whatever is asked for, the answer is a language that there is', () => {
  const anything = fc.oneof(fc.string({ maxLength: 300 }), fc.stringMatching(/^[a-z,;=q.0-9 *-]{0,200}$/));
  fc.assert(
    fc.property(anything, anything, (uiLocales, acceptLanguage) => {
      expect(supported).toContain(chooseLanguage(uiLocales, acceptLanguage, supported));
    }),
  );
});

test('a long list of wishes is not read to its end', () => {
  const late = `${'nl,'.repeat(10_000)}de`;
  expect(chooseLanguage(late.replaceAll(',', ' '), late, supported)).toBe('en');
});

test('languages are named in themselves', () => {
  expect(supported.map(nameOfLanguage)).toEqual(['English', 'Deutsch', 'Français', 'Español']);
});

test('a language knows its direction', () => {
  expect([directionOf('de-CH'), directionOf('ar-EG')]).toEqual(['ltr', 'rtl']);
});
