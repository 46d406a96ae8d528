import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Families, Family, Revocations } from '../../tokens/index.ts';
import type { Clock, Seconds } from '../../clock.ts';
import { currentRequest, stateOf } from '../request.ts';
import type { JwtTokens } from '../jwt-tokens.ts';

/** Prefixes of opaque access tokens: what a look-up need not look for, and secret scanners recognise. */
export const accessTokenPrefix = 'pa_';
export const clientTokenPrefix = 'pc_';

type Payload = Awaited<ReturnType<Adapter['find']>>;

export interface Living {
  readonly payload: AdapterPayload;
  readonly family: Family;
}

/**
 * Access tokens of people: each names its family, and lives only while that, the account, the client and the session do.
 * JWTs are not stored; asked about one, Postern answers from its family too.
 */
export function accessTokens(rooms: {
  readonly stored: Adapter;
  readonly families: Families;
  readonly jwts: JwtTokens;
  readonly apiLives: (id: string, since: Seconds) => Promise<boolean>;
}) {
  const { stored, families, jwts, apiLives } = rooms;

  /** @param anywhere also one that no API takes any more: its family is there, and may be ended by it */
  async function find(token: string, { anywhere = false } = {}): Promise<Living | undefined> {
    const payload: Payload = token.startsWith(accessTokenPrefix)
      ? await stored.find(token)
      : await jwts.read(token, 'AccessToken');
    if (!payload?.grantId) return undefined;
    const [family, api] = await Promise.all([
      families.living(payload.grantId),
      anywhere || payload.aud === undefined || apiLives(String(payload.aud), payload.iat ?? 0),
    ]);
    return family && api ? { payload, family } : undefined;
  }

  const storage: Adapter = {
    ...stored,
    async find(token) {
      // Who is told 200 has signed out, by whichever token of the family.
      const living = await find(token, { anywhere: currentRequest().oidc.route === 'revocation' });
      if (living) stateOf(currentRequest()).family = living.family;
      return living?.payload;
    },
    // Revoking one ends its family, by the grant; the token itself needs no step of its own.
    destroy: () => Promise.resolve(),
  };
  return { find: (token: string) => find(token), storage };
}

/** Access tokens of clients for themselves (client_credentials): they hang on the client, and on not being revoked. */
export function clientTokens(rooms: {
  readonly stored: Adapter;
  readonly revocations: Revocations;
  readonly jwts: JwtTokens;
  readonly hash: (id: string) => string;
  readonly clientLives: (id: string, since: Seconds) => Promise<boolean>;
  readonly apiLives: (id: string, since: Seconds) => Promise<boolean>;
  readonly clock: Clock;
}) {
  const { stored, revocations, jwts, hash, clientLives, apiLives, clock } = rooms;

  async function find(token: string): Promise<AdapterPayload | undefined> {
    const payload: Payload = token.startsWith(clientTokenPrefix)
      ? await stored.find(token)
      : await jwts.read(token, 'ClientCredentials');
    if (!payload?.clientId || !payload.jti) return undefined;
    const [client, api, revoked] = await Promise.all([
      clientLives(payload.clientId, payload.iat ?? 0),
      payload.aud === undefined || apiLives(String(payload.aud), payload.iat ?? 0),
      revocations.isRevoked(hash(payload.jti)),
    ]);
    return client && api && !revoked ? payload : undefined;
  }

  const storage: Adapter = {
    ...stored,
    find,
    // A mark among the documents, before the entry goes: one that could be lost would bring the token back to life.
    async destroy(id) {
      const token = currentRequest().oidc.entities.ClientCredentials;
      await revocations.revoke(hash(id), token?.exp ?? clock.now() + 24 * 3600);
      await stored.destroy(id);
    },
  };
  return { find, storage };
}
