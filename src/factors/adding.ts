import type { Audit, Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import type { Digest } from '../keys/index.ts';
import { enrolledSince, withoutAdded } from './added-since.ts';
import { oneMoreChange, type AccountFactors, type FactorKind } from './factor.ts';
import type { ChangeFactors } from './records.ts';
import { hashOfCode, newCodes } from './recovery-codes.ts';

/**
 * Whether who adds something may do so still, asked when it is there: a sign-in may have been ended since it was looked at,
 * and what it added then would outlive it.
 */
export type MayStill = () => Promise<boolean>;

/** What somebody has just added. `factor`: its id, or `email`, of which there is one. `codes`: recovery codes that were made. */
export interface Added {
  readonly factor?: string;
  readonly codes?: readonly string[] | undefined;
}

export type Adding = ReturnType<typeof createAdding>;

/** What all ways to add a factor, or to make recovery codes, have in common. */
export function createAdding(options: {
  readonly clock: Clock;
  readonly digest: Digest;
  readonly audit: Pick<Audit, 'newEvent' | 'owing'>;
  readonly change: ChangeFactors;
}) {
  const { clock, digest, audit, change } = options;

  /** Recovery codes as they are kept. */
  const kept = (account: string, codes: readonly string[], now: Seconds) => ({
    madeAt: now,
    left: codes.map((code) => hashOfCode(digest, account, code)),
  });

  /** Takes what was added out of use again, and nothing else: meanwhile the owner may have added something too. */
  async function takeBack(account: string, { factor, codes = [] }: Added, origin: Origin): Promise<void> {
    const made = new Set(kept(account, codes, 0).left);
    await change(account, (current) => {
      const left = withoutAdded(current, { factor, made }, clock.now());
      const about = { outcome: 'done', account, origin } as const;
      return (
        left &&
        audit.owing(
          left.record,
          left.gone.map((kind) =>
            audit.newEvent({ kind: 'factor.removed', ...about, detail: { factor: kind, because: 'signed_out' } }),
          ),
        )
      );
    });
  }

  return {
    kept,

    /** A record with one more factor, and what is owed by that. With the first factor come recovery codes. */
    enrolled(
      before: AccountFactors,
      detail: { readonly factor: FactorKind } & Readonly<Record<string, string>>,
      origin: Origin,
    ): { readonly record: AccountFactors; readonly codes?: readonly string[] } {
      const next = oneMoreChange(before);
      const now = clock.now();
      const since = { enrolledAt: enrolledSince(next) ?? now };
      const about = { outcome: 'done', account: next.id, origin } as const;
      const added = audit.newEvent({ kind: 'factor.added', ...about, detail });
      if (next.recovery !== undefined) return { record: audit.owing({ ...next, ...since }, [added]) };
      const codes = newCodes();
      const made = audit.newEvent({
        ...{ kind: 'recovery_codes.made', ...about },
        detail: { left: codes.length, first: true },
      });
      const recovery = kept(next.id, codes, now);
      return { record: audit.owing({ ...next, ...since, recovery }, [added, made]), codes };
    },

    /**
     * Asks once more about who added something, now that it is there. An owner's "this was not me" either comes later, and
     * finds what was added, or is seen here, and it is taken back: the request may have been under way for long.
     * @param added undefined where nothing was
     * @returns whether it stays
     * @throws {StoreUnavailable} when that cannot be known; then it does not
     */
    async stays(account: string, added: Added | undefined, origin: Origin, mayStill: MayStill): Promise<boolean> {
      if (!added) return true;
      let stays = false;
      try {
        stays = await mayStill();
        return stays;
      } finally {
        if (!stays) await takeBack(account, added, origin);
      }
    },
  };
}
