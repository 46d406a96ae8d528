import type { Accent } from './brand.ts';

/** Red, green, blue, each from 0 to 1. */
type Rgb = readonly [number, number, number];

const hex = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

/** Whether this is `#rgb` or `#rrggbb`: the only forms that are taken, so that a colour cannot carry other CSS. */
export const isColour = (value: string): boolean => hex.test(value);

/** The surface that accents stand on in each theme: --surface in the style sheet, which a test compares. */
export const surfaces = { light: '#fffdf9', dark: '#25211c' } as const;

/** What a theme needs of its accent. All pairs keep a contrast of 4.5:1 (WCAG 2.2 §1.4.3). */
export interface Shades {
  /** Buttons and links. */
  readonly accent: string;
  /** Text on `accent`. */
  readonly onAccent: string;
}

/**
 * The accent of both themes. A colour that cannot be read on the theme's surface is darkened or lightened until it can:
 * whatever an app wishes, its pages stay readable.
 * @returns undefined where no usable colour was given
 */
export function shadesOf(accent: Accent | undefined): { light: Shades; dark: Shades } | undefined {
  const light = [accent?.light, accent?.dark].find((colour) => colour !== undefined && isColour(colour));
  const dark = [accent?.dark, accent?.light].find((colour) => colour !== undefined && isColour(colour));
  if (light === undefined || dark === undefined) return undefined;
  return { light: readable(parse(light), surfaces.light), dark: readable(parse(dark), surfaces.dark) };
}

/** The contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(parse(one)), luminance(parse(other))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function readable(colour: Rgb, surface: string): Shades {
  const end: Rgb = luminance(parse(surface)) > 0.5 ? [0, 0, 0] : [1, 1, 1];
  for (let share = 0; ; share += 0.02) {
    const accent = format(mix(colour, end, Math.min(1, share)));
    const onAccent = contrast(accent, '#ffffff') >= 4.5 ? '#ffffff' : '#14110d';
    const enough = contrast(accent, surface) >= 4.5 && contrast(accent, onAccent) >= 4.5;
    if (enough || share >= 1) return { accent, onAccent };
  }
}

function parse(colour: string): Rgb {
  const digits = colour.slice(1);
  const full = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits;
  const [red, green, blue] = [0, 2, 4].map((at) => Number.parseInt(full.slice(at, at + 2), 16) / 255);
  return [red ?? 0, green ?? 0, blue ?? 0];
}

const format = (colour: Rgb): string =>
  `#${colour
    .map((part) =>
      Math.round(part * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

const mix = ([r, g, b]: Rgb, [toR, toG, toB]: Rgb, share: number): Rgb => [
  r + (toR - r) * share,
  g + (toG - g) * share,
  b + (toB - b) * share,
];

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}
