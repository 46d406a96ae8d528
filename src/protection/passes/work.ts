import { createChallenge, verifySolution, type Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Seconds } from '../../clock.ts';
import type { Digest } from '../../keys/index.ts';

/** A piece of work for a browser, as ALTCHA has it (https://altcha.org): signed, and kept nowhere. */
export type Work = Challenge;

/** What a piece of work is good for. */
export interface WorkFor {
  /** Keyed hash of what is tried, the account as it was typed, and the network. */
  readonly bound: string;
  readonly expires: Seconds;
  readonly doublings: number;
}

export interface Solved extends WorkFor {
  /** The same for every solution of one challenge, and for no other's. */
  readonly id: string;
}

/** Rounds of PBKDF2 for one key: some work for who looks for the right one, and next to none for who knows it. */
const rounds = 2000;
const algorithm = 'PBKDF2/SHA-256';

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`));

const Answer = z.strictObject({
  challenge: z.strictObject({
    parameters: z.strictObject({
      algorithm: z.literal(algorithm),
      cost: z.literal(rounds),
      data: z.strictObject({ bound: z.string().max(50), expires: z.int(), doublings: z.int() }),
      keyLength: z.literal(32),
      keyPrefix: hex(32),
      keySignature: hex(64),
      nonce: hex(32),
      salt: hex(32),
    }),
    signature: hex(64),
  }),
  solution: z.strictObject({ counter: z.int(), derivedKey: hex(64), time: z.number().optional() }),
});

/**
 * Proof of work: which of so many keys begins as the challenge says. To find it takes a browser about a second; to see
 * that it was found takes one HMAC, because the challenge carries the signature of the right one.
 * @param keys how many keys there are to try at first
 */
export function createWork({ digest, keys }: { readonly digest: Digest; readonly keys: number }) {
  // Made of a key that no database holds.
  const secrets = {
    hmacSignatureSecret: digest('work', 'challenge'),
    hmacKeySignatureSecret: digest('work', 'solution'),
  };

  return {
    give: ({ bound, expires, doublings }: WorkFor): Promise<Work> =>
      createChallenge({
        algorithm,
        cost: rounds,
        // From the first one on: who looks for it does not know where to begin.
        counter: randomInt(keys * 2 ** doublings),
        deriveKey,
        data: { bound, expires, doublings },
        ...secrets,
      }),

    /** @returns what was solved, if it is a right solution of a challenge of ours */
    async check(answer: string): Promise<Solved | undefined> {
      const parsed = Answer.safeParse(jsonIn(answer));
      if (!parsed.success) return undefined;
      const { challenge, solution } = parsed.data;
      const { counter, derivedKey } = solution;
      const { verified } = await verifySolution({
        challenge,
        solution: { counter, derivedKey },
        deriveKey,
        ...secrets,
      });
      return verified ? { ...challenge.parameters.data, id: challenge.signature } : undefined;
    },
  };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
