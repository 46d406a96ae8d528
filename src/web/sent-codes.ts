import type { Context } from 'koa';
import { z } from 'zod';
import type { Account } from '../accounts/index.ts';
import type { Seconds } from '../clock.ts';
import {
  endingOf,
  type AccountFactors,
  type Factors,
  type MayStill,
  type SentBy,
  type Target,
} from '../factors/index.ts';
import type { MadeCode } from '../letters/index.ts';
import { tooMany, type Protection } from '../protection/index.ts';
import { stateOf } from '../provider/index.ts';
import type { SetUpCodePage, WhyUnsent } from './pages/index.ts';
import { browserWithFactor, type KnownBrowsers } from './known-browsers.ts';
import { addingAttempt, carryOut, messageAttempt } from './tries.ts';

/** What is needed to send codes. */
export interface SentCodesHost extends KnownBrowsers {
  readonly factors: Pick<Factors, 'codes' | 'get'>;
  readonly protection: Pick<Protection, 'attempt'>;
  /** Takes a code that was made, to be sent. */
  readonly sendFactorCode: (made: MadeCode) => Promise<void>;
}

/** What became of a wish for a code. `refused` says the same whatever the reason is. */
export type Sending =
  | { readonly is: 'sent' }
  | { readonly is: 'refused' }
  | { readonly is: 'pause' | 'wait'; readonly seconds: Seconds }
  | { readonly is: 'gone' };

/** Who wants a code, and where it is to be good. */
export interface Asker {
  readonly account: Account;
  readonly place: string;
  readonly language: string;
}

/**
 * Why no codes are sent to an account, if none are. Not to a mailbox that has just set the password: both factors would be
 * the mailbox (NIST SP 800-63B-4 §3.1.3.1). Nor to one that an admin's reset gave the account: whoever talked an admin into
 * it would have the second factor with it. A new password under "my account" ends both.
 */
export function whyUnsent(
  { factors }: Pick<SentCodesHost, 'factors'>,
  { passwordByLetter, emailByReset }: Pick<Account, 'passwordByLetter' | 'emailByReset'>,
  by: SentBy,
): WhyUnsent | undefined {
  if (!factors.codes.sends[by]) return 'off';
  if (by === 'sms') return undefined;
  if (emailByReset) return 'reset';
  return passwordByLetter ? 'letter' : undefined;
}

/** By what codes can be sent to an account. */
export const sendsTo = (
  host: Pick<SentCodesHost, 'factors'>,
  account: Pick<Account, 'passwordByLetter' | 'emailByReset'>,
): Readonly<Record<SentBy, boolean>> => ({
  sms: whyUnsent(host, account, 'sms') === undefined,
  email: whyUnsent(host, account, 'email') === undefined,
});

/**
 * Sends a code, if the person who asks may have one now. Each is counted before it is made: what is refused takes nothing
 * from anybody, and costs nothing.
 */
export async function sendCode(
  host: SentCodesHost,
  ctx: Context,
  { account, place, language }: Asker,
  to: Target,
): Promise<Sending> {
  const { codes } = host.factors;
  const about = await destinationOf(host, account.id, to);
  if (about === undefined || !sendsTo(host, account)[to.by]) return { is: 'refused' };
  const attempt = await messageAttempt(host, ctx, account.id, about);
  if (attempt.outcome === 'refused') return { is: 'refused' };
  const browser = await browserWithFactor(host, ctx, account.id);
  const asking = await codes.ask(account.id, { place, to, browser }, stateOf(ctx).origin);
  if (asking.is !== 'asked') {
    await attempt.untried();
    return asking;
  }
  await host.sendFactorCode({ account: account.id, language, ...asking });
  // There is nothing right about any.
  await attempt.failed();
  return { is: 'sent' };
}

/** What a code to there is counted under. Looked at each time: a country may be left out since the number was added. */
async function destinationOf({ factors }: SentCodesHost, account: string, to: Target) {
  if (to.by === 'email') return { kind: 'email-code' } as const;
  const number =
    'number' in to ? to.number : (await factors.get(account))?.phones?.find((phone) => phone.id === to.phone)?.number;
  const destination = number === undefined ? 'invalid' : await factors.codes.read(number);
  if (typeof destination === 'string') return undefined;
  // One that is being added is not proven yet: who types it may be anybody.
  return { kind: 'sms', ...destination, proven: !('number' in to) } as const;
}

/** What is posted where a phone or codes by e-mail are added: a wish for a code, for one more, or a code. */
export const AddingForm = z.object({
  step: z.enum(['send', 'again', 'code']).default('send'),
  number: z.string().max(60).default(''),
  code: z.string().max(60).default(''),
  adds: z.string().max(60).default(''),
});

/**
 * A form of the place, for a step.
 * @param adds id of the phone that it adds, told where a code is entered: by it one knows a form that is sent twice
 */
export type FormFor = (step: z.output<typeof AddingForm>['step'], adds?: string) => SetUpCodePage['form'];

export type Shown = Pick<SetUpCodePage, 'number' | 'errors' | 'wait'>;

/**
 * The part of the page that both places have: it asks where codes are to go, or for the code that went there.
 * @param formFor see `FormFor`
 * @param here    the page's own address
 */
