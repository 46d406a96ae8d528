import { errors, type AuthorizationCode, type Grant } from 'oidc-provider';
import type Provider from 'oidc-provider';
import type { Families, FamilySource, GrantContent, RefreshPolicy } from '../../tokens/index.ts';
import { asEngineStep } from '../failures.ts';
import { currentRequest, stateOf } from '../request.ts';
import { senderOf } from '../sender.ts';
import { override } from './install.ts';

/** An authorization code as the engine has it at redemption, with what Postern put on it when it was issued. */
type Code = AuthorizationCode & FamilySource & { grantId: string; accountId: string; sessionUid?: string };

/**
 * Redeeming a code is the insert of its family: of parallel redemptions one gets tokens, and each other one ends what
 * that one made.
 */
export function redeemCodesByFamily(
  provider: Provider,
  families: Families,
  policyFor: (
    ctx: ReturnType<typeof currentRequest>,
    scope: string | undefined,
  ) => { policy: RefreshPolicy; refreshable: boolean },
): void {
  const { AuthorizationCode: Model, Grant: GrantModel } = provider as unknown as {
    AuthorizationCode: { prototype: { consume(this: Code): Promise<void> } };
    Grant: { find(id: string): Promise<Grant | undefined> };
  };

  override(
    Model.prototype,
    'consume',
    () =>
      async function consume(this: Code) {
        const ctx = currentRequest();
        const state = stateOf(ctx);
        const grant = await GrantModel.find(this.grantId);
        if (!grant) throw new errors.InvalidGrant({ detail: 'the code has no grant any more' });
        const { policy, refreshable } = policyFor(ctx, this.scope);
        state.family = await asEngineStep(() =>
          families.redeem({
            code: this.jti,
            issuedAt: this.iat,
            account: this.accountId,
            client: grant.clientId ?? '',
            ...(this.sessionUid && { session: this.sessionUid }),
            grant: contentOf(grant),
            source: sourceOf(this),
            sender: senderOf(ctx),
            survivesSignOut: policy.survivesSignOut || this.scope?.split(' ').includes('offline_access') === true,
            refreshable,
            lifetime: policy,
            origin: state.origin,
          }),
        );
      },
  );
}

const contentOf = ({ openid, resources, rejected }: Grant): GrantContent =>
  structuredClone({
    ...(openid && { openid }),
    ...(resources && { resources }),
    ...(rejected && { rejected: { ...rejected } }),
  }) as GrantContent;

function sourceOf(code: Code): FamilySource {
  const { scope, resource, claims, nonce, authTime, acr, amr, sid } = code;
  return structuredClone(
    Object.fromEntries(
      Object.entries({ scope, resource, claims, nonce, authTime, acr, amr, sid }).filter(
        ([, value]) => value !== undefined,
      ),
    ),
  );
}
