import type { Seconds } from '../clock.ts';
import type { Digest } from '../keys/index.ts';

/** Bytes of a seed: what RFC 4226 §4 recommends, and every app takes. */
const seedLength = 20;

/** Seconds of a time step (RFC 6238 §5.2), and how far a clock may be from the right time. */
const period: Seconds = 30;

/** As people type it: with a space in the middle. */
const digitsOf = (typed: string): string => typed.replace(/[\s-]/g, '');

export type AuthenticatorCodes = Awaited<ReturnType<typeof openAuthenticatorCodes>>;

/** What is computed for authenticator apps. The library is loaded when the first app is used: it takes 6 MiB. */
export async function openAuthenticatorCodes() {
  const { generateURI, ScureBase32Plugin, verifySync } = await import('otplib');
  const base32 = new ScureBase32Plugin();
  return {
    /**
     * The seed of an app, in base32. Computed from a key that no database holds, so a stolen database has none.
     * @param account covered too: an id that is moved to another account's record has another seed there
     */
    seedOf(digest: Digest, account: string, id: string): string {
      const bytes = Buffer.from(digest('authenticator-app', `${account}\0${id}`), 'base64url');
      return base32.encode(bytes.subarray(0, seedLength));
    },

    /** What the app is told by a QR code (Key Uri Format). */
    uriOf: (seed: string, issuer: string, email: string): string => generateURI({ issuer, label: email, secret: seed }),

    /**
     * The time step of a code (RFC 6238), one to either side of now for clocks that are not quite right (§5.2).
     * @param after the step of the last code that was taken: a code is good once (§5.2, ASVS 6.5.1)
     * @returns undefined for a code that is not right
     */
    stepOf(seed: string, typed: string, now: Seconds, after: number): number | undefined {
      const token = digitsOf(typed);
      if (!/^\d{6}$/.test(token)) return undefined;
      // The clock went back: no code of now is later than that one, and the library refuses to look.
      if (after > Math.floor(now / period) + 1) return undefined;
      const found = verifySync({
        secret: seed,
        token,
        epoch: now,
        period,
        epochTolerance: period,
        afterTimeStep: after,
      });
      return found.valid && 'timeStep' in found ? found.timeStep : undefined;
    },
  };
}
