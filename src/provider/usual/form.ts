import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Context } from 'koa';

/** What is looked at here of a body, in bytes. */
const most = 1024;

/** The fields of a form, each once. */
export type Form = ReadonlyMap<string, string>;

/**
 * A form that a program sends to an endpoint, where nothing about it needs thought: no script of another site, no
 * compression, nothing in pieces, no field twice (RFC 6749 §3.2), none but these. It stays there for whoever comes next.
 */
export async function formFor(ctx: Context, path: string, names: ReadonlySet<string>): Promise<Form | undefined> {
  const body = isPlainForm(ctx, path) ? await peek(ctx.req) : undefined;
  // A `?` in front belongs to the first name, and would be left out here.
  if (body === undefined || body.startsWith('?')) return undefined;
  const fields = [...new URLSearchParams(body)];
  const form = new Map(fields);
  return form.size === fields.length && fields.every(([name]) => names.has(name)) ? form : undefined;
}

const isPlainForm = ({ path, method, headers }: Context, at: string): boolean =>
  path === at &&
  method === 'POST' &&
  /^application\/x-www-form-urlencoded(?:; ?charset=utf-8)?$/i.test(headers['content-type'] ?? '') &&
  headers['content-encoding'] === undefined &&
  headers.origin === undefined;

/** Reads a small body whose length is known, and puts it back. */
async function peek(request: IncomingMessage): Promise<string | undefined> {
  const length = Number(request.headers['content-length']);
  if (!(length > 0 && length <= most)) return undefined;
  if (request.readableLength === 0) await once(request, 'readable').catch(() => undefined);
  // In pieces, or cut off: not waited for here.
  if (request.readableLength < length) return undefined;
  const body = request.read() as Buffer;
  request.unshift(body);
  return body.toString('latin1');
}
