import { createHmac } from 'node:crypto';
import type { Documents } from '../../adapters/store.ts';
import { auditCollection, createAudit } from '../../src/audit/index.ts';
import { apiCollection, clientCollection, createClients, type ClientsOptions } from '../../src/clients/index.ts';
import { versionCollection } from '../../src/version.ts';
import { temporaryStore } from '../support/store.ts';

const digest = (purpose: string, value: string): string =>
  createHmac('sha256', 'the key of this test').update(`${purpose}\0${value}`).digest('base64url');

/** A node's rooms of clients and audit on documents that several nodes may share. */
export function node(
  documents: Documents,
  clock: ClientsOptions['clock'],
  options: Partial<Pick<ClientsOptions, 'staleness' | 'development' | 'clientCertificates' | 'own'>> = {},
) {
  const audit = createAudit({ documents, clock });
  const clients = createClients({
    documents,
    clock,
    digest,
    audit,
    staleness: 0,
    development: false,
    clientCertificates: false,
    lifetimes: { accessToken: 600, jwtAccessToken: 300, refreshIdle: 30 * 86400, refreshAbsolute: 365 * 86400 },
    ...options,
  });
  return { audit, clients };
}

/** A store of its own with one node on it. */
export async function room(options: Parameters<typeof node>[2] = {}) {
  const { store, clock, directory, remove } = await temporaryStore([
    auditCollection,
    clientCollection,
    apiCollection,
    versionCollection,
  ]);
  const { documents } = store;
  const { audit, clients } = node(documents, clock, options);
  const kinds = async () => {
    await audit.idle();
    return (await documents.find(auditCollection, undefined, { limit: 1000 })).map(({ kind }) => kind);
  };
  return {
    documents,
    clock,
    directory,
    audit,
    clients,
    /** The kinds of all events, in order. */
    kinds,
    async [Symbol.asyncDispose]() {
      await audit.idle();
      await remove();
    },
  };
}

/** What people usually declare. */
export const shop = {
  id: 'shop',
  name: 'Shop',
  kind: 'web',
  redirectUris: ['https://shop.example/callback'],
} as const;

export const phone = {
  id: 'phone',
  name: 'Phone',
  kind: 'native',
  redirectUris: ['com.example.phone:/callback', 'http://127.0.0.1/callback'],
} as const;

export const orders = {
  id: 'https://orders.example/',
  name: 'Orders',
  scopes: [{ name: 'orders:read', description: { en: 'See your orders', de: 'Ihre Bestellungen sehen' } }],
} as const;
