/** Networks from which nothing is answered. */
export { banCollection, type Ban } from './ban.ts';
export { createBans, type Bans, type NewBan } from './bans.ts';
export { parseNetwork } from './network.ts';
