/** What may be unlike before about a sign-in, the most telling last. */
export const signalKinds = ['newDevice', 'unusualHour', 'newCountry', 'badNetwork', 'impossibleTravel'] as const;
export type SignalKind = (typeof signalKinds)[number];

/**
 * What is done about a signal, the mildest first, and each does what those before it do. `nothing`: it is in the record
 * and in the owner's history. `letter`: the owner has a letter. `factor`: the second factor of who has one is asked for.
 * `block`: nobody is let in.
 */
export const signalActions = ['nothing', 'letter', 'factor', 'block'] as const;
export type SignalAction = (typeof signalActions)[number];

export type RiskRules = Readonly<Record<SignalKind, SignalAction>>;

/**
 * The rules in a browser that the account was put out of: the factor is asked for there at most. By a suspension, or a password
 * that was set elsewhere, an owner is put out everywhere, and would be let in nowhere to make one known again.
 */
export const rulesWherePutOut = (rules: RiskRules): RiskRules =>
  rules.newDevice === 'block' ? { ...rules, newDevice: 'factor' } : rules;

/** The strictest that the rules say to any of the signals. */
export const actionFor = (kinds: readonly SignalKind[], rules: RiskRules): SignalAction =>
  signalActions.findLast((action) => kinds.some((kind) => rules[kind] === action)) ?? 'nothing';

/** Whether one action does at least what another one does. */
export const isAtLeast = (action: SignalAction, least: SignalAction): boolean =>
  signalActions.indexOf(action) >= signalActions.indexOf(least);

/** Signals as an event names them, and back. What is not known any more is left out. */
export const namesOf = (kinds: readonly SignalKind[]): string => kinds.join(', ');
export const kindsIn = (names: unknown): SignalKind[] =>
  typeof names === 'string'
    ? (names.split(', ').filter((name) => (signalKinds as readonly string[]).includes(name)) as SignalKind[])
    : [];
