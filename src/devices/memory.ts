import type { Seconds } from '../clock.ts';

/** What an account was like when something was proven for it: one more of either, and nothing of it counts any more. */
export interface AccountState {
  /** How often it was signed out everywhere, which a new password is too. */
  readonly signOuts: number;
  /** How often its factors were changed. */
  readonly factorChanges: number;
}

/** That a second factor was proven in a browser, and is not asked for there for a while. */
export interface FactorMemory extends AccountState {
  /** When it was proven. */
  readonly at: Seconds;
  /** The epoch that it is of: a restore brings none back. */
  readonly epoch: number;
}

/** What somebody wishes to be remembered, as it was before the factor was proven. */
export interface MemoryWish extends AccountState {
  /** The device's count then: whatever was remembered or forgotten since makes the wish void. */
  readonly count: number;
}

/**
 * Whether a memory still spares its browser the second factor.
 * @param now.most how long it may at most, in seconds, by the stricter of the installation and the app
 */
export const spares = (
  memory: FactorMemory | undefined,
  now: AccountState & { readonly at: Seconds; readonly epoch: number; readonly most: Seconds },
): boolean =>
  memory?.epoch === now.epoch &&
  memory.signOuts === now.signOuts &&
  memory.factorChanges === now.factorChanges &&
  now.at < memory.at + now.most;
