import type { Middleware } from 'koa';
import type { Account } from '../../accounts/index.ts';
import { canStepUp } from '../../factors/index.ts';
import { stateOf } from '../../provider/index.ts';
import { formOf } from '../middleware/form.ts';
import type { SignInPage } from '../pages/index.ts';
import { carryOut, passkeyAttempt } from '../tries.ts';
import { PasskeyForm, placeFor } from './ceremony.ts';
import { show } from './details.ts';
import type { InteractionHost } from './host.ts';
import { judge } from './judge.ts';
import { nextStep, proceed, provenBy } from './proceed.ts';
import { signInPage } from './sign-in.ts';

type Wrong = NonNullable<NonNullable<SignInPage['errors']>['form']>;

/** POST …/passkey: a passkey by itself, which says whose it is. */
export const submitPasskey =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const { credential, remember: box } = formOf(ctx, PasskeyForm);
    const remember = box === 'yes';
    const again = async (form: Wrong, status: number): Promise<void> =>
      show(host, ctx, await signInPage(host, ctx, { remember, errors: { form } }), status);

    const { origin } = stateOf(ctx);
    const posted = { place: placeFor(ctx, 'sign-in'), answer: credential };
    const attempt = await passkeyAttempt(host, ctx);
    // Read once, before the proof is taken: else a "this was not me" that comes in between, and takes this passkey away,
    // would find a session that seems to have begun after it.
    let account: Account | undefined;
    const admit = async (id: string): Promise<boolean> =>
      (account = await host.accounts.admit(id, 'passkey', origin)) !== undefined;
    const sign = () => host.factors.passkeys.signIn(posted, origin, admit);
    const proof = await carryOut(attempt, sign, (outcome) => outcome.is !== 'refused');
    if (proof.is === 'late') return again('late', 400);
    if (proof.is === 'refused' || !account) return again('passkey-refused', 401);
    const begun = provenBy(host, proof.methods, account, remember);
    const proven = await judge(host, ctx, { ...begun, factor: 'passkey' });
    if (!proven) return;
    // Held, and by nobody in particular: what is missing is something known, and no other thing that is held.
    if (!canStepUp(proof.methods) && (await nextStep(host, ctx, proven)).is !== 'enough') {
      return again('passkey-unverified', 401);
    }
    return proceed(host, ctx, proven);
  };
