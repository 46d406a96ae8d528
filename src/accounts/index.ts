/** People who can sign in: their records, passwords, and how an account comes to be. */
export { accountCollection, isBeingSecured, normaliseEmail, type Account } from './account.ts';
export { createAccounts, type Accounts, type NewAccount } from './accounts.ts';
export { createAddressRule, type AddressProblem, type AddressRule } from './address-rule.ts';
export { claimsByScope, claimsOf, scopesOfClaims } from './claims.ts';
export { createDenials, type Denials } from './denials.ts';
export { tellsOfRecoveryCode } from './denied-events.ts';
export { createEmailResets, type EmailResets, type NoReset } from './email-reset.ts';
export { createEmailChanges, type EmailChanges } from './email-change.ts';
export { signOutsBeforeLetters } from './letter-sign-outs.ts';
export { createGuesses } from './guesses.ts';
export { invitationCollection, type Invitation } from './invitation.ts';
export { createInvitations, type Invitations, type Invited } from './invitations.ts';
export { createPasswordCosts, findPasswordCosts, passwordCostCollection } from './password-costs.ts';
export type { PasswordCost } from './password-hash.ts';
export {
  createPasswordRule,
  passwordLength,
  type Judgement,
  type PasswordProblem,
  type PasswordRule,
  type PasswordStrength,
} from './password-rule.ts';
export { pwnedPasswords } from './pwned-passwords.ts';
export { leastCost, timeOfHash, tune } from './tuning.ts';
export { createTurns, hashesAtOnce, type Turns } from './turns.ts';
export { createPasswords, type Passwords } from './passwords.ts';
export { claimsOfProfile, profileFrom, type PostalAddress, type Profile } from './profile.ts';
export { createRecoveries, type Recoveries } from './recovery.ts';
export { createSignUps, type Confirmation, type SignUpLetter, type SignUps } from './sign-up.ts';
