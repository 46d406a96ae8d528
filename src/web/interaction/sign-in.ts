import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { Refused } from '../../errors.ts';
import { canStepUp } from '../../factors/index.ts';
import { factsOf, knownHere, livingHere, otherSubject, stateOf, subjectWantedIn } from '../../provider/index.ts';
import { formOf } from '../middleware/form.ts';
import { sessionInPlace } from '../middleware/session.ts';
import type { SignInPage } from '../pages/index.ts';
import { tryPassword } from '../tries.ts';
import { signInCeremony } from './ceremony.ts';
import { askWhich } from './choose-account.ts';
import { formTo, interactionOf, show } from './details.ts';
import { finishChoice } from './finish.ts';
import type { Proven } from './half-proven.ts';
import { brandOf, type InteractionHost } from './host.ts';
import { isTooOldToEnrol, proceed, provenBy } from './proceed.ts';
import { confirmedHere } from './ticket.ts';
import { wantedAccount } from './wanted.ts';

const SignInForm = z.object({
  identifier: z.string().max(400).default(''),
  password: z.string().default(''),
  remember: z.string().default(''),
});

/**
 * The engine wants a sign-in. Where only the second factor is missing, that alone is asked for; when the first one was
 * proven stays as it was, so that an app that wants a new sign-in (`max_age`) still gets one.
 */
export const showLogin =
  (host: InteractionHost): Middleware =>
  async (ctx, next) => {
    const { interaction } = interactionOf(ctx);
    if (subjectWantedIn(interaction) !== undefined) return showWanted(host, ctx);
    const session = await sessionInPlace(host, ctx);
    const { reasons } = interaction.prompt;
    const { account, signOuts = 0, amr = [], doubtful = false } = session ?? {};
    const wantsMore = reasons.length > 0 && reasons.every((reason) => reason === 'second_factor');
    const isStepUp = wantsMore && canStepUp(amr);
    const isSame = account !== undefined && account === interaction.session?.accountId;
    // A session that is about to end with all others, or was spared, proves itself as if it were new.
    if (!session || !isStepUp || !isSame || !(await host.accounts.isStillProven(account, signOuts))) {
      return void (await showSignIn(host)(ctx, next));
    }
    const { browser } = stateOf(ctx);
    const proven: Proven = {
      account,
      signOuts,
      methods: amr,
      remember: session.transient !== true,
      verdict: { signals: [], action: doubtful ? 'factor' : 'nothing' },
      ...{ provenAt: session.authTime ?? 0, earlier: session.id },
      ...(browser !== undefined && { browser: await factsOf(host, browser, account) }),
    };
    if (await isTooOldToEnrol(host, ctx, proven)) return void (await showSignIn(host)(ctx, next));
    return proceed(host, ctx, proven);
  };

/**
 * The app asks for a certain person, and somebody else is signed in, or nobody. Whom this browser has signed in as well
 * goes on, at once or by the chooser; else the sign-in form is for that one, and says so to whoever has just signed in as another.
 */
async function showWanted(host: InteractionHost, ctx: Context): Promise<void> {
  const { interaction } = interactionOf(ctx);
  const account = await wantedAccount(host, ctx);
  const [session] = account === undefined ? [] : await livingHere(host, ctx, account);
  const { reasons } = interaction.prompt;
  // Where nobody is in place, only a wish for a new sign-in says anything of the one who is asked for: what else they must
  // prove (`max_age`) is looked at when they are.
  const isAllThatIsMissing = interaction.session
    ? reasons.every((reason) => reason === otherSubject)
    : !reasons.includes('login_prompt');
  if (session && isAllThatIsMissing) {
    // An ID token has only who was given it. A subject is no secret, and any site may lead here with one: who is in place
    // is not changed by that.
    const isProven = interaction.params['id_token_hint'] !== undefined;
    // Nor does anybody go on as somebody else than they have just chosen, or signed in as: the page says why they cannot.
    const hasChosen = interaction.lastSubmission?.['select_account'] !== undefined;
    if (hasChosen) return askWhich(host, ctx, account);
    return isProven ? finishChoice(host, ctx, session) : askWhich(host, ctx);
  }
  const isOther = interaction.session !== undefined && interaction.session.accountId !== account;
  show(host, ctx, await signInPage(host, ctx, isOther ? { errors: { form: 'other-account' } } : {}));
}

