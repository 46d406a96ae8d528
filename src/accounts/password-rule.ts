import { isMadeOf, wordsOfEmail, wordsOfNames, type PasswordContext } from './context-words.ts';
import type { Guesses } from './guesses.ts';

/** Characters, as Unicode code points. How many there must be at least is a setting. */
export const passwordLength = { most: 256 } as const;

export type PasswordProblem =
  | 'missing'
  | 'too-short'
  | 'too-long'
  | 'like-email'
  /** Little more than the name of the installation or of the app. */
  | 'like-name'
  /** One of those that are used most. */
  | 'common'
  /** Made as people make passwords, and found within a million guesses. */
  | 'guessable'
  /** Known from a data breach. */
  | 'breached';

/** How hard a password that is taken is to guess. */
export type PasswordStrength = 'fair' | 'good' | 'strong';

export type Judgement = { readonly problem: PasswordProblem } | { readonly strength: PasswordStrength };

export type PasswordRule = ReturnType<typeof createPasswordRule>;

/**
 * What a password must be that somebody wants to have: long enough, and not what others try first (NIST SP 800-63B-4
 * §3.1.1.2, ASVS 5.0 V6.2). Any character will do, none has to be there, and nothing is changed before it is hashed.
 */
export function createPasswordRule(options: {
  /** Characters that it must have. */
  readonly least: number;
  /** What the installation is called. */
  readonly brand: string;
  readonly guesses: Guesses;
  /** Whether it is known from a breach; asked about what is good enough otherwise. Says no where it cannot say. */
  readonly isBreached?: (password: string) => Promise<boolean>;
}) {
  const { least, brand, guesses, isBreached } = options;

  return {
    least,

    /** @throws {Refused} temporarily_unavailable when too many passwords wait to be judged */
    async judge(password: string, about: Omit<PasswordContext, 'brand'>): Promise<Judgement> {
      const context = { ...about, brand };
      const problem = lengthProblem(password, least) ?? contextProblem(password, context);
      if (problem) return { problem };
      const { common, score } = await guesses.estimate(password, [...wordsOfEmail(context), ...wordsOfNames(context)]);
      if (common) return { problem: 'common' };
      if (score < 2) return { problem: 'guessable' };
      if (await isBreached?.(password)) return { problem: 'breached' };
      return { strength: score === 2 ? 'fair' : score === 3 ? 'good' : 'strong' };
    },
  };
}

/** What is wrong with a password's length, of which every code point counts once (NIST SP 800-63B-4 §3.1.1.2). */
export function lengthProblem(password: string, least: number): PasswordProblem | undefined {
  const length = [...password].length;
  if (length === 0) return 'missing';
  if (length < least) return 'too-short';
  return length > passwordLength.most ? 'too-long' : undefined;
}

/** Whether a password is made of what everybody knows who knows the account. */
export function contextProblem(password: string, context: PasswordContext): PasswordProblem | undefined {
  const email = wordsOfEmail(context);
  if (isMadeOf(password, email)) return 'like-email';
  return isMadeOf(password, [...email, ...wordsOfNames(context)]) ? 'like-name' : undefined;
}
