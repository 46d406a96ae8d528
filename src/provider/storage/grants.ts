import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { EndReason, Families } from '../../tokens/index.ts';
import { currentRequest, stateOf } from '../request.ts';

/**
 * Grants: one a family, under the family's id. Until the code is redeemed the grant waits beside it; afterwards it is
 * the family's own, and lives and ends with it.
 */
export function grantStorage(waiting: Adapter, families: Families): Adapter {
  return {
    ...waiting,
    async find(id) {
      const state = stateOf(currentRequest());
      const family = state.family?.id === id ? state.family : await families.get(id);
      if (!family) return waiting.find(id);
      if (!families.lives(family)) return undefined;
      return {
        kind: 'Grant',
        jti: id,
        accountId: family.account,
        clientId: family.client,
        iat: family.createdAt,
        exp: family.endsAt,
        ...(family.grant as Partial<AdapterPayload>),
      };
    },
    // The engine ends a grant when a code or a refresh token comes twice, or a token is revoked: one step, on the family.
    async destroy(id) {
      const ctx = currentRequest();
      const { refresh_token: token, grant_type: grantType } = ctx.oidc.params ?? {};
      await families.end(id, reasonFor(ctx.oidc.route, grantType), {
        origin: stateOf(ctx).origin,
        presented: typeof token === 'string' ? (await families.read(token))?.generation : undefined,
      });
    },
  };
}

function reasonFor(route: string, grantType: unknown): EndReason {
  if (route !== 'token') return 'token_revoked';
  return grantType === 'authorization_code' ? 'code_replayed' : 'token_reused';
}
