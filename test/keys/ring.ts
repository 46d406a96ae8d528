import { randomBytes } from 'node:crypto';
import type { Documents } from '../../adapters/store.ts';
import { auditCollection, createAudit, type Event } from '../../src/audit/index.ts';
import { epochCollection, keyCollection, openKeys, parseMasterKeys, type Schedule } from '../../src/keys/index.ts';
import type { testClock } from '../support/clock.ts';
import { temporaryStore } from '../support/store.ts';

export const minute = 60;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A master key under a name. */
export const masterKey = (id: string): string => `${id}:${randomBytes(32).toString('base64url')}`;

interface NodeOptions {
  readonly masters: string;
  readonly clock?: ReturnType<typeof testClock>;
  readonly schedule?: Partial<Schedule>;
  readonly epoch?: number;
  /** Stands before the documents, to see or to spoil what a node does with them. */
  readonly documents?: (documents: Documents) => Documents;
}

/** A store on which several nodes can open the keys, each with a clock and master keys of its own. */
export async function installation() {
  const { store, clock, remove } = await temporaryStore([auditCollection, epochCollection, keyCollection]);
  const audits: { idle(): Promise<void> }[] = [];
  const events: Event[] = [];

  return {
    documents: store.documents,
    clock,
    events,

    async node(options: NodeOptions) {
      const documents = options.documents?.(store.documents) ?? store.documents;
      const nodeClock = options.clock ?? clock;
      const audit = createAudit({ documents, clock: nodeClock });
      audit.listen((event) => void events.push(event));
      audits.push(audit);
      const warnings: string[] = [];
      const keys = await openKeys({
        documents,
        ring: { masters: parseMasterKeys(options.masters), epoch: options.epoch ?? 1 },
        issuer: 'https://id.example.com',
        clock: nodeClock,
        audit,
        schedule: { signing: undefined, mac: undefined, publishBefore: day, ...options.schedule },
        warn: (message) => void warnings.push(message),
      });
      return { ...keys, clock: nodeClock, warnings };
    },

    async [Symbol.asyncDispose]() {
      await Promise.all(audits.map((audit) => audit.idle()));
      await remove();
    },
  };
}

/** Documents that count how often keys are read. */
export function counting(documents: Documents): Documents & { looks: number } {
  const counted = {
    looks: 0,
    get: documents.get.bind(documents),
    due: documents.due.bind(documents),
    insert: documents.insert.bind(documents),
    replace: documents.replace.bind(documents),
    remove: documents.remove.bind(documents),
    find: ((...args: Parameters<Documents['find']>) => {
      if (args[0].name === keyCollection.name) counted.looks += 1;
      return documents.find(...args);
    }) as Documents['find'],
  };
  return counted;
}
