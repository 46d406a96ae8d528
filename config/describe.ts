import { z } from 'zod';

/** What people are told about a setting, beside its type and its default. */
export interface About {
  /** One or two sentences: what it does, and when to change it. */
  readonly description: string;
  readonly unit?: 'seconds' | 'days' | 'KiB';
  /** Never shown, never taken from the command line, and readable from a file named in `…_FILE`. */
  readonly secret?: true;
  /** A path, relative to the file that names it or to the working directory. */
  readonly path?: true;
  /** Environment variables beside the one that follows from the setting's name; that one goes before them. */
  readonly alsoFrom?: readonly string[];
  /** How the default comes about, where it is no fixed value. */
  readonly defaultsTo?: string;
}

/** A setting as the schema has it. */
export interface Setting {
  /** Its name in the file: `port`, `log.level`. */
  readonly name: string;
  /** Environment variables that set it, the strongest first. */
  readonly environment: readonly [string, ...string[]];
  readonly type: z.ZodType;
  readonly about: About;
}

const descriptions = z.registry<About>();

/** Gives a type its description; a field of the schema without one does not become a setting. */
export function setting<T extends z.ZodType>(type: T, about: About): T {
  descriptions.add(type, about);
  return type;
}

/** All settings of a schema, sections flattened, in the order they are written. */
export function settingsIn(schema: z.ZodObject, section = ''): Setting[] {
  return Object.entries<z.core.$ZodType>(schema.shape).flatMap(([key, field]) => {
    const name = section ? `${section}.${key}` : key;
    const type = field as z.ZodType;
    const about = descriptions.get(type);
    if (about) return [{ name, type, about, environment: [environmentName(name), ...(about.alsoFrom ?? [])] as const }];
    if (type instanceof z.ZodObject) return settingsIn(type, name);
    throw new Error(`the setting ${name} has no description`);
  });
}

/** `log.level` → `POSTERN_LOG_LEVEL`, `mongodbUrl` → `POSTERN_MONGODB_URL`. */
function environmentName(name: string): string {
  const words = name.replaceAll('.', '_').replace(/[A-Z]/g, (letter) => `_${letter}`);
  return `POSTERN_${words.toUpperCase()}`;
}
