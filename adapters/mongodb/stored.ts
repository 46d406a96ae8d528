import type { Document } from '../store.ts';

/** As MongoDB keeps a document. */
export interface Stored {
  readonly _id: string;
  readonly revision: number;
  readonly [field: string]: unknown;
}

export function toStored({ id, ...fields }: Document): Stored {
  return { _id: id, ...fields };
}

export function fromStored<T extends Document>({ _id, ...fields }: Stored): T {
  return { id: _id, ...fields } as unknown as T;
}
