import type { Letter } from './mail-server.ts';
import type { Postern } from './postern.ts';

/** The letters that came to an address, the oldest first: all of them, or those with this in their subject. */
export const lettersTo = ({ mail }: Pick<Postern, 'mail'>, address: string, about = ''): Letter[] =>
  mail.letters.filter(({ to, subject }) => to === address && subject.includes(about));

/** The newest link to somewhere under a path of ours that is in some letters, or nothing. */
export const linkTo = (path: string, letters: readonly Letter[]): string =>
  letters.flatMap(({ text }) => new RegExp(`https?:\\S+/${path}/\\S+`).exec(text)?.[0] ?? []).at(-1) ?? '';
