import type { Ephemera } from '../../adapters/store.ts';
import type { Seconds } from '../clock.ts';
import { randomSecret } from '../ids.ts';
import type { Digest } from '../keys/index.ts';

const kind = 'passkey-challenge';
/** As long as somebody needs to find a key, and to be asked by their phone. */
export const challengeKept: Seconds = 300;

/** What passkeys are given to sign (WebAuthn §13.4.3): random, and good for one answer. */
export interface Challenges {
  /**
   * A new one; the former one of this place is void.
   * @param place what is to be done with the answer, and the sign-in or the session it belongs to: it counts nowhere else
   */
  begin(place: string): Promise<string>;
  /** Uses it up: of any number of answers at once one is looked at. @returns undefined where there is none any more */
  take(place: string): Promise<string | undefined>;
}

export function createChallenges({ ephemera, digest }: { readonly ephemera: Ephemera; readonly digest: Digest }) {
  const keyOf = (place: string): string => digest(kind, place);
  return {
    async begin(place) {
      const challenge = randomSecret();
      await ephemera.put(kind, keyOf(place), challenge, challengeKept);
      return challenge;
    },
    take: (place) => ephemera.take(kind, keyOf(place)),
  } satisfies Challenges;
}
