import type { Context, Middleware } from 'koa';

/** What the engine reads of a body, in bytes. */
const most = 56 * 1024;

/**
 * Says of a body that is too large that it is: before a byte of it is read where its length is announced, and else as soon
 * as more has come. The engine would call it malformed.
 */
export const refuseLargeBodies: Middleware = async (ctx, next) => {
  if (Number(ctx.get('content-length')) > most) return refuse(ctx);
  const { req } = ctx;
  const iterate = req.iterator.bind(req);
  const body = { isTooLarge: false };
  req.iterator = (options) => noMore(iterate(options), () => (body.isTooLarge = true));
  await next();
  if (!body.isTooLarge) return;
  // The rest is thrown away as it comes, as Node does with what nobody has begun to read: a client that still sends would
  // not see the answer on a connection that ends under it.
  req.resume();
  refuse(ctx);
};

async function* noMore(chunks: AsyncIterable<Buffer>, tooLarge: () => void): AsyncGenerator<Buffer, undefined> {
  let received = 0;
  for await (const chunk of chunks) {
    received += chunk.length;
    if (received > most) {
      tooLarge();
      throw new Error('the body is too large');
    }
    yield chunk;
  }
  return undefined;
}

function refuse(ctx: Context): void {
  ctx.status = 413;
  ctx.set('Cache-Control', 'no-store');
  ctx.body = { error: 'invalid_request', error_description: `the body is larger than ${most / 1024} KiB` };
}
