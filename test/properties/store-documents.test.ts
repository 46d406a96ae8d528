import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { Duplicate, type Documents, type Fresh, type Store } from '../../adapters/store.ts';
import { people, type Person } from '../contract/collections.ts';
import { describeWithServers, serversSubject, sqliteSubject, type Subject } from '../contract/subject.ts';

/** What documents are, in so few lines that one sees it is right: the stores must answer the same. */
class Model {
  readonly #stored = new Map<string, Person>();

  get(id: string): Person | undefined {
    return this.#stored.get(id);
  }

  insert(document: Fresh<Person>): Person | string {
    const taken = this.#stored.has(document.id) ? 'id' : this.#taken(document);
    if (taken) return taken;
    return this.#set({ ...document, revision: 1 });
  }

  replace(document: Person): Person | string | undefined {
    if (this.#stored.get(document.id)?.revision !== document.revision) return undefined;
    return this.#taken(document) ?? this.#set({ ...document, revision: document.revision + 1 });
  }

  remove({ id, revision }: Person): boolean {
    return this.#stored.get(id)?.revision === revision && this.#stored.delete(id);
  }

  find(team: string | undefined): Person[] {
    const found = [...this.#stored.values()].filter((person) => person.team === team);
    return found.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  #taken({ id, email }: Fresh<Person>): string | undefined {
    return [...this.#stored.values()].some((other) => other.id !== id && other.email === email && email)
      ? 'email'
      : undefined;
  }

  #set(document: Person): Person {
    this.#stored.set(document.id, document);
    return document;
  }
}

type Step =
  | {
      readonly kind: 'insert' | 'replace';
      readonly id: number;
      readonly revision: number;
      readonly email?: number;
      readonly team?: number;
    }
  | { readonly kind: 'get' | 'remove'; readonly id: number; readonly revision: number }
  | { readonly kind: 'find'; readonly team: number };

const few = (most: number) => fc.integer({ min: 1, max: most });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record(
      { kind: fc.constantFrom('insert', 'replace'), id: few(3), revision: few(3), email: few(2), team: few(2) },
      { requiredKeys: ['kind', 'id', 'revision'] },
    ),
    fc.record({ kind: fc.constantFrom('get', 'remove'), id: few(3), revision: few(3) }),
    fc.record({ kind: fc.constant('find'), team: few(2) }),
  ),
  { maxLength: 30 },
);

function answersLikeTheModel(subject: Subject, numRuns: number): void {
  describe('documents', () => {
    let store: Store;
    beforeAll(async () => {
      store = await subject.open();
    });
    afterAll(() => store.close());

    test('any sequence of steps is answered like the model', async () => {
      await fc.assert(
        fc.asyncProperty(steps, async (sequence) => {
          const own = randomUUID();
          const model = new Model();
          for (const step of sequence) {
            expect(await perform(store.documents, step, own)).toEqual(performOnModel(model, step, own));
          }
        }),
        { numRuns },
      );
    });

    test('any document is kept as JSON keeps it', async () => {
      await fc.assert(
        fc.asyncProperty(fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' }), async (content) => {
          const { id } = await store.documents.insert(people, { id: randomUUID(), content });
          const found = await store.documents.get(people, id);
          expect(JSON.stringify(found?.content)).toBe(JSON.stringify(content));
        }),
        { numRuns },
      );
    });
  });
}

/** Its own ids and values, so that runs are apart in one store. */
function documentOf(step: Extract<Step, { readonly revision: number }>, own: string): Person {
  const [email, team] = 'email' in step || 'team' in step ? [step.email, step.team] : [];
  return {
    id: `${own}-${step.id}`,
    revision: step.revision,
    ...(email !== undefined && { email: `${own}-${email}` }),
    ...(team !== undefined && { team: `${own}-${team}` }),
  };
}

async function perform(documents: Documents, step: Step, own: string): Promise<unknown> {
  if (step.kind === 'find')
    return documents.find(people, { field: 'team', equals: `${own}-${step.team}` }, { limit: 10 });
  const document = documentOf(step, own);
  if (step.kind === 'get') return documents.get(people, document.id);
  if (step.kind === 'remove') return documents.remove(people, document);
  try {
    return await documents[step.kind](people, document);
  } catch (error) {
    if (error instanceof Duplicate) return error.field;
    throw error;
  }
}

function performOnModel(model: Model, step: Step, own: string): unknown {
  if (step.kind === 'find') return model.find(`${own}-${step.team}`);
  const document = documentOf(step, own);
  return step.kind === 'get' ? model.get(document.id) : model[step.kind](document);
}

const sqlite = await sqliteSubject();
describe('SQLite', () => {
  afterAll(() => sqlite.remove());
  answersLikeTheModel(sqlite, 200);
});

describeWithServers('MongoDB', await serversSubject(), (servers) => {
  afterAll(() => servers.remove());
  answersLikeTheModel(servers, 50);
});
