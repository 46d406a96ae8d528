import type { guardedFetch } from '../adapters/http/index.ts';
import type { Settings } from '../config/index.ts';
import { createGuesses, createPasswordRule, createPasswords, createTurns, pwnedPasswords } from './accounts/index.ts';
import type { Keys } from './keys/index.ts';
import type { Metrics } from './telemetry/index.ts';

/** Hashing, guessing and judging passwords: they share the turns at the processors. */
export function passwordsOf(
  { passwords: { queue, leastLength, breached, breachedUrl, ...cost }, brand }: Settings,
  outside: {
    readonly peppers: Keys['peppers'];
    readonly fetch: ReturnType<typeof guardedFetch>;
    readonly warn: (message: string) => void;
    readonly metrics: Metrics | undefined;
  },
) {
  const { peppers, fetch, warn, metrics } = outside;
  const passwordTurns = createTurns({ queue });
  const passwords = createPasswords({
    cost,
    peppers,
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
  return { passwordTurns, passwords, guesses, passwordRule };
}
