import { renderSVG } from 'uqr';
import { nameOfDevice, type TextKey, type Texts } from '../../brand/index.ts';
import { factorCodeField, inputs, passkeyInputs, type Draft, type Inputs } from './fields.ts';
import { factorLines } from './factor-lines.ts';
import type { FactorPage, FactorPages, PasskeyShown, SetUpAppPage } from './factor-page.ts';
import type { CodeFactor } from './pass-page.ts';
import type { PasskeyLine, View } from './shown.ts';
import { introTo, linksTo, setUpCodeView } from './set-up-code-view.ts';
import { ago, dateOf, durationOf, momentOf } from './times.ts';

/** The pages of second factors as their templates want them. */
export function factorView(page: FactorPages, brand: string, texts: Texts): View {
  const { parts, text, language } = texts;
  const heading = (key: TextKey): View => ({ heading: parts(key, { brand }) });
  switch (page.kind) {
    case 'factor':
      return {
        ...heading('factor.title'),
        intro: parts(`factor.${page.factor}.text`, { brand }),
        ...factorParts(page, texts),
        ...(page.rememberFor !== undefined && {
          check: text('factor.remember', { time: durationOf(page.rememberFor, language) }),
        }),
        links: page.others.map(({ factor, url }) => ({ text: text(`factor.${factor}.instead`), url })),
      };
    case 'denied-factor': {
      const when = momentOf(page.at, language);
      return page.keep && page.takeAway
        ? {
            ...heading('denied-factor.known.title'),
            intro: parts('denied-factor.known.text', { when }),
            buttons: [
              { text: text('denied-factor.keep'), form: page.keep },
              { text: text('denied-factor.take-away'), form: page.takeAway },
            ],
          }
        : { ...heading('denied-factor.wait.title'), intro: parts('denied-factor.wait.text', { when }) };
    }
    case 'set-up-app':
      return {
        ...heading('set-up-app.title'),
        intro: introTo(page, parts('set-up-app.text', { brand }), brand, texts),
        ...setUpInputs(page, texts),
        // Drawn here, from nothing but squares: no image leaves the page, and no other server sees the seed.
        qr: renderSVG(page.uri, { border: 2, ecc: 'M' }),
        ...(page.uri.startsWith('otpauth://') && { appLink: page.uri }),
        seed: page.seed.match(/.{1,4}/g)?.join(' ') ?? '',
        links: linksTo(page.others, texts),
        ...(page.until !== undefined && { note: text('set-up-app.until', { when: momentOf(page.until, language) }) }),
      };
    case 'set-up-passkey':
      return {
        ...heading('set-up-passkey.title'),
        intro: introTo(page, parts('set-up-passkey.text', { brand }), brand, texts),
        ...(page.longestName !== undefined && passkeyInputs({ longest: page.longestName }, texts)),
        ...alertOf(page.errors?.passkey, texts),
        links: linksTo(page.others, texts),
        ...(page.until !== undefined && { note: text('set-up-app.until', { when: momentOf(page.until, language) }) }),
      };
    case 'set-up-code':
      return setUpCodeView(page, brand, texts);
    case 'passkey': {
      const { name, facts, warning } = passkeyLine(page.passkey, page.now, texts);
      const { longestName: longest, errors, typed = page.passkey.name } = page;
      return {
        heading: [{ text: name, name: true }],
        ...(warning && { alert: warning }),
        ...passkeyInputs({ value: typed, longest, unfit: errors?.name !== undefined }, texts),
        own: { ...(page.done && { done: text(`devices.done.${page.done}`) }), facts },
      };
    }
    case 'recovery-codes':
      return { ...heading('recovery-codes.title'), intro: parts('recovery-codes.text', { brand }) };
    case 'codes-shown':
      return {
        ...heading('codes-shown.title'),
        intro: parts('codes-shown.text'),
        buttons: [{ text: text('security.recovery.remake'), form: page.remake }],
      };
    case 'security':
      return {
        ...heading('security.title'),
        own: {
          ...(page.done && { done: text(`devices.done.${page.done}`) }),
          passkeysText: text(whatPasskeysDo(page.passkeys)),
          passkeys: page.passkeys.map((passkey) => passkeyLine(passkey, page.now, texts)),
          spared: (page.spared ?? []).map(({ device, until, form }) => ({
            form,
            name: device.name ?? nameOfDevice(texts, device),
            fact: text('security.remembering.until', { when: momentOf(until, language) }),
          })),
          factors: factorLines(page, texts),
        },
      };
    default:
      return page satisfies never;
  }
}

