import type { Configuration } from 'oidc-provider';

/**
 * Names of the cookies. Over https the browser itself holds them to this origin (`__Host-`) or at least to https
 * (`__Secure-`: the engine gives interaction and resume cookies a path of their own, which `__Host-` forbids).
 */
export const cookieNames = (secure: boolean) =>
  ({
    browser: secure ? '__Host-postern.browser' : 'postern.browser',
    accounts: secure ? '__Host-postern.accounts' : 'postern.accounts',
    factorMemory: secure ? '__Host-postern.factor-memory' : 'postern.factor-memory',
    language: secure ? '__Host-postern.language' : 'postern.language',
    window: secure ? '__Host-postern.window' : 'postern.window',
    session: secure ? '__Host-postern.session' : 'postern.session',
    interaction: secure ? '__Secure-postern.interaction' : 'postern.interaction',
    resume: secure ? '__Secure-postern.resume' : 'postern.resume',
    signUp: secure ? '__Secure-postern.sign-up' : 'postern.sign-up',
  }) as const;

/** What all cookies share. Lax: they come along when an app sends the browser here, and with no other site's form. */
export const cookieOptions = (secure: boolean) =>
  ({ httpOnly: true, secure, sameSite: 'lax', overwrite: true }) as const;

/** The engine's `cookies`. What lasts points to a record, by a MAC of its own. */
export const engineCookies = (secure: boolean, keys: readonly string[]): NonNullable<Configuration['cookies']> => ({
  names: cookieNames(secure),
  keys: [...keys],
  long: { ...cookieOptions(secure), signed: false },
  short: { ...cookieOptions(secure), signed: true },
});
