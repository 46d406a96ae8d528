import type { Audit, Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import type { Digest } from '../keys/index.ts';
import type { SentBy } from './factor.ts';
import type { FactorRecords } from './records.ts';
import { addressOf, codeAt, isRight, methodsOf, triedOnceMore, usedUp, type TypedCode } from './sent-code.ts';
import { noMoreInARow, oneMoreWrong, waitOf } from './tries.ts';

/** What became of a code that was typed. `late`: none is good there any more; nothing was compared. */
export type SentProof =
  /** `methods`: RFC 8176. */
  | { readonly is: 'right'; readonly methods: readonly string[] }
  | { readonly is: 'wrong' }
  | { readonly is: 'late' }
  | { readonly is: 'wait'; readonly seconds: Seconds };

/**
 * Proves a factor by a code that was sent. Its tries count, and so do those of all codes of the account.
 * @returns what proves one. `browser`: the device, where the account has proven a second factor in it before
 */
export function proveSentCodes(options: {
  readonly clock: Clock;
  readonly digest: Digest;
  readonly audit: Pick<Audit, 'owing'>;
  readonly records: FactorRecords;
  /** By what the installation sends codes. */
  readonly sends: Readonly<Record<SentBy, boolean>>;
}) {
  const { clock, digest, audit, records, sends } = options;

  return async (
    account: string,
    { place, typed, email }: TypedCode,
    origin: Origin,
    browser?: string,
  ): Promise<SentProof> => {
    const now = clock.now();
    const mine: { proof: SentProof } = { proof: { is: 'late' } };
    await records.change(account, (current) => {
      mine.proof = { is: 'late' };
      const code = codeAt(digest, current, place, now);
      const to = code && addressOf(current, code, email);
      if (!code || code.adds || to === undefined || !sends[code.by]) return undefined;
      const wait = waitOf(current, browser, now);
      if (wait > 0) {
        mine.proof = { is: 'wait', seconds: wait };
        return undefined;
      }
      const factor = code.by;
      if (!isRight(digest, account, code, to, typed)) {
        mine.proof = { is: 'wrong' };
        const { record, ...counts } = oneMoreWrong(triedOnceMore(current, code), browser, now);
        return audit.owing(record, [records.eventOf('factor.refused', account, origin, { factor, ...counts })]);
      }
      mine.proof = { is: 'right', methods: methodsOf(factor) };
      return audit.owing(noMoreInARow(usedUp(current, code, now), browser, now), [
        records.eventOf('factor.used', account, origin, { factor }),
      ]);
    });
    return mine.proof;
  };
}
