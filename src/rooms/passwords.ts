import {
  createGuesses,
  createPasswordCosts,
  createPasswordRule,
  createPasswords,
  createTurns,
  pwnedPasswords,
} from '../accounts/index.ts';
import type { Ground } from './ground.ts';

/** Hashing, guessing and judging passwords: they share the turns at the processors. */
export function passwordsOf({ settings, documents, clock, keys: { peppers }, fetch, warn, metrics }: Ground) {
  const { queue, leastLength, breached, breachedUrl, ...cost } = settings.passwords;
  const passwordCosts = createPasswordCosts({ documents, clock });
  const passwordTurns = createTurns({ queue });
  const passwords = createPasswords({
    cost,
    peppers,
    costs: passwordCosts,
    turns: passwordTurns,
    ...(metrics && { measured: metrics.hash }),
  });
  const guesses = createGuesses({ turns: passwordTurns, queue });
  const passwordRule = createPasswordRule({
    least: leastLength,
    brand: settings.brand.name,
    guesses,
    ...(breached === 'pwnedpasswords' && {
      isBreached: pwnedPasswords({
        fetch,
        url: breachedUrl,
        asked: (outcome) => metrics?.breachCheck(outcome),
        failed: (error) =>
          warn(
            `a new password was not compared with breached ones: ${error instanceof Error ? error.message : String(error)}`,
          ),
      }),
    }),
  });
  return { passwordTurns, passwordCosts, passwords, guesses, passwordRule };
}
