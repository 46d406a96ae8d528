import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify, type JWK, type JWTPayload } from 'jose';
import type { AdapterPayload } from 'oidc-provider';
import { z } from 'zod';
import { randomSecret } from '../ids.ts';

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
 * A `token` parameter as the engine may look it up: a JWT gets a prefix that makes it one of our lookups. What counts as
 * one is what the engine would refuse, unsigned and encrypted ones too: those are not active, and no error (RFC 7662
 * §2.2).
 */
export function lookUpForm(token: string): string {
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
});

export type JwtTokens = ReturnType<typeof createJwtTokens>;

/** Reads our own JWT access tokens (RFC 9068) at introspection and revocation. */
export function createJwtTokens(options: {
  readonly issuer: string;
  readonly jwks: { readonly keys: readonly JWK[] };
  readonly accountOf: (family: string) => Promise<string | undefined>;
}) {
  const { issuer, jwks, accountOf } = options;
  const publicKeys = createLocalJWKSet({ keys: jwks.keys.map(publicPart) });

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
      if (family === undefined) return common;
      // The account from the family: `sub` may be pairwise.
      const accountId = await accountOf(family);
      return accountId === undefined ? undefined : { ...common, accountId, grantId: family };
    },
  };

  async function verify(jwt: string): Promise<z.infer<typeof Claims> | undefined> {
    try {
      // Our keys, their own algorithms, our type: no `none`, no HMAC with a public key, no foreign `jwk` or `jku`.
      const { payload } = await jwtVerify(jwt, publicKeys, { issuer, typ: 'at+jwt' });
      return Claims.safeParse(payload).data;
    } catch {
      return undefined;
    }
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

const privateMembers = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']);

const publicPart = (jwk: JWK): JWK =>
  Object.fromEntries(Object.entries(jwk).filter(([member]) => !privateMembers.has(member)));
