import { z } from 'zod';
import { yaml } from './yaml.ts';

/** The type without what only says that it may be missing. */
function bare(type: z.ZodType): z.ZodType {
  return type instanceof z.ZodDefault || type instanceof z.ZodExactOptional ? bare(type.unwrap() as z.ZodType) : type;
}

/**
 * Reads a value from the environment or the command line, where everything is text. What does not fit the type is
 * returned as it is: the schema then says what is wrong with it.
 */
export function interpret(type: z.ZodType, text: string): unknown {
  const inner = bare(type);
  if (inner instanceof z.ZodNumber) return /^-?\d+$/.test(text) ? Number(text) : text;
  if (inner instanceof z.ZodBoolean) {
    if (/^(true|on|yes|1)$/i.test(text)) return true;
    if (/^(false|off|no|0)$/i.test(text)) return false;
    return text;
  }
  if (inner instanceof z.ZodArray) return text.split(',').map((entry) => entry.trim());
  if (inner instanceof z.ZodRecord) return structured(text);
  if (inner instanceof z.ZodUnion) {
    const fitting = inner.options
      .map((option) => interpret(option as z.ZodType, text))
      .find((value) => inner.safeParse(value).success);
    return fitting ?? text;
  }
  return text;
}

function structured(text: string): unknown {
  try {
    return yaml().parse(text) as unknown;
  } catch {
    return text;
  }
}

/** What a value must be, in words that complete "must be …". */
export function expectation(type: z.ZodType): string {
  const inner = bare(type);
  if (inner.description) return inner.description;
  if (inner instanceof z.ZodNumber) {
    const [least, most] = [inner.minValue ?? 0, inner.maxValue ?? Infinity];
    return most < Number.MAX_SAFE_INTEGER ? `a whole number from ${least} to ${most}` : `a whole number from ${least}`;
  }
  if (inner instanceof z.ZodBoolean) return 'true or false';
  if (inner instanceof z.ZodEnum) return `one of ${inner.options.join(', ')}`;
  if (inner instanceof z.ZodLiteral) return [...inner.values].join(' or ');
  if (inner instanceof z.ZodArray) return `a list, each ${expectation(inner.element as z.ZodType)}`;
  if (inner instanceof z.ZodUnion) return inner.options.map((option) => expectation(option as z.ZodType)).join(', or ');
  return 'a text';
}

/** The default that the type itself has, if any. */
export function defaultOf(type: z.ZodType): unknown {
  return type instanceof z.ZodDefault ? type.parse(undefined) : undefined;
}
