import { closest, distance } from 'fastest-levenshtein';
import { settings } from './schema.ts';
import type { Setting } from './describe.ts';

const byName = new Map(settings.map((setting) => [setting.name, setting]));
const byVariable = new Map(settings.flatMap((setting) => setting.environment.map((name) => [name, setting] as const)));

/** The suffix of a variable that names a file with the secret in it, as container platforms mount them. */
const fileSuffix = '_FILE';

/** @returns the setting of that name in the file, or undefined */
export const settingNamed = (name: string): Setting | undefined => byName.get(name);

/** Whether a name is that of a section: `log`, `brand.accent`. */
export const isSection = (name: string): boolean => settings.some((setting) => setting.name.startsWith(`${name}.`));

/** @returns the setting that an environment variable sets, and whether its value is the path of a file */
export function settingOfVariable(variable: string): { setting: Setting; inFile: boolean } | undefined {
  const direct = byVariable.get(variable);
  if (direct) return { setting: direct, inFile: false };
  const secret = variable.endsWith(fileSuffix) ? byVariable.get(variable.slice(0, -fileSuffix.length)) : undefined;
  return secret?.about.secret ? { setting: secret, inFile: true } : undefined;
}

/** The variable that names a file for this secret. */
export const fileVariableOf = (setting: Setting): string => setting.environment[0] + fileSuffix;

const sections = [
  ...new Set(settings.flatMap(({ name }) => name.split('.').map((_, depth, parts) => parts.slice(0, depth).join('.')))),
].filter(Boolean);

/** A setting of a section. */
export const oneOf = (section: string): string =>
  settings.find(({ name }) => name.startsWith(`${section}.`))?.name ?? section;

/** The name in the file that an unknown one was probably meant to be: a setting's, or a section's. */
export const nearestName = (unknown: string): string => nearest(unknown, [...byName.keys(), ...sections]);

/** The environment variable that an unknown one was probably meant to be. */
export const nearestVariable = (unknown: string): string =>
  nearest(
    unknown,
    settings.flatMap((setting) =>
      setting.about.secret ? [setting.environment[0], fileVariableOf(setting)] : setting.environment,
    ),
  );

/** Spelling and capitals aside. A name without its section, or within a wrong one, is as near as with it. */
function nearest(unknown: string, names: readonly string[]): string {
  const plain = (name: string) =>
    name
      .replace(/^POSTERN_/, '')
      .toLowerCase()
      .replaceAll(/[-_]/g, '');
  const tail = plain(unknown).split('.').at(-1) ?? '';
  const [first = ''] = names.filter((name) => tail.length > 3 && plain(name).endsWith(tail));
  const spelled = names.find((name) => plain(name) === closest(plain(unknown), names.map(plain))) ?? '';
  return first && distance(plain(unknown), plain(spelled)) > 2 ? first : spelled;
}
