import type { Context } from 'koa';
import type { Account } from '../../accounts/index.ts';
import type { Client } from '../../clients/index.ts';
import { isRecent, levelOf, methodsWith, type AppRule, type FactorKind, type NextStep } from '../../factors/index.ts';
import { isProofGood, stateOf, wantedOf } from '../../provider/index.ts';
import { isAtLeast } from '../../risk/index.ts';
import { ownDevice } from '../known-browsers.ts';
import { interactionOf } from './details.ts';
import { finishSignIn } from './finish.ts';
import type { Proven } from './half-proven.ts';
import type { InteractionHost } from './host.ts';
import { detailOf, deviceIdIn, judge, type Judged } from './judge.ts';

/** What an account has proven that has just come through a first factor. */
export const provenBy = (
  { clock }: Pick<InteractionHost, 'clock'>,
  methods: readonly string[],
  { id, signOuts = 0 }: Pick<Account, 'id' | 'signOuts'>,
  remember = true,
): Proven => ({ account: id, signOuts, methods, remember, provenAt: clock.now() });

/**
 * With the factor that was proven just now.
 * @param factor  its kind
 * @param methods what it proved, a code if nothing else is said
 */
export const withFactor = (proven: Proven, factor: FactorKind, methods: readonly string[] = ['otp']): Proven => ({
  ...proven,
  methods: methodsWith(proven.methods, methods),
  factor,
});

/** Goes on where a second factor was proven. @param methods what it proved, a code if nothing else is said */
export type Passed = (methods?: readonly string[]) => Promise<void>;

/**
 * Goes on with what was proven: ends the sign-in where that is enough, else on to what is missing. Every first factor
 * ends here, so there is no way in that does not look whether the sign-in is like those before, and none that does not ask.
 */
export async function proceed(host: InteractionHost, ctx: Context, proven: Proven): Promise<void> {
  const judged = await judge(host, ctx, proven);
  if (!judged) return;
  const sparedBy = await sparedIn(host, ctx, judged);
  const step = await nextStep(host, ctx, judged, sparedBy !== undefined);
  if (step.is === 'enough') return finishSignIn(host, ctx, judged, sparedBy);
  if (step.is === 'enrol' && !isRecent(proven.provenAt, host.clock.now())) return beginAgain(ctx, 'late');
  const { interaction, client } = interactionOf(ctx);
  if (step.is === 'prove' && !proven.verdict) {
    const { account } = proven;
    const { origin } = stateOf(ctx);
    const about = { account, client: client.id, origin, detail: detailOf(judged) };
    const asked = host.audit.newEvent({ kind: 'account.factor_asked', outcome: 'done', ...about });
    const own = await ownDevice(host, ctx, await host.accounts.get(account));
    await host.protection.recordFirst(asked, own?.id);
  }
  await host.halfProven.keep(interaction.uid, judged);
  const setUp = step.level === 'phr' ? 'set-up/passkey' : 'set-up';
  redirectTo(ctx, step.is === 'prove' ? 'factor' : setUp);
}

/** What the sign-in under way still needs. @param spared whether this browser remembers the second factor */
export function nextStep(
  host: InteractionHost,
  ctx: Context,
  { account, methods, verdict }: Proven,
  spared = false,
): Promise<NextStep> {
  const { interaction, client } = interactionOf(ctx);
  const { wanted, insists } = wantedOf(interaction.params);
  return host.factors.next({
    account,
    level: levelOf(methods),
    ...ruleOf(client),
    wanted,
    insists,
    doubtful: verdict !== undefined && isAtLeast(verdict.action, 'factor'),
    spared,
  });
}

/** The step after recovery codes were shown: whoever sends the form once more that was answered with them comes to it. */
export const codesStep = 'set-up/codes';

/** Where a sign-in is that sets up a factor. */
export type Enrolling = Extract<NextStep, { readonly is: 'enrol' }>;

/**
 * The step of a sign-in in which a factor is set up; everybody else goes on to what they need. Who has a factor proves that
 * one: a password alone must not be able to add another. Nor must a session: one that was found open has proven long ago
 * who it is, and what is added to an account outlives it.
 */
export async function enrollingIn(host: InteractionHost, ctx: Context, proven: Proven): Promise<Enrolling | undefined> {
  const step = await nextStep(host, ctx, proven);
  if (step.is === 'enrol' && isRecent(proven.provenAt, host.clock.now())) return step;
  if (step.is === 'enough' && proven.codesShown) redirectTo(ctx, codesStep);
  else await proceed(host, ctx, proven);
  return undefined;
}

/**
 * Whether what a session proved long ago would lead to setting up a factor, be it after one that is there was proven:
 * then all is proven anew, and from the start.
 */
export async function isTooOldToEnrol(host: InteractionHost, ctx: Context, proven: Proven): Promise<boolean> {
  if (isRecent(proven.provenAt, host.clock.now())) return false;
  const afterAll = { ...proven, methods: methodsWith(proven.methods, ['otp']) };
  const steps = [await nextStep(host, ctx, proven), await nextStep(host, ctx, afterAll)];
  return steps.some(({ is }) => is === 'enrol');
}

/** What an app asks of people. */
export const ruleOf = ({ secondFactor: rule, dangerouslyAllowOneFactor: oneFactorIsEnough }: Client): AppRule => ({
  rule,
  oneFactorIsEnough,
});

/**
 * What this browser is spared the second factor by. A session that only proves more is not: it was found not to be spared,
 * or is asked for what nobody is spared.
 */
async function sparedIn(host: InteractionHost, ctx: Context, proven: Judged): Promise<number | undefined> {
  const { factorMemory } = stateOf(ctx);
  if (proven.earlier !== undefined || factorMemory === undefined) return undefined;
  if (levelOf(proven.methods) !== 'urn:postern:one-factor') return undefined;
  const device = deviceIdIn(host, ctx, proven.account);
  return host.memories.find(factorMemory, device, interactionOf(ctx).client.rememberFactorFor);
}

/**
 * What was proven so far in the sign-in under way. Where that is gone, because it took too long or another tab finished
 * it, the person begins again.
 */
export async function provenSoFar(host: InteractionHost, ctx: Context): Promise<Proven | undefined> {
  const proven = await host.halfProven.of(interactionOf(ctx).interaction.uid);
  const isLate = !proven || hasAged(host, ctx, proven);
  if (!isLate && (await isProvenStill(host, proven)())) return proven;
  beginAgain(ctx, isLate ? 'late' : undefined);
  return undefined;
}

/**
 * Whether what an earlier session proved has become older than the app allows (`max_age`) while the page waited: a second
 * factor would be used up for nothing, because the engine's policy would then ask for both.
 */
function hasAged({ clock }: InteractionHost, ctx: Context, { earlier, provenAt }: Proven): boolean {
  const maxAge = interactionOf(ctx).interaction.params['max_age'];
  return earlier !== undefined && maxAge !== undefined && clock.now() - provenAt > Number(maxAge);
}

/** Whether what was proven counts still. Also asked once a factor is there that this sign-in adds: it would outlive it. */
export const isProvenStill = (host: InteractionHost, proven: Proven) => (): Promise<boolean> =>
  isProofGood(host, proven);

/** Back to where a sign-in begins, which says so where it took too long. */
export function beginAgain(ctx: Context, because?: 'late'): void {
  redirectTo(ctx, `sign-in${because ? '?late=1' : ''}`);
}

/** On to a step of the sign-in under way. */
function redirectTo(ctx: Context, step: string): void {
  ctx.redirect(`${interactionOf(ctx).path}/${step}`);
  ctx.status = 303;
}
