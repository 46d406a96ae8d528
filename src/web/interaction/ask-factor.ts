import type { Context } from 'koa';
import { endingOf, isUsable, kindsOf, type AccountFactors, type FactorKind, type SentBy } from '../../factors/index.ts';
import type { Account } from '../../accounts/index.ts';
import type { Seconds } from '../../clock.ts';
import type { FactorPage } from '../pages/index.ts';
import { sendsTo, sentTo } from '../sent-codes.ts';
import { placeFor } from './ceremony.ts';
import { formTo, interactionOf, show } from './details.ts';
import type { Proven } from './half-proven.ts';
import { brandOf, type InteractionHost } from './host.ts';
import { showDeniedFactor } from './denied-factor.ts';
import { nextStep, proceed } from './proceed.ts';
import { rememberedFor } from './remembering.ts';

/** What the account of a sign-in under way can prove now. */
export interface Provable {
  readonly account: Account;
  readonly record: AccountFactors;
  /** The safest first. */
  readonly kinds: readonly FactorKind[];
}

/** @returns undefined where no second factor is to be proven any more: what is needed now is looked at anew */
export async function provableIn(host: InteractionHost, ctx: Context, proven: Proven): Promise<Provable | undefined> {
  const [account, record, step] = await Promise.all([
    host.accounts.get(proven.account),
    host.factors.get(proven.account),
    nextStep(host, ctx, proven),
  ]);
  if (!account || !record || step.is !== 'prove') return undefined;
  const all = kindsOf(record, sendsTo(host, account));
  if (step.level === 'phr') return { account, record, kinds: all.filter((kind) => kind === 'passkey') };
  // Codes that are sent no more, and no recovery code left: that leads nowhere, but says so.
  return { account, record, kinds: all.length > 0 ? all : ['recovery-code'] };
}

/** Shows the page that asks for a second factor. @param wished the kind that the person chose */
export async function askForFactor(
  host: InteractionHost,
  ctx: Context,
  proven: Proven,
  wished: unknown,
  more: Pick<FactorPage, 'errors' | 'wait'> = {},
  status = 200,
): Promise<void> {
  const { client, path } = interactionOf(ctx);
  const provable = await provableIn(host, ctx, proven);
  const { account, kinds = [] } = provable ?? {};
  const factor = kinds.find((kind) => kind === wished) ?? kinds[0];
  if (!provable || !account || !factor) return proceed(host, ctx, proven);
  if (await showDeniedFactor(host, ctx, account, status)) return;
  const rememberFor = rememberedFor(host, ctx, factor);
  const linkTo = (kind: FactorKind): string => `${path}/factor?with=${kind}`;
  const form = formTo(host, ctx, 'factor', { factor });
  show(
    host,
    ctx,
    {
      kind: 'factor',
      client: brandOf(client),
      form,
      ...(factor === 'passkey' && {
        ceremony: {
          does: 'get',
          form,
          options: await host.factors.passkeys.ask(placeFor(ctx, 'factor', account.id), account.id),
        },
      }),
      ...((factor === 'sms' || factor === 'email') && { sending: sendingOf(host, ctx, provable, factor) }),
      cancel: formTo(host, ctx, 'cancel'),
      factor,
      account: { email: account.email, ...(account.name && { name: account.name }) },
      ...(rememberFor > 0 && { rememberFor }),
      others: kinds.filter((kind) => kind !== factor).map((kind) => ({ factor: kind, url: linkTo(kind) })),
      ...more,
    },
    status,
    // Also where it answers a form, whose address does not say which factor it is.
    { address: linkTo(factor) },
  );
}

/** The page again, where nobody may try yet: nothing was compared. */
export function askToWait(
  host: InteractionHost,
  ctx: Context,
  proven: Proven,
  factor: FactorKind,
  seconds: Seconds,
): Promise<void> {
  ctx.set('Retry-After', String(seconds));
  return askForFactor(host, ctx, proven, factor, { errors: { code: 'wait' }, wait: seconds }, 429);
}

/** The buttons that send a code, and where the one went that is waited for. */
function sendingOf(
  host: InteractionHost,
  ctx: Context,
  { account, record }: Provable,
  factor: SentBy,
): NonNullable<FactorPage['sending']> {
  const where = sentTo(host, record, { place: placeFor(ctx, 'factor', account.id), account, by: factor });
  const formFor = (more: Readonly<Record<string, string>>) => formTo(host, ctx, 'factor/send', { factor, ...more });
  const sends =
    factor === 'email'
      ? [{ form: formFor({}) }]
      : (record.phones ?? [])
          .filter(isUsable)
          .map(({ id, number }) => ({ form: formFor({ phone: id }), ending: endingOf(number) }));
  return { ...where, sends };
}
