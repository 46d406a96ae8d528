import type { Context } from 'koa';
import type { Found, Session, Sessions } from '../../devices/index.ts';
import { cookieNames, cookieOptions } from '../../provider/index.ts';

interface Host {
  readonly sessions: Sessions;
  readonly secure: boolean;
}

/** The living session that the browser has in place. */
export async function sessionIn({ sessions, secure }: Host, ctx: Pick<Context, 'cookies'>): Promise<Found | undefined> {
  const value = ctx.cookies.get(cookieNames(secure).session, { signed: false });
  return value ? sessions.find(value) : undefined;
}

/** The same without the cookie that found it. */
export const sessionInPlace = async (host: Host, ctx: Pick<Context, 'cookies'>): Promise<Session | undefined> =>
  (await sessionIn(host, ctx))?.session;

/** Puts a session in place in the browser, or none. */
export function placeSession({ sessions, secure }: Host, ctx: Pick<Context, 'cookies'>, session?: Session): void {
  ctx.cookies.set(cookieNames(secure).session, session ? sessions.cookie(session) : null, {
    ...cookieOptions(secure),
    signed: false,
    ...(session && !session.transient && { expires: new Date(session.expiresAt * 1000) }),
  });
}
