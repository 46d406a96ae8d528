import type { Context } from 'koa';
import { hasSecret, type Client, type Clients } from '../../clients/index.ts';
import type { ClientSecrets } from '../../protection/index.ts';
import { stateOf } from '../request.ts';
import type { Form } from './form.ts';

/** Who sends a request, where it is a client with a good secret in the usual form. @throws {StoreUnavailable} */
export type Authenticate = (ctx: Context, form: Form) => Promise<Client | undefined>;

/** What a form has of them. */
export const credentialFields = ['client_id', 'client_secret'] as const;

/**
 * Client authentication with a secret (RFC 6749 §2.3.1) where nothing speaks against it. A client whose tokens are bound
 * to a key has more to prove, and is not looked at.
 */
export function authenticateUsual(rooms: {
  readonly clients: Pick<Clients, 'find'>;
  readonly protection: { readonly clientSecrets: Pick<ClientSecrets<Client['secrets']>, 'isSurelyGood'> };
}): Authenticate {
  const { clients, protection } = rooms;
  return async (ctx, form) => {
    const credentials = credentialsOf(ctx, form);
    const client = credentials && (await clients.find(credentials.id));
    if (!client || !hasSecret(client.authMethod) || client.senderConstrained !== 'none') return undefined;
    return protection.clientSecrets.isSurelyGood(client, credentials.secret, stateOf(ctx).origin) ? client : undefined;
  };
}

interface Credentials {
  readonly id: string;
  readonly secret: string;
}

/** In the header or in the form: in both is a mistake. */
function credentialsOf({ headers }: Context, form: Form): Credentials | undefined {
  const [id, secret] = credentialFields.map((name) => form.get(name));
  // Another way to prove who one is (draft-ietf-oauth-attestation-based-client-auth): beside a secret it is one too many.
  if (headers['oauth-client-attestation'] ?? headers['oauth-client-attestation-pop']) return undefined;
  if (headers.authorization === undefined) return id && secret ? { id, secret } : undefined;
  return id === undefined && secret === undefined ? credentialsIn(headers.authorization) : undefined;
}

/** What the header has, where nothing in it is escaped. */
function credentialsIn(header: string | undefined): Credentials | undefined {
  const [, encoded] = /^Basic ([A-Za-z0-9+/]{1,500}={0,2})$/.exec(header ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const bytes = Buffer.from(encoded, 'base64');
  // More than one text stands for the same bytes, and one alone is right.
  if (bytes.toString('base64') !== encoded) return undefined;
  const [, id, secret] = /^([\w.~-]+):([\w.~-]+)$/.exec(bytes.toString('latin1')) ?? [];
  return id !== undefined && secret !== undefined ? { id, secret } : undefined;
}
