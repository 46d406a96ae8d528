/** Second factors: what an account has, proving one, and what a sign-in still needs. */
export type { MayStill } from './adding.ts';
export {
  factorCollection,
  hasOneFactor,
  isEnrolled,
  isUsable,
  kindsOf,
  type AccountFactors,
  type AuthenticatorApp,
  type FactorKind,
  type Passkey,
  type Phone,
  type SentBy,
} from './factor.ts';
export type { Enrolment } from './apps.ts';
export { createFactors, type AppRule, type Factors } from './factors.ts';
export {
  authenticationLevels,
  canBeSpared,
  canStepUp,
  factorRules,
  isRecent,
  levelOf,
  methodsWith,
  reaches,
  stricterRule,
  type AuthenticationLevel,
  type FactorRule,
  type NextStep,
} from './policy.ts';
export type { FirstDenied } from './first-denied.ts';
export { endingOf } from './phone-numbers.ts';
export { createFactorResets, type FactorResets } from './resets.ts';
export { createSetUps, type SetUps } from './set-ups.ts';
export type { Asking, SentCodes, Target } from './sent-codes.ts';
export type { Proof } from './typed-codes.ts';
