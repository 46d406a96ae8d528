/** Times as people say them. All in seconds since the epoch; where the reader is nobody knows, so clocks are UTC's. */

const steps = [
  { unit: 'minute', seconds: 60, until: 3600 },
  { unit: 'hour', seconds: 3600, until: 24 * 3600 },
  { unit: 'day', seconds: 24 * 3600, until: 7 * 24 * 3600 },
] as const;

/** "now", "5 minutes ago", "yesterday"; the date when it is longer ago than a week. */
export function ago(at: number, now: number, language: string): string {
  const passed = Math.max(0, now - at);
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  if (passed < 60) return relative.format(0, 'second');
  const step = steps.find(({ until }) => passed < until);
  return step ? relative.format(-Math.floor(passed / step.seconds), step.unit) : dateOf(at, language);
}

export const dateOf = (at: number, language: string): string =>
  new Date(at * 1000).toLocaleDateString(language, { dateStyle: 'medium', timeZone: 'UTC' });

export const momentOf = (at: number, language: string): string =>
  `${new Date(at * 1000).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })} UTC`;

/** "30 seconds", "5 minutes", "1 hour": never less than it is. @param seconds how long */
export function durationOf(seconds: number, language: string): string {
  const { unit, seconds: length } =
    seconds <= 90
      ? ({ unit: 'second', seconds: 1 } as const)
      : (steps.findLast((step) => seconds > 1.5 * step.seconds) ?? steps[0]);
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.ceil(seconds / length),
  );
}

/** As `<time datetime>` has it. */
export const stampOf = (at: number): string => new Date(at * 1000).toISOString();
