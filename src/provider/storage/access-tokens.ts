import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Families, Family, Revocations } from '../../tokens/index.ts';
import type { Clock, Seconds } from '../../clock.ts';
import { randomSecret } from '../../ids.ts';
import { currentRequest, owe, stateOf } from '../request.ts';
import type { JwtTokens } from './jwt-tokens.ts';

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
    upsert: owing(stored),
    async find(token) {
      // Who is told 200 has signed out, by whichever token of the family.
      const living = await find(token, { anywhere: currentRequest().oidc.route === 'revocation' });
      if (!living) return undefined;
      const state = stateOf(currentRequest());
      state.family = living.family;
      state.token = { jkt: living.payload['jkt'] };
      return living.payload;
    },
    // Revoking one ends its family, by the grant; the token itself needs no step of its own.
    destroy: () => Promise.resolve(),
  };
  return { find: (token: string) => find(token), storage };
}

/** Access tokens of clients for themselves (client_credentials): they hang on the client, and on not being revoked. */
export function clientTokens(rooms: {
  readonly stored: Adapter;
  /** See `Store`. */
  readonly removalsLast: boolean;
  readonly revocations: Revocations;
  readonly jwts: JwtTokens;
  readonly hash: (id: string) => string;
  readonly clientLives: (id: string, since: Seconds) => Promise<boolean>;
  readonly apiLives: (id: string, since: Seconds) => Promise<boolean>;
  readonly clock: Clock;
}) {
  const { stored, removalsLast, revocations, jwts, hash, clientLives, apiLives, clock } = rooms;

  /** Only a JWT, and what may come back when it is removed, needs a mark beside it. */
  const needsMark = (id: string): boolean => !removalsLast || !id.startsWith(clientTokenPrefix);

  async function find(token: string): Promise<AdapterPayload | undefined> {
    const payload: Payload = token.startsWith(clientTokenPrefix)
      ? await stored.find(token)
      : await jwts.read(token, 'ClientCredentials');
    if (!payload?.clientId || !payload.jti) return undefined;
    const [client, api, revoked] = await Promise.all([
      clientLives(payload.clientId, payload.iat ?? 0),
      payload.aud === undefined || apiLives(String(payload.aud), payload.iat ?? 0),
      needsMark(payload.jti) && revocations.isRevoked(hash(payload.jti)),
    ]);
    return client && api && !revoked ? payload : undefined;
  }

  const storage: Adapter = {
    ...stored,
    upsert: owing(stored),
    find,
    // The mark is there before the entry goes: one that comes back, or is lost with its Redis, would live again.
    async destroy(id) {
      const token = currentRequest().oidc.entities.ClientCredentials;
      if (needsMark(id)) await revocations.revoke(hash(id), token?.exp ?? clock.now() + 24 * 3600);
      await stored.destroy(id);
    },
  };
  return {
    find,
    storage,

    /**
     * Makes and keeps an opaque one, as the engine would.
     * @returns the token, good once it is kept
     */
    issue(about: { readonly clientId: string; readonly aud?: string; readonly scope?: string; readonly ttl: Seconds }) {
      const { ttl, ...rest } = about;
      const iat = clock.now();
      const jti = `${clientTokenPrefix}${randomSecret()}`;
      const payload = { ...rest, iat, exp: iat + ttl, jti, kind: 'ClientCredentials' };
      return { token: jti, kept: stored.upsert(jti, payload, ttl) };
    },
  };
}

/** A write that decides nothing is waited for once, before the answer, together with the request's others. */
const owing =
  (stored: Adapter): Adapter['upsert'] =>
  async (...given) =>
    owe(stored.upsert(...given));
