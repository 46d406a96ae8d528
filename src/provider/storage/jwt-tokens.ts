import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';
import type { AdapterPayload } from 'oidc-provider';
import { z } from 'zod';
import { randomSecret } from '../../ids.ts';
import { signingAlgorithms, type Keys } from '../../keys/index.ts';

/** What separates the family's id from the random part in the `jti` of a person's JWT access token. */
const separator = '~';

/**
 * Stands before a JWT that is asked about, so that the engine looks it up instead of refusing it. Random, so that nobody
 * can send it: at any other endpoint a JWT is not for us.
 */
const lookUp = `${randomSecret()}_`;

/** The `jti` of a JWT access token: it names the family, so that Postern can answer for the token without storing it. */
export const jtiFor = (family: string, random: string): string => `${family}${separator}${random}`;

/**
 * The `jti` of a JWT access token that a client has for itself: it names its epoch, so that a restore, which may have
 * lost that it was revoked, ends it.
 */
export const clientJtiFor = (epoch: number, random: string): string => `${epoch}.${random}`;

/**
 * A `token` parameter as the engine may look it up: a JWT gets a prefix that makes it one of our lookups. What counts as
 * one is what the engine would refuse, unsigned and encrypted ones too: those are not active, and no error (RFC 7662
 * §2.2).
 */
export function lookUpForm(token: string): string {
  // Opaque tokens have no dots, and an error costs more than a look.
  if (!token.includes('.')) return token;
  try {
    decodeProtectedHeader(token);
    return `${lookUp}${token}`;
  } catch {
    return token;
  }
}

const Claims = z.object({
  jti: z.string(),
  client_id: z.string(),
  sub: z.string(),
  iat: z.number(),
  exp: z.number(),
  aud: z.string(),
  scope: z.string().optional(),
  // What the token is bound to (RFC 7800): without it an API would take a bound token from anybody.
  cnf: z.object({ jkt: z.string().optional(), 'x5t#S256': z.string().optional() }).optional(),
  // How and when the person signed in (RFC 9470 §6).
  acr: z.string().optional(),
  auth_time: z.number().optional(),
});

export type JwtTokens = ReturnType<typeof createJwtTokens>;

/** Reads our own JWT access tokens (RFC 9068) at introspection and revocation. */
export function createJwtTokens(options: {
  readonly issuer: string;
  readonly keys: Pick<Keys, 'publishedKey' | 'epoch'>;
  readonly accountOf: (family: string) => Promise<string | undefined>;
}) {
  const { issuer, keys, accountOf } = options;

  return {
    /**
     * @param model which of the engine's models asks: each finds only its own tokens
     * @returns the payload as that model has it, or undefined when the token is not a valid one of ours
     */
    async read(token: string, model: 'AccessToken' | 'ClientCredentials'): Promise<AdapterPayload | undefined> {
      if (!token.startsWith(lookUp)) return undefined;
      const jwt = token.slice(lookUp.length);
      const family = familyOf(jwt);
      if ((family !== undefined) !== (model === 'AccessToken')) return undefined;
      const payload = await verify(jwt);
      if (!payload) return undefined;
      const { jti, client_id, iat, exp, aud, scope, cnf } = payload;
      const common = { kind: model, jti, clientId: client_id, iat, exp, aud, ...(scope && { scope }), ...cnf };
      if (family === undefined) return jti.startsWith(clientJtiFor(keys.epoch, '')) ? common : undefined;
      // The account from the family: `sub` may be pairwise.
      const accountId = await accountOf(family);
      if (accountId === undefined) return undefined;
      const { acr, auth_time } = payload;
      const extra = { ...(acr !== undefined && { acr }), ...(auth_time !== undefined && { auth_time }) };
      return { ...common, accountId, grantId: family, extra };
    },
  };

  async function verify(jwt: string): Promise<z.infer<typeof Claims> | undefined> {
    const header = headerOf(jwt);
    const key = await keys.publishedKey(header?.kid);
    if (!key || header?.alg !== key.alg) return undefined;
    try {
      // Our keys, their own algorithms, our type: no `none`, no HMAC with a public key, no foreign `jwk` or `jku`.
      const { payload } = await jwtVerify(jwt, key, { issuer, typ: 'at+jwt', algorithms: [...signingAlgorithms] });
      return Claims.safeParse(payload).data;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }
}

function headerOf(jwt: string): ReturnType<typeof decodeProtectedHeader> | undefined {
  try {
    return decodeProtectedHeader(jwt);
  } catch {
    return undefined;
  }
}

function familyOf(jwt: string): string | undefined {
  let payload: JWTPayload;
  try {
    payload = decodeJwt(jwt);
  } catch {
    return undefined;
  }
  const [family, random] = typeof payload.jti === 'string' ? payload.jti.split(separator) : [];
  return random === undefined ? undefined : family;
}
