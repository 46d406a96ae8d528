import type { Audit, Event, Origin } from '../audit/index.ts';
import type { Seconds } from '../clock.ts';
import { withoutEmailReset, type Account } from './account.ts';
import { undoLeft, undoLifetime, withoutUndo } from './undo.ts';

/**
 * The account without the reset of its address that is under way. Whoever has confirmed the new one waits for it, has the
 * mailbox of no other, and is told: so that one is remembered for a few days, as the others are.
 */
export function withResetStopped(account: Account, now: Seconds): Account {
  const rest = withoutEmailReset(account);
  if (account.newEmail?.confirmed !== true) return rest;
  const remembers = undoLeft(rest, now) > 0 || now < (rest.undoUntil ?? 0);
  const kept = remembers ? rest : { ...withoutUndo(rest), undoUntil: now + undoLifetime };
  return { ...kept, stoppedEmail: account.newEmail.to };
}

/** What is owed where a reset of the address that is under way is none any more, because of something else. */
export const resetOvertaken = (
  audit: Pick<Audit, 'newEvent'>,
  { id, resetAt }: Pick<Account, 'id' | 'resetAt'>,
  origin: Origin,
): Event[] =>
  resetAt === undefined
    ? []
    : [
        audit.newEvent({
          kind: 'email.reset_stopped',
          outcome: 'done',
          account: id,
          origin,
          detail: { because: 'overtaken' },
        }),
      ];
