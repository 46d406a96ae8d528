import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Ephemera } from './store.ts';

/** What JSON never holds unescaped: it stands for the id in a stored payload. */
const idMark = '\0';

/** What of oidc-provider's Adapter a model needs; the rest is refused. */
export type PartialAdapter = Partial<Adapter>;

/**
 * oidc-provider's Adapter on the ephemeral store.
 *
 * The engine's ids are credentials (codes, tokens, interaction cookies), and its payloads repeat them. The store gets
 * neither: the key is the id's keyed hash, and every copy of the id is taken out of the payload and put back on find.
 *
 * @param hash keyed hash of an id
 */
export function ephemeralAdapter(options: {
  readonly ephemera: Ephemera;
  readonly kind: string;
  readonly hash: (id: string) => string;
}): Adapter {
  const { ephemera, kind, hash } = options;
  return completeAdapter(kind, {
    async upsert(id, payload, expiresIn) {
      const text = JSON.stringify(payload).replaceAll(id, idMark);
      await ephemera.put(kind, hash(id), text, expiresIn ?? 0);
    },
    async find(id) {
      const text = await ephemera.get(kind, hash(id));
      return text === undefined ? undefined : (JSON.parse(text.replaceAll(idMark, id)) as AdapterPayload);
    },
    destroy: (id) => ephemera.remove(kind, hash(id)),
  });
}

/** An Adapter of these methods; the engine calling any other is a mistake of ours, and stops the request. */
export function completeAdapter(model: string, methods: PartialAdapter): Adapter {
  const refuse = (method: string) => () => Promise.reject(new Error(`${model}.${method} is not for this store`));
  return {
    upsert: refuse('upsert'),
    find: refuse('find'),
    findByUserCode: refuse('findByUserCode'),
    findByUid: refuse('findByUid'),
    consume: refuse('consume'),
    destroy: refuse('destroy'),
    // What a grant's end must reach names its family, and asks it: there is nothing to look for one by one.
    revokeByGrantId: () => Promise.resolve(),
    ...methods,
  };
}
