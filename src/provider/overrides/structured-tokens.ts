import type Provider from 'oidc-provider';
import { lookUpForm } from '../storage/jwt-tokens.ts';
import { override } from './install.ts';

interface OIDCContext {
  route: string;
  params?: Record<string, unknown>;
  entity(key: string, value: unknown): void;
}

/**
 * The engine refuses to introspect or revoke JWTs. Once it knows the client, and before it looks at the token, a JWT
 * becomes something it looks up: `jwt-tokens.ts` answers for it.
 */
export function answerForJwts(provider: Provider): void {
  const { OIDCContext: Model } = provider as unknown as { OIDCContext: { prototype: OIDCContext } };
  override(
    Model.prototype,
    'entity',
    (original) =>
      function entity(this: OIDCContext, key, value) {
        original.call(this, key, value);
        const asks = this.route === 'introspection' || this.route === 'revocation';
        if (key === 'Client' && asks && typeof this.params?.token === 'string') {
          this.params.token = lookUpForm(this.params.token);
        }
      },
  );
}
