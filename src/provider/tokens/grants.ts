import type { AccessToken, AuthorizationCode, Grant, KoaContextWithOIDC } from 'oidc-provider';
import type { Families } from '../../tokens/index.ts';
import { newGrant } from '../authorization/consent.ts';
import { stateOf } from '../request.ts';

type Code = AuthorizationCode & { grantId: string; generateTokenId(): string };

/**
 * The engine's `expiresWithSession`, which it awaits just before it saves a code: the moment to give the code a grant of
 * its own. The engine itself would hang every code of a client in one session on one grant, so that revoking a token of
 * one tab ended them all.
 *
 * @returns false always: what ends with a session is decided by the family
 */
export function giveCodeItsGrant(families: Families) {
  return async (ctx: KoaContextWithOIDC, source: AccessToken | AuthorizationCode): Promise<boolean> => {
    if (source.kind !== 'AuthorizationCode') throw new Error(`no ${source.kind} comes from the authorization endpoint`);
    const code = source as Code;
    const { grant, provider } = ctx.oidc;
    if (!grant) throw new Error('a code without a grant');
    code.jti ||= code.generateTokenId();
    const own = newGrant(provider, { accountId: grant.accountId ?? '', clientId: grant.clientId ?? '' });
    Object.assign(own, structuredClone(contentOf(grant)), { jti: families.idOf(code.jti) });
    await own.save();
    code.grantId = own.jti;
    // An account that disconnects the client from that moment on finds no code that could be newer.
    const { allowedAt } = stateOf(ctx);
    if (allowedAt !== undefined) code.iat = allowedAt;
    return false;
  };
}

const contentOf = ({ openid, resources, rejected }: Grant): Partial<Grant> => ({
  ...(openid && { openid }),
  ...(resources && { resources }),
  ...(rejected && { rejected }),
});
