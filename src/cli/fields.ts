import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { yaml } from '../../config/index.ts';

/** An option that says something about a field of what is declared. */
export interface FieldOption {
  /** As in `--redirect-uri <url>`; without a value it is a yes, and gets a `--no-…` beside it. */
  readonly flags: string;
  /** The field, as in `refresh.idle`. */
  readonly field: string;
  readonly description: string;
  /** May be given several times, and is a list. */
  readonly many?: true;
  /** The value is the name of a JSON file with it. */
  readonly file?: true;
}

/** Adds options for fields, and `--field` for every field there is. */
export function withFields(command: Command, options: readonly FieldOption[]): Command {
  for (const { flags, description, many } of options) {
    if (many) command.option(flags, `${description}; may be given several times`, collect);
    else command.option(flags, description);
    if (!flags.includes('<')) command.option(flags.replace('--', '--no-'), `not ${description.split(':')[0]}`);
  }
  return command.option(
    '--field <name=value>',
    'any other field, as in the file; null takes it back to its default; may be given several times',
    collect,
  );
}

/** For an option that may be given several times. */
export const collect = (value: string, before: string[] = []): string[] => [...before, value];

/** What the options of a command say, as a JSON Merge Patch (RFC 7396). */
export function fieldsFrom(command: Command, options: readonly FieldOption[]): Record<string, unknown> {
  const given = command.opts<Record<string, unknown> & { field?: string[] }>();
  const patch: Record<string, unknown> = {};
  for (const { flags, field, file } of options) {
    const name = command.options.find((option) => option.flags === flags)?.attributeName() ?? '';
    // `--no-…` makes commander think that the answer is yes where nobody has said anything.
    if (command.getOptionValueSource(name) !== 'cli') continue;
    put(patch, field, file ? json(String(given[name])) : given[name]);
  }
  putPairs(patch, '--field', given.field, yaml().parse);
  return patch;
}

/**
 * Puts what `option` was given several times, each `name=value`, into a record; `a.b=value` goes into the record `a`.
 * @throws Error for one without `=`
 */
export function putPairs(
  record: Record<string, unknown>,
  option: string,
  pairs: readonly string[] = [],
  read: (text: string) => unknown = (text) => text,
): Record<string, unknown> {
  for (const pair of pairs) {
    const [name = '', ...value] = pair.split('=');
    if (value.length === 0) throw new Error(`${option} ${pair}: must be name=value`);
    put(record, name, read(value.join('=')));
  }
  return record;
}

function put(patch: Record<string, unknown>, field: string, value: unknown): void {
  const [first = '', ...rest] = field.split('.');
  if (rest.length === 0) {
    patch[first] = value;
    return;
  }
  const inner = typeof patch[first] === 'object' && patch[first] !== null ? { ...patch[first] } : {};
  put(inner, rest.join('.'), value);
  patch[first] = inner;
}

function json(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`${file} cannot be read as JSON`, { cause });
  }
}
