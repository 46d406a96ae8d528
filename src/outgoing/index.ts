/** What goes out to others and must not be lost: kept until it has gone out, tried again for a day, and never twice at once. */
export { outgoingCollection, outgoingKind, type OutgoingKind } from './entry.ts';
export { usualPace, type Pace } from './pace.ts';
export { createOutgoing, type Attempting, type Outgoing, type OutgoingOutcome } from './queue.ts';
export { Undelivered } from './undelivered.ts';
