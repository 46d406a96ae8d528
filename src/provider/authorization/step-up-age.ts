import { interactionPolicy } from 'oidc-provider';
import { signInOf } from '../sign-in.ts';

/**
 * Asks for all of a sign-in where only the second factor was proven in it and the first one, which an earlier session had
 * proven, has become older than the app allows (`max_age`, OIDC Core §3.1.2.1) while the page waited. The engine takes
 * whatever a page ends with for a new sign-in, and looks at no age.
 */
export const stepUpAge = new interactionPolicy.Check(
  'step_up_age',
  'the sign-in is older than the app allows',
  'login_required',
  (ctx) => {
    const { params, session } = ctx.oidc;
    const maxAge = params?.['max_age'];
    return signInOf(ctx)?.earlier !== undefined && maxAge !== undefined && session?.past(Number(maxAge)) === true;
  },
);
