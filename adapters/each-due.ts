import type { Collection, Document, Documents } from './store.ts';

/** Documents of one step, and steps of one sweep: with one every ten seconds, 500 a second. */
const step = 200;
const steps = 25;

/**
 * Sees to every document whose number `field` is at most `upTo`, in small steps, so that requests are answered in between.
 * @param handle sees to one, so that it is not due any more; false where that cannot be done yet
 * @returns how many were seen to
 */
export async function eachDue<T extends Document>(
  documents: Documents,
  collection: Collection<T>,
  field: keyof T & string,
  upTo: number,
  handle: (document: T) => Promise<boolean>,
): Promise<number> {
  let handled = 0;
  let last: T | undefined;
  for (let taken = 0; taken < steps; taken += 1) {
    // Onwards from the last one: those that nothing can be done about yet stand in front, and are not to hide the rest.
    const due = await documents.due(collection, field, upTo, step, last);
    handled += (await Promise.all(due.map(handle))).filter(Boolean).length;
    if (due.length < step) break;
    last = due.at(-1);
  }
  return handled;
}
