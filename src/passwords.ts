import type { guardedFetch } from '../adapters/http/index.ts';
import type { Settings } from '../config/index.ts';
import type { Documents } from '../adapters/store.ts';
import {
  createGuesses,
  createPasswordCosts,
  createPasswordRule,
  createPasswords,
  createTurns,
  pwnedPasswords,
} from './accounts/index.ts';
import type { Clock } from './clock.ts';
import type { Keys } from './keys/index.ts';
import type { Metrics } from './telemetry/index.ts';

/** Hashing, guessing and judging passwords: they share the turns at the processors. */
export function passwordsOf(
  { passwords: { queue, leastLength, breached, breachedUrl, ...cost }, brand }: Settings,
  outside: {
    readonly documents: Documents;
    readonly clock: Clock;
    readonly peppers: Keys['peppers'];
    readonly fetch: ReturnType<typeof guardedFetch>;
    readonly warn: (message: string) => void;
    readonly metrics: Metrics | undefined;
  },
) {
  const { peppers, fetch, warn, metrics } = outside;
  const passwordCosts = createPasswordCosts(outside);
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
    brand: brand.name,
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
