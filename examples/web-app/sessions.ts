/** Who is signed in to this app. In memory, so that the example needs nothing else: they are gone with the process. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TokenEndpointResponse, UserInfoResponse } from 'openid-client';

export interface Session {
  /** Sign-ins that were begun in this browser, by their state: one a tab. */
  readonly begun: Map<string, { readonly nonce: string; readonly verifier: string }>;
  readonly person?: UserInfoResponse;
  /** The session with the issuer that this one came from. */
  readonly sid?: unknown;
  tokens?: { readonly idToken: string; readonly refreshToken: string; readonly until: number };
  refreshing?: Promise<TokenEndpointResponse>;
}

/** Who signed out at the issuer: of one session there, or, where that is not said, of all of them. */
export interface SignedOut {
  readonly sub?: string | undefined;
  readonly sid?: string | undefined;
}

export function createSessions(home: URL) {
  const sessions = new Map<string, Session>();
  const cookie = home.protocol === 'https:' ? '__Host-app' : 'app_session';
  const secure = home.protocol === 'https:' ? '; Secure' : '';

  const idIn = ({ headers }: IncomingMessage) =>
    new RegExp(`(?:^|; )${cookie}=([\\w-]{43})(?:;|$)`).exec(headers.cookie ?? '')?.[1] ?? '';

  return {
    find: (request: IncomingMessage): Session | undefined => sessions.get(idIn(request)),

    /** A session always begins with an id of its own: one that was planted before is worth nothing (session fixation). */
    begin(response: ServerResponse, session: Session, seconds: number): Session {
      const id = randomBytes(32).toString('base64url');
      sessions.set(id, session);
      setTimeout(() => sessions.delete(id), seconds * 1000).unref();
      response.setHeader('set-cookie', `${cookie}=${id}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`);
      return session;
    },

    end: (request: IncomingMessage): boolean => sessions.delete(idIn(request)),

    /** Ends those of somebody who signed out at the issuer. */
    endOf({ sub, sid }: SignedOut): void {
      for (const [id, session] of sessions) {
        const meant =
          sid === undefined || session.sid === undefined ? sub === session.person?.sub : sid === session.sid;
        if (meant) sessions.delete(id);
      }
    },
  };
}
