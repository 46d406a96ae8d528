/** Control characters, line and paragraph separators, and what turns the direction of writing. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const everyUnprintable = new RegExp(unprintable, 'gu');

/**
 * A text as one harmless line: cut, and what breaks lines, moves a terminal's cursor or turns the direction of writing
 * is escaped. Else a user agent or a client's name could forge lines of its own (CVE-2023-6484).
 */
export function line(text: string, most: number): string {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text;
  if (!unprintable.test(cut)) return cut;
  return cut.replace(everyUnprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
