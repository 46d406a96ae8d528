import { nameOfCountry, type TextArguments, type TextKey } from '../brand/index.ts';
import type { Seconds } from '../clock.ts';
import type { FactorKind } from '../factors/index.ts';
import { kindsIn, type SignalKind } from '../risk/index.ts';
import type { Agent } from '../whereabouts/index.ts';
import type { NoticeFacts } from './notice-facts.ts';
import { forms, type NoticeForm } from './notice-forms.ts';
import { toFormerAlone, type NoticeKind } from './notices.ts';

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
  /** Whether the account is suspended: then the link at the address of before works, and no other. */
  readonly suspended?: boolean;
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
  const { last, former } = content;
  const form = forms[content.notice];
  const names = namesIn(content, t);
  return {
    subject: t(form.subject, names),
    ...noticeStory(content, language, t),
    advice: [
      t(form.you, names),
      t(form.notYou, names),
      ...denyAdvice(content, language, t),
      ...(former && !toFormerAlone.has(content.notice) ? [t('letter.notice.former')] : []),
      ...(last ? [t('letter.notice.last')] : []),
    ],
  };
}

/** What the link does. Of a suspended account it says nothing that is refused until that is opened. */
function denyAdvice({ deny, suspended, former }: NoticeContent, language: string, t: Say): string[] {
  if (!deny) return [];
  if (suspended && !former) return [t('letter.notice.deny-waits')];
  const until = timeIn(language, deny.until);
  return [t(suspended ? 'letter.notice.deny-suspended' : 'letter.notice.deny', { until })];
}

const ofDevice: ReadonlySet<NoticeKind> = new Set(['new-device', 'device-again', 'ended-device-again'] as const);

/** What happened, and the facts of it: what a letter and the page that its link opens both say. */
export function noticeStory(told: NoticeFacts, language: string, t: Say): NoticeStory {
  const { what = '', notice } = told;
  const form = forms[notice];
  const names = namesIn(told, t);
  const factor = factorWords(told.factor, t);
  const changed = changesIn(what).map((word) => t(word));
  const isOfDevice = ofDevice.has(notice);
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

const factorNames: Readonly<Record<FactorKind, TextKey>> = {
  app: 'second-factor.app',
  passkey: 'second-factor.passkey',
  sms: 'second-factor.sms',
  email: 'second-factor.email',
  'recovery-code': 'second-factor.recovery-code',
};

/** What a second factor is called. @param factor as an event has it */
export const factorWords = (factor: string | undefined, t: Say): string =>
  t(isNamed(factor) ? factorNames[factor] : 'second-factor.other');

const isNamed = (factor: string | undefined): factor is FactorKind =>
  factor !== undefined && Object.hasOwn(factorNames, factor);

const signalWords = (signals: readonly SignalKind[], language: string, t: Say): string =>
  new Intl.ListFormat(language, { type: 'conjunction' }).format(signals.map((kind) => t(`signal.${kind}`)));

function factsOf(
  { at, agent, place }: NoticeFacts,
  { app: isOfApp, byMachine }: NoticeForm,
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
