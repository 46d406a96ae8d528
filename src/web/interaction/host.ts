import type Provider from 'oidc-provider';
import type { Accounts, SignUps } from '../../accounts/index.ts';
import type { Audit } from '../../audit/index.ts';
import type { Client, Clients } from '../../clients/index.ts';
import type { Consents } from '../../consents/index.ts';
import type { Browsers, Sessions } from '../../devices/index.ts';
import type { ClientBrand } from '../../brand/index.ts';
import type { Csrf } from '../middleware/csrf.ts';
import type { Pages } from '../pages/index.ts';
import type { Trail } from './trail.ts';

/** What the pages of a sign-in work with. */
export interface InteractionHost {
  /** The engine of now: it is another one after the signing keys were rotated. */
  readonly provider: () => Provider;
  readonly pages: Pages;
  readonly csrf: Csrf;
  readonly trail: Trail;
  readonly clients: Clients;
  readonly consents: Consents;
  readonly accounts: Accounts;
  readonly signUps: SignUps;
  readonly sessions: Sessions;
  readonly browsers: Browsers;
  readonly audit: Audit;
  readonly secure: boolean;
  /** The first one where nothing else fits. */
  readonly languages: readonly [string, ...string[]];
  readonly signUpOpen: boolean;
  /** Path of the outbox page, in development. */
  readonly outbox?: string;
}

/** How a client shows itself on pages. */
export const brandOf = (client: Client): ClientBrand => ({
  name: client.name,
  ...(client.logo && { logo: client.logo }),
  ...(client.homepage && { homepage: client.homepage }),
  ...(client.termsUrl && { termsUrl: client.termsUrl }),
  ...(client.privacyUrl && { privacyUrl: client.privacyUrl }),
  ...(client.accent && { accent: client.accent }),
  ...(client.texts && { texts: client.texts }),
});
