import type { TextKey } from '../brand/index.ts';
import type { NoticeKind } from './notices.ts';

/** The texts of a notice, and what it is about. */
export interface NoticeForm {
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

const deniedGone = {
  subject: 'letter.factor-removed.subject',
  you: 'letter.denied-factor-gone.you',
  notYou: 'letter.denied-factor-gone.not-you',
} as const;

/** What each notice says. */
export const forms: Readonly<Record<NoticeKind, NoticeForm>> = {
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
  'ended-device-again': {
    subject: 'letter.device-again.subject',
    text: 'letter.ended-device-again.text',
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
  'email-given': {
    subject: 'letter.email-changed.subject',
    text: 'letter.email-given.text',
    you: 'letter.notice.you',
    notYou: 'letter.email-changed.not-you',
    byMachine: true,
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
  'factors-reset': {
    subject: 'letter.factors-reset.subject',
    text: 'letter.factors-reset.text',
    you: 'letter.factors-reset.you',
    notYou: 'letter.factors-reset.not-you',
    byMachine: true,
  },
  'denied-factor-gone': { ...deniedGone, text: 'letter.denied-factor-gone.text', byMachine: true },
  'denied-factor-taken-away': { ...deniedGone, text: 'letter.denied-factor-taken-away.text' },
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