function alertOf(error: 'refused' | 'late' | undefined, { text }: Texts): Pick<View, 'alert'> {
  return error ? { alert: text(`passkey.${error}`) } : {};
}

function whatPasskeysDo(passkeys: readonly PasskeyShown[]): TextKey {
  if (passkeys.length === 0) return 'security.passkeys.off';
  const alone = passkeys.filter(({ secondOnly, copiedAt }) => !secondOnly && copiedAt === undefined);
  if (alone.length === 0) return 'security.passkeys.second';
  return alone.length === passkeys.length ? 'security.passkeys.on' : 'security.passkeys.some';
}

/** A passkey in the reader's words. */
function passkeyLine(passkey: PasskeyShown, now: number, texts: Texts): PasskeyLine {
  const { text, language } = texts;
  const { url, name, agent, addedAt, usedAt, synced, secondOnly, copiedAt } = passkey;
  return {
    url,
    name: name ?? nameOfDevice(texts, { agent, place: {} }),
    facts: [
      text(synced ? 'passkey.synced' : 'passkey.bound'),
      ...(secondOnly ? [text('passkey.second')] : []),
      text('security.app.added', { when: dateOf(addedAt, language) }),
      ...(usedAt === undefined ? [] : [text('security.app.used', { when: ago(usedAt, now, language) })]),
    ],
    ...(copiedAt !== undefined && { warning: text('passkey.copied', { when: dateOf(copiedAt, language) }) }),
  };
}

/** What a page that asks for a second factor has beside its heading. */
function factorParts(page: FactorPage, texts: Texts): Partial<View> {
  switch (page.factor) {
    case 'passkey':
      return alertOf(page.errors?.passkey, texts);
    case 'sms':
    case 'email':
      return sentCodeParts(page, page.factor, texts);
    case 'app':
    case 'recovery-code':
      return inputs([codeDraft(page, page.factor, texts)]);
  }
}

/** Of a code only the field where one was sent: before that there is nothing to enter. */
function sentCodeParts(page: FactorPage, by: 'sms' | 'email', texts: Texts): Partial<View> {
  const { text, parts } = texts;
  const { sent, undelivered, sends = [] } = page.sending ?? {};
  const more = sent === undefined ? 'send' : 'again';
  return {
    ...(sent !== undefined && undelivered === undefined && { intro: parts(`factor.${by}.sent`, { ending: sent }) }),
    ...inputs(sent === undefined ? [] : [codeDraft(page, by, texts)], sendAlert(page, by, texts)),
    buttons: sends.map(({ form, ending = '' }) => ({ text: text(`factor.${by}.${more}`, { ending }), form })),
  };
}

/** Why no code was sent, or none arrives; and what was wrong with a code where there is no field any more to say it at. */
function sendAlert(
  { errors, wait = 0, sending }: FactorPage,
  by: 'sms' | 'email',
  { text, language }: Texts,
): string | undefined {
  const { code, send } = errors ?? {};
  if (send === 'refused') return text('factor.refused');
  if (send === 'pause') return text('factor.pause', { wait: durationOf(wait, language) });
  if (send === 'wait') return text('factor.wait', { wait: durationOf(wait, language) });
  if (sending?.undelivered !== undefined) return text(`factor.${by}.undelivered`, { ending: sending.undelivered });
  if (code === undefined || sending?.sent !== undefined) return undefined;
  if (code === 'wait') return text('factor.wait', { wait: durationOf(wait, language) });
  // Nothing can be entered any more: the wrong one was the last try of what was sent.
  return text('factor.late');
}

function codeDraft({ errors, wait = 0 }: FactorPage, factor: CodeFactor, texts: Texts): Draft {
  const { text, language } = texts;
  const error = errors?.code && text(`factor.${errors.code}`, { wait: durationOf(wait, language) });
  return { ...factorCodeField(factor, texts), error };
}

const setUpInputs = ({ errors }: SetUpAppPage, { text }: Texts): Inputs =>
  inputs([
    {
      name: 'code',
      label: text('factor.app.code'),
      type: 'text',
      autocomplete: 'one-time-code',
      inputmode: 'numeric',
      required: true,
      error: errors?.code && text(`factor.${errors.code}`),
    },
  ]);
