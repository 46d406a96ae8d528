import { line } from './line.ts';

/** The fields of a log line as they are written. */
export type Plain = Readonly<Record<string, string | number | boolean>>;

/** Characters of an error's message and of its place in the code. */
const longestMessage = 300;
const longestStack = 2000;

/** What a log line tells of an error: its name, code, message and place, and those of what caused it. */
export function errorFields(error: unknown): Plain {
  if (!(error instanceof Error)) return { error: line(String(error), longestMessage) };
  const { code } = error as { code?: unknown };
  const places = error.stack?.split('\n').filter((place) => place.trimStart().startsWith('at ')) ?? [];
  return {
    error: line(`${error.name}: ${withoutCredentials(error.message)}`, longestMessage),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    stack: line(places.map((place) => place.trim()).join(' | '), longestStack),
    ...(error.cause === undefined ? {} : { cause: line(inShort(error.cause), longestMessage) }),
  };
}

function inShort(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}: ${withoutCredentials(cause.message)}` : typeof cause;
}

/** Messages of databases and mail servers may quote the URL they were given. */
const withoutCredentials = (message: string) => message.replaceAll(/:\/\/[^\s/@]*@/g, '://***@');
