import type { Context } from 'koa';
import type { Session } from '../../devices/index.ts';
import { routes } from '../../provider/index.ts';
import type { Form } from '../pages/index.ts';
import type { SignOutHost } from './host.ts';
import { fieldsOf, type SignOutRequest } from './request.ts';

export const confirmPath = `${routes.end_session}/confirm`;

/** What a form acts on: only whoever holds the session in this browser is ever given a form about it. */
export const scopeOf = (session: string): string => `sign-out\0${session}`;

/**
 * The form of a sign-out page: it names the session that it is about, and carries what the app asked. So each tab's form
 * is good by itself, however many there are, and nothing is kept for a page that may never come back.
 */
export const formAbout = (
  { csrf }: SignOutHost,
  ctx: Pick<Context, 'state'>,
  { id }: Session,
  request: SignOutRequest = {},
): Form => ({
  action: confirmPath,
  csrf: csrf.token(ctx, scopeOf(id)),
  hidden: { session: id, ...fieldsOf(request) },
});
