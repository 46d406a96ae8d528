import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Clock } from '../clock.ts';
import { sightingOf, type Family, type Use } from '../tokens/index.ts';
import type { Places } from '../whereabouts/index.ts';
import { stateOf } from './request.ts';

/** Tells who sends the request under way, as far as the engine has proven it, and what it looks like. */
export type UseOf = (ctx: KoaContextWithOIDC, family?: Family) => Use;

/**
 * @returns the use of a family that a request is. For an existing family the sender has its key: the engine itself
 * refuses a request without a proof of that key, and does so before it looks at whether the token was used
 */
export function createUseOf({ places, clock }: { readonly places: Places; readonly clock: Clock }): UseOf {
  return (ctx, family) => {
    const { client } = ctx.oidc;
    const { origin } = stateOf(ctx);
    const { jkt, x5t } = family?.sender ?? {};
    return {
      origin,
      sender: {
        authenticated: client !== undefined && client.clientAuthMethod !== 'none',
        ...(jkt !== undefined && { jkt }),
        ...(x5t !== undefined && { x5t }),
      },
      sighting: sightingOf({ ...origin, appVersion: appVersionOf(ctx) }, places, clock.now()),
    };
  };
}

/** `app_version` among the parameters of a token request, or else the header: the engine knows neither of them. */
const appVersionOf = (ctx: KoaContextWithOIDC): unknown => ctx.oidc.body?.['app_version'] ?? ctx.get('App-Version');
