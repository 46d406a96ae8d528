import type { Configuration } from './load.ts';
import { settings as all } from './schema.ts';

/** A setting as `postern config show` lists it. */
export interface Effective {
  readonly name: string;
  /** Undefined where it is not set; a secret's is masked. */
  readonly value: unknown;
  readonly source: string;
}

/** What stands in place of a secret. Its length says nothing about the secret's. */
const mask = '********';

/** Every setting with its value and source, secrets masked. */
export function effective({ settings, sources }: Configuration): Effective[] {
  return all.map(({ name, about }) => {
    const value = name.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], settings);
    const shown = about.secret && value !== undefined ? mask : value;
    return { name, value: shown, source: sources.get(name) ?? 'default' };
  });
}
