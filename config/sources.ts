import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Setting } from './describe.ts';
import {
  fileVariableOf,
  isSection,
  nearestName,
  nearestVariable,
  oneOf,
  settingNamed,
  settingOfVariable,
} from './names.ts';
import type { Problem } from './problem.ts';
import { interpret } from './values.ts';
import { yaml } from './yaml.ts';

/** A value that somebody gave a setting. */
export interface Given {
  readonly setting: Setting;
  readonly value: unknown;
  /** The file, variable or option it came from. */
  readonly source: string;
  /** The folder that a relative path is relative to. */
  readonly base: string;
}

export interface Source {
  readonly given: readonly Given[];
  readonly problems: readonly Problem[];
}

/** The file that is read where none is named and there is one. */
export const defaultFile = 'postern.config.yaml';

/**
 * Settings from a YAML file.
 * @param named the path of the file; without one, `postern.config.yaml` in `cwd` is read where it exists
 */
export function fromFile(named: string | undefined, cwd: string): Source {
  const path = resolve(cwd, named ?? defaultFile);
  const source = relative(cwd, path) || path;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && named === undefined) return { given: [], problems: [] };
    return {
      given: [],
      problems: [{ setting: source, message: `the file cannot be read (${code ?? 'unknown reason'})` }],
    };
  }

  // YAML names a doubled key as an error: of two values for one setting nobody knows which one was meant.
  const document = yaml().parseDocument(text, { prettyErrors: false, strict: true });
  const [wrong] = document.errors;
  if (wrong) return { given: [], problems: [{ setting: source, message: `is not YAML: ${wrong.message}` }] };
  const content = document.toJS() as unknown;
  if (content === null || content === undefined) return { given: [], problems: [] };
  if (!isRecord(content)) return { given: [], problems: [{ setting: source, message: 'must hold settings by name' }] };

  return merge(entriesOf(content).map(([name, value]) => ofEntry(name, value, source, dirname(path))));
}

/** Settings from environment variables. An empty variable counts as absent, as compose files leave them. */
export function fromEnvironment(environment: NodeJS.ProcessEnv, cwd: string): Source {
  const present = Object.entries(environment).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const read = new Map<Setting, string>();
  return merge(
    present.map(([variable, text]): Source => {
      const known = settingOfVariable(variable);
      if (!known) return variable.startsWith('POSTERN_') && !isOurs(variable) ? unknownVariable(variable) : nothing;
      const { setting, inFile } = known;
      const [own] = setting.environment;
      // Of several names of one setting its own goes first (POSTERN_PORT before PORT).
      if (!inFile && variable !== own && environment[own]) return nothing;

      const other = read.get(setting);
      if (other)
        return problem({
          setting: setting.name,
          source: variable,
          message: `is set by ${other} too`,
          mend: 'remove one',
        });
      read.set(setting, variable);
      return inFile ? fromSecretFile(setting, variable, text, cwd) : fromText(setting, variable, text, cwd);
    }),
  );
}

/** Settings from `name=value` pairs of the command line. */
export function fromCommandLine(
  pairs: readonly { readonly option: string; readonly name: string; readonly value: string }[],
  cwd: string,
): Source {
  return merge(
    pairs.map(({ option, name, value }): Source => {
      const setting = settingNamed(name);
      if (!setting) return unknownName(name, option);
      if (setting.about.secret) {
        return problem({
          setting: name,
          source: option,
          message: 'is a secret, and every user of a machine can read its command lines',
          mend: `set ${setting.environment[0]}, or name a file in ${fileVariableOf(setting)}`,
        });
      }
      return fromText(setting, option, value, cwd);
    }),
  );
}

/** Later sources go before earlier ones. */
export function merge(sources: readonly Source[]): Source {
  return { given: sources.flatMap(({ given }) => given), problems: sources.flatMap(({ problems }) => problems) };
}

const nothing: Source = { given: [], problems: [] };
const problem = (found: Problem): Source => ({ given: [], problems: [found] });

/** Variables that start like a setting and are none: the file's path, and what the tests read. */
const isOurs = (variable: string) => variable === 'POSTERN_CONFIG' || variable.startsWith('POSTERN_TEST_');

const fromText = (setting: Setting, source: string, text: string, base: string): Source => ({
  given: [{ setting, value: interpret(setting.type, text), source, base }],
  problems: [],
});

function fromSecretFile(setting: Setting, variable: string, file: string, cwd: string): Source {
  try {
    // Editors and `echo` end a file with a line break that is no part of the secret.
    return fromText(setting, variable, readFileSync(resolve(cwd, file), 'utf8').trim(), cwd);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return problem({
      setting: setting.name,
      source: variable,
      message: `its file cannot be read (${code ?? 'unknown reason'})`,
    });
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Sections flattened to their settings' names; whatever is no section stays whole. */
function entriesOf(content: Record<string, unknown>, section = ''): [string, unknown][] {
  return Object.entries(content).flatMap(([key, value]): [string, unknown][] => {
    const name = section ? `${section}.${key}` : key;
    if (!isSection(name)) return [[name, value]];
    if (value === null) return [];
    return isRecord(value) ? entriesOf(value, name) : [[name, value]];
  });
}

function ofEntry(name: string, value: unknown, source: string, base: string): Source {
  if (isSection(name)) {
    return problem({ setting: name, source, message: 'is a section and holds settings by name, not a value' });
  }
  const setting = settingNamed(name);
  if (!setting) return unknownName(name, source);
  // `name:` with nothing behind it is how YAML leaves a setting out.
  return value === null ? nothing : { given: [{ setting, value, source, base }], problems: [] };
}

function unknownName(name: string, source: string): Source {
  if (isSection(name)) {
    return problem({
      setting: name,
      source,
      message: `is a section: name one of its settings`,
      mend: `for example ${oneOf(name)}`,
    });
  }
  return problem({
    setting: name,
    source,
    message: 'there is no such setting',
    mend: `did you mean ${nearestName(name)}?`,
  });
}

function unknownVariable(variable: string): Source {
  // A service called postern gives every container variables that look like settings (POSTERN_SERVICE_HOST …).
  const mend = /^POSTERN_(SERVICE_|PORT_\d)/.test(variable)
    ? 'Kubernetes sets it for a service of that name: set enableServiceLinks: false in the pod'
    : `did you mean ${nearestVariable(variable)}?`;
  return problem({ setting: variable, message: 'there is no such setting', mend });
}
