import type { Middleware } from 'koa';
import { decodeJwt } from 'jose';
import { routes } from '../routes.ts';

/**
 * Request objects (OIDC Core §6.1) are refused as not supported. An app that sends one may say only in it by which
 * response mode it listens and what its state is, so these two are read for the refusal. Unverified: they could as well
 * stand in the query, and there they count before what the request object says.
 */
export const answerRequestObjects: Middleware = (ctx, next) => {
  const { request, state, response_mode: mode } = ctx.query;
  if (ctx.path === routes.authorization && typeof request === 'string') {
    const said = saidIn(request);
    ctx.query = {
      ...ctx.query,
      ...(state === undefined && typeof said['state'] === 'string' && { state: said['state'] }),
      ...(mode === undefined && typeof said['response_mode'] === 'string' && { response_mode: said['response_mode'] }),
    };
  }
  return next();
};

function saidIn(requestObject: string): Readonly<Record<string, unknown>> {
  try {
    return decodeJwt(requestObject);
  } catch {
    return {};
  }
}
