import {
  errors,
  type AccessToken,
  type Client as EngineClient,
  type ClientCredentials,
  type KoaContextWithOIDC,
  type RefreshToken,
} from 'oidc-provider';
import type { Client } from '../../clients/index.ts';
import type { EngineClients } from '../overrides/clients.ts';

type Token = AccessToken | ClientCredentials | RefreshToken;

/**
 * Who may ask about a token (RFC 7662 §2.1, §4): the client it was issued to, and the API it is for. Anybody else
 * learns nothing, not even that it exists.
 */
export const mayIntrospect =
  (clients: () => EngineClients) =>
  (_ctx: KoaContextWithOIDC, client: EngineClient, token: Token): boolean => {
    return mayAskAbout(clients().recordOf(client), { clientId: token.clientId, aud: audienceOf(token) });
  };

export function mayAskAbout(
  asking: Client,
  token: { readonly clientId?: string | undefined; readonly aud?: unknown },
): boolean {
  if (asking.authMethod === 'none') return false;
  return token.clientId === asking.id || isFor(asking, token.aud);
}

/** A refresh token is for no API: it has none. */
const audienceOf = (token: Token): unknown => ('aud' in token ? token.aud : undefined);

const isFor = (asking: Client, audience: unknown): boolean =>
  typeof audience === 'string' && asking.serves.includes(audience);

/**
 * Who may revoke a token: the client it was issued to (RFC 7009 §2.1), and the API that an access token is for, which is
 * the first to see that somebody has it who should not. Another one is told so, for a 200 would say that it was revoked.
 */
export const mayRevoke =
  (clients: () => EngineClients) =>
  (_ctx: KoaContextWithOIDC, client: EngineClient, token: Token): boolean => {
    if (token.clientId === client.clientId || isFor(clients().recordOf(client), audienceOf(token))) return true;
    throw new errors.InvalidRequest('the token was not issued to this client');
  };
