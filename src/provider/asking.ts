import {
  errors,
  type AccessToken,
  type Client as EngineClient,
  type ClientCredentials,
  type KoaContextWithOIDC,
  type RefreshToken,
} from 'oidc-provider';
import type { Client } from '../clients/index.ts';
import type { EngineClients } from './overrides/clients.ts';

type Token = AccessToken | ClientCredentials | RefreshToken;

/**
 * Who may ask about a token (RFC 7662 §2.1, §4): the client it was issued to, and the API it is for. Anybody else
 * learns nothing, not even that it exists.
 */
export const mayIntrospect =
  (clients: () => EngineClients) =>
  (_ctx: KoaContextWithOIDC, client: EngineClient, token: Token): boolean => {
    const { clientId } = token;
    return mayAskAbout(clients().recordOf(client), { clientId, ...('aud' in token && { aud: token.aud }) });
  };

export function mayAskAbout(
  asking: Client,
  token: { readonly clientId?: string | undefined; readonly aud?: unknown },
): boolean {
  if (asking.authMethod === 'none') return false;
  if (token.clientId === asking.id) return true;
  return typeof token.aud === 'string' && asking.serves.includes(token.aud);
}

/**
 * Who may revoke a token: the client it was issued to. Another one is told so, for a 200 would say that it was revoked
 * (RFC 7009 §2.1).
 */
export const mayRevoke = (_ctx: KoaContextWithOIDC, client: EngineClient, token: Token): boolean => {
  if (token.clientId === client.clientId) return true;
  throw new errors.InvalidRequest('the token was not issued to this client');
};
