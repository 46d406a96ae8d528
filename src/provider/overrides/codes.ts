import { errors, type AuthorizationCode, type Grant } from 'oidc-provider';
import type Provider from 'oidc-provider';
import type { Families, FamilySource, GrantContent, RefreshPolicy } from '../../tokens/index.ts';
import { asEngineStep } from '../failures.ts';
import { currentRequest, stateOf } from '../request.ts';
import type { UseOf } from '../sender.ts';
import { override } from './install.ts';

/** An authorization code as the engine has it at redemption, with what Postern put on it when it was issued. */
type Code = AuthorizationCode & FamilySource & { grantId: string; accountId: string; sessionUid?: string };

/**
 * Redeeming a code is the insert of its family: of parallel redemptions one gets tokens, and each other one ends what
 * that one made.
 * @param refuse hears of a redemption before it counts, and throws where it would be refused afterwards
 */
export function redeemCodesByFamily(
  provider: Provider,
  families: Families,
  policyFor: (ctx: ReturnType<typeof currentRequest>) => { policy: RefreshPolicy; refreshable: boolean },
  useOf: UseOf,
  refuse: (ctx: ReturnType<typeof currentRequest>, code: Pick<Code, 'resource' | 'scope' | 'dpopJkt'>) => Promise<void>,
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
        await asEngineStep(() => refuse(ctx, this));
        const { policy, refreshable } = policyFor(ctx);
        state.family = await asEngineStep(() =>
          families.redeem({
            code: this.jti,
            issuedAt: this.iat,
            account: this.accountId,
            client: grant.clientId ?? '',
            ...(this.sessionUid && { session: this.sessionUid }),
            grant: contentOf(grant),
            source: sourceOf(this),
            survivesSignOut: policy.survivesSignOut || this.scope?.split(' ').includes('offline_access') === true,
            refreshable,
            policy,
            use: useOf(ctx),
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
