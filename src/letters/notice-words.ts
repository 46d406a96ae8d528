import { nameOfCountry, type TextArguments, type TextKey } from '../brand/index.ts';
import type { Seconds } from '../clock.ts';
import { kindsIn, type SignalKind } from '../risk/index.ts';
import type { Agent } from '../whereabouts/index.ts';
import type { NoticeFacts } from './notice-facts.ts';
import type { NoticeKind } from './notices.ts';

/** A notice to be put into words. */
export interface NoticeContent extends NoticeFacts {
  readonly kind: 'notice';
  /** The page with the person's devices. */
  readonly devices: string;
  /** The link that says "this was not me", and until when it works (seconds since the epoch). */
  readonly deny?: { readonly link: string; readonly until: Seconds };
  readonly last: boolean;
  /** Whether it goes to the address of before, which the link gives back. */
  readonly former?: boolean;
}

/** What happened, in words. */
export interface NoticeStory {
  readonly paragraphs: readonly string[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

/** A notice in words, as its letter shows them. */
export interface NoticeWords extends NoticeStory {
  readonly subject: string;
  readonly advice: readonly string[];
}

type Say = (key: TextKey, values?: TextArguments) => string;

interface Form {
  readonly subject: TextKey;
  readonly text: TextKey;
  /** What to do when it was the owner, and when it was not. */
  readonly you: TextKey;
  readonly notYou: TextKey;
  /** Whether it is about one app: `rule` when the app's rule saw something change. */
  readonly app?: 'rule' | 'other';
  /** Whether a machine did it: from where, and with what, says nothing to the owner. */
  readonly byMachine?: true;
}

const ended = { subject: 'letter.ended.subject', you: 'letter.ended.you', notYou: 'letter.notice.not-you' } as const;

const forYou = { subject: 'letter.signed-out-for-you.subject', you: 'letter.signed-out-for-you.you' } as const;

const intruder = { you: 'letter.notice.you', notYou: 'letter.notice.intruder' } as const;

const forms: Readonly<Record<NoticeKind, Form>> = {
  'token-reused': { ...ended, text: 'letter.token-reused.text', app: 'other' },
  'code-replayed': { ...ended, text: 'letter.code-replayed.text', app: 'other' },
  'app-ended': { ...ended, text: 'letter.app-ended.text', app: 'rule' },
  'app-sign-in-again': {
    subject: 'letter.app-sign-in-again.subject',
    text: 'letter.app-sign-in-again.text',
    you: 'letter.app-sign-in-again.you',
    notYou: 'letter.notice.not-you',
    app: 'rule',
  },
  'app-changed': {
    subject: 'letter.app-changed.subject',
    text: 'letter.app-changed.text',
    you: 'letter.notice.you',
    notYou: 'letter.notice.not-you',
    app: 'rule',
  },
  'new-device': {
    subject: 'letter.new-device.subject',
    text: 'letter.new-device.text',
    you: 'letter.notice.you',
    notYou: 'letter.notice.not-you',
  },
  'device-again': {
    subject: 'letter.device-again.subject',
    text: 'letter.device-again.text',
    you: 'letter.notice.you',
    notYou: 'letter.notice.not-you',
  },
  'unusual-sign-in': {
    subject: 'letter.unusual-sign-in.subject',
    text: 'letter.unusual-sign-in.text',
    you: 'letter.notice.you',
    notYou: 'letter.notice.not-you',
  },
  'sign-in-blocked': {
    subject: 'letter.sign-in-blocked.subject',
    text: 'letter.sign-in-blocked.text',
    you: 'letter.sign-in-blocked.you',
    notYou: 'letter.factor-guessed.not-you',
  },
  'factor-first-used': {
    ...intruder,
    subject: 'letter.factor-first-used.subject',
    text: 'letter.factor-first-used.text',
  },
  'password-changed': {
    subject: 'letter.password-changed.subject',
    text: 'letter.password-changed.text',
    you: 'letter.notice.you',
    notYou: 'letter.notice.intruder',
  },
  'email-changed': {
    subject: 'letter.email-changed.subject',
    text: 'letter.email-changed.text',
    you: 'letter.notice.you',
    notYou: 'letter.email-changed.not-you',
  },
  'factor-added': { ...intruder, subject: 'letter.factor-added.subject', text: 'letter.factor-added.text' },
  'factor-removed': { ...intruder, subject: 'letter.factor-removed.subject', text: 'letter.factor-removed.text' },
  'passkey-added': { ...intruder, subject: 'letter.passkey-added.subject', text: 'letter.passkey-added.text' },
  'passkey-removed': { ...intruder, subject: 'letter.passkey-removed.subject', text: 'letter.passkey-removed.text' },
  'phone-added': { ...intruder, subject: 'letter.phone-added.subject', text: 'letter.phone-added.text' },
  'phone-removed': { ...intruder, subject: 'letter.phone-removed.subject', text: 'letter.phone-removed.text' },
  'email-codes-added': {
    ...intruder,
    subject: 'letter.email-codes-added.subject',
    text: 'letter.email-codes-added.text',
  },
  'email-codes-removed': {
    ...intruder,
    subject: 'letter.email-codes-removed.subject',
    text: 'letter.email-codes-removed.text',
  },
  'passkey-copied': {
    subject: 'letter.passkey-copied.subject',
    text: 'letter.passkey-copied.text',
    you: 'letter.passkey-copied.you',
    notYou: 'letter.passkey-copied.not-you',
  },
  'factor-kept': {
    subject: 'letter.factor-kept.subject',
    text: 'letter.factor-kept.text',
    you: 'letter.notice.you',
    notYou: 'letter.factor-kept.not-you',
  },
  'factor-kept-for-good': {
    ...intruder,
    subject: 'letter.factor-kept.subject',
    text: 'letter.factor-kept-for-good.text',
  },
  'reset-stopped': {
    subject: 'letter.reset-stopped.subject',
    text: 'letter.reset-stopped.text',
    you: 'letter.notice.you',
    notYou: 'letter.reset-stopped.not-you',
  },
  'email-reset-stopped': {
    subject: 'letter.email-reset-stopped.subject',
    text: 'letter.email-reset-stopped.text',
    you: 'letter.notice.you',
    notYou: 'letter.reset-stopped.not-you',
  },
  'codes-made': { ...intruder, subject: 'letter.codes-made.subject', text: 'letter.codes-made.text' },
  'recovery-code-used': {
    ...intruder,
    subject: 'letter.recovery-code-used.subject',
    text: 'letter.recovery-code-used.text',
  },
  'factor-guessed': {
    subject: 'letter.factor-guessed.subject',
    text: 'letter.factor-guessed.text',
    you: 'letter.notice.you',
    notYou: 'letter.factor-guessed.not-you',
  },
  'signed-out-everywhere': {
    subject: 'letter.signed-out-everywhere.subject',
    text: 'letter.signed-out-everywhere.text',
    you: 'letter.signed-out.you',
    notYou: 'letter.notice.intruder',
  },
  'signed-out-elsewhere': {
    subject: 'letter.signed-out-elsewhere.subject',
    text: 'letter.signed-out-elsewhere.text',
    you: 'letter.signed-out.you',
    notYou: 'letter.notice.intruder',
  },
  'ended-by-app': {
    ...forYou,
    text: 'letter.ended-by-app.text',
    notYou: 'letter.ended-by-app.not-you',
    app: 'other',
  },
  'app-ended-by-app': {
    subject: 'letter.ended.subject',
    text: 'letter.app-ended-by-app.text',
    you: 'letter.signed-out-for-you.you',
    notYou: 'letter.app-ended-by-app.not-you',
    app: 'other',
  },
  'app-ended-by-api': {
    subject: 'letter.ended.subject',
    text: 'letter.app-ended-by-api.text',
    you: 'letter.ended.you',
    notYou: 'letter.app-ended-by-api.not-you',
    app: 'other',
    byMachine: true,
  },
  'admin-added': {
    subject: 'letter.admin-added.subject',
    text: 'letter.admin-added.text',
    you: 'letter.admin-added.you',
    notYou: 'letter.admin-added.not-you',
  },
  'ended-by-admin': { ...forYou, text: 'letter.ended-by-admin.text', notYou: 'letter.ended-by-admin.not-you' },
};

/** What a rule can see change, by the words there are for it. */
const changes: Readonly<Record<string, TextKey>> = {
  userAgent: 'letter.change.agent',
  system: 'letter.change.agent',
  country: 'letter.change.place',
  speed: 'letter.change.speed',
  appVersion: 'letter.change.version',
};

/** What a rule of an app saw change, in words for its owner. @param what as the event `family.changed` has it */
export function changesIn(what: string): TextKey[] {
  const words = new Set(what.split(', ').flatMap((word) => (Object.hasOwn(changes, word) ? [changes[word]] : [])));
  // What is too far away is elsewhere.
  if (words.has(changes['speed'])) words.delete(changes['country']);
  const said = [...words].filter((word) => word !== undefined);
  return said.length > 0 ? said : ['letter.change.other'];
}

/**
 * Puts a notice into words. Whoever caused it chose none of them: the browser and the system are from a list, the
 * place is from the address, the apps are named as an admin named them.
 */
export function noticeWords(content: NoticeContent, language: string, t: Say): NoticeWords {
  const { deny, last, former } = content;
  const form = forms[content.notice];
  const names = namesIn(content, t);
  return {
    subject: t(form.subject, names),
    ...noticeStory(content, language, t),
    advice: [
      t(form.you, names),
      t(form.notYou, names),
      ...(deny ? [t('letter.notice.deny', { until: timeIn(language, deny.until) })] : []),
      ...(former && content.notice !== 'email-changed' ? [t('letter.notice.former')] : []),
      ...(last ? [t('letter.notice.last')] : []),
    ],
  };
}

/** What happened, and the facts of it: what a letter and the page that its link opens both say. */
export function noticeStory(told: NoticeFacts, language: string, t: Say): NoticeStory {
  const { what = '', notice } = told;
  const form = forms[notice];
  const names = namesIn(told, t);
  const factor = factorWords(told.factor, t);
  const changed = changesIn(what).map((word) => t(word));
  const isOfDevice = notice === 'new-device' || notice === 'device-again';
  const signals = kindsIn(told.signals).filter((kind) => !isOfDevice || kind !== 'newDevice');
  return {
    paragraphs: [
      t(form.text, { ...names, factor }),
      ...(isOfDevice && told.factor !== undefined ? [t('letter.new-device.factor', { factor })] : []),
      ...(signals.length > 0 ? [t('letter.unlike', { signals: signalWords(signals, language, t) })] : []),
      ...(form.app === 'rule' ? [changed.join(' ')] : []),
    ],
    facts: factsOf(told, form, names.app, language, t),
  };
}

function namesIn({ app, by }: NoticeFacts, t: Say): { readonly app: string; readonly by: string } {
  const gone = t('letter.notice.app-gone');
  return { app: app ?? gone, by: by ?? gone };
}

function factorWords(factor: string | undefined, t: Say): string {
  return t(factor === 'app' || factor === 'passkey' ? `second-factor.${factor}` : 'second-factor.other');
}

const signalWords = (signals: readonly SignalKind[], language: string, t: Say): string =>
  new Intl.ListFormat(language, { type: 'conjunction' }).format(signals.map((kind) => t(`signal.${kind}`)));

function factsOf(
  { at, agent, place }: NoticeFacts,
  { app: isOfApp, byMachine }: Form,
  app: string,
  language: string,
  t: Say,
): NoticeStory['facts'] {
  const unknown = t('letter.notice.unknown');
  return [
    ...(isOfApp ? [{ label: t('letter.notice.app'), value: app }] : []),
    { label: t('letter.notice.when'), value: timeIn(language, at) },
    ...(byMachine
      ? []
      : [
          { label: t('letter.notice.with'), value: agentWords(agent, t) ?? unknown },
          { label: t('letter.notice.where'), value: placeWords(place, language, t) ?? unknown },
        ]),
  ];
}

/** The city as the pages have it, and its country, for there are several of many a name. */
function placeWords({ country, city }: NoticeFacts['place'], language: string, t: Say): string | undefined {
  const named = country && nameOfCountry(country, language);
  if (!city) return named;
  return t('letter.notice.near', { place: named ? `${city}, ${named}` : city });
}

function agentWords({ name, system }: Agent, t: Say): string | undefined {
  if (name !== undefined && system !== undefined) return t('letter.notice.agent', { name, system });
  return name ?? system;
}

/** We do not know where the reader is. */
export const timeIn = (language: string, at: Seconds): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(at * 1000) +
  ' UTC';
