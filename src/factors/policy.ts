import { clocksApart, type Seconds } from '../clock.ts';

/**
 * Whether second factors are asked for, the mildest first: never; of who has one where a sign-in is unlike before; of
 * who has one; of everybody. Each asks of whoever those before it ask.
 */
export const factorRules = ['off', 'by-risk', 'optional', 'required'] as const;
export type FactorRule = (typeof factorRules)[number];

/** The stricter of the installation's rule and an app's. */
export const stricterRule = (one: FactorRule, other: FactorRule): FactorRule =>
  factorRules.indexOf(one) > factorRules.indexOf(other) ? one : other;

/** Whether a browser that remembers a second factor can spare one: elsewhere nobody is asked who would be spared. */
export const canBeSpared = (rule: FactorRule): boolean => rule === 'optional' || rule === 'required';

/**
 * What a sign-in proved, the least first. The names are the `acr` values that apps ask for and are told; `phr` is that of
 * OpenID Connect EAP ACR Values 1.0 §4: two factors, one of them a key that signs for no other site.
 */
export const authenticationLevels = ['urn:postern:one-factor', 'urn:postern:two-factors', 'phr'] as const;
export type AuthenticationLevel = (typeof authenticationLevels)[number];

/** Whether one level is at least as much as another. */
export const reaches = (level: string | undefined, wanted: AuthenticationLevel): boolean =>
  authenticationLevels.indexOf(level as AuthenticationLevel) >= authenticationLevels.indexOf(wanted);

/** A passkey, in the words of RFC 8176: a key in hardware, or one that is kept elsewhere too. */
const keys = ['hwk', 'swk'];

/** What was proven, in the words of RFC 8176, as a level. */
export function levelOf(methods: readonly string[]): AuthenticationLevel {
  if (!methods.includes('mfa')) return 'urn:postern:one-factor';
  return methods.some((method) => keys.includes(method)) ? 'phr' : 'urn:postern:two-factors';
}

/**
 * What is proven after one more proof, in the words of RFC 8176. Two factors are something known and something held: two
 * that are held can be lost with one bag.
 */
export function methodsWith(before: readonly string[], more: readonly string[]): string[] {
  const all = new Set([...before, ...more]);
  if (all.has('pwd') && ['otp', 'sms', ...keys].some((method) => all.has(method))) all.add('mfa');
  return [...all];
}

/** Whether one more proof can make two factors of what was proven: where only something held was, none of them can. */
export const canStepUp = (methods: readonly string[]): boolean => methods.includes('pwd') || methods.includes('mfa');

/**
 * How long ago somebody may have proven who they are to change what they sign in with, in seconds: who finds an open
 * browser is not its owner.
 */
const recent: Seconds = 5 * 60;

/** Whether that was so at most. What is dated later than now was before the clock was set back, nobody knows how long. */
export const isRecent = (provenAt: Seconds, now: Seconds): boolean =>
  now - provenAt <= recent && provenAt - now <= clocksApart;

/** What comes next in a sign-in that proved something. `level`: the one that is to be reached. */
export type NextStep =
  | { readonly is: 'enough' }
  /** The second factor; for `phr` a passkey. */
  | { readonly is: 'prove'; readonly level: AuthenticationLevel }
  /** Setting one up; `until` is when that can be put off to, in seconds since the epoch. */
  | { readonly is: 'enrol'; readonly level: AuthenticationLevel; readonly until?: Seconds };

/**
 * What a sign-in still needs. The one place that says so: every way in asks it.
 * @param facts.rule     the stricter of the installation's and the app's
 * @param facts.wanted   the level that this request is for, where the app named one
 * @param facts.insists  the level less than which is of no use to the app, `wanted` at most: only then somebody without a
 * factor must set one up
 * @param facts.passkey  whether the account has a passkey
 * @param facts.enrolBy  until when the account may still come in without a factor
 * @param facts.doubtful whether the sign-in is so unlike before that the factor is asked for
 * @param facts.spared   whether this browser remembers that the factor was proven in it. It proves nothing: who asks for
 * two factors gets them
 */
export function decideNext(facts: {
  readonly rule: FactorRule;
  readonly level: AuthenticationLevel;
  readonly wanted?: AuthenticationLevel | undefined;
  readonly insists?: AuthenticationLevel | undefined;
  readonly enrolled: boolean;
  readonly passkey: boolean;
  readonly enrolBy?: Seconds | undefined;
  readonly doubtful?: boolean | undefined;
  readonly spared?: boolean | undefined;
  readonly now: Seconds;
}): NextStep {
  const { rule, level, wanted, insists, enrolled, passkey, enrolBy, doubtful = false, spared = false, now } = facts;
  const two = 'urn:postern:two-factors';
  if (reaches(level, wanted === 'phr' ? 'phr' : two)) return { is: 'enough' };
  if (wanted === 'phr' && passkey) return { is: 'prove', level: 'phr' };
  // A passkey is wanted, and there is none. Who has another factor has proven that before one is added.
  if (reaches(level, two)) return insists === 'phr' ? { is: 'enrol', level: 'phr' } : { is: 'enough' };
  const asked = wanted !== undefined && reaches(wanted, two);
  // Who has a factor is asked for it wherever it counts, and is offered no other way: a stolen password would do the rest.
  if (enrolled) return asked || isAsked(rule, doubtful, spared) ? { is: 'prove', level: two } : { is: 'enough' };
  if (insists !== undefined && reaches(insists, two)) return { is: 'enrol', level: insists };
  if (rule !== 'required') return { is: 'enough' };
  return { is: 'enrol', level: two, ...(enrolBy !== undefined && now < enrolBy && { until: enrolBy }) };
}

/** Whether a rule asks who has a factor. */
function isAsked(rule: FactorRule, doubtful: boolean, spared: boolean): boolean {
  switch (rule) {
    case 'off':
      return false;
    case 'by-risk':
      return doubtful;
    case 'optional':
    case 'required':
      return doubtful || !spared;
  }
}
