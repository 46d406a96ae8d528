import type { Middleware } from 'koa';

/**
 * Whether a query or a form is text: UTF-8, and so is what it escapes (WHATWG URL §5.1). Anything else would be read as
 * some other text than was sent: an app would get back another `state`, an account have a name that nobody typed.
 * @param encoded where it was bytes, with U+FFFD for what was no UTF-8: nobody sends that one unescaped
 */
export function isWellFormed(encoded: string): boolean {
  if (encoded.includes('\ufffd')) return false;
  if (!encoded.includes('%')) return true;
  try {
    decodeURIComponent(encoded);
    return true;
  } catch {
    return false;
  }
}

/** Refuses a form that is no text where the engine reads it, which does that by the request's own iterator. */
export const refuseMalformedBodies: Middleware = (ctx, next) => {
  const { req, request } = ctx;
  const iterate = req.iterator.bind(req);
  req.iterator = (options) => onlyText(iterate(options), request.charset);
  return next();
};

async function* onlyText(chunks: AsyncIterable<Buffer>, charset: string): AsyncGenerator<Buffer, undefined> {
  const read: Buffer[] = [];
  for await (const chunk of chunks) {
    read.push(chunk);
    yield chunk;
  }
  // It would be decoded as what it says to be.
  if (!/^(utf-?8)?$/i.test(charset)) throw new Error('the body is not in UTF-8');
  if (!isWellFormed(Buffer.concat(read).toString())) throw new Error('the body is not percent-encoded UTF-8');
  return undefined;
}
