import type { Context, Middleware } from 'koa';
import type { Account } from '../../accounts/index.ts';
import type { AuthenticationLevel, SentBy } from '../../factors/index.ts';
import { Refused } from '../../errors.ts';
import { formOf } from '../middleware/form.ts';
import type { OtherSetUp } from '../pages/index.ts';
import { addByCode, addingPage, AddingForm, sendsTo, type FormFor, type Shown } from '../sent-codes.ts';
import { placeFor } from './ceremony.ts';
import { formTo, interactionOf, languageOf, show } from './details.ts';
import type { Proven } from './half-proven.ts';
import { brandOf, type InteractionHost } from './host.ts';
import { beginAgain, enrollingIn, isProvenStill, proceed, provenSoFar, withFactor, type Enrolling } from './proceed.ts';
import { showCodes } from './recovery-codes.ts';
import { requiredIn } from './required.ts';

/** Where codes by text message and by e-mail are set up in a sign-in. */
export const setUpCodePaths: Readonly<Record<SentBy, string>> = { sms: '/set-up/phone', email: '/set-up/email' };

/** Links to what else a sign-in may set up. An app that wants a passkey takes no code. */
export function otherCodes(
  host: InteractionHost,
  ctx: Context,
  account: Account,
  level?: AuthenticationLevel,
): OtherSetUp[] {
  const sends = sendsTo(host, account);
  return (['sms', 'email'] as const)
    .filter((by) => level !== 'phr' && sends[by])
    .map((by) => ({ to: by, url: `${interactionOf(ctx).path}${setUpCodePaths[by]}` }));
}

/** GET …/set-up/phone, …/set-up/email: for who needs a second factor and has none. Sends nothing. */
export const showCodeSetUp =
  (host: InteractionHost, by: SentBy): Middleware =>
  async (ctx) => {
    const asking = await askerIn(host, ctx, by);
    if (asking) await ask(host, ctx, by, asking, {}, 200);
  };

/** POST …/set-up/phone, …/set-up/email: sends a code, or takes it and adds where it went to. */
export const submitCodeSetUp =
  (host: InteractionHost, by: SentBy): Middleware =>
  async (ctx) => {
    const posted = formOf(ctx, AddingForm);
    const asking = await askerIn(host, ctx, by);
    if (!asking) return;
    const { account, proven } = asking;
    const { interaction, path } = interactionOf(ctx);
    const where = { place: placeIn(ctx, by, account), language: languageOf(host, ctx) };
    const asker = { account, by, first: true, mayStill: isProvenStill(host, proven), ...where };
    const adding = await addByCode(host, ctx, asker, posted);
    switch (adding.is) {
      case 'ended':
        return beginAgain(ctx);
      case 'sent':
        ctx.redirect(`${path}${setUpCodePaths[by]}`);
        ctx.status = 303;
        return;
      case 'ask':
        return ask(host, ctx, by, asking, adding.more, adding.status);
      case 'full':
        return proceed(host, ctx, proven);
      case 'enrolled': {
        const more = {
          ...withFactor(proven, by, adding.methods),
          added: true,
          ...(adding.codes && { codesShown: true }),
        };
        await host.halfProven.keep(interaction.uid, more);
        return adding.codes ? showCodes(host, ctx, adding.codes) : proceed(host, ctx, more);
      }
    }
  };

interface Asker {
  readonly account: Account;
  readonly proven: Proven;
  readonly step: Enrolling;
}

/** Who may set codes up in this sign-in; everybody else goes on to what they need. */
async function askerIn(host: InteractionHost, ctx: Context, by: SentBy): Promise<Asker | undefined> {
  const proven = await provenSoFar(host, ctx);
  const step = proven && (await enrollingIn(host, ctx, proven));
  if (!step) return undefined;
  const account = await host.accounts.get(proven.account);
  if (!account) throw new Refused('not_found', 'the account is gone');
  if (step.level === 'phr' || !sendsTo(host, account)[by]) {
    await proceed(host, ctx, proven);
    return undefined;
  }
  return { account, proven, step };
}

const placeIn = (ctx: Context, by: SentBy, { id }: Account): string => `${placeFor(ctx, 'set-up', id)}\0${by}`;

async function ask(
  host: InteractionHost,
  ctx: Context,
  by: SentBy,
  { account, step: enrolling }: Asker,
  more: Shown,
  status: number,
): Promise<void> {
  const { client, path } = interactionOf(ctx);
  const adding = { account, place: placeIn(ctx, by, account), by };
  const formFor: FormFor = (step) => formTo(host, ctx, setUpCodePaths[by].slice(1), { step });
  const page = await addingPage(host, ctx, adding, more, formFor, `${path}${setUpCodePaths[by]}`);
  show(
    host,
    ctx,
    {
      ...page,
      client: brandOf(client),
      cancel: formTo(host, ctx, 'cancel'),
      others: [
        ...(host.factors.passkeys.offered ? [{ to: 'passkey', url: `${path}/set-up/passkey` } as const] : []),
        { to: 'app', url: `${path}/set-up` },
        ...otherCodes(host, ctx, account).filter(({ to }) => to !== by),
      ],
      ...requiredIn(host, ctx, enrolling),
    },
    status,
  );
}
