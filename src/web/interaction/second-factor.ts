import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { stateOf } from '../../provider/index.ts';
import { formOf } from '../middleware/form.ts';
import { carryOut, factorAttempt, passkeyAttempt } from '../tries.ts';
import { askForFactor, askToWait } from './ask-factor.ts';
import { PasskeyForm, placeFor } from './ceremony.ts';
import type { Proven } from './half-proven.ts';
import type { InteractionHost } from './host.ts';
import { proceed, provenSoFar, withFactor, type Passed } from './proceed.ts';
import { memoryFor } from './remembering.ts';
import { submitSentCode } from './sent-code.ts';

const FactorForm = z.object({
  factor: z.enum(['passkey', 'app', 'sms', 'email', 'recovery-code']),
  code: z.string().max(60).default(''),
  credential: PasskeyForm.shape.credential,
  remember: z.string().default(''),
});

/** GET …/factor: asks for the second factor, the usual one or another that the account has. */
export const showFactor =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const proven = await provenSoFar(host, ctx);
    if (proven) await askForFactor(host, ctx, proven, ctx.query['with']);
  };

/** POST …/factor: a right code, or a passkey's answer, ends the sign-in. */
export const submitFactor =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const { factor, code, credential, remember } = formOf(ctx, FactorForm);
    const half = await provenSoFar(host, ctx);
    if (!half) return;
    const memory = remember === 'yes' ? await memoryFor(host, ctx, half.account, factor) : undefined;
    // What is wished goes with what is right, and with nothing else.
    const passed: Passed = (methods) =>
      proceed(host, ctx, { ...withFactor(half, factor, methods), ...(memory && { memory }) });
    if (factor === 'passkey') return submitPasskey(host, ctx, half, credential, passed);
    if (code.trim() === '') return askForFactor(host, ctx, half, factor, { errors: { code: 'missing' } }, 400);
    if (factor === 'sms' || factor === 'email') return submitSentCode(host, ctx, half, factor, code, passed);
    const { attempt, browser } = await factorAttempt(host, ctx, half.account);
    if (attempt.outcome === 'refused') return askToWait(host, ctx, half, factor, attempt.wait);
    const prove = () => host.factors.prove(half.account, factor, code, stateOf(ctx).origin, browser);
    const proof = await carryOut(attempt, prove, (outcome) => outcome.is !== 'wrong');
    switch (proof.is) {
      case 'right':
        return passed();
      case 'wrong':
        return askForFactor(host, ctx, half, factor, { errors: { code: 'wrong' } }, 400);
      case 'wait':
        return askToWait(host, ctx, half, factor, proof.seconds);
    }
  };

async function submitPasskey(
  host: InteractionHost,
  ctx: Context,
  proven: Proven,
  answer: string,
  passed: Passed,
): Promise<void> {
  const { account } = proven;
  const posted = { place: placeFor(ctx, 'factor', account), answer };
  const attempt = await passkeyAttempt(host, ctx, account);
  const prove = () => host.factors.passkeys.prove(account, posted, stateOf(ctx).origin);
  const proof = await carryOut(attempt, prove, (outcome) => outcome.is !== 'refused');
  if (proof.is === 'right') return passed(proof.methods);
  return askForFactor(host, ctx, proven, 'passkey', { errors: { passkey: proof.is } }, 400);
}
