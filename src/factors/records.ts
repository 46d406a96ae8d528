import { change, Duplicate, type Documents } from '../../adapters/store.ts';
import type { Audit, Event, EventDetail, Origin } from '../audit/index.ts';
import { Refused } from '../errors.ts';
import { factorCollection, type AccountFactors } from './factor.ts';

/** What happens to factors, in the words of the catalogue. */
type FactorEvent =
  'factor.removed' | 'factor.used' | 'factor.refused' | 'factor.copied' | 'factor.code_asked' | 'recovery_codes.made';

const refusals: ReadonlySet<FactorEvent> = new Set(['factor.refused', 'factor.copied']);

/**
 * Changes the record of an account's factors in one compare-and-set, and delivers what the change owes. `decide` may be
 * asked several times; undefined leaves the record as it is.
 * @returns what is stored
 */
export type ChangeFactors = (
  account: string,
  decide: (current: AccountFactors) => AccountFactors | undefined,
) => Promise<AccountFactors>;

export type FactorRecords = ReturnType<typeof createFactorRecords>;

/** One record for each account that ever had a factor. */
export function createFactorRecords({ documents, audit }: { readonly documents: Documents; readonly audit: Audit }) {
  audit.register(factorCollection);

  const get = (account: string): Promise<AccountFactors | undefined> => documents.get(factorCollection, account);

  /** The account's record, made when it has none. */
  async function open(account: string): Promise<AccountFactors> {
    const found = await get(account);
    if (found) return found;
    try {
      return await documents.insert(factorCollection, { id: account, apps: [] });
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error;
      return open(account);
    }
  }

  const changeRecord: ChangeFactors = async (account, decide) => {
    await open(account);
    const changed = await change(documents, factorCollection, account, decide);
    if (!changed) throw new Refused('conflict', 'this account has just been removed');
    if (changed.owed?.length) audit.deliverSoon(factorCollection, changed);
    return changed;
  };

  return {
    get,
    change: changeRecord,

    /** An event about an account's factors, for a record to owe. */
    eventOf: <K extends FactorEvent>(kind: K, account: string, origin: Origin, detail: EventDetail<K>): Event =>
      audit.newEvent({ kind, outcome: refusals.has(kind) ? 'refused' : 'done', account, origin, detail }),
  };
}
