import type { Context, Middleware } from 'koa';
import { Refused } from '../../errors.ts';
import { levelOf, reaches } from '../../factors/index.ts';
import { stateOf } from '../../provider/index.ts';
import { formOf } from '../middleware/form.ts';
import { PasskeyForm, placeFor } from './ceremony.ts';
import { formTo, interactionOf, show } from './details.ts';
import type { Proven } from './half-proven.ts';
import { brandOf, type InteractionHost } from './host.ts';
import { beginAgain, enrollingIn, isProvenStill, proceed, provenSoFar, withFactor } from './proceed.ts';
import { showCodes } from './recovery-codes.ts';
import { requiredIn } from './required.ts';
import { otherCodes } from './set-up-code.ts';

/** GET …/set-up/passkey: a passkey, for who needs a second factor and has none, or an app that wants nothing less. */
export const showPasskeySetUp =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const proven = await provenSoFar(host, ctx);
    if (proven) await ask(host, ctx, proven);
  };

/** POST …/set-up/passkey: a passkey that was made; the recovery codes that come with a first factor are shown. */
export const submitPasskeySetUp =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const { credential: answer } = formOf(ctx, PasskeyForm);
    const proven = await provenSoFar(host, ctx);
    if (!proven) return;
    if (!(await enrollingIn(host, ctx, proven))) return;
    const { account, methods } = proven;
    const first = !reaches(levelOf(methods), 'urn:postern:two-factors');
    const posted = { place: placeFor(ctx, 'set-up', account), answer, first };
    const { origin } = stateOf(ctx);
    const enrolment = await host.factors.passkeys.add(account, posted, origin, isProvenStill(host, proven));
    switch (enrolment.is) {
      case 'ended':
        return beginAgain(ctx);
      case 'refused':
      case 'late':
        return ask(host, ctx, proven, enrolment.is);
      case 'full':
        return proceed(host, ctx, proven);
      case 'enrolled': {
        const more = {
          ...withFactor(proven, 'passkey', enrolment.methods),
          added: true,
          ...(enrolment.codes && { codesShown: true }),
        };
        await host.halfProven.keep(interactionOf(ctx).interaction.uid, more);
        return enrolment.codes ? showCodes(host, ctx, enrolment.codes) : proceed(host, ctx, more);
      }
    }
  };

async function ask(host: InteractionHost, ctx: Context, proven: Proven, error?: 'refused' | 'late'): Promise<void> {
  const step = await enrollingIn(host, ctx, proven);
  if (!step) return;
  const account = await host.accounts.get(proven.account);
  if (!account) throw new Refused('not_found', 'the account is gone');
  const { client, path } = interactionOf(ctx);
  const options = await host.factors.passkeys.create(placeFor(ctx, 'set-up', account.id), account);
  show(
    host,
    ctx,
    {
      kind: 'set-up-passkey',
      client: brandOf(client),
      ceremony: { does: 'create', form: formTo(host, ctx, 'set-up/passkey'), options },
      cancel: formTo(host, ctx, 'cancel'),
      ...(step.level !== 'phr' && { app: `${path}/set-up` }),
      others: otherCodes(host, ctx, account, step.level),
      ...(error && { errors: { passkey: error } }),
      ...requiredIn(host, ctx, step),
    },
    error ? 400 : 200,
  );
}