/** GET …/sign-in: the form. */
export const showSignIn =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const late = ctx.query['late'] !== undefined;
    const confirmed = ctx.query['confirmed'] === undefined ? undefined : await confirmedHere(host, ctx);
    const typed = confirmed === undefined ? {} : { identifier: confirmed, confirmed: true };
    show(host, ctx, await signInPage(host, ctx, { ...typed, ...(late && { errors: { form: 'late' } }) }));
  };

/** POST …/password: verifies, then ends the sign-in or shows the form again. */
export const submitPassword =
  (host: InteractionHost): Middleware =>
  async (ctx) => {
    const { identifier, password, remember: box } = formOf(ctx, SignInForm);
    const remember = box === 'yes';
    const again = async (
      errors: SignInPage['errors'] & object,
      status: number,
      more: Pick<SignInPage, 'wait' | 'work'> = {},
    ): Promise<void> => {
      show(host, ctx, await signInPage(host, ctx, { identifier, remember, errors, ...more }), status);
    };

    if (identifier.trim() === '') return again({ identifier: 'missing' }, 400);
    if (password === '') return again({ password: 'missing' }, 400);
    try {
      const { origin } = stateOf(ctx);
      const verify = () => host.accounts.authenticate(identifier, password, origin);
      const tried = await tryPassword(host, ctx, { identifier, password }, verify, (found) => found !== undefined);
      if (tried.outcome === 'refused') {
        ctx.set('Retry-After', String(tried.wait));
        return await again({ form: 'too-many' }, 429, { wait: tried.wait });
      }
      const { result: account, ahead } = tried;
      if (!account) return await again({ form: 'wrong' }, 401, ahead?.work && { work: ahead.work });
      return await proceed(host, ctx, provenBy(host, ['pwd'], account, remember));
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'temporarily_unavailable') throw error;
      return again({ form: 'busy' }, 503);
    }
  };

/** The form, with what was typed and what was wrong with it. */
export async function signInPage(
  host: InteractionHost,
  ctx: Context,
  typed: Pick<SignInPage, 'identifier' | 'confirmed' | 'remember' | 'errors' | 'wait' | 'work'>,
): Promise<SignInPage> {
  const { interaction, client, path } = interactionOf(ctx);
  const isForOne = subjectWantedIn(interaction) !== undefined;
  const account = await onlyAccount(host, ctx);
  const hint = interaction.params['login_hint'];
  const identifier = typed.identifier ?? (typeof hint === 'string' ? hint.slice(0, 254) : undefined);
  return {
    kind: 'sign-in',
    client: brandOf(client),
    form: formTo(host, ctx, 'password'),
    ...(await signInCeremony(host, ctx)),
    cancel: formTo(host, ctx, 'cancel'),
    recover: `${path}/recover`,
    ...(host.signUpMode === 'open' && !isForOne && !account && { signUp: `${path}/sign-up` }),
    ...(identifier !== undefined && { identifier }),
    ...(typed.confirmed && { confirmed: true }),
    remember: typed.remember ?? !(await goesWithWindow(host, ctx)),
    ...(typed.errors && { errors: typed.errors }),
    ...(typed.wait !== undefined && { wait: typed.wait }),
    ...(typed.work && { work: typed.work }),
    ...(account && { account: { email: account.email, ...(account.name && { name: account.name }) } }),
    ...(account && !isForOne && { another: `${path}/sign-in?another=1` }),
  };
}

/** Whether the sign-in that is there goes with the window: proving it once more does not change that unasked. */
const goesWithWindow = async (host: InteractionHost, ctx: Context): Promise<boolean> =>
  (await sessionInPlace(host, ctx))?.transient === true;

/** Who must prove again who they are: the account of the session, or one chosen that is in this browser but signed out. */
async function onlyAccount(host: InteractionHost, ctx: Context) {
  const { interaction } = interactionOf(ctx);
  if (subjectWantedIn(interaction) !== undefined) {
    const wanted = await wantedAccount(host, ctx);
    return wanted === undefined ? undefined : host.accounts.get(wanted);
  }
  if (ctx.query['another'] !== undefined) return undefined;
  const chosen = ctx.query['account'];
  if (typeof chosen === 'string') {
    const known = await knownHere(host.browsers, ctx);
    // Only accounts that this browser knows: the page shows their address.
    return known.some(({ account }) => account === chosen) ? host.accounts.get(chosen) : undefined;
  }
  return interaction.session && interaction.prompt.name === 'login'
    ? host.accounts.get(interaction.session.accountId)
    : undefined;
}
