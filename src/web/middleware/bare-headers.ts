import type { Middleware } from 'koa';

/**
 * The headers of every answer, before anybody knows what it will be: redirects and errors have bodies that browsers
 * would show too. A page puts its own in their place.
 *
 * @param secure whether the issuer is https: browsers are then told to come by nothing else
 */
export function bareHeaders(secure: boolean): Middleware {
  const headers = {
    // The engine adds the hash of its own script where it has one, to a `script-src` that otherwise allows nothing.
    'Content-Security-Policy': "default-src 'none'; script-src; base-uri 'none'; frame-ancestors 'none'",
    // For browsers that do not know frame-ancestors.
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
    // The address that a redirect comes from names a sign-in; the app has no use for it.
    'Referrer-Policy': 'same-origin',
    ...(secure && { 'Strict-Transport-Security': 'max-age=31536000' }),
  };
  return async (ctx, next) => {
    ctx.set(headers);
    await next();
  };
}
