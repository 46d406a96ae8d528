import { resolve } from 'node:path';
import type { z } from 'zod';
import { doubtful } from './doubtful.ts';
import { SettingsRefused, type Problem } from './problem.ts';
import { schema, settings as all, type Parsed } from './schema.ts';
import { complete, type Settings } from './settings.ts';
import { fromCommandLine, fromEnvironment, fromFile, merge, type Given } from './sources.ts';
import { unsafe } from './unsafe.ts';
import { expectation } from './values.ts';

/** What the command line says about settings. */
export interface Options {
  /** The path of the file, in place of POSTERN_CONFIG. */
  readonly config?: string | undefined;
  /** `name=value` pairs. */
  readonly set?: readonly string[] | undefined;
  /** Options that stand for a setting, by its name. */
  readonly data?: string | undefined;
  readonly issuer?: string | undefined;
  readonly port?: string | undefined;
  readonly address?: string | undefined;
}

/** Settings, and how they came about. */
export interface Configuration {
  readonly settings: Settings;
  /** Where each setting's value came from, by its name: a file, a variable, an option, or `default`. */
  readonly sources: ReadonlyMap<string, string>;
  /** What runs, and should be looked at. */
  readonly warnings: readonly string[];
}

const shortcuts = ['data', 'issuer', 'port', 'address'] as const;

/**
 * Loads the settings: defaults, then the file, then the environment, then the command line, each before the one before.
 *
 * @param cwd where the file is looked for, and what relative paths are relative to
 * @throws {SettingsRefused} with everything that is wrong, at once
 */
export function loadSettings(
  options: Options = {},
  environment: NodeJS.ProcessEnv = process.env,
  cwd: string = process.cwd(),
): Configuration {
  const file = fromFile(options.config ?? (environment.POSTERN_CONFIG || undefined), cwd);
  const { given, problems } = merge([file, fromEnvironment(environment, cwd), fromCommandLine(pairsOf(options), cwd)]);

  const values = new Map(given.map((one) => [one.setting.name, one]));
  const { parsed, problems: malformed } = parse(values);
  // A value that is malformed is told once, and the rules over several settings are still looked at beside it.
  const known = new Set(malformed.map(({ setting }) => setting));
  const settings = parsed && complete(parsed, cwd);
  const forbidden = settings && !known.has('issuer') && !known.has('address') ? unsafe(settings) : [];
  const wrong = [...problems, ...malformed, ...forbidden.filter(({ setting }) => !known.has(setting))];
  if (wrong.length > 0 || !settings) throw new SettingsRefused(wrong.map((found) => withSource(found, values)));

  const sources = new Map(all.map(({ name }) => [name, values.get(name)?.source ?? 'default']));
  return { settings, sources, warnings: doubtful(settings) };
}

/** Parses what was given. Where something is malformed, the rest is parsed without it. */
function parse(values: ReadonlyMap<string, Given>): { parsed?: Parsed; problems: Problem[] } {
  const result = schema.safeParse(nested(values));
  if (result.success) return { parsed: result.data, problems: [] };
  // A list may be wrong in several places: its setting is told once.
  const explained = result.error.issues.map((issue) => explain(issue, values));
  const problems = [...new Map(explained.map((problem) => [problem.setting, problem])).values()];
  const malformed = new Set(problems.map(({ setting }) => setting));
  const rest = schema.safeParse(nested(new Map([...values].filter(([name]) => !malformed.has(name)))));
  return { ...(rest.success ? { parsed: rest.data } : {}), problems };
}

function pairsOf(options: Options): { option: string; name: string; value: string }[] {
  const set = (options.set ?? []).map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return { option: `--set ${name}`, name, value: value.join('=') };
  });
  // An option of its own says more than --set, whatever the order.
  const own = shortcuts.flatMap((name) => {
    const value = options[name];
    return value === undefined ? [] : [{ option: `--${name}`, name, value }];
  });
  return [...set, ...own];
}

/** The values as the schema has them: every section is there, and paths are absolute. */
function nested(values: ReadonlyMap<string, Given>): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const { name, about } of all) {
    const keys = name.split('.');
    const last = keys.pop() ?? name;
    const section = keys.reduce((at, key) => (at[key] ??= {}) as Record<string, unknown>, root);
    const given = values.get(name);
    if (given) section[last] = about.path ? absolute(given) : given.value;
  }
  return root;
}

const absolute = ({ value, base }: Given): unknown =>
  typeof value === 'string' && !/^[a-z]{2,}:/i.test(value) ? resolve(base, value) : value;

/** Says what is wrong with a value, never the value of a secret. */
function explain(issue: z.core.$ZodIssue, values: ReadonlyMap<string, Given>): Problem {
  const path = issue.path.join('.');
  const setting = all.find(({ name }) => path === name || path.startsWith(`${name}.`));
  if (!setting) return { setting: path, message: issue.message };
  const value = JSON.stringify(values.get(setting.name)?.value ?? null);
  return {
    setting: setting.name,
    message: `must be ${expectation(setting.type)}${setting.about.secret ? '' : `, and is ${value.slice(0, 100)}`}`,
  };
}

function withSource(problem: Problem, values: ReadonlyMap<string, Given>): Problem {
  const source = problem.source ?? values.get(problem.setting)?.source;
  return source ? { ...problem, source } : problem;
}
