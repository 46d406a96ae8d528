import { knownLanguages, loadTemplates, shadesOf, textsIn } from '../brand/index.ts';
import type { Brand, TextArguments, TextKey } from '../brand/index.ts';
import { noticeWords, timeIn, type NoticeContent } from './notice-words.ts';

/**
 * What a letter tells. Nothing in it comes from whoever caused it: a stranger who types somebody's address cannot send
 * them words of their own.
 */
export type LetterContent =
  /** Answers a sign-up. The code as it is to be typed; the link to the page that confirms; both work for `hours`. */
  | { readonly kind: 'confirm-email'; readonly code: string; readonly link: string; readonly hours: number }
  /** Answers a sign-up with an address that has an account: only its owner learns that. `signIn`: where they sign in. */
  | { readonly kind: 'already-registered'; readonly signIn?: string; readonly suspended?: boolean }
  /** The link to choose a new password; it works for `minutes`. `because`: nobody asked for it, see `RecoveryRequest`. */
  | {
      readonly kind: 'recover';
      readonly link: string;
      readonly minutes: number;
      readonly because?: 'not-me';
      /** When a second factor goes that was denied and waits, in seconds since the epoch. */
      readonly at?: number;
    }
  /** From who runs the installation: the link makes an account, until a time (seconds since the epoch). */
  | { readonly kind: 'invitation'; readonly link: string; readonly until: number }
  /** The code that confirms a new address; it works for `minutes`. */
  | { readonly kind: 'new-email'; readonly code: string; readonly minutes: number }
  /** A code that proves a second factor at `host`; it works for `minutes`. */
  | { readonly kind: 'factor-code'; readonly code: string; readonly host: string; readonly minutes: number }
  /** A reset of second factors that happens at a time (seconds since the epoch), by an admin or by a denial; the link stops it. */
  | { readonly kind: 'factor-reset'; readonly link: string; readonly at: number; readonly denied?: true }
  /** The same, of the account's address; to the one that it is to get, the link confirms it, and `stop` stops it. */
  | { readonly kind: 'email-reset'; readonly link: string; readonly at: number }
  | { readonly kind: 'email-reset-new'; readonly link: string; readonly stop: string; readonly at: number }
  /** It gets it not, because that was stopped or came to nothing. */
  | { readonly kind: 'email-reset-over' }
  /** It has it now; the link leads to the account. */
  | { readonly kind: 'email-reset-done'; readonly link: string; readonly suspended: boolean }
  /** To the address that an account has left because its former one took it back; the link leads to the sign-in. */
  | { readonly kind: 'email-left'; readonly link: string; readonly at: number; readonly suspended: boolean }
  /** Tells the owner of an account what happened to it. */
  | NoticeContent;

/** A letter ready to be sent, in both forms. */
export interface Letter {
  /** One line. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Where an installation has no colours of its own: the light theme's accent of the style sheet. */
const ownShades = { accent: '#1b655c', onAccent: '#ffffff' };

export interface Letters {
  /** @param language one that there are texts in; another one is answered by English */
  render(content: LetterContent, language: string): Letter;
}

/** Compiles the letters of an installation. */
export function createLetters(brand: Brand): Letters {
  const fill = loadTemplates(new URL('../../views/mail/', import.meta.url));
  const colours = shadesOf(brand.accent)?.light ?? ownShades;
  return {
    render(content, language) {
      const texts = textsIn(knownLanguages.includes(language) ? language : 'en', [brand.texts]);
      const t = (key: TextKey, values?: TextArguments): string => texts.text(key, { brand: brand.name, ...values });
      const words = content.kind === 'notice' ? noticeWords(content, texts.language, t) : undefined;
      const subject =
        words?.subject ??
        t(`letter.${content.kind}.subject` as TextKey, 'code' in content ? { code: content.code } : {});
      const at = momentIn(content);
      const when = at === undefined ? undefined : timeIn(texts.language, at);
      const it = { when, letter: content, words, t, subject, language: texts.language, brand: brand.name, colours };
      return {
        // A line break would begin another header.
        subject: subject.replace(/\s+/g, ' '),
        text: fill(`${content.kind}.text`, it),
        html: fill(`${content.kind}.html`, it),
      };
    },
  };
}

/** The one time that a letter tells, beside those in notices. */
function momentIn(content: LetterContent): number | undefined {
  if (content.kind === 'invitation') return content.until;
  return content.kind !== 'notice' && 'at' in content ? content.at : undefined;
}
