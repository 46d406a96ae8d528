import type { Seconds } from '../clock.ts';

const units: Readonly<Record<string, Seconds>> = { s: 1, m: 60, h: 3600, d: 24 * 3600, w: 7 * 24 * 3600 };

/** Reads seconds, or a number with its unit: `90`, `90s`, `10m`, `12h`, `7d`, `2w`. @returns undefined when it is neither */
export function parseDuration(text: string): Seconds | undefined {
  const [, digits, unit = 's'] = /^(\d{1,9})\s*([smhdw])?$/.exec(text.trim()) ?? [];
  return digits === undefined ? undefined : Number(digits) * (units[unit] ?? 1);
}

/** Seconds as a person would say them: `7d`, `12h`, `90s`. */
export function formatDuration(seconds: Seconds): string {
  const [unit, size] = Object.entries(units).findLast(([, each]) => seconds >= each && seconds % each === 0) ?? [
    's',
    1,
  ];
  return `${seconds / size}${unit}`;
}
