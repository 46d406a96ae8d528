import type { KoaContextWithOIDC } from 'oidc-provider';
import { z } from 'zod';
import { stateOf } from './request.ts';

/**
 * What a sign-in hands over with who signed in, beside what the engine knows of: `login` of an interaction's result. The
 * engine takes it once more when a page that comes after is done, so nothing of it may do harm when it is done again.
 */
const SignInFacts = z.object({
  /** The account's count of sign-outs everywhere at the moment when it proved who it is. */
  signOuts: z.number().default(0),
  /** See `Session`. */
  doubtful: z.boolean().default(false),
  sparedBy: z.number().exactOptional(),
  /** See `SignInDetails`. */
  factor: z.string().exactOptional(),
  signals: z.string().exactOptional(),
  /** That the browser is to be spared the second factor from now on. */
  memory: z.object({ signOuts: z.number(), factorChanges: z.number(), count: z.number() }).exactOptional(),
});
export type SignInFacts = z.output<typeof SignInFacts>;

/** What the sign-in that this request ends says of itself. @returns undefined where it ends none */
export function signInOf({ oidc }: KoaContextWithOIDC): SignInFacts | undefined {
  const login = oidc.result?.login;
  return login && SignInFacts.parse(login);
}

/** What counts for the session of a request when it is asked what it still needs. */
export const countsFor = (
  ctx: KoaContextWithOIDC,
): { readonly doubtful?: boolean; readonly sparedBy?: number | undefined } =>
  signInOf(ctx) ?? stateOf(ctx).session?.session ?? {};
