import type { Context } from 'koa';
import { z } from 'zod';
import type { AccountPage, Done } from '../pages/index.ts';
import { strengthIn } from '../strength.ts';

const Told = z.enum([
  'ended',
  'others',
  'renamed',
  'password',
  'disconnected',
  'reset-stopped',
  'email-reset-stopped',
  'email',
  'factor-added',
  'factor-removed',
  'passkey-added',
  'passkey-removed',
  'forgotten',
  'phone-added',
  'phone-removed',
  'email-codes-added',
  'email-codes-removed',
]) satisfies z.ZodType<Done>;

/** What the address says was just done. It changes nothing, and says only what is written here. */
export function doneIn(ctx: Context): Pick<AccountPage, 'done' | 'strength'> {
  const { data } = Told.safeParse(ctx.query['done']);
  const strength = data === 'password' ? strengthIn(ctx) : undefined;
  return { ...(data && { done: data }), ...(strength && { strength }) };
}
