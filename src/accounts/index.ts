/** People who can sign in: their records, passwords, and how an account comes to be. */
export { accountCollection, normaliseEmail, type Account, type PostalAddress } from './account.ts';
export { createAccounts, type Accounts, type NewAccount } from './accounts.ts';
export { claimsByScope, claimsOf } from './claims.ts';
export { createPasswords, type PasswordCost, type Passwords } from './passwords.ts';
export { createSignUps, type Confirmation, type SignUpLetter, type SignUps } from './sign-up.ts';
