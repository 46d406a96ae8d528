import type { Store } from '../../adapters/store.ts';
import { auditCollection, createAudit, type Audit } from '../../src/audit/index.ts';
import {
  createOutgoing,
  outgoingCollection,
  outgoingKind,
  type Attempting,
  type Outgoing,
  type OutgoingOutcome,
  type Pace,
} from '../../src/outgoing/index.ts';
import type { Report } from '../../src/report.ts';
import { testClock } from '../support/clock.ts';
import type { Subject } from '../contract/subject.ts';

export interface Parcel {
  readonly to: string;
}

export const parcel = outgoingKind<Parcel>('parcel');

/** A node as far as this room goes: a store of its own on the shared database. */
export interface PostOffice {
  readonly store: Store;
  readonly outgoing: Outgoing;
  readonly audit: Audit;
  readonly clock: ReturnType<typeof testClock>;
  /** Errors, and what each was about. */
  readonly reported: Parameters<Report>[];
  readonly counted: OutgoingOutcome[];
  close(): Promise<void>;
}

/** @param attempt how parcels are attempted; left out, they are not, as at a command line */
export async function postOffice(
  subject: Pick<Subject, 'open'>,
  attempt?: Attempting<Parcel>['attempt'],
  options: { readonly clock?: PostOffice['clock']; readonly pace?: Partial<Pace> } = {},
): Promise<PostOffice> {
  const { clock = testClock(), pace } = options;
  const store = await subject.open({ collections: [auditCollection, outgoingCollection] });
  const { documents } = store;
  const reported: Parameters<Report>[] = [];
  const counted: OutgoingOutcome[] = [];
  const report: Report = (...told) => void reported.push(told);
  const audit = createAudit({ documents, clock, report });
  const outgoing = createOutgoing({
    ...{ documents, clock, audit, report },
    measured: (_kind, outcome) => void counted.push(outcome),
    ...(pace && { pace }),
  });
  if (attempt) {
    outgoing.handle(parcel, {
      target: ({ to }) => to,
      attempt,
      undelivered: ({ to }, detail) =>
        audit.newEvent({ kind: 'logout.undelivered', outcome: 'refused', client: to, detail }),
    });
  }
  return {
    ...{ store, outgoing, audit, clock, reported, counted },
    async close() {
      await outgoing.stop();
      await audit.idle();
      await store.close();
    },
  };
}
