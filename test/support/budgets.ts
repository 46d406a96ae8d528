const widening = ['TriesPerAccount', 'TriesPerNetwork', 'TriesInAll'];

/** Suites sign in, and mistype, hundreds of times from one address. */
export const wide = widening.map((name) => `protection.dangerouslyMultiply${name}=1000`);

/** The budgets as they are by default: for tests of what they stop. */
export const strict = widening.map((name) => `protection.dangerouslyMultiply${name}=1`);
