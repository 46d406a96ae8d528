import type { AccessToken, Configuration } from 'oidc-provider';
import type { Clock, Seconds } from '../../clock.ts';
import { currentRequest, stateOf } from '../request.ts';

/** Lifetimes in seconds. */
export interface Lifetimes {
  readonly authorizationCode: Seconds;
  readonly accessToken: Seconds;
  readonly jwtAccessToken: Seconds;
  readonly idToken: Seconds;
  readonly interaction: Seconds;
  readonly session: Seconds;
}

/**
 * The engine's `ttl`. Sessions and refresh tokens are not here: their records say how long they live. No access token
 * outlives its family, were that not used again.
 */
export function ttl(lifetimes: Lifetimes, clock: Clock): NonNullable<Configuration['ttl']> {
  return {
    AccessToken: (_ctx, token) => Math.max(1, Math.min(accessToken(token), untilFamilyEnds())),
    AuthorizationCode: lifetimes.authorizationCode,
    ClientCredentials: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? lifetimes.accessToken,
    Grant: lifetimes.authorizationCode,
    IdToken: lifetimes.idToken,
    Interaction: lifetimes.interaction,
    Session: lifetimes.session,
    RefreshToken: 1,
  };

  function accessToken({ resourceServer }: AccessToken): Seconds {
    return (
      resourceServer?.accessTokenTTL ??
      (resourceServer?.accessTokenFormat === 'jwt' ? lifetimes.jwtAccessToken : lifetimes.accessToken)
    );
  }

  function untilFamilyEnds(): Seconds {
    const { family } = stateOf(currentRequest());
    return family ? Math.min(family.idleAt, family.endsAt) - clock.now() : Number.MAX_SAFE_INTEGER;
  }
}
