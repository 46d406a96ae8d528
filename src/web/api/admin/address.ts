import type { Context } from 'koa';
import { adminApi } from '../../../own-clients.ts';

/** The id that the path names, decoded: that of an API is a URL. */
export const idIn = (ctx: Context): string => String((ctx['params'] as Record<string, unknown>)['id']);

/** Says where what was added is (RFC 9110 §10.2.2). */
export function tellAdded(ctx: Context, issuer: string, what: 'clients' | 'apis', id: string): void {
  ctx.status = 201;
  ctx.set('Location', `${issuer}${adminApi.path}/${what}/${encodeURIComponent(id)}`);
}
