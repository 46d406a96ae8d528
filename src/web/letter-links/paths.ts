import type { ResetOf } from '../../resets/index.ts';

/** Where the links in letters lead: paths of the issuer's own origin, whatever host was asked (CVE-2023-49097). */

/** Path of the page for a forgotten password. The app is who asked for it: where the person goes on afterwards. */
export const recoverPath = (token: string, client: string | undefined): string => `/recover/${token}${appIn(client)}`;

/** Path of the page on which one more such letter is asked for. */
export const askAgainPath = (client: string | undefined): string => `/recover${appIn(client)}`;

/** Path of the page that stops a reset. */
export const stopResetPath = (of: ResetOf, token: string): string =>
  `/stop-reset/${of === 'email' ? 'email/' : ''}${token}`;

/** Path of the page on which whoever has an address says that it is for an account. */
export const confirmAddressPath = (token: string): string => `/confirm-address/${token}`;

/** Path of the page on which an owner says that something was not them, and so takes back a change of address too. */
export const notMePath = (token: string): string => `/not-me/${token}`;

/** Path of the page on which somebody who was invited signs up. */
export const invitationPath = (token: string): string => `/invitation/${token}`;

const appIn = (client: string | undefined): string =>
  client === undefined ? '' : `?client_id=${encodeURIComponent(client)}`;
