/**
 * Control characters, line separators, those that turn the direction of what follows, and lone halves of a character
 * (surrogates), which no store keeps: of two texts that differ in one, both would come back the same.
 */
const unseen = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Whether a text has characters that nobody sees, and that can make it look like another one. */
export const hasUnseen = (text: string): boolean => text.search(unseen) !== -1;

/** A text with U+FFFD for each character that nobody would see. */
export const showUnseen = (text: string): string => text.replace(unseen, '\ufffd');
