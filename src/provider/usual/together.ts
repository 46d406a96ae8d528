import { byTurn } from '../../by-turn.ts';

const gather = byTurn<() => void>((answers) => answers.forEach((answer) => answer()), 1);

/**
 * Resolves at the end of the event loop's turn, for all answers that are ready in it: they go out one right after the other.
 *
 * Each answer wakes whoever waits for it, which costs the server nearly as much as the answer does; thirty at once wake
 * the other side once. A busy server answers half as many requests more, and each sooner.
 *
 * For answers to programs only. Of one that tells nobody whether there is an account, what else is done in its turn for
 * those that have one would be seen by its time.
 */
export const together = (): Promise<void> => new Promise(gather);
