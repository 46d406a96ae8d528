import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contrast, isColour, shadesOf, surfaces } from '../../src/brand/index.ts';

const colour = fc.integer({ min: 0, max: 0xffffff }).map((number) => `#${number.toString(16).padStart(6, '0')}`);

test('whatever colour an app wishes for, it can be read in both themes', () => {
  fc.assert(
    fc.property(colour, colour, (light, dark) => {
      const shades = shadesOf({ light, dark });
      if (!shades) throw new Error('no shades');
      for (const theme of ['light', 'dark'] as const) {
        const { accent, onAccent } = shades[theme];
        expect(contrast(accent, surfaces[theme])).toBeGreaterThanOrEqual(4.5);
        expect(contrast(accent, onAccent)).toBeGreaterThanOrEqual(4.5);
      }
    }),
    { numRuns: 500 },
  );
});

test('a colour that can be read stays as it is', () => {
  expect(shadesOf({ light: '#1b655c', dark: '#7fcabc' })).toEqual({
    light: { accent: '#1b655c', onAccent: '#ffffff' },
    dark: { accent: '#7fcabc', onAccent: '#14110d' },
  });
});

test('one colour does for both themes', () => {
  const shades = shadesOf({ light: '#036' });
  expect(shades?.light.accent).toBe('#003366');
  expect(contrast(shades?.dark.accent ?? '', surfaces.dark)).toBeGreaterThanOrEqual(4.5);
});

test.each([
  'red',
  '#12',
  '#12345',
  '#1234567',
  '#12345g',
  'var(--x)',
  '#fff;}body{display:none',
  '#fff\n',
  'url(//evil)',
])('%j is not a colour', (value) => {
  expect(isColour(value)).toBe(false);
  expect(shadesOf({ light: value })).toBeUndefined();
});

test('the surfaces are those of the style sheet, and our own colours hold on them', () => {
  const css = readFileSync(new URL('../../views/assets/postern.css/01-theme.css', import.meta.url), 'utf8');
  const [light, dark] = css.split('@media (prefers-color-scheme: dark)').map((part) => (name: string) => {
    const [, value] = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(part) ?? [];
    return value ?? '';
  });
  if (!light || !dark) throw new Error('no dark theme');
  expect([light('surface'), dark('surface')]).toEqual([surfaces.light, surfaces.dark]);
  for (const token of [light, dark]) {
    for (const background of ['surface', 'sunken']) {
      for (const text of ['ink', 'muted', 'danger', 'accent']) {
        expect(contrast(token(text), token(background))).toBeGreaterThanOrEqual(4.5);
      }
      expect(contrast(token('edge'), token(background))).toBeGreaterThanOrEqual(3);
    }
    expect(contrast(token('on-accent'), token('accent'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(token('danger'), token('danger-wash'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(token('muted'), token('wall'))).toBeGreaterThanOrEqual(4.5);
  }
});
