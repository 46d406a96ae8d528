/** Hears from the issuer that somebody signed out elsewhere (OpenID Connect Back-Channel Logout 1.0). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from 'jose';
import type { SignedOut } from './sessions.ts';

const event = 'http://schemas.openid.net/event/backchannel-logout';
/** A logout token is about 1 KB: nobody makes us read more. */
const longest = 10_000;

/** @param settings `ended` drops the sessions of this app that are meant */
export function backChannelLogout(settings: {
  readonly issuer: string;
  readonly clientId: string;
  readonly jwksUri: string;
  readonly ended: (who: SignedOut) => void;
}) {
  const keys = createRemoteJWKSet(new URL(settings.jwksUri));
  // Each token counts once. In memory: an app with several processes keeps them where all of them look.
  const seen = new Set<string>();

  async function read(token: string): Promise<SignedOut> {
    // `typ` tells it from an ID token, which is signed by the same keys.
    const { payload } = await jwtVerify(token, keys, {
      issuer: settings.issuer,
      audience: settings.clientId,
      typ: 'logout+jwt',
      algorithms: ['ES256', 'RS256', 'EdDSA'],
      requiredClaims: ['exp', 'iat', 'jti'],
      clockTolerance: 10,
    });
    const { sub, sid, jti = '' } = payload;
    if (!saysLogout(payload) || 'nonce' in payload) throw new Error('not a logout token');
    if (sub === undefined && typeof sid !== 'string') throw new Error('nobody signed out');
    if (seen.has(jti)) throw new Error('this logout token came before');
    seen.add(jti);
    setTimeout(() => seen.delete(jti), 10 * 60_000).unref();
    return { sub, ...(typeof sid === 'string' && { sid }) };
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // The issuer takes a 400 for our last word, and tries again after anything else that is not 200.
    let status = 400;
    try {
      settings.ended(await read(await tokenIn(request)));
      status = 200;
    } catch (error) {
      console.error('a logout that was not taken:', error instanceof Error ? error.message : error);
      // Without the issuer's keys nothing can be said about it.
      if (isUnreachable(error)) status = 503;
    }
    response.writeHead(status, { 'cache-control': 'no-store' }).end();
  };
}

const saysLogout = ({ events }: JWTPayload): boolean =>
  typeof events === 'object' && events !== null && event in events;

async function tokenIn(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const piece of request) if ((body += String(piece)).length > longest) throw new Error('too long');
  return new URLSearchParams(body).get('logout_token') ?? '';
}

const isUnreachable = (error: unknown): boolean =>
  error instanceof TypeError ||
  (error instanceof errors.JOSEError && ['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC'].includes(error.code));
