import { bodyParser } from '@koa/bodyparser';
import type { Context, Middleware } from 'koa';
import type { z } from 'zod';
import { Refused } from '../../errors.ts';
import { isWellFormed } from '../../provider/index.ts';

/** Bytes of a form: more than any of ours needs, a password of 256 characters included. */
const limit = 16 * 1024;

const parse = bodyParser({
  enableTypes: ['form'],
  formLimit: limit,
  encoding: 'utf-8',
  onError: (cause) => {
    throw (cause as { type?: string }).type === 'entity.too.large'
      ? new Refused('too_large', 'the form is too large', {}, { cause })
      : new Refused('invalid_request', 'the form cannot be read', {}, { cause });
  },
});

/** Reads a posted form; any other content type is refused. */
export const readForm: Middleware = async (ctx, next) => {
  if (!ctx.is('application/x-www-form-urlencoded')) {
    throw new Refused('unsupported_media_type', 'a form is expected', { type: ctx.get('content-type').slice(0, 100) });
  }
  await parse(ctx, async () => {
    if (!isWellFormed((ctx.request as { rawBody?: string }).rawBody ?? '')) {
      throw new Refused('invalid_request', 'the form is not percent-encoded UTF-8');
    }
    await next();
  });
};

/** The form's fields, as one schema has them. @throws {Refused} invalid_request */
export function formOf<T extends z.ZodType>(ctx: Context, schema: T): z.infer<T> {
  const parsed = schema.safeParse((ctx.request as { body?: unknown }).body ?? {});
  if (!parsed.success) {
    throw new Refused('invalid_request', 'a field of the form is missing or wrong', {
      fields: parsed.error.issues.map(({ path }) => path.join('.')),
    });
  }
  return parsed.data;
}
