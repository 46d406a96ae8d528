import type { Context } from 'koa';
import { z } from 'zod';
import type { PasswordStrength } from '../accounts/index.ts';

const Strength = z.enum(['fair', 'good', 'strong']) satisfies z.ZodType<PasswordStrength>;

/** How hard the password is to guess that was just chosen, as the address says. It changes nothing, and is in no store. */
export const strengthIn = (ctx: Context): PasswordStrength | undefined =>
  Strength.safeParse(ctx.query['password']).data;
