import { errorFields, type Plain } from './errors.ts';
import { line } from './line.ts';

/**
 * What a log line may tell. A field that is not named here is dropped, whatever it holds: so a secret cannot be logged
 * because somebody passed a whole request, a form or a record.
 */
const allowed: ReadonlySet<string> = new Set([
  // the request
  'requestId',
  'method',
  'path',
  'status',
  'duration',
  'address',
  'userAgent',
  // who and what
  'account',
  'client',
  'resource',
  'session',
  'family',
  'generation',
  'presented',
  'current',
  'event',
  'kind',
  // why
  'code',
  'text',
  'reason',
  'field',
  'fields',
  'type',
  'collection',
  'pepper',
  // the node
  'profile',
  'issuer',
  'port',
  'store',
  'version',
  'step',
  'count',
  'signal',
  'url',
]);

/** Characters of a text that are logged. */
const longest = 300;

/**
 * Takes what may be logged out of what was given.
 *
 * @param fields an Error under `error` becomes its name, code, message and place
 * @param dropped is told the name of each field that is not allowed
 */
export function plainFields(fields: Readonly<Record<string, unknown>>, dropped: (name: string) => void): Plain {
  const plain: Record<string, string | number | boolean> = {};
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if (value === undefined || value === null) continue;
    if (name === 'error') {
      Object.assign(plain, errorFields(value));
      continue;
    }
    const shown = allowed.has(name) ? plainValue(value) : undefined;
    if (shown === undefined) dropped(name);
    else plain[name] = shown;
  }
  return plain;
}

function plainValue(value: unknown): string | number | boolean | undefined {
  switch (typeof value) {
    case 'string':
      return line(value, longest);
    case 'number':
    case 'boolean':
      return value;
    default:
      return Array.isArray(value) && value.every((entry) => typeof entry === 'string')
        ? line(value.slice(0, 20).join(', '), longest)
        : undefined;
  }
}
