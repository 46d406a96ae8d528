/** A text as it is, where Markdown would read a tag. */
export const plain = (text: string): string => text.replaceAll('<', '&lt;');
