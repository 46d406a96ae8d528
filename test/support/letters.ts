import { expect } from '@jest/globals';
import { eventually } from './eventually.ts';
import type { Letter } from './mail-server.ts';
import type { Person, Screen } from './person.ts';
import type { Postern } from './postern.ts';

/**
 * The letters that came to an address, the oldest first: all of them, or those with this in their subject. One that came
 * twice counts once, as a mailbox has it by its Message-ID: it does where a test moves the time while it is on its way, and
 * so beyond the claim of who sends it.
 */
export function lettersTo({ mail }: Pick<Postern, 'mail'>, address: string, about = ''): Letter[] {
  const meant = mail.letters.filter(({ to, subject }) => to === address && subject.includes(about));
  return [...new Map(meant.map((letter) => [letter.messageId, letter])).values()];
}

/** The newest link to somewhere under a path of ours that is in some letters, or nothing. */
export const linkTo = (path: string, letters: readonly Pick<Letter, 'text'>[]): string =>
  letters.flatMap(({ text }) => new RegExp(`https?:\\S+/${path}/\\S+`).exec(text)?.[0] ?? []).at(-1) ?? '';

/** The code that somebody reads in a letter, or nothing. */
export const codeIn = (text: string): string => /\b(\d{4})[ \u00a0-]?(\d{4})\b/.exec(text)?.slice(1).join('') ?? '';

/** Waits until an address has so many letters about something. @returns the link in the newest, in both of its forms */
export async function linkIn(
  postern: Pick<Postern, 'mail'>,
  address: string,
  about: string,
  path: string,
  count = 1,
): Promise<string> {
  const letters = () => lettersTo(postern, address, about);
  await eventually(() => expect(letters()).toHaveLength(count));
  const link = linkTo(path, letters());
  expect(letters().at(-1)?.html).toContain(`href="${link}"`);
  return link;
}

/** Opens a link of a letter and presses the button there, if there is one, in a browser that knows nobody unless told. */
export async function press(
  postern: Pick<Postern, 'person'>,
  link: string,
  fields: Readonly<Record<string, string>> = {},
  person: Person = postern.person(),
): Promise<Screen> {
  const page = await person.open(link);
  return page.forms.length > 0 ? person.submit(page, '', fields) : page;
}
