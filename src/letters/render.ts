import { knownLanguages, loadTemplates, shadesOf, textsIn } from '../brand/index.ts';
import type { Brand, TextArguments, TextKey } from '../brand/index.ts';

/**
 * What a letter tells. Nothing in it comes from whoever caused it: a stranger who types somebody's address cannot send
 * them words of their own.
 */
export type LetterContent =
  /** Answers a sign-up. The code as it is to be typed; the link to the page that confirms; both work for `hours`. */
  | { readonly kind: 'confirm-email'; readonly code: string; readonly link: string; readonly hours: number }
  /** Answers a sign-up with an address that has an account: only its owner learns that. */
  | { readonly kind: 'already-registered'; readonly signIn?: string };

/** A letter ready to be sent, in both forms. */
export interface Letter {
  /** One line. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const subjects = {
  'confirm-email': 'letter.confirm-email.subject',
  'already-registered': 'letter.already-registered.subject',
} as const satisfies Record<LetterContent['kind'], TextKey>;

/** Where an installation has no colours of its own: the light theme's accent of views/assets/postern.css. */
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
      const subject = t(subjects[content.kind], content.kind === 'confirm-email' ? { code: content.code } : {});
      const it = { letter: content, t, subject, language: texts.language, brand: brand.name, colours };
      return {
        // A line break would begin another header.
        subject: subject.replace(/\s+/g, ' '),
        text: fill(`${content.kind}.text`, it),
        html: fill(`${content.kind}.html`, it),
      };
    },
  };
}
