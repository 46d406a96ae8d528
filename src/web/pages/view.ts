import type { ClientBrand, TextKey, TextPart, Texts } from '../../brand/index.ts';
import { ownView } from './account-view.ts';
import { adminView } from './admin-view.ts';
import { permissionsOf } from './consent.ts';
import { factorView } from './factor-view.ts';
import {
  confirmEmailInputs,
  emailInputs,
  invitationInputs,
  confirmLinkInputs,
  newPasswordInputs,
  recoverInputs,
  signInInputs,
  signUpInputs,
} from './fields.ts';
import { notMeView } from './not-me-view.ts';
import type { Next } from './page-parts.ts';
import type { Page } from './page.ts';
import { passView } from './pass-view.ts';
import type { Linked, View } from './shown.ts';
import { signedOutView, signOutView } from './sign-out-view.ts';
import { durationOf, momentOf } from './times.ts';
import { hostOf, redirectTarget, safeAppUrl, safeLink, safeUrl } from './urls.ts';

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
    case 'invitation':
      return {
        ...heading('invitation.title'),
        intro: parts('invitation.text', { email: page.email }),
        ...invitationInputs(page, texts),
      };
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
    case 'recover':
      return { ...heading('recover.title'), intro: parts('recover.text'), ...recoverInputs(page, texts) };
    case 'recover-sent':
      return {
        ...heading('recover-sent.title'),
        intro: parts('recover-sent.text', { email: page.email, minutes: page.minutes }),
      };
    case 'new-password':
      return {
        ...heading('new-password.title'),
        intro: parts('new-password.text', { email: page.email }),
        ...newPasswordInputs(page, texts),
      };
    case 'email':
      return { ...heading('email.title'), intro: parts('email.text'), ...emailInputs(page, texts) };
    case 'email-code':
      return {
        ...heading('email-code.title'),
        intro: parts('email-code.text', { email: page.to, minutes: page.minutes }),
        ...confirmEmailInputs(page, texts),
      };
    case 'link-expired':
      return {
        ...heading('link-expired.title'),
        intro: parts('link-expired.text'),
        ...nextOf(page, texts),
        ...(page.other && { other: nextOf({ ...page, next: page.other }, texts).next }),
      };
    case 'consent': {
      const host = page.returnsTo && hostOf(page.returnsTo);
      return {
        heading: toApp(page.more ? 'consent.more.title' : 'consent.title', page.client),
        ...(page.more && { intro: toApp('consent.more.text', page.client) }),
        groups: permissionsOf(page, texts),
        ...(host && { host }),
        ...(page.eachTime && { note: texts.text('consent.each-time', { app: page.client.name }) }),
      };
    }
    case 'choose-account':
      return { ...heading('choose-account.title'), ...(page.only && { alert: texts.text('choose-account.only') }) };
    case 'sign-out':
      return signOutView(page, brand, texts);
    case 'signed-out':
      return { ...signedOutView(page, brand, texts), ...nextOf(page, texts) };
    case 'error':
      return {
        ...heading(`error.${page.reason}.title`),
        intro: parts(
          `error.${page.reason}.text`,
          page.wait === undefined ? {} : { wait: durationOf(page.wait, texts.language) },
        ),
        ...nextOf(page, texts),
      };
    case 'expired':
      return page.because === 'finished'
        ? { ...heading('expired.finished.title'), intro: parts('expired.finished.text'), ...nextOf(page, texts) }
        : { ...heading('expired.title'), intro: parts('expired.text'), ...nextOf(page, texts) };
    case 'message':
      return {
        ...heading(`message.${page.message}.title`),
        intro: parts(`message.${page.message}.text`, { brand, ...whenOf(page, texts) }),
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
    case 'admin-clients':
    case 'admin-client':
      return adminView(page, texts);
    case 'pass':
      return passView(page, texts);
    case 'factor':
    case 'denied-factor':
    case 'set-up-app':
    case 'set-up-passkey':
    case 'set-up-code':
    case 'passkey':
    case 'recovery-codes':
    case 'codes-shown':
    case 'security':
      return factorView(page, brand, texts);
    case 'stop-reset':
      return {
        ...heading(`stop-reset.${page.of}.title`),
        intro: parts(page.denied ? 'stop-reset.denied.text' : `stop-reset.${page.of}.text`, whenOf(page, texts)),
      };
    case 'confirm-address':
      return {
        ...heading('confirm-address.title'),
        intro: parts('confirm-address.text', { brand, email: page.email, when: momentOf(page.at, texts.language) }),
      };
    case 'not-me':
      return notMeView(page, brand, texts);
    case 'account':
    case 'devices':
    case 'device':
    case 'end':
    case 'apps':
    case 'app':
    case 'history':
    case 'password':
    case 'no-password':
      return ownView(page, brand, texts);
    default:
      return page satisfies never;
  }
}

const whenOf = ({ at }: { readonly at?: number }, { language }: Texts) =>
  at === undefined ? {} : { when: momentOf(at, language) };

function nextOf(page: { readonly next?: Next; readonly client?: ClientBrand }, { parts }: Texts): Pick<View, 'next'> {
  const url = page.next?.to === 'app' ? safeAppUrl(page.next.url) : safeLink(page.next?.url);
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