export async function addingPage(
  host: SentCodesHost,
  ctx: Context,
  { account, place, by }: Pick<Asker, 'account' | 'place'> & { readonly by: SentBy },
  more: Shown,
  formFor: FormFor,
  here: string,
): Promise<
  Pick<SetUpCodePage, 'kind' | 'factor' | 'email' | 'form' | keyof SentTo | 'again' | 'other' | 'numbers'> & Shown
> {
  const record = await host.factors.get(account.id);
  const { sent, undelivered } = sentTo(host, record, { place, account, by });
  const asksNumber =
    sent === undefined || undelivered !== undefined || more.number !== undefined || ctx.query['number'] === 'new';
  return {
    kind: 'set-up-code',
    factor: by,
    email: account.email,
    ...(asksNumber
      ? {
          form: formFor('send'),
          ...(undelivered !== undefined && { undelivered }),
          ...(by === 'sms' && { numbers: await host.factors.codes.numbersTaken() }),
        }
      : {
          form: formFor('code', host.factors.codes.waitingAt(record, place)?.id),
          sent,
          again: formFor('again'),
          ...(by === 'sms' && { other: `${here}?number=new` }),
        }),
    ...more,
  };
}

/** What comes of a post where something is added. */
export type Adding =
  | { readonly is: 'sent' }
  | { readonly is: 'enrolled'; readonly codes?: readonly string[]; readonly methods: readonly string[] }
  | { readonly is: 'full' }
  | { readonly is: 'ended' }
  /** The page once more. */
  | { readonly is: 'ask'; readonly more: Shown; readonly status: number };

/**
 * Adds a phone or codes by e-mail, by a code that arrives there.
 * @param asker.first    whether it may only be the first factor: see `SentCodes.add`
 * @param asker.mayStill asked once it is there
 */
export async function addByCode(
  host: SentCodesHost,
  ctx: Context,
  asker: Asker & { readonly by: SentBy; readonly first: boolean; readonly mayStill: MayStill },
  { step, number, code }: z.output<typeof AddingForm>,
): Promise<Adding> {
  const { account, place, by, first, mayStill } = asker;
  if (step === 'code') {
    if (code.trim() === '') return again({ errors: { code: 'missing' } });
    const typed = { place, typed: code, email: account.email, first };
    // A code for a number that is somebody else's would be guessed, too.
    const attempt = await addingAttempt(host, ctx, account.id);
    if (attempt.outcome === 'refused') throw tooMany(attempt);
    const add = () => host.factors.codes.add(account.id, typed, stateOf(ctx).origin, mayStill);
    const enrolment = await carryOut(attempt, add, (outcome) => outcome.is !== 'wrong');
    return enrolment.is === 'wrong' || enrolment.is === 'late' ? again({ errors: { code: enrolment.is } }) : enrolment;
  }
  const to = by === 'email' ? ({ by, email: account.email, adds: true } as const) : await numberIn();
  if ('is' in to) return to;
  const typed = step === 'send' && by === 'sms' ? { number } : {};
  const sending = await sendCode(host, ctx, asker, to);
  switch (sending.is) {
    case 'sent':
      return sending;
    case 'pause':
    case 'wait':
      ctx.set('Retry-After', String(sending.seconds));
      return again({ ...typed, errors: { form: 'pause' }, wait: sending.seconds }, 429);
    case 'refused':
    case 'gone':
      return again({ ...typed, errors: { form: 'refused' } }, 429);
  }

  /** The number that was typed, or that of the code that was sent. */
  async function numberIn(): Promise<Extract<Target, { number: string }> | Adding> {
    if (step === 'again') {
      const record = await host.factors.get(account.id);
      const sent = host.factors.codes.waitingAt(record, place)?.number;
      return sent === undefined ? again({ errors: { code: 'late' } }) : { by: 'sms', number: sent };
    }
    if (number.trim() === '') return again({ errors: { number: 'missing' } });
    const read = await host.factors.codes.read(number);
    if (read === 'invalid') return again({ number, errors: { number: 'invalid' } });
    // The installation decides that once and for all: whoever is told to try again later would.
    if (read === 'elsewhere' || read === 'service') return again({ number, errors: { number: read } });
    return { by: 'sms', number: read.number };
  }
}

const again = (more: Shown, status = 400): Extract<Adding, { is: 'ask' }> => ({ is: 'ask', more, status });

/** What a code that is waited for went to, as a page may show it: the end of a number, or the account's address. */
export interface SentTo {
  readonly sent?: string;
  /** The same, where its message was given up: a try before may have arrived. Told in the place that asked for it, and so to nobody else. */
  readonly undelivered?: string;
}

export function sentTo(
  { factors }: Pick<SentCodesHost, 'factors'>,
  record: AccountFactors | undefined,
  { place, account, by }: { readonly place: string; readonly account: Account; readonly by: SentBy },
): SentTo {
  const code = factors.codes.waitingAt(record, place);
  if (code?.by !== by) return {};
  const number = code.number ?? record?.phones?.find(({ id }) => id === code.phone)?.number;
  const to = by === 'email' ? account.email : number && endingOf(number);
  if (to === undefined) return {};
  return { sent: to, ...(code.undelivered && { undelivered: to }) };
}
