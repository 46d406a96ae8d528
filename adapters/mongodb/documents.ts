import type { Collection as MongoCollection, Db, Filter } from 'mongodb';
import { refusalOf } from '../duplicates.ts';
import { requireDue, requireFindable, requireLimit } from '../queries.ts';
import {
  StoreUnavailable,
  type AnyCollection,
  type Collection,
  type Document,
  type Documents,
  type Fresh,
  type Page,
} from '../store.ts';
import { isTaken, maxTimeMS } from './connection.ts';
import { Gets } from './gets.ts';
import { Answers, patience, type Patience } from './hangs.ts';
import { Inserts } from './inserts.ts';
import { fromStored, toStored, type Stored } from './stored.ts';

/** Documents in a MongoDB collection each. See `connect` for what its reads and writes promise. */
export class MongodbDocuments implements Documents {
  #db: Db;
  readonly #collections = new Map<string, MongoCollection<Stored>>();
  readonly #gets = new Map<string, Gets>();
  readonly #inserts = new Map<string, Inserts>();
  readonly #answers: Answers;
  readonly #onHang: () => void;
  #waiting = 0;

  /** @param options.onHang told when the driver hangs */
  constructor(db: Db, options: { readonly patience?: Patience; readonly onHang?: () => void } = {}) {
    this.#db = db;
    this.#answers = new Answers(options.patience ?? patience);
    this.#onHang = options.onHang ?? (() => undefined);
  }

  /** From now on operations go by this connection to the same database. */
  use(db: Db): void {
    this.#db = db;
    for (const ofTheLast of [this.#collections, this.#gets, this.#inserts]) ofTheLast.clear();
  }

  /** How many operations wait for their answer. */
  get queued(): number {
    return this.#waiting;
  }

  async get<T extends Document>(collection: Collection<T>, id: string): Promise<T | undefined> {
    const stored = await this.#answer(this.#getsFrom(collection).get(id));
    return stored ? fromStored<T>(stored) : undefined;
  }

  async find<T extends Document>(
    collection: Collection<T>,
    where: { readonly field: keyof T & string; readonly equals: string } | undefined,
    { after, limit, order = 'ascending' }: Page,
  ): Promise<T[]> {
    if (where) requireFindable(collection, where.field);
    const beyond = order === 'ascending' ? { $gt: after } : { $lt: after };
    // $eq, so that a value that is no text by mistake is compared and never read as an operator.
    const holds = where && { [where.field]: { $eq: where.equals } };
    const filter = { ...holds, ...(after !== undefined && { _id: beyond }) };
    return this.#search<T>(collection, filter, { _id: order === 'ascending' ? 1 : -1 }, limit);
  }

  async due<T extends Document>(
    collection: Collection<T>,
    field: keyof T & string,
    upTo: number,
    limit: number,
    after?: T,
  ): Promise<T[]> {
    requireDue(collection, field);
    const from = after && Number(after[field]);
    const beyond = after && { $or: [{ [field]: { $gt: from } }, { [field]: from, _id: { $gt: after.id } }] };
    const filter = { [field]: { $lte: upTo }, ...beyond };
    return this.#search<T>(collection, filter, { [field]: 1, _id: 1 }, limit);
  }

  async insert<T extends Document>(collection: Collection<T>, document: Fresh<T>): Promise<T> {
    const inserted = { ...document, revision: 1 } as unknown as T;
    await this.#write(this.#insertsInto(collection).add(toStored(inserted)), collection, document, 'insert');
    return inserted;
  }

  async replace<T extends Document>(collection: Collection<T>, document: T): Promise<T | undefined> {
    const { id, revision } = document;
    const next = { ...document, revision: revision + 1 };
    const replaced = this.#in(collection).replaceOne(exactly(id, revision), toStored(next));
    const { matchedCount } = await this.#write(replaced, collection, document, 'replace');
    return matchedCount === 1 ? next : undefined;
  }

  async remove<T extends Document>(
    collection: Collection<T>,
    { id, revision }: Pick<T, 'id' | 'revision'>,
  ): Promise<boolean> {
    return (await this.#answer(this.#in(collection).deleteOne(exactly(id, revision)))).deletedCount === 1;
  }

  async #search<T extends Document>(
    collection: AnyCollection,
    filter: Record<string, unknown>,
    sort: Record<string, 1 | -1>,
    limit: number,
  ): Promise<T[]> {
    requireLimit(limit);
    const options = { sort, limit, batchSize: limit, singleBatch: true, maxTimeMS };
    const found = this.#in(collection).find(filter as Filter<Stored>, options);
    return (await this.#answer(found.toArray())).map(fromStored<T>);
  }

  async #write<T extends Document, R>(
    outcome: Promise<R>,
    collection: Collection<T>,
    document: Fresh<T>,
    step: 'insert' | 'replace',
  ): Promise<R> {
    try {
      return await this.#answer(outcome);
    } catch (error) {
      const taken = error instanceof StoreUnavailable && isTaken(error.cause);
      throw taken ? await refusalOf(this, collection, document, step) : error;
    }
  }

  async #answer<T>(answer: Promise<T>): Promise<T> {
    this.#waiting++;
    const db = this.#db;
    try {
      return await this.#answers.wait(answer, () => {
        if (db === this.#db) this.#onHang();
      });
    } catch (error) {
      throw new StoreUnavailable('MongoDB did not answer, or not clearly', { cause: error });
    } finally {
      this.#waiting--;
    }
  }

  #in({ name }: AnyCollection): MongoCollection<Stored> {
    let collection = this.#collections.get(name);
    if (!collection) this.#collections.set(name, (collection = this.#db.collection<Stored>(name)));
    return collection;
  }

  #getsFrom(collection: AnyCollection): Gets {
    let gets = this.#gets.get(collection.name);
    if (!gets) this.#gets.set(collection.name, (gets = new Gets(this.#in(collection))));
    return gets;
  }

  #insertsInto(collection: AnyCollection): Inserts {
    let inserts = this.#inserts.get(collection.name);
    if (!inserts) {
      inserts = new Inserts(this.#in(collection), collection.durability ?? 'settled');
      this.#inserts.set(collection.name, inserts);
    }
    return inserts;
  }
}

const exactly = (id: string, revision: number): Filter<Stored> => ({ _id: { $eq: id }, revision: { $eq: revision } });
