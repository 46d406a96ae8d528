import type Provider from 'oidc-provider';
import type { AccessToken, ClientCredentials } from 'oidc-provider';
import { clientJtiFor, jtiFor } from '../storage/jwt-tokens.ts';
import { accessTokenPrefix, clientTokenPrefix } from '../storage/access-tokens.ts';
import { override } from './install.ts';

interface Model<T> {
  prototype: { generateTokenId(this: T): string };
}

/** Access tokens say what they are by a prefix; a JWT's `jti` names its family, or its epoch where it has none. */
export function nameAccessTokens(provider: Provider, epoch: number): void {
  const models = provider as unknown as {
    AccessToken: Model<AccessToken>;
    ClientCredentials: Model<ClientCredentials>;
  };

  override(
    models.AccessToken.prototype,
    'generateTokenId',
    (original) =>
      function generateTokenId(this: AccessToken) {
        const random = original.call(this);
        return this.format === 'jwt' ? jtiFor(this.grantId, random) : `${accessTokenPrefix}${random}`;
      },
  );

  override(
    models.ClientCredentials.prototype,
    'generateTokenId',
    (original) =>
      function generateTokenId(this: ClientCredentials) {
        const random = original.call(this);
        return this.format === 'jwt' ? clientJtiFor(epoch, random) : `${clientTokenPrefix}${random}`;
      },
  );
}
