import type Provider from 'oidc-provider';
import { errors, type AccessToken, type RefreshToken } from 'oidc-provider';
import type { Families, Family, RefreshPolicy } from '../../tokens/index.ts';
import { asEngineStep } from '../failures.ts';
import { currentRequest, stateOf } from '../request.ts';
import type { UseOf } from '../sender.ts';
import { override } from './install.ts';

interface Model {
  consume(this: RefreshToken): Promise<void>;
  save(this: RefreshToken): Promise<string>;
  generateTokenId(this: RefreshToken): string;
}

/**
 * Rotation is one compare-and-set on the family; the token's value is computed from the family, and never stored.
 * @param used hears of each use that was let pass
 */
export function rotateByFamily(
  provider: Provider,
  families: Families,
  policyFor: (ctx: ReturnType<typeof currentRequest>) => RefreshPolicy,
  useOf: UseOf,
  used: (family: Family) => Promise<void>,
): void {
  const { prototype } = (provider as unknown as { RefreshToken: { prototype: Model } }).RefreshToken;

  override(
    prototype,
    'consume',
    () =>
      async function consume(this: RefreshToken) {
        const ctx = currentRequest();
        const state = stateOf(ctx);
        const pointer = await asEngineStep(() => families.read(this.jti));
        const family = familyOf(state.family);
        if (!pointer) throw new errors.InvalidGrant({ detail: 'the token points nowhere' });
        state.family = await asEngineStep(async () => {
          const rotated = await families.rotate(pointer, policyFor(ctx), useOf(ctx, family));
          await used(rotated);
          return rotated;
        });
      },
  );

  override(
    prototype,
    'generateTokenId',
    () =>
      function generateTokenId(this: RefreshToken) {
        return families.refreshToken(familyOf(stateOf(currentRequest()).family));
      },
  );

  override(
    prototype,
    'save',
    () =>
      async function save(this: RefreshToken) {
        const ctx = currentRequest();
        // The first tokens of a family: what they are bound to binds the family, a confidential client's too.
        const { AccessToken: token } = ctx.oidc.entities;
        if (token && this.grantId && !ctx.oidc.entities.RotatedRefreshToken) await bind(token, this.grantId);
        this.jti ||= (this as RefreshToken & Model).generateTokenId();
        return this.jti;
      },
  );

  async function bind(token: AccessToken, family: string): Promise<void> {
    const { jkt, 'x5t#S256': x5t } = token as AccessToken & { jkt?: string; 'x5t#S256'?: string };
    if (jkt || x5t) await asEngineStep(() => families.bind(family, { ...(jkt && { jkt }), ...(x5t && { x5t }) }));
  }
}

function familyOf(family: Family | undefined): Family {
  if (!family) throw new Error('a refresh token without its family');
  return family;
}
