/**
 * An API with JWT access tokens (RFC 9068): it checks them by itself, with the issuer's public keys.
 * It asks nobody; that a token is good until it expires, revoked or not, is the price.
 */
import { createServer } from 'node:http';
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { discover } from './discovery.ts';
import { notesApi, type CheckToken } from './notes.ts';

/** Checks access tokens as RFC 9068 §4 says. @param resource this API's resource indicator */
export function byJwt({ issuer, resource }: { issuer: string; resource: string }): CheckToken {
  let keys: JWTVerifyGetKey | undefined;

  return async (token) => {
    // Keeps the keys for ten minutes, and reads them again when a token names one that it does not know.
    keys ??= createRemoteJWKSet(new URL((await discover(issuer)).jwks_uri));
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        // What an app got for another API must not work here.
        audience: resource,
        // An ID token is signed with the same keys, and is no access token.
        typ: 'at+jwt',
        // Named here, never taken from the token: no `none`, and no HMAC with a public key as its secret.
        algorithms: ['ES256', 'RS256', 'EdDSA'],
        requiredClaims: ['exp', 'iat', 'jti', 'sub', 'client_id'],
        clockTolerance: 5,
      });
      const { sub, scope } = payload;
      return sub === undefined
        ? undefined
        : { subject: sub, scopes: typeof scope === 'string' ? scope.split(' ') : [] };
    } catch (error) {
      if (error instanceof errors.JOSEError && !unread.has(error.code)) return undefined;
      throw error;
    }
  };
}

/** The keys could not be read: that says nothing about the token. */
const unread = new Set([errors.JOSEError.code, errors.JWKSTimeout.code, errors.JWKSInvalid.code]);

if (import.meta.main) {
  const { ISSUER = 'http://localhost:3000', ORIGINS = '', PORT = '4000' } = process.env;
  const { RESOURCE = `http://localhost:${PORT}` } = process.env;
  const check = byJwt({ issuer: ISSUER, resource: RESOURCE });
  const server = createServer(notesApi(RESOURCE, ORIGINS.split(','), check));
  server.listen(Number(PORT), 'localhost', () => console.log(`The API is at ${RESOURCE}/notes`));
}
