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

/** What every answer to a request says, whether it is a page, JSON, a redirect or nothing. */
const policy = /^default-src 'none';(?=.*base-uri 'none')(?=.*frame-ancestors 'none')/;

/** What holds for every answer, whatever was asked. */
export function expectSound(answer: RawAnswer, asked: string): void {
  const { status, headers, body } = answer;
  const type = headers.get('content-type')?.[0] ?? '';
  const first = (name: string): string | undefined => headers.get(name)?.[0];
  const said = {
    policy: first('content-security-policy'),
    frames: first('x-frame-options'),
    sniffing: first('x-content-type-options'),
  };
  // What cannot be read as a request is answered in plain text, or by Node itself with nothing.
  const isRead =
    said.policy !== undefined || ![400, 408, 413, 431].includes(status) || !/^(text\/plain.*)?$/.test(type);
  const found = {
    asked,
    status,
    tells: inside.exec(body)?.[0] ?? inside.exec([...headers.values()].flat().join('\n'))?.[0],
    server: first('server') ?? first('x-powered-by'),
    ...(isRead && said),
  };
  expect(found).toEqual({
    asked,
    status: expect.any(Number),
    tells: undefined,
    server: undefined,
    ...(isRead && { policy: expect.stringMatching(policy), frames: 'DENY', sniffing: 'nosniff' }),
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
