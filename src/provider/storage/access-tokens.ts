import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Families, Revocations } from '../../tokens/index.ts';
import type { Clock, Seconds } from '../../clock.ts';
import { currentRequest, stateOf } from '../request.ts';
import type { JwtTokens } from '../jwt-tokens.ts';

/** Prefixes of opaque access tokens: what a look-up need not look for, and secret scanners recognise. */
export const accessTokenPrefix = 'pa_';
export const clientTokenPrefix = 'pc_';

/**
 * Access tokens of people: each names its family, and lives only while that, the account, the client and the session do.
 * JWTs are not stored; asked about one, Postern answers from its family too.
 */
export function accessTokenStorage(
  stored: Adapter,
  families: Families,
  jwts: JwtTokens,
  apiLives: (id: string) => Promise<boolean>,
): Adapter {
  async function alive(payload: Awaited<ReturnType<Adapter['find']>>): Promise<AdapterPayload | undefined> {
    if (!payload?.grantId) return undefined;
    const [family, api] = await Promise.all([
      families.living(payload.grantId),
      payload.aud === undefined || apiLives(String(payload.aud)),
    ]);
    if (!family || !api) return undefined;
    stateOf(currentRequest()).family = family;
    return payload;
  }

  return {
    ...stored,
    async find(token) {
      if (token.startsWith(accessTokenPrefix)) return alive(await stored.find(token));
      return alive(await jwts.read(token, 'AccessToken'));
    },
    // Revoking one ends its family, by the grant; the token itself needs no step of its own.
    destroy: () => Promise.resolve(),
  };
}

/** Access tokens of clients for themselves (client_credentials): they hang on the client, and on not being revoked. */
export function clientTokenStorage(
  stored: Adapter,
  rooms: {
    readonly revocations: Revocations;
    readonly jwts: JwtTokens;
    readonly hash: (id: string) => string;
    readonly clientLives: (id: string, since: Seconds) => Promise<boolean>;
    readonly apiLives: (id: string) => Promise<boolean>;
    readonly clock: Clock;
  },
): Adapter {
  const { revocations, jwts, hash, clientLives, apiLives, clock } = rooms;

  async function alive(payload: Awaited<ReturnType<Adapter['find']>>): Promise<AdapterPayload | undefined> {
    if (!payload?.clientId || !payload.jti) return undefined;
    const [client, api, revoked] = await Promise.all([
      clientLives(payload.clientId, payload.iat ?? 0),
      payload.aud === undefined || apiLives(String(payload.aud)),
      revocations.isRevoked(hash(payload.jti)),
    ]);
    return client && api && !revoked ? payload : undefined;
  }

  return {
    ...stored,
    async find(token) {
      if (token.startsWith(clientTokenPrefix)) return alive(await stored.find(token));
      return alive(await jwts.read(token, 'ClientCredentials'));
    },
    // A mark among the documents, before the entry goes: one that could be lost would bring the token back to life.
    async destroy(id) {
      const token = currentRequest().oidc.entities.ClientCredentials;
      await revocations.revoke(hash(id), token?.exp ?? clock.now() + 24 * 3600);
      await stored.destroy(id);
    },
  };
}
