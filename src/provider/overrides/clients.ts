import type Provider from 'oidc-provider';
import type { Client as EngineClient } from 'oidc-provider';
import { engineMetadata, type Client, type Clients } from '../../clients/index.ts';
import { Refused } from '../../errors.ts';
import { randomSecret } from '../../ids.ts';
import type { ClientSecrets } from '../../protection/index.ts';
import { asEngineStep } from '../failures.ts';
import { currentRequest, stateOf } from '../request.ts';
import { override } from './install.ts';

interface ClientClass {
  new (metadata: object): EngineClient;
  prototype: { compareClientSecret(this: EngineClient, given: string): boolean | Promise<boolean> };
  find(id: string): Promise<EngineClient | undefined>;
}

/** The engine's clients, made from ours. */
export interface EngineClients {
  /** The record that an engine client was made from. */
  recordOf(client: EngineClient): Client;
}

/**
 * Clients come from Postern's own catalogue, which knows at once when one changed; each is parsed by the engine once a
 * change and not once a request. A disabled client is none.
 * @param certificates whether tokens can be bound to TLS certificates
 */
export function findClients(
  provider: Provider,
  rooms: {
    readonly clients: Clients;
    readonly protection: { readonly clientSecrets: ClientSecrets<Client['secrets']> };
  },
  { certificates }: { readonly certificates: boolean },
): EngineClients {
  const { clients, protection } = rooms;
  const parsed = new WeakMap<Client, EngineClient>();
  const records = new WeakMap<EngineClient, Client>();
  const { Client: Model } = provider as unknown as { Client: ClientClass };

  override(Model, 'find', () => async (id: string) => {
    if (typeof id !== 'string' || id.length === 0 || id.length > 256) return undefined;
    const record = await asEngineStep(() => clients.find(id));
    if (!record || record.disabled) return undefined;
    // The setting was taken away after the client was added: without it the engine would bind its tokens to nothing.
    if (record.senderConstrained === 'mtls' && !certificates) return undefined;
    return parsed.get(record) ?? parse(record);
  });

  // The stored hash is never the engine's idea of a secret: ours compares the keyed hash of each valid one. Every endpoint
  // at which clients authenticate comes by here, so none of them has guesses of its own.
  override(
    Model.prototype,
    'compareClientSecret',
    () =>
      function compareClientSecret(this: EngineClient, given) {
        return asEngineStep(() => verify(recordOf(this), given));
      },
  );

  async function verify(record: Client, given: string): Promise<boolean> {
    const ctx = currentRequest();
    try {
      return await protection.clientSecrets.verify(record, given, stateOf(ctx).origin);
    } catch (error) {
      if (error instanceof Refused) ctx.set('Retry-After', String(error.detail['retryAfter']));
      throw error;
    }
  }

  function parse(record: Client): EngineClient {
    const metadata = engineMetadata(record);
    const needsSecret = metadata.token_endpoint_auth_method?.toString().startsWith('client_secret');
    // The engine wants some secret for these methods. A random one, known to nobody: should the override above ever be
    // gone, nothing matches.
    const client = new Model({ ...metadata, ...(needsSecret && { client_secret: randomSecret() }) });
    parsed.set(record, client);
    records.set(client, record);
    return client;
  }

  function recordOf(client: EngineClient): Client {
    const record = records.get(client);
    if (!record) throw new Error(`the client ${client.clientId} is not from the catalogue`);
    return record;
  }

  return { recordOf };
}
