/** Telling apps that somebody signed out (OpenID Connect Back-Channel Logout 1.0): whom, when, and by what request. */
export { logoutKind, type Logout } from './logout.ts';
export { oweLogouts } from './owed.ts';
export { tellApps } from './telling.ts';
