import type { KoaContextWithOIDC } from 'oidc-provider';

/** Pages that the engine needs somebody else to draw. */
export interface EngineViews {
  error(
    ctx: KoaContextWithOIDC,
    out: { readonly error: string; readonly error_description?: string | undefined },
    error: Error,
  ): Promise<void>;
  /** Answers a sign-out request whose hint, client and address the engine has looked at. */
  signOut(ctx: KoaContextWithOIDC): Promise<void>;
  /** A page that goes on to an app's private-use address by itself, and by a link where the browser does not. */
  goOn(ctx: KoaContextWithOIDC, url: string): Promise<void>;
  formPost(ctx: KoaContextWithOIDC, redirectUri: string, fields: Readonly<Record<string, string>>): Promise<void>;
}
