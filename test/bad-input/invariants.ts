import { expect } from '@jest/globals';
import type { RawAnswer } from './raw.ts';
import { accountCollection } from '../../src/accounts/index.ts';
import { consentCollection } from '../../src/consents/index.ts';
import { sessionCollection } from '../../src/devices/index.ts';
import { familyCollection } from '../../src/tokens/index.ts';
import type { AnyCollection, Collection, Document } from '../../adapters/store.ts';
import type { Postern } from '../support/postern.ts';

/** What of our inside must be in no answer: places in the code, names of errors, databases and files. */
const inside =
  /\bat [\w.<> ]+\((?:file:|node:|\/)|node_modules|\.[cm]?[jt]s:\d+|node:internal|SQLITE|sqlite_|Mongo|ECONN|ioredis|ZodError|TypeError|RangeError|SyntaxError|postern-test-/;

/** What holds for every answer, whatever was asked. */
export function expectSound(answer: RawAnswer, asked: string): void {
  const { status, headers, body } = answer;
  const type = headers.get('content-type')?.[0] ?? '';
  const found = {
    asked,
    status,
    tells: inside.exec(body)?.[0] ?? inside.exec([...headers.values()].flat().join('\n'))?.[0],
    csp: type.startsWith('text/html') ? headers.get('content-security-policy')?.[0] : undefined,
    frames: type.startsWith('text/html') ? headers.get('x-frame-options')?.[0] : undefined,
    sniffing: type.startsWith('text/html') ? headers.get('x-content-type-options')?.[0] : undefined,
  };
  expect(found).toEqual({
    asked,
    status: expect.any(Number),
    tells: undefined,
    ...(type.startsWith('text/html')
      ? {
          csp: expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
          frames: 'DENY',
          sniffing: 'nosniff',
        }
      : { csp: undefined, frames: undefined, sniffing: undefined }),
  });
  if (status >= 500) throw new Error(`${asked} was answered ${status}: ${body.slice(0, 300)}`);
}

const kinds: readonly AnyCollection[] = [accountCollection, consentCollection, sessionCollection, familyCollection];

/** How many there are of what a request must not bring about by accident: accounts, consents, sessions, families. */
export async function counts({ rooms }: Pick<Postern, 'rooms'>): Promise<Record<string, number>> {
  const counted = kinds.map(async (kind) => {
    const all = await rooms.store.documents.find(kind as Collection<Document>, undefined, { limit: 1000 });
    return [kind.name, all.length] as const;
  });
  return Object.fromEntries(await Promise.all(counted));
}
