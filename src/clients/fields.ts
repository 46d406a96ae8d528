import { z } from 'zod';
import { hasUnseen } from '../unseen.ts';
import { formatDuration, parseDuration } from './duration.ts';

/** A text that is shown to people: one line, and nothing unseen in it that could make it look like another. */
export const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine((value) => !hasUnseen(value), { error: 'has a control or half character in it' });

/** One text for everybody, or one by language. */
export const localised = (longest: number) =>
  z.union([line(longest), z.record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), line(longest))]);

/** Strict, because it is written into a style sheet. */
export const colour = z
  .string()
  .regex(/^#([0-9a-f]{3}|[0-9a-f]{6})$/i, { error: 'must be a colour like #0a5 or #00aa55' });

/** A URL whose rules are looked at later, where more is known. */
export const url = z.string().min(1).max(1000);

export const urls = z.array(url).max(100);

/** RFC 6749 §3.3: a scope-token. */
export const scopeName = z
  .string()
  .max(100)
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, { error: 'must be a scope name: printable ASCII without space, " and \\' });

/** A whole number, or a text of one as a command line has it. */
export const count = (least: number, most: number) => {
  const error = `must be a whole number, ${least} to ${most}`;
  return z.preprocess(
    (value) => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value),
    z.int({ error }).min(least, { error }).max(most, { error }),
  );
};

/** Seconds, or a text like `10m`. */
export const duration = (least: number, most: number) => {
  const error = `must be a duration, ${least === 0 ? '0' : formatDuration(least)} to ${formatDuration(most)}`;
  return z.preprocess(
    (value) => (typeof value === 'string' ? (parseDuration(value) ?? value) : value),
    z.int({ error }).min(least, { error }).max(most, { error }),
  );
};
