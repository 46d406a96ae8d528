import type { Context } from 'koa';
import { z } from 'zod';
import type { Seconds } from '../clock.ts';
import { Refused } from '../errors.ts';
import type { Offer } from '../protection/index.ts';

/** A try that met a budget which others have used up: there is something to do before it is made. */
export class MustPass extends Refused {
  readonly wait: Seconds;
  readonly offer: Offer;

  constructor(wait: Seconds, offer: Offer) {
    super('too_many_requests', 'there were too many tries, wait before the next one', { retryAfter: wait });
    this.wait = wait;
    this.offer = offer;
  }
}

const Came = z.object({
  /** A solution, or a ticket. */
  pass: z.string().min(1).max(2000).optional().catch(undefined),
  /** Draws a ticket. */
  queue: z.string().min(1).max(200).optional().catch(undefined),
});

/** What came with a form to pass a full budget: the form itself is whichever page's. */
export const passIn = (ctx: Context): z.infer<typeof Came> =>
  Came.parse((ctx.request as { body?: unknown }).body ?? {});
