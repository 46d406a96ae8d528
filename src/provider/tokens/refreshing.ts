import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Sessions } from '../../devices/index.ts';
import { rotates as rotatesBy, type Families, type Family, type RefreshPolicy } from '../../tokens/index.ts';
import type { EngineClients } from '../overrides/clients.ts';
import { stateOf } from '../request.ts';
import type { UseOf } from '../sender.ts';
import { refuseTwoKeys } from './code-key.ts';
import { refuseTarget, type ResourceIndicators } from './resources.ts';

/** What becomes of a family that is used, by its client's rules. */
export function createRefreshing(rooms: {
  readonly families: Pick<Families, 'use'>;
  readonly sessions: Pick<Sessions, 'get' | 'touch'>;
  readonly clients: () => EngineClients;
  readonly resources: ResourceIndicators;
  readonly useOf: UseOf;
}) {
  const { families, sessions, clients, resources, useOf } = rooms;

  function policyOf(ctx: KoaContextWithOIDC): RefreshPolicy {
    const { client } = ctx.oidc;
    if (!client) throw new Error('a token request without a client');
    return clients().recordOf(client).refresh;
  }

  /** Whether this refresh moves the family on; one that does not is noted, so that a family in use is not idle. */
  async function rotates(ctx: KoaContextWithOIDC): Promise<boolean> {
    const state = stateOf(ctx);
    const { family } = state;
    if (!family) throw new Error('a refresh without a family');
    refuseTwoKeys(ctx, family.sender);
    await refuseTarget(ctx, resources, family.source);
    const policy = policyOf(ctx);
    if (rotatesBy(policy, family.sender)) return true;
    state.family = await families.use(family.id, policy, useOf(ctx, family));
    await keepSessionInUse(state.family);
    return false;
  }

  /** A session whose apps are in use is not idle. Noted when a use has passed: one that is refused keeps nothing alive. */
  async function keepSessionInUse({ session: uid, survivesSignOut }: Family): Promise<void> {
    const session = uid === undefined || survivesSignOut ? undefined : await sessions.get(uid);
    if (session) await sessions.touch(session);
  }

  return { policyOf, rotates, keepSessionInUse };
}
