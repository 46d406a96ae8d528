import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import type { Count, Ephemera, Store } from '../../adapters/store.ts';
import { describeWithServers, serversSubject, sqliteSubject, type Subject } from '../contract/subject.ts';

/** What ephemera are, with a clock that steps move: the stores must answer the same. */
class Model {
  readonly #values = new Map<string, { value: string; readonly until: number }>();
  now = 0;

  get(key: string): string | undefined {
    return this.#living(key)?.value;
  }

  put(key: string, value: string, ttl: number): void {
    this.#values.set(key, { value, until: this.now + ttl });
  }

  take(key: string): string | undefined {
    const value = this.get(key);
    this.#values.delete(key);
    return value;
  }

  putIfAbsent(key: string, value: string, ttl: number): boolean {
    if (this.#living(key)) return false;
    this.put(key, value, ttl);
    return true;
  }

  replace(key: string, expected: string, next: string): boolean {
    const living = this.#living(key);
    if (living?.value !== expected) return false;
    living.value = next;
    return true;
  }

  increment(key: string, ttl: number, by: number): number {
    const living = this.#living(key);
    if (!living) this.put(key, String(by), ttl);
    else living.value = String(Number(living.value) + by);
    return this.count(key);
  }

  count(key: string): number {
    return Number(this.get(key) ?? 0);
  }

  remove(key: string): void {
    this.#values.delete(key);
  }

  #living(key: string) {
    const entry = this.#values.get(key);
    return entry && entry.until > this.now ? entry : undefined;
  }
}

interface Step {
  readonly kind: 'get' | 'put' | 'take' | 'putIfAbsent' | 'replace' | 'increment' | 'count' | 'remove' | 'pass';
  readonly key: number;
  readonly value: number;
  readonly next: number;
  /** Seconds: how long it lives, or how much time passes. */
  readonly ttl: number;
}

const few = (most: number) => fc.integer({ min: 1, max: most });
const steps = (kinds: readonly Step['kind'][]): fc.Arbitrary<Step[]> =>
  fc.array(fc.record({ kind: fc.constantFrom(...kinds), key: few(2), value: few(3), next: few(3), ttl: few(4) }), {
    maxLength: 40,
  });
const timeless = ['get', 'put', 'take', 'putIfAbsent', 'replace', 'increment', 'count', 'remove'] as const;

function answersLikeTheModel({ open, forward }: Subject, numRuns: number): void {
  describe('ephemera', () => {
    let store: Store;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    test('any sequence of steps is answered like the model', async () => {
      await fc.assert(
        fc.asyncProperty(steps(forward ? [...timeless, 'pass'] : timeless), async (sequence) => {
          const own = randomUUID();
          const model = new Model();
          for (const step of sequence) {
            if (step.kind === 'pass') {
              forward?.(step.ttl);
              model.now += step.ttl;
            } else {
              // Where time does not stand still for the test, nothing may end within it.
              const ttl = forward ? step.ttl : 600;
              expect(await perform(store.ephemera, { ...step, ttl }, own)).toEqual(
                await perform(model, { ...step, ttl }),
              );
            }
          }
        }),
        { numRuns },
      );
    });

    test('any value is kept exactly', async () => {
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (value) => {
          const key = randomUUID();
          await store.ephemera.put('p', key, value, 600);
          expect(await store.ephemera.get('p', key)).toBe(value);
          expect(await store.ephemera.replace('p', key, value, `${value}.`)).toBe(true);
          expect(await store.ephemera.take('p', key)).toBe(`${value}.`);
        }),
        { numRuns },
      );
    });
  });
}

/** On the store keys are apart by `own`; the model is new for each run. */
async function perform(target: Ephemera | Model, step: Step, own = ''): Promise<unknown> {
  const kind = own ? ['p'] : [];
  const key = `${own}-${step.key}`;
  const values: readonly (string | number)[] = {
    get: [],
    take: [],
    remove: [],
    pass: [],
    count: [],
    put: [String(step.value), step.ttl],
    putIfAbsent: [String(step.value), step.ttl],
    replace: [String(step.value), String(step.next)],
    increment: [step.ttl, step.next],
  }[step.kind];
  const method = (target as unknown as Record<string, (...all: unknown[]) => unknown>)[step.kind];
  const answer = await method?.apply(target, [...kind, key, ...values]);
  // A store tells of a counter when it ends, too.
  if (step.kind !== 'increment' && step.kind !== 'count') return answer;
  return typeof answer === 'object' ? (answer as Count).count : (answer ?? 0);
}

const sqlite = await sqliteSubject();
describe('SQLite', () => {
  afterAll(() => sqlite.remove());
  answersLikeTheModel(sqlite, 200);
});

describeWithServers('Redis', await serversSubject(), (servers) => {
  afterAll(() => servers.remove());
  answersLikeTheModel(servers, 50);
});
