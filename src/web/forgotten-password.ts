import type { Context } from 'koa';
import { z } from 'zod';
import { normaliseEmail, type Recoveries } from '../accounts/index.ts';
import type { Clock } from '../clock.ts';
import type { RecoveryRequest } from '../letters/index.ts';
import { stateOf } from '../provider/index.ts';
import { formOf } from './middleware/form.ts';
import type { RecoverPage, RecoverSentPage } from './pages/index.ts';
import { recoveryAttempt, type TriesHost } from './tries.ts';

/** What is needed to send the letter for a forgotten password. */
export interface ForgottenPasswordHost extends TriesHost {
  readonly clock: Clock;
  readonly recoveries: Pick<Recoveries, 'minutes'>;
  /** Takes a request for a letter with which a new password is set. */
  readonly askForRecovery: (request: RecoveryRequest) => Promise<void>;
  /** Path of the outbox page, where letters land in it instead of being sent: in development. */
  readonly outbox?: string;
}

/** What the form is answered with: the form once more, or where to look. */
type Answer =
  | { readonly is: 'ask'; readonly more: Pick<RecoverPage, 'email' | 'errors'>; readonly status: number }
  | { readonly is: 'sent'; readonly page: Pick<RecoverSentPage, 'kind' | 'email' | 'minutes' | 'outbox'> };

/** Takes the form for a forgotten password: sends a letter if there is an account, and says the same if there is none. */
export async function takeForgotten(
  host: ForgottenPasswordHost,
  ctx: Context,
  request: Pick<RecoveryRequest, 'language' | 'client'>,
): Promise<Answer> {
  const { email: typed } = formOf(ctx, z.object({ email: z.string().max(400).default('') }));
  const email = normaliseEmail(typed);
  if (typed.trim() === '') return { is: 'ask', more: { errors: { email: 'missing' } }, status: 400 };
  if (email === undefined) return { is: 'ask', more: { email: typed, errors: { email: 'invalid' } }, status: 400 };
  const attempt = await recoveryAttempt(host, ctx, email);
  if (attempt.outcome === 'refused') {
    ctx.set('Retry-After', String(attempt.wait));
    return { is: 'ask', more: { email: typed, errors: { form: 'too-many' } }, status: 429 };
  }
  await host.askForRecovery({ email, at: host.clock.now(), origin: stateOf(ctx).origin, ...request });
  const { minutes } = host.recoveries;
  return { is: 'sent', page: { kind: 'recover-sent', email, minutes, ...(host.outbox && { outbox: host.outbox }) } };
}
