import type { Middleware } from 'koa';

/** What the engine reads of a body, in bytes. */
const most = 56 * 1024;

/** Says of a body that is too large that it is, before a byte of it is read. The engine would call it malformed. */
export const refuseLargeBodies: Middleware = async (ctx, next) => {
  const length = Number(ctx.get('content-length'));
  if (!(length > most)) return void (await next());
  ctx.status = 413;
  ctx.set('Cache-Control', 'no-store');
  ctx.body = { error: 'invalid_request', error_description: `the body is larger than ${most / 1024} KiB` };
};
