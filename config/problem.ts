/** One thing that is wrong with the settings. No secret is in it. */
export interface Problem {
  /** The setting's name, or the unknown one that was given. */
  readonly setting: string;
  /** Where the value came from: a file, an environment variable, an option. */
  readonly source?: string;
  /** What is wrong. */
  readonly message: string;
  /** What to do about it. */
  readonly mend?: string;
}

/** The settings cannot be used: everything that is wrong with them, at once. */
export class SettingsRefused extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const count = problems.length === 1 ? 'One setting is' : `${problems.length} settings are`;
    super(`${count} not right:\n${problems.map(inWords).join('\n')}`);
    this.name = 'SettingsRefused';
    this.problems = problems;
  }
}

/** A problem as one or two lines for a terminal. */
function inWords({ setting, source, message, mend }: Problem): string {
  const from = source && source !== setting ? ` (from ${source})` : '';
  return `  ${setting}${from}: ${message}${mend ? `\n    → ${mend}` : ''}`;
}
