import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import type { SentBy, Target } from '../../factors/index.ts';
import { stateOf } from '../../provider/index.ts';
import { formOf } from '../middleware/form.ts';
import { sendCode } from '../sent-codes.ts';
import { carryOut, factorAttempt } from '../tries.ts';
import { askForFactor, askToWait, provableIn } from './ask-factor.ts';
import { placeFor } from './ceremony.ts';
import { interactionOf, languageOf } from './details.ts';
import type { Proven } from './half-proven.ts';
import type { InteractionHost } from './host.ts';
import { provenSoFar, type Passed } from './proceed.ts';

const SendForm = z.object({ factor: z.enum(['sms', 'email']), phone: z.string().max(60).default('') });

/** POST …/factor/send: sends a code. Nothing but this button does. */
export const submitSend =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const { factor, phone } = formOf(ctx, SendForm);
    const proven = await provenSoFar(host, ctx);
    if (!proven) return;
    const provable = await provableIn(host, ctx, proven);
    if (!provable?.kinds.includes(factor)) return askForFactor(host, ctx, proven, factor);
    const { account } = provable;
    const asker = { account, place: placeFor(ctx, 'factor', account.id), language: languageOf(host, ctx) };
    const to: Target = factor === 'sms' ? { by: 'sms', phone } : { by: 'email', email: account.email, adds: false };
    const sending = await sendCode(host, ctx, asker, to);
    switch (sending.is) {
      case 'sent':
        ctx.redirect(`${interactionOf(ctx).path}/factor?with=${factor}`);
        ctx.status = 303;
        return;
      case 'pause':
      case 'wait':
        ctx.set('Retry-After', String(sending.seconds));
        return askForFactor(host, ctx, proven, factor, { errors: { send: sending.is }, wait: sending.seconds }, 429);
      case 'refused':
      case 'gone':
        return askForFactor(host, ctx, proven, factor, { errors: { send: 'refused' } }, 429);
    }
  };

/** A code that was sent for this step of this sign-in. */
export async function submitSentCode(
  host: InteractionHost,
  ctx: Context,
  proven: Proven,
  factor: SentBy,
  typed: string,
  passed: Passed,
): Promise<void> {
  const provable = await provableIn(host, ctx, proven);
  if (!provable?.kinds.includes(factor)) return askForFactor(host, ctx, proven, factor);
  const { account, record } = provable;
  const place = placeFor(ctx, 'factor', account.id);
  const { codes } = host.factors;
  // What waits is of the kind that may be proven: a code that went another way is none here.
  if (codes.waitingAt(record, place)?.by !== factor)
    return askForFactor(host, ctx, proven, factor, { errors: { code: 'late' } }, 400);
  const { attempt, browser } = await factorAttempt(host, ctx, account.id);
  if (attempt.outcome === 'refused') return askToWait(host, ctx, proven, factor, attempt.wait);
  const prove = () => codes.prove(account.id, { place, typed, email: account.email }, stateOf(ctx).origin, browser);
  const proof = await carryOut(attempt, prove, (outcome) => outcome.is !== 'wrong');
  switch (proof.is) {
    case 'right':
      return passed(proof.methods);
    case 'wrong':
    case 'late':
      return askForFactor(host, ctx, proven, factor, { errors: { code: proof.is } }, 400);
    case 'wait':
      return askToWait(host, ctx, proven, factor, proof.seconds);
  }
}
