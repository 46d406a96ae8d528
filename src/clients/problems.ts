import { z } from 'zod';
import { Refused } from '../errors.ts';
import { nearest } from '../nearest.ts';

/** One thing that is wrong with a declaration. */
export interface Problem {
  /** The field, as in `refresh.idle` or `redirectUris[1]`; empty for the whole. */
  readonly field: string;
  /** What is wrong with it, a sentence without its subject. */
  readonly message: string;
}

/** Everything that is wrong with a declaration, at once. */
export function refuse(what: string, problems: readonly Problem[]): Refused {
  const lines = problems.map(({ field, message }) => (field ? `${field}: ${message}` : message));
  return new Refused('invalid_request', `${what}: ${lines.join('; ')}`, { problems });
}

/**
 * Checks the shape of what was declared.
 * @throws {Refused} invalid_request with everything that is wrong; an unknown field with the name it is nearest to
 */
export function parse<T extends z.ZodType>(schema: T, value: unknown, what: string): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw refuse(
    what,
    result.error.issues.flatMap((issue) => inWords(issue, schema, value)),
  );
}

/** How a refusal calls what was declared: by the name that it gives itself, where that can be printed. */
export function nameOf(noun: string, declaration: unknown): string {
  const { id, name } = (declaration ?? {}) as { readonly id?: unknown; readonly name?: unknown };
  const own = [id, name].find((one) => typeof one === 'string' && /^\P{C}{1,100}$/u.test(one));
  return own === undefined ? `the ${noun} cannot be taken` : `${noun} ${own as string}`;
}

function inWords(issue: z.core.$ZodIssue, schema: z.ZodType, value: unknown): Problem[] {
  if (issue.code === 'invalid_value') {
    const names = issue.values.map(String);
    const given = valueAt(value, issue.path);
    const meant = typeof given === 'string' ? nearest(given, names) : undefined;
    const message = `must be ${names.length > 1 ? 'one of ' : ''}${names.join(', ')}${meant ? `; did you mean ${meant}?` : ''}`;
    return [{ field: fieldAt(issue.path), message }];
  }
  if (issue.code !== 'unrecognized_keys') return [{ field: fieldAt(issue.path), message: issue.message }];
  const names = namesAt(schema, issue.path);
  return issue.keys.map((key) => {
    const meant = nearest(key, names);
    return {
      field: fieldAt([...issue.path, key]),
      message: `is not known${meant ? `; did you mean ${meant}?` : `; there are ${names.join(', ')}`}`,
    };
  });
}

const fieldAt = (path: readonly PropertyKey[]): string =>
  path.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index > 0 ? '.' : ''}${String(key)}`)).join('');

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce((at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key], value);

/** The field names of the object that a path leads to. */
function namesAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: unknown = schema;
  for (const key of [...path, undefined]) {
    while (at instanceof z.ZodExactOptional || at instanceof z.ZodOptional) at = at.unwrap();
    if (key === undefined) break;
    at = at instanceof z.ZodArray ? at.element : at instanceof z.ZodObject ? at.shape[String(key)] : undefined;
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}
