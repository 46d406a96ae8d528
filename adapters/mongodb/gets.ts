import type { Collection } from 'mongodb';
import { maxTimeMS } from './connection.ts';
import type { Stored } from './stored.ts';

interface Waiting {
  resolve(stored: Stored | undefined): void;
  reject(error: unknown): void;
}

/**
 * Documents by id out of one collection: those of one turn of the event loop are asked for with one command. The
 * driver's work for a command is many times that for a document.
 */
export class Gets {
  readonly #collection: Collection<Stored>;
  #waiting = new Map<string, Waiting[]>();

  constructor(collection: Collection<Stored>) {
    this.#collection = collection;
  }

  get(id: string): Promise<Stored | undefined> {
    if (this.#waiting.size === 0) setImmediate(() => void this.#send());
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(id);
      if (waiting) waiting.push({ resolve, reject });
      else this.#waiting.set(id, [{ resolve, reject }]);
    });
  }

  async #send(): Promise<void> {
    const asked = this.#waiting;
    this.#waiting = new Map();
    try {
      const options = { batchSize: asked.size, singleBatch: true, maxTimeMS };
      const found = await this.#collection.find({ _id: { $in: [...asked.keys()] } }, options).toArray();
      const byId = new Map(found.map((stored) => [stored._id, stored]));
      for (const [id, waiting] of asked) answerAll(waiting, byId.get(id));
    } catch (error) {
      for (const waiting of asked.values()) waiting.forEach(({ reject }) => reject(error));
    }
  }
}

/** Each gets an object of its own: what one request does to it must not show in another. */
function answerAll([first, ...others]: readonly Waiting[], stored: Stored | undefined): void {
  others.forEach(({ resolve }) => resolve(structuredClone(stored)));
  first?.resolve(stored);
}
