/** The composition root: the one place that knows every room, and wires them. */
export { lasting } from './collections.ts';
export { ringOf } from './keys.ts';
export { migrations } from './migrations.ts';
export { openRooms, type Rooms } from './open.ts';
export { openStoreOf } from './store.ts';
