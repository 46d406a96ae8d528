import type { Context } from 'koa';
import { formTo, interactionOf, show } from './details.ts';
import { brandOf, type InteractionHost } from './host.ts';

/** The recovery codes that came with the first factor. */
export function showCodes(host: InteractionHost, ctx: Context, codes: readonly string[]): void {
  const client = brandOf(interactionOf(ctx).client);
  show(host, ctx, { kind: 'recovery-codes', client, codes, form: formTo(host, ctx, 'go-on') });
}
