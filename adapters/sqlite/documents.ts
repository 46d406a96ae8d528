import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { refusalOf } from '../duplicates.ts';
import {
  StoreUnavailable,
  type AnyCollection,
  type Collection,
  type Document,
  type Documents,
  type Durability,
  type Fresh,
  type Page,
} from '../store.ts';
import { requireDue, requireFindable, requireLimit } from '../queries.ts';
import { Taken, type GroupCommit, type Operation } from './group.ts';
import { fieldOf } from './schema.ts';

type Row = readonly [id: string, revision: number, body: string];

interface Writes {
  readonly insert: Operation;
  readonly replace: Operation;
  readonly remove: Operation;
}

/** Documents as JSON in a table per collection: read at once on this thread, written by the writer's. */
export class SqliteDocuments implements Documents {
  readonly #reader: DatabaseSync;
  readonly #group: GroupCommit;
  readonly #reads = new Map<string, StatementSync>();
  readonly #writes = new Map<string, Writes>();

  constructor(reader: DatabaseSync, group: GroupCommit) {
    this.#reader = reader;
    this.#group = group;
  }

  async get<T extends Document>({ name }: Collection<T>, id: string): Promise<T | undefined> {
    return this.#read<T>(`SELECT "id", "revision", "body" FROM "${name}" WHERE "id" = ?`, id)[0];
  }

  async find<T extends Document>(
    collection: Collection<T>,
    where: { readonly field: keyof T & string; readonly equals: string } | undefined,
    { after, limit, order = 'ascending' }: Page,
  ): Promise<T[]> {
    requireLimit(limit);
    if (where) requireFindable(collection, where.field);
    const [beyond, direction] = order === 'ascending' ? ['>', 'ASC'] : ['<', 'DESC'];
    const conditions = [
      ...(where ? [`${fieldOf(where.field)} = ?`] : []),
      ...(after === undefined ? [] : [`"id" ${beyond} ?`]),
    ];
    return this.#read<T>(
      `SELECT "id", "revision", "body" FROM "${collection.name}"
       ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''} ORDER BY "id" ${direction} LIMIT ?`,
      ...(where ? [where.equals] : []),
      ...(after === undefined ? [] : [after]),
      limit,
    );
  }

  async due<T extends Document>(
    collection: Collection<T>,
    field: keyof T & string,
    upTo: number,
    limit: number,
    after?: T,
  ): Promise<T[]> {
    requireLimit(limit);
    requireDue(collection, field);
    return this.#read<T>(
      `SELECT "id", "revision", "body" FROM "${collection.name}" WHERE ${fieldOf(field)} <= ?
       ${after ? `AND (${fieldOf(field)}, "id") > (?, ?)` : ''} ORDER BY ${fieldOf(field)}, "id" LIMIT ?`,
      upTo,
      ...(after ? [Number(after[field]), after.id] : []),
      limit,
    );
  }

  async insert<T extends Document>(collection: Collection<T>, document: Fresh<T>): Promise<T> {
    const stored = { ...document, revision: 1 } as unknown as T;
    const { insert } = this.#writesTo(collection);
    await insert(durability(collection), stored.id, bodyOf(stored)).catch(
      this.#refused(collection, document, 'insert'),
    );
    return stored;
  }

  async replace<T extends Document>(collection: Collection<T>, document: T): Promise<T | undefined> {
    const { id, revision } = document;
    const { replace } = this.#writesTo(collection);
    const changed = await replace(durability(collection), bodyOf(document), id, revision).catch(
      this.#refused(collection, document, 'replace'),
    );
    return changed === 1 ? { ...document, revision: revision + 1 } : undefined;
  }

  async remove<T extends Document>(
    collection: Collection<T>,
    { id, revision }: Pick<T, 'id' | 'revision'>,
  ): Promise<boolean> {
    return (await this.#writesTo(collection).remove(durability(collection), id, revision)) === 1;
  }

  #read<T extends Document>(sql: string, ...values: (string | number)[]): T[] {
    try {
      let statement = this.#reads.get(sql);
      if (!statement) {
        statement = this.#reader.prepare(sql);
        statement.setReturnArrays(true);
        this.#reads.set(sql, statement);
      }
      return (statement.all(...values) as unknown as Row[]).map(parse<T>);
    } catch (error) {
      throw new StoreUnavailable('SQLite cannot read', { cause: error });
    }
  }

  #refused<T extends Document>(collection: Collection<T>, document: Fresh<T>, step: 'insert' | 'replace') {
    return async (error: unknown): Promise<never> => {
      throw error instanceof Taken ? await refusalOf(this, collection, document, step) : error;
    };
  }

  #writesTo({ name }: AnyCollection): Writes {
    let writes = this.#writes.get(name);
    if (!writes) {
      const prepare = (sql: string) => this.#group.prepare(sql, 'changes');
      writes = {
        insert: prepare(`INSERT INTO "${name}" ("id", "revision", "body") VALUES (?, 1, ?)`),
        replace: prepare(
          `UPDATE "${name}" SET "revision" = "revision" + 1, "body" = ? WHERE "id" = ? AND "revision" = ?`,
        ),
        remove: prepare(`DELETE FROM "${name}" WHERE "id" = ? AND "revision" = ?`),
      };
      this.#writes.set(name, writes);
    }
    return writes;
  }
}

const durability = (collection: AnyCollection): Durability => collection.durability ?? 'settled';

const bodyOf = (document: Document): string => JSON.stringify({ ...document, id: undefined, revision: undefined });

const parse = <T extends Document>([id, revision, body]: Row): T =>
  Object.assign(JSON.parse(body) as object, { id, revision }) as T;
