/** Networks from which nothing is answered, or nothing may be guessed. */
export { banCollection, type Ban } from './ban.ts';
export { createBans, type Bans, type NewBan } from './bans.ts';
export { parseNetwork } from './network.ts';
export type { Wanted } from './stops.ts';
