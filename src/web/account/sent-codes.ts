import type { Context, Middleware } from 'koa';
import { chooseLanguage } from '../../brand/index.ts';
import { Refused } from '../../errors.ts';
import { endingOf, type AccountFactors, type Phone, type SentBy } from '../../factors/index.ts';
import { stateOf } from '../../provider/index.ts';
import { formOf } from '../middleware/form.ts';
import { wishedLanguages } from '../middleware/language.ts';
import type { SecurityPage } from '../pages/index.ts';
import { addByCode, addingPage, AddingForm, sendsTo, whyUnsent, type FormFor, type Shown } from '../sent-codes.ts';
import { formHere, goTo, ownOf, show } from '../signed-in/index.ts';
import type { AccountHost } from './host.ts';
import { mayAddFirstOnly, nowProven } from './now-proven.ts';
import { askAnew, commonOf, isLastFactor, isOwnerStill, securityPath } from './own.ts';
import { showCodes } from './recovery-codes.ts';

/** Where codes by text message and by e-mail are added. */
export const codePaths: Readonly<Record<SentBy, string>> = {
  sms: `${securityPath}/phones`,
  email: `${securityPath}/email-codes`,
};

/** GET /account/security/phones, …/email-codes. Sends nothing. */
export const showCodeSetUp =
  (host: AccountHost, by: SentBy): Middleware =>
  async (ctx) => {
    if (await mayAdd(host, ctx, by)) await ask(host, ctx, by, {}, 200);
    else goTo(ctx, securityPath);
  };

/** POST /account/security/phones, …/email-codes: sends a code, or takes it and adds where it went to. */
export const submitCodeSetUp =
  (host: AccountHost, by: SentBy): Middleware =>
  async (ctx) => {
    const posted = formOf(ctx, AddingForm);
    if (!(await mayAdd(host, ctx, by))) return goTo(ctx, securityPath);
    const { account } = ownOf(ctx);
    const language = chooseLanguage(wishedLanguages(ctx), ctx.get('accept-language'), host.languages);
    const mayStill = isOwnerStill(host, ctx);
    const asker = { account, by, first: mayAddFirstOnly(ctx), mayStill, place: placeOf(ctx, by), language };
    const done = `${securityPath}?done=${by === 'sms' ? 'phone-added' : 'email-codes-added'}`;
    // Reload sends the form once more that was answered with the recovery codes.
    if ((await host.factors.get(account.id))?.phones?.some(({ id }) => id === posted.adds)) return goTo(ctx, done);
    const adding = await addByCode(host, ctx, asker, posted);
    switch (adding.is) {
      case 'sent':
        return goTo(ctx, ctx.path);
      case 'ask':
        return ask(host, ctx, by, adding.more, adding.status);
      case 'full':
        return goTo(ctx, securityPath);
      case 'ended':
        return askAnew(host, ctx);
      case 'enrolled':
        await nowProven(host, ctx, by, adding.methods);
        return adding.codes ? showCodes(host, ctx, adding.codes, done) : goTo(ctx, done);
    }
  };

/** GET /account/security/phones/:id/remove, …/email-codes/remove: asks. */
export const askToRemoveCodes =
  (host: AccountHost, by: SentBy): Middleware =>
  async (ctx) => {
    if (!(await isThere(host, ctx, by))) return goTo(ctx, securityPath);
    const what = by === 'sms' ? 'phone' : 'email-codes';
    const asked = { kind: 'end', ...commonOf(host, ctx), form: formHere(host, ctx), back: securityPath, what } as const;
    show(host, ctx, { ...asked, last: await isLastFactor(host, ctx) });
  };

/** POST /account/security/phones/:id/remove, …/email-codes/remove */
export const removeCodes =
  (host: AccountHost, by: SentBy): Middleware =>
  async (ctx) => {
    const { codes } = host.factors;
    const { account } = ownOf(ctx);
    const { origin } = stateOf(ctx);
    if (by === 'sms') await codes.removePhone(account.id, phoneIn(ctx), origin);
    else await codes.removeEmail(account.id, origin);
    goTo(ctx, `${securityPath}?done=${by === 'sms' ? 'phone-removed' : 'email-codes-removed'}`);
  };

/** What the account has of both, and where more is added. */
export function sentCodesOf(
  host: AccountHost,
  ctx: Context,
  record: AccountFactors | undefined,
): Pick<SecurityPage, 'phones' | 'emailCodes' | 'addPhone' | 'addEmail'> {
  const { codes } = host.factors;
  const { email, phones = [] } = record ?? {};
  const { account } = ownOf(ctx);
  const sends = sendsTo(host, account);
  const shown = ({ addedAt, usedAt }: { readonly addedAt: number; readonly usedAt?: number }, by: SentBy) => {
    const unsent = whyUnsent(host, account, by);
    return { addedAt, ...(usedAt !== undefined && { usedAt }), ...(unsent && { unsent }) };
  };
  return {
    phones: phones.map((phone) => ({
      ...shown(phone, 'sms'),
      ending: endingOf(phone.number),
      remove: `${codePaths.sms}/${phone.id}/remove`,
    })),
    ...(email && { emailCodes: { ...shown(email, 'email'), remove: `${codePaths.email}/remove` } }),
    ...(sends.sms && codes.hasRoom(record, 'sms') && { addPhone: codePaths.sms }),
    ...(sends.email && codes.hasRoom(record, 'email') && { addEmail: codePaths.email }),
  };
}

async function mayAdd(host: AccountHost, ctx: Context, by: SentBy): Promise<boolean> {
  const { account } = ownOf(ctx);
  return sendsTo(host, account)[by] && host.factors.codes.hasRoom(await host.factors.get(account.id), by);
}

async function ask(host: AccountHost, ctx: Context, by: SentBy, more: Shown, status: number): Promise<void> {
  const { account } = ownOf(ctx);
  const formFor: FormFor = (step, adds) => ({ ...formHere(host, ctx), hidden: { step, ...(adds && { adds }) } });
  const page = await addingPage(host, ctx, { account, place: placeOf(ctx, by), by }, more, formFor, ctx.path);
  show(host, ctx, { ...page, ...commonOf(host, ctx), others: [] }, status);
}

/** A code belongs to one session, and not to one proof in it as a seed does: no page shows it, and it may come late. */
const placeOf = (ctx: Context, by: SentBy): string => `session\0${ownOf(ctx).session.id}\0${by}`;

/** @throws {Refused} not_found for what no phone's id looks like */
function phoneIn(ctx: Context): Phone['id'] {
  const id = String((ctx['params'] as Record<string, unknown>)['id']);
  if (!/^[\w-]{22}$/.test(id)) throw new Refused('not_found', 'there is no such page');
  return id;
}

async function isThere(host: AccountHost, ctx: Context, by: SentBy): Promise<boolean> {
  const record = await host.factors.get(ownOf(ctx).account.id);
  if (by === 'email') return record?.email !== undefined;
  const id = phoneIn(ctx);
  return record?.phones?.some((phone) => phone.id === id) ?? false;
}
