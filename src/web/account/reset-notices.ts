import type { Account } from '../../accounts/index.ts';
import type { ResetOf } from '../../resets/index.ts';
import type { ResetNotice } from '../pages/index.ts';
import type { AccountHost } from './host.ts';

/** Where the forms of notices go. */
export const stopResetPaths: Readonly<Record<ResetOf, string>> = {
  factors: '/account/security/stop-reset',
  email: '/account/email/stop-reset',
};

/** What waits to happen to an account, and whoever is signed in can stop. */
export async function resetsOf(
  { factorResets }: Pick<AccountHost, 'factorResets'>,
  { id, resetAt, newEmail }: Account,
): Promise<Omit<ResetNotice, 'form'>[]> {
  const [factorsAt, denied] = await Promise.all([factorResets.pendingOf(id), factorResets.deniedOf(id)]);
  return [
    ...(factorsAt === undefined
      ? []
      : [{ of: 'factors' as const, at: factorsAt, ...(denied && { denied: true as const }) }]),
    ...(resetAt === undefined || newEmail === undefined
      ? []
      : [{ of: 'email' as const, at: resetAt, email: newEmail.to }]),
  ];
}
