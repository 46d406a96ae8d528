/** Whose password it is to be, and where: what an attacker knows, and tries first. */
export interface PasswordContext {
  /** Normalised; undefined where it is not known. */
  readonly email: string | undefined;
  /** What the installation is called. */
  readonly brand: string;
  /** What the app is called that somebody signs up for. */
  readonly app?: string;
}

/** Shorter words say nothing. */
const shortest = 3;

/** The address, its parts on both sides of the `@`, and what those are made of. */
export const wordsOfEmail = ({ email = '' }: PasswordContext): string[] =>
  words(email, ...email.split('@'), ...email.split(/[^\p{L}\p{N}]+/u));

/** The names of the installation and the app, in one piece and by their words. */
export const wordsOfNames = ({ brand, app = '' }: PasswordContext): string[] =>
  [brand, app].flatMap((name) =>
    words(name, name.replaceAll(/[^\p{L}\p{N}]+/gu, ''), ...name.split(/[^\p{L}\p{N}]+/u)),
  );

const words = (...parts: string[]): string[] => [
  ...new Set(parts.map((part) => part.toLowerCase()).filter((part) => part.length >= shortest)),
];

/** How many different characters must be left of a password without the words in it: a year and a dash are fewer. */
const ownPart = 5;

/** Whether a password is made of words and next to nothing else, whatever the case. */
export function isMadeOf(password: string, known: readonly string[]): boolean {
  const whole = password.toLowerCase();
  // The longest first: a word may be a part of another.
  const rest = [...known].sort((a, b) => b.length - a.length).reduce((text, word) => text.replaceAll(word, ''), whole);
  return rest !== whole && new Set(rest.replaceAll(/\s/g, '')).size < ownPart;
}
