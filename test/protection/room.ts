import { createHmac } from 'node:crypto';
import type { Store } from '../../adapters/store.ts';
import { auditCollection, createAudit, type Event } from '../../src/audit/index.ts';
import type { Clock } from '../../src/clock.ts';
import { banCollection, createProtection } from '../../src/protection/index.ts';
import { versionCollection } from '../../src/version.ts';
import { temporaryStore } from '../support/store.ts';

export const digest = (purpose: string, value: string): string =>
  createHmac('sha256', 'the key of this test').update(`${purpose}\0${value}`).digest('base64url');

/** What protection keeps for good. */
export const collections = [auditCollection, banCollection, versionCollection];

type Options = Parameters<typeof createProtection>[0];
type More = Partial<Pick<Options, 'isSecretStill' | 'widening' | 'messages' | 'banAutomatically' | 'workKeys'>>;

/** What nodes were heard to do. */
const heardNothing = () => ({ events: [] as Event[], failures: [] as unknown[] });

/** A node as far as this room goes. */
export function nodeOn(
  { documents, ephemera }: Pick<Store, 'documents' | 'ephemera'>,
  clock: Clock,
  options: More = {},
  { events, failures } = heardNothing(),
) {
  const audit = createAudit({ documents, clock });
  audit.listen((event) => void events.push(event));
  const protection = createProtection({
    documents,
    ephemera,
    clock,
    digest,
    audit,
    report: (error) => void failures.push(error),
    isSecretOf: (client: { readonly secrets: readonly string[] }, given) => client.secrets.includes(given),
    isSecretStill: (client, given) => client.secrets.includes(given),
    isUnguessable: (given) => given.startsWith('random '),
    widening: { account: 1, network: 1, everybody: 1 },
    messages: { perPrefix: 100, inADay: 500 },
    banAutomatically: true,
    workKeys: 4,
    ...options,
  });
  return { ...protection, audit };
}

/** Protection on a store of its own, whose clock the test moves. */
export async function room(options: More = {}) {
  const { store, clock, remove } = await temporaryStore(collections);
  const heard = heardNothing();
  const node = () => nodeOn(store, clock, options, heard);
  return { node, store, clock, digest, ...heard, [Symbol.asyncDispose]: remove };
}

export const from = (address: string) => ({ origin: { requestId: 'test', address } });
