import type { Context } from 'koa';
import type { Account } from '../../accounts/index.ts';
import type { Session } from '../../devices/index.ts';

/** Who asks for a page: everything there is done by this account and no other. */
export interface Own {
  readonly account: Account;
  readonly session: Session;
}

const owners = new WeakMap<Context, Own>();

/** Notes who was found signed in. */
export const noteOwn = (ctx: Context, own: Own): void => void owners.set(ctx, own);

/** Who was found signed in. */
export function ownOf(ctx: Context): Own {
  const own = owners.get(ctx);
  if (!own) throw new Error('a page of an account without the account');
  return own;
}
