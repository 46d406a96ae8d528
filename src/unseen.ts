/** Control characters, line separators, and those that turn the direction of what follows. */
const unseen = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Whether a text has characters that nobody sees, and that can make it look like another one. */
export const hasUnseen = (text: string): boolean => text.search(unseen) !== -1;

/** A text with U+FFFD for each character that nobody would see. */
export const showUnseen = (text: string): string => text.replace(unseen, '\ufffd');
