/** Which accounts are admins. */
export { createAdmins, isAdmin, type Added, type Admins } from './admins.ts';
