import { clocksApart, type Seconds } from '../clock.ts';
import type { Account } from './account.ts';

/** How long the former address can take a change back. */
export const undoLifetime: Seconds = 72 * 3600;

/**
 * For how much longer the former address can take the account back; 0 where it cannot. That time stands still while the
 * account is suspended: an admin who stops an intruder by that would else use up what its owner has against them.
 */
export function undoLeft(
  {
    formerEmail,
    disabledAt,
    undoHeld,
    undoUntil = 0,
  }: Pick<Account, 'formerEmail' | 'disabledAt' | 'undoHeld' | 'undoUntil'>,
  now: Seconds,
): Seconds {
  if (formerEmail === undefined) return 0;
  // An older node that opened the account left what was held: nobody has that for ever.
  return disabledAt !== undefined && undoHeld !== undefined ? undoHeld : Math.max(0, undoUntil - now);
}

/**
 * Whether the former address is kept from all others: longer than it can take the account back, or a node whose clock is
 * ahead would give it away while that can still be done by another one's.
 */
export const isReserved = (account: Parameters<typeof undoLeft>[0], now: Seconds): boolean =>
  undoLeft(account, now - clocksApart) > 0;

/** An account at another address, which the one of now can take back. */
export function movedTo({ undoHeld: _, ...account }: Account, email: string, now: Seconds): Account {
  const moved = {
    ...account,
    ...{ email, emailVerifiedAt: now, changedAt: now },
    ...{ formerEmail: account.email, undoUntil: now + undoLifetime },
  };
  return account.disabledAt === undefined ? moved : undoStopped(moved, now);
}

/** An account whose last change of address cannot be taken back any more, and of which no earlier address is known. */
export const withoutUndo = ({
  formerEmail: _former,
  leftEmail: _left,
  undoUntil: _until,
  undoHeld: _held,
  ...account
}: Account): Account => account;

/** The account with that time standing still: without `undoUntil` no sweep looks for it. */
export function undoStopped({ undoHeld: _, ...account }: Account, now: Seconds): Account {
  const left = undoLeft(account, now);
  if (left === 0) return account;
  const { undoUntil: _until, ...rest } = account;
  return { ...rest, undoHeld: left };
}

/** The account with that time going on, from where it stood. */
export function undoGoesOn({ undoHeld, ...account }: Account, now: Seconds): Account {
  return undoHeld === undefined ? account : { ...account, undoUntil: now + undoHeld };
}
