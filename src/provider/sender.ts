import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Family, Sender } from '../tokens/index.ts';
import { stateOf } from './request.ts';

/** Who sends the request under way, as far as the engine has proven it. */
export function senderOf(ctx: KoaContextWithOIDC): Sender {
  const { client } = ctx.oidc;
  const { userAgent } = stateOf(ctx).origin;
  return {
    authenticated: client !== undefined && client.clientAuthMethod !== 'none',
    ...(userAgent !== undefined && { userAgent }),
  };
}

/**
 * The sender with the key that the family is bound to. The engine itself refuses a request without a proof of that key,
 * and does so before it looks at whether the token was used.
 */
export const senderFor = (ctx: KoaContextWithOIDC, { sender: { jkt, x5t } }: Family): Sender => ({
  ...senderOf(ctx),
  ...(jkt && { jkt }),
  ...(x5t && { x5t }),
});
