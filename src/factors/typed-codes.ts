import type { Audit, Origin } from '../audit/index.ts';
import type { Clock, Seconds } from '../clock.ts';
import type { Digest } from '../keys/index.ts';
import { appCodeTaken } from './apps.ts';
import { openAuthenticatorCodes } from './authenticator-app.ts';
import type { FactorKind, SentBy } from './factor.ts';
import { recoveryCodeTaken } from './recovery-codes.ts';
import type { FactorRecords } from './records.ts';
import { noMoreInARow, oneMoreWrong, waitOf } from './tries.ts';

/** What is proven by typing a code that its owner has. */
export type CodeKind = Exclude<FactorKind, 'passkey' | SentBy>;

/** What became of a code. `wait`: nobody may try before so many seconds have passed; the code was not looked at. */
export type Proof =
  | { readonly is: 'right'; readonly left?: number }
  | { readonly is: 'wrong' }
  | { readonly is: 'wait'; readonly seconds: Seconds };

/**
 * Proves a second factor by a code of an app, or by a recovery code. One compare-and-set both for a right and for a wrong
 * one: of any number of tries at once each is counted before the next one is looked at, and a code is good once.
 * @returns what proves one. `browser`: the device, where the account has proven a second factor in it before
 */
export function proveTypedCodes(options: {
  readonly clock: Clock;
  readonly digest: Digest;
  readonly audit: Pick<Audit, 'owing'>;
  readonly records: FactorRecords;
}) {
  const { clock, digest, audit, records } = options;

  return async (account: string, kind: CodeKind, typed: string, origin: Origin, browser?: string): Promise<Proof> => {
    const codes = await openAuthenticatorCodes();
    const now = clock.now();
    const mine: { proof: Proof } = { proof: { is: 'wrong' } };
    await records.change(account, (current) => {
      const wait = waitOf(current, browser, now);
      if (wait > 0) {
        mine.proof = { is: 'wait', seconds: wait };
        return undefined;
      }
      const used =
        kind === 'recovery-code'
          ? recoveryCodeTaken(current, typed, digest)
          : appCodeTaken(current, typed, now, digest, codes);
      if (!used) {
        mine.proof = { is: 'wrong' };
        const { record, ...counts } = oneMoreWrong(current, browser, now);
        return audit.owing(record, [records.eventOf('factor.refused', account, origin, { factor: kind, ...counts })]);
      }
      const right = noMoreInARow(used, browser, now);
      const left = kind === 'recovery-code' ? { left: right.recovery?.left.length ?? 0 } : {};
      mine.proof = { is: 'right', ...left };
      return audit.owing(right, [records.eventOf('factor.used', account, origin, { factor: kind, ...left })]);
    });
    return mine.proof;
  };
}
