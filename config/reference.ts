import { fileVariableOf } from './names.ts';
import { settings } from './schema.ts';
import { defaultOf, expectation } from './values.ts';

/** A setting as the documentation tells of it. */
export interface Reference {
  readonly name: string;
  readonly description: string;
  /** What a value is, with its unit. */
  readonly value: string;
  readonly default: string;
  readonly environment: readonly string[];
  readonly secret: boolean;
}

/** Every setting for the documentation, in the order of the schema. */
export function reference(): Reference[] {
  return settings.map((setting) => {
    const { name, about, environment, type } = setting;
    const fixed = defaultOf(type);
    return {
      name,
      description: about.description,
      value: about.unit ? `${expectation(type)} (${about.unit})` : expectation(type),
      default: about.defaultsTo ?? (fixed === undefined ? 'none' : plain(fixed)),
      environment: about.secret ? [...environment, fileVariableOf(setting)] : environment,
      secret: about.secret ?? false,
    };
  });
}

function plain(value: unknown): string {
  if (Array.isArray(value) && value.length > 0) return value.join(', ');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'none';
}
