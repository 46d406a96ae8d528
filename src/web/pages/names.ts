/** Names of things as a sentence of that language has them, one after the other. */
export const listOf = (names: readonly string[], language: string): string =>
  new Intl.ListFormat(language, { type: 'conjunction' }).format(names);
