import { timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';
import type { Digest } from '../../keys/index.ts';
import { Refused } from '../../errors.ts';
import { stateOf } from '../../provider/index.ts';

/** Binds forms to the browser they were given to and the thing they act on. */
export interface Csrf {
  /** @param scope what the form acts on: a form of one sign-in is worth nothing in another */
  token(ctx: Pick<Context, 'state'>, scope: string): string;
  /** @throws {Refused} forbidden when the form is not from this browser, or was for something else */
  verify(ctx: Pick<Context, 'state'>, scope: string, given: unknown): void;
}

export function createCsrf(digest: Digest): Csrf {
  const tokenFor = (browser: string, scope: string): string => digest('csrf', `${browser}\0${scope}`);
  return {
    token(ctx, scope) {
      const { browser } = stateOf(ctx);
      if (browser === undefined) throw new Error('a form for a browser without a cookie');
      return tokenFor(browser, scope);
    },
    verify(ctx, scope, given) {
      const { browser } = stateOf(ctx);
      const expected = browser === undefined ? '' : tokenFor(browser, scope);
      const right =
        typeof given === 'string' &&
        expected.length > 0 &&
        given.length === expected.length &&
        timingSafeEqual(Buffer.from(given), Buffer.from(expected));
      if (!right) throw new Refused('forbidden', 'the form is not from this browser', { reason: 'foreign-form' });
    },
  };
}
