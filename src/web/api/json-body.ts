import { bodyParser } from '@koa/bodyparser';
import type { Context, Middleware } from 'koa';
import { Refused } from '../../errors.ts';

/** Bytes of a body: more than the longest declaration needs. */
const limit = 64 * 1024;

/** Objects within objects. What is declared has four; thousands of them would be more than a stack holds. */
const deepest = 16;

const mergePatch = 'application/merge-patch+json';

const parse = bodyParser({
  enableTypes: ['json'],
  extendTypes: { json: ['application/json', mergePatch] },
  jsonLimit: limit,
  encoding: 'utf-8',
  onError: (cause) => {
    throw (cause as { type?: string }).type === 'entity.too.large'
      ? new Refused('too_large', `the body is larger than ${limit / 1024} KiB`, {}, { cause })
      : new Refused('invalid_request', 'the body is not a JSON object that can be read', {}, { cause });
  },
});

const read = (ctx: Context) => ctx.request as { body?: unknown; rawBody?: string };

/** Whether a request brings a body (RFC 9112 §6.3), were it an empty one. */
const hasBody = ({ headers }: Context): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;

/** Reads an object of JSON in UTF-8 (RFC 8259 §8.1). @param types the content types that are taken */
const readJson =
  (...types: readonly string[]): Middleware =>
  async (ctx, next) => {
    const { type, charset } = ctx.request;
    if (!types.includes(type) || !/^(utf-?8)?$/i.test(charset)) {
      throw new Refused('unsupported_media_type', `a body of type ${types.join(' or ')} in UTF-8 is needed`, {
        type: ctx.get('content-type').slice(0, 100),
      });
    }
    await parse(ctx, async () => {
      const { body, rawBody = '' } = read(ctx);
      // What was no UTF-8 was read as some other text than was sent.
      if (rawBody.includes('\ufffd')) throw new Refused('invalid_request', 'the body is not UTF-8');
      if (rawBody.trim() === '' || Array.isArray(body))
        throw new Refused('invalid_request', 'the body is not an object');
      if (isDeeperThan(deepest, body)) throw new Refused('invalid_request', 'the body is nested too deeply');
      await next();
    });
  };

const isDeeperThan = (most: number, value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (most === 0 || (Object.values(value) as unknown[]).some((inner) => isDeeperThan(most - 1, inner)));

export const jsonBody: Middleware = readJson('application/json');

/** A JSON Merge Patch (RFC 7396), under its own name or that of JSON. */
export const patchBody: Middleware = readJson(mergePatch, 'application/json');

/** An object that may be left out with everything in it. */
export const optionalJsonBody: Middleware = async (ctx, next) => {
  await (hasBody(ctx) ? jsonBody(ctx, next) : next());
};

/** Refuses a body where none is read: whoever sends one expects something of it. */
export const noBody: Middleware = (ctx, next) => {
  if (hasBody(ctx)) throw new Refused('invalid_request', 'a body is not taken here');
  return next();
};

/** What the body has, as it came; an empty object where there is none. */
export const bodyOf = (ctx: Context): unknown => read(ctx).body ?? {};
