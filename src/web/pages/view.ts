import type { ClientBrand, TextKey, TextPart, Texts } from '../../brand/index.ts';
import { permissionsOf } from './consent.ts';
import type { PermissionGroup } from './consent.ts';
import { confirmEmailInputs, confirmLinkInputs, signInInputs, signUpInputs } from './fields.ts';
import type { Field } from './fields.ts';
import type { Next, Page } from './page.ts';
import { hostOf, redirectTarget, safeLink, safeUrl } from './urls.ts';

/** A page as its template wants it: texts chosen, addresses made safe. What a page does not have is undefined. */
export interface View {
  /** The h1, and the document's title. */
  readonly heading: readonly TextPart[];
  readonly intro?: readonly TextPart[];
  readonly fields?: readonly Field[];
  readonly alert?: string;
  readonly groups?: readonly PermissionGroup[];
  readonly host?: string;
  readonly next?: { readonly label: readonly TextPart[]; readonly url: string };
  /** Where the browser goes by itself. */
  readonly refresh?: string;
  readonly action?: string;
  readonly opened?: readonly Linked[];
}

/** A piece of a letter: text, or an address that may be followed. */
export interface Linked {
  readonly text: string;
  readonly url?: string;
}

/** @throws {TypeError} for an address that no browser should be sent to */
export function viewOf(page: Page, brand: string, texts: Texts): View {
  const { parts } = texts;
  const heading = (key: TextKey): View => ({ heading: parts(key, { brand }) });
  const toApp = (key: TextKey, client: ClientBrand): TextPart[] => parts(key, { app: client.name });

  switch (page.kind) {
    case 'sign-in':
      return { ...heading(page.account ? 'sign-in.again.title' : 'sign-in.title'), ...signInInputs(page, texts) };
    case 'sign-up':
      return { ...heading('sign-up.title'), ...signUpInputs(page, texts) };
    case 'confirm-email':
      return {
        ...heading('confirm-email.title'),
        intro: parts('confirm-email.text', { email: page.email }),
        ...confirmEmailInputs(page, texts),
      };
    case 'confirm-link':
      return {
        ...heading('confirm-link.title'),
        intro: parts(page.password ? 'confirm-link.password.text' : 'confirm-link.text', { email: page.email }),
        ...confirmLinkInputs(page, texts),
      };
    case 'link-expired':
      return { ...heading('link-expired.title'), intro: parts('link-expired.text'), ...nextOf(page, texts) };
    case 'consent': {
      const host = page.returnsTo && hostOf(page.returnsTo);
      return {
        heading: toApp(page.more ? 'consent.more.title' : 'consent.title', page.client),
        ...(page.more && { intro: toApp('consent.more.text', page.client) }),
        groups: permissionsOf(page, texts),
        ...(host && { host }),
      };
    }
    case 'choose-account':
      return heading('choose-account.title');
    case 'sign-out':
      return {
        ...heading('sign-out.title'),
        intro: page.client
          ? parts('sign-out.text.app', { app: page.client.name, brand })
          : parts('sign-out.text', { brand }),
      };
    case 'signed-out':
      return { ...heading('signed-out.title'), intro: parts('signed-out.text'), ...nextOf(page, texts) };
    case 'error':
      return {
        ...heading(`error.${page.reason}.title`),
        intro: parts(`error.${page.reason}.text`),
        ...nextOf(page, texts),
      };
    case 'expired':
      return page.because === 'finished'
        ? { ...heading('expired.finished.title'), intro: parts('expired.finished.text'), ...nextOf(page, texts) }
        : { ...heading('expired.title'), intro: parts('expired.text'), ...nextOf(page, texts) };
    case 'message':
      return {
        ...heading(`message.${page.message}.title`),
        intro: parts(`message.${page.message}.text`, { brand }),
        ...nextOf(page, texts),
      };
    case 'continue': {
      const url = redirectTarget(page.url);
      return {
        ...heading('continue.title'),
        intro: toApp('continue.text', page.client),
        next: { label: toApp('next.app', page.client), url },
        refresh: url,
      };
    }
    case 'form-post':
      return { ...heading('form-post.title'), intro: parts('form-post.text'), action: actionOf(page.action) };
    case 'outbox':
      return {
        heading: page.open ? [{ text: page.open.subject, name: true }] : parts('outbox.title'),
        ...(page.open ? { opened: linked(page.open.text) } : { intro: parts('outbox.text') }),
      };
    default:
      return page satisfies never;
  }
}

function nextOf(page: { readonly next?: Next; readonly client?: ClientBrand }, { parts }: Texts): Pick<View, 'next'> {
  const url = safeLink(page.next?.url);
  if (!page.next || !url) return {};
  if (page.next.to !== 'app') return { next: { label: parts(`next.${page.next.to}`), url } };
  const label = page.client ? parts('next.app', { app: page.client.name }) : parts('next.continue');
  return { next: { label, url } };
}

function actionOf(action: string): string {
  const url = safeLink(action);
  if (!url) throw new TypeError('not an address to post a form to');
  return url;
}

/** Cuts a letter at its addresses, so that a template can link them and escape the rest. */
function linked(text: string): Linked[] {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((piece, at) => {
    const url = at % 2 === 1 ? safeUrl(piece) : undefined;
    return url ? { text: piece, url } : { text: piece };
  });
}
