/** What an admin starts for somebody who has lost something, and what waits so that it can be stopped. */
export { createResets, withoutReset, type ResetOf, type Resettable } from './resets.ts';
