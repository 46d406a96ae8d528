import type { ClientBrand } from '../../brand/index.ts';
import type { ApiRequest, Form, Person } from './page-parts.ts';

/** Posts `decision`: `allow` or `deny`. */
export interface ConsentPage {
  readonly kind: 'consent';
  readonly client: ClientBrand;
  readonly form: Form;
  readonly account: Person & { readonly phone?: string };
  /** OpenID Connect scopes that are asked: openid profile email phone address offline_access. */
  readonly scopes: readonly string[];
  readonly apis?: readonly ApiRequest[];
  /** The app was allowed something before, and `scopes` and `apis` are only what is new. */
  readonly more?: boolean;
  /** The redirect URI: its host is shown, because an app may call itself anything. */
  readonly returnsTo?: string;
  /** Another program could pass for the app, so it is asked about each time. */
  readonly eachTime?: boolean;
  /** Link to choose another account. */
  readonly another?: string;
}
