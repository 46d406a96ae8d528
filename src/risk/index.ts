/** What is unlike before about a sign-in, and what is done about it. */
export { openBadNetworks, type BadNetworks } from './bad-networks.ts';
export { habitsCollection, type Habits } from './habits.ts';
export {
  actionFor,
  isAtLeast,
  kindsIn,
  namesOf,
  signalActions,
  signalKinds,
  type RiskRules,
  type SignalAction,
  type SignalKind,
} from './policy.ts';
export { createRisk, type Risk, type SignInOrigin, type Verdict } from './risk.ts';
export { signalsIn, type Signal, type SignInSeen } from './signals.ts';
