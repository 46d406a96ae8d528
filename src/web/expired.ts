import { Refused } from '../errors.ts';
import { stateOf, type RequestState } from '../provider/index.ts';

/**
 * Notes in the log that there was nothing under way, or behind a link.
 * @returns the reference that a page tells: the log has it too
 */
export function nothingThere(ctx: { readonly state: RequestState }, why: string): string {
  const state = stateOf(ctx);
  state.failure = new Refused('expired', why);
  return state.origin.requestId;
}
