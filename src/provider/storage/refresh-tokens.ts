import type { Adapter, AdapterPayload } from 'oidc-provider';
import { completeAdapter } from '../../../adapters/oidc.ts';
import { decideRotation, type Families, type Family, type RefreshPolicy, type Use } from '../../tokens/index.ts';
import type { Clock } from '../../clock.ts';
import { currentRequest, stateOf } from '../request.ts';

/**
 * Refresh tokens: nothing is stored. A token points to its family, and what the family says is what the token is.
 * Rotation is not here: it is one step on the family, taken by the model's `consume`.
 */
export function refreshTokenStorage(options: {
  readonly families: Families;
  readonly clock: Clock;
  readonly policyOf: (clientId: string) => Promise<RefreshPolicy | undefined>;
  readonly useNow: (family: Family) => Use;
}): Adapter {
  const { families, clock, policyOf, useNow } = options;

  async function find(token: string): Promise<AdapterPayload | undefined> {
    const pointer = await families.read(token);
    const family = pointer && (await families.living(pointer.id));
    const policy = family && (await policyOf(family.client));
    if (!family || !policy || family.generation === 0) return undefined;
    const ctx = currentRequest();
    const state = stateOf(ctx);
    const decision = decideRotation(family, pointer, policy, useNow(family), clock.now());
    state.family = family;
    state.token = { jkt: family.sender.jkt, isReused: decision === 'reuse' };
    switch (decision) {
      case 'rotate':
        return payloadOf(family, token);
      case 'repeat':
        // A retry gets its successor at the token endpoint; the token itself is used, and whoever asks is told so.
        return { ...payloadOf(family, token), ...(ctx.oidc.route !== 'token' && { consumed: true }) };
      case 'reuse':
        // The engine checks client and sender first, then ends the grant because of this mark. It would look at the scope
        // before, and refuse one that was not granted: whoever has a copy could ask unseen whether its sign-in lives.
        return { ...payloadOf(family, token), scope: [...ctx.oidc.requestParamScopes].join(' '), consumed: true };
      case 'ahead':
        // Where the record was merely read late, it is looked at once more.
        return (await families.endWentBack(pointer, state.origin)) ? undefined : find(token);
    }
  }

  return completeAdapter('RefreshToken', { find, destroy: () => Promise.resolve() });
}

function payloadOf(family: Family, token: string): AdapterPayload {
  const { resource, ...source } = family.source;
  return {
    ...(source as object),
    ...(resource && { resource: typeof resource === 'string' ? resource : [...resource] }),
    kind: 'RefreshToken',
    jti: token,
    iat: family.createdAt,
    iiat: family.createdAt,
    exp: Math.min(family.idleAt, family.endsAt),
    accountId: family.account,
    clientId: family.client,
    grantId: family.id,
    gty: family.generation === 1 ? 'authorization_code' : 'authorization_code refresh_token',
    rotations: family.generation - 1,
    ...(family.session && { sessionUid: family.session }),
    ...(family.sender.jkt && { jkt: family.sender.jkt }),
    ...(family.sender.x5t && { 'x5t#S256': family.sender.x5t }),
  };
}
