import { MongodbDocuments } from '../../adapters/mongodb/documents.ts';
import { SqliteDocuments } from '../../adapters/sqlite/documents.ts';
import type { AnyCollection } from '../../adapters/store.ts';

type Step = (collection: AnyCollection, of: unknown) => Promise<unknown>;

/** Lets something happen once in this process, nodes in it included, just after a step of the store. */
function onceAfter(
  name: 'get' | 'replace',
  isIt: (collection: string, of: unknown) => boolean,
  happen: () => Promise<unknown>,
): { readonly happened: boolean } {
  const state = { happened: false };
  for (const { prototype } of [SqliteDocuments, MongodbDocuments]) {
    const step = prototype[name] as Step;
    Object.defineProperty(prototype, name, {
      configurable: true,
      writable: true,
      async value(this: SqliteDocuments, collection: AnyCollection, of: unknown) {
        const outcome = await step.call(this, collection, of);
        if (!state.happened && isIt(collection.name, of)) {
          state.happened = true;
          await happen();
        }
        return outcome;
      },
    });
  }
  return state;
}

/**
 * Just after a document was read: what another request does between a look and what follows from it.
 * @param nth after which look, counted from now on
 */
export function onceRead(collection: string, id: string, happen: () => Promise<unknown>, nth = 1) {
  let looks = 0;
  return onceAfter('get', (name, asked) => name === collection && asked === id && (looks += 1) === nth, happen);
}

/** Just after a document was changed. @param isMeant of what it is changed to */
export const onceReplaced = (
  collection: string,
  id: string,
  happen: () => Promise<unknown>,
  isMeant: (document: object) => boolean = () => true,
) =>
  onceAfter(
    'replace',
    (name, document) => name === collection && (document as { id: string }).id === id && isMeant(document as object),
    happen,
  );
