import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { stateOf } from '../../provider/index.ts';
import { Refused } from '../../errors.ts';
import { formOf } from '../middleware/form.ts';
import { formTo, interactionOf, show } from './details.ts';
import { finishSignIn } from './finish.ts';
import type { Proven } from './half-proven.ts';
import { brandOf, type InteractionHost } from './host.ts';
import { judge } from './judge.ts';
import { beginAgain, enrollingIn, isProvenStill, nextStep, proceed, provenSoFar, withFactor } from './proceed.ts';
import { showCodes } from './recovery-codes.ts';
import { requiredIn } from './required.ts';
import { otherCodes } from './set-up-code.ts';

/** GET …/set-up: an authenticator app, for who needs a second factor and has none. */
export const showSetUp =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const proven = await provenSoFar(host, ctx);
    if (proven) await ask(host, ctx, proven);
  };

/** POST …/set-up: the app's first code enrols it; the recovery codes that come with it are shown. */
export const submitSetUp =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const { code } = formOf(ctx, z.object({ code: z.string().max(60).default('') }));
    const proven = await provenSoFar(host, ctx);
    if (!proven) return;
    if (!(await enrollingIn(host, ctx, proven))) return;
    if (code.trim() === '') return ask(host, ctx, proven, 'missing');
    const place = placeOf(ctx, proven);
    const id = await host.factorSetUps.of(place);
    const posted = { id, code, first: true };
    const mayStill = isProvenStill(host, proven);
    const enrolment = await host.factors.apps.add(proven.account, posted, stateOf(ctx).origin, mayStill);
    switch (enrolment.is) {
      case 'ended':
        return beginAgain(ctx);
      case 'wrong':
        return ask(host, ctx, proven, 'wrong');
      case 'full':
        return proceed(host, ctx, proven);
      case 'enrolled': {
        const more = { ...withFactor(proven, 'app'), added: true, ...(enrolment.codes && { codesShown: true }) };
        await host.halfProven.keep(interactionOf(ctx).interaction.uid, more);
        if (!enrolment.codes) return proceed(host, ctx, more);
        return showCodes(host, ctx, enrolment.codes);
      }
    }
  };

/** POST …/go-on: the codes were seen, or setting up was put off. */
export const goOn =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const proven = await provenSoFar(host, ctx);
    if (!proven) return;
    const step = await nextStep(host, ctx, proven);
    if (step.is !== 'enrol' || step.until === undefined) return proceed(host, ctx, proven);
    const judged = await judge(host, ctx, proven);
    if (judged) await finishSignIn(host, ctx, judged);
  };

/** A set-up belongs to one proof of who is there in one sign-in: its seed is shown after no other, as under "my account". */
const placeOf = (ctx: Context, { provenAt }: Proven): string =>
  `interaction\0${interactionOf(ctx).interaction.uid}\0${provenAt}`;

async function ask(host: InteractionHost, ctx: Context, proven: Proven, error?: 'missing' | 'wrong'): Promise<void> {
  const step = await enrollingIn(host, ctx, proven);
  if (!step) return;
  const account = await host.accounts.get(proven.account);
  if (!account) throw new Refused('not_found', 'the account is gone');
  const id = await host.factorSetUps.of(placeOf(ctx, proven));
  show(
    host,
    ctx,
    {
      kind: 'set-up-app',
      client: brandOf(interactionOf(ctx).client),
      form: formTo(host, ctx, 'set-up'),
      cancel: formTo(host, ctx, 'cancel'),
      ...(await host.factors.apps.setupOf(account.id, id, account.email)),
      ...(error && { errors: { code: error } }),
      ...(host.factors.passkeys.offered && { passkey: `${interactionOf(ctx).path}/set-up/passkey` }),
      others: otherCodes(host, ctx, account, step.level),
      ...requiredIn(host, ctx, step),
    },
    error ? 400 : 200,
  );
}
