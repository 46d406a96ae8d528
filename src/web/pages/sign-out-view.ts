import type { TextPart, Texts } from '../../brand/index.ts';
import { listOf } from './names.ts';
import type { SignedOutPage, SignOutPage } from './sign-out-page.ts';
import type { View } from './shown.ts';

/** The question, and what a yes does not end: who believes that all is over would leave that behind. */
export function signOutView(page: SignOutPage, brand: string, texts: Texts): View {
  const { stay = [] } = page;
  return {
    heading: texts.parts('sign-out.title', { brand }),
    intro: introOf(page, brand, texts),
    ...(stay.length > 0 && { note: texts.text('sign-out.by-themselves', { apps: listOf(stay, texts.language) }) }),
  };
}

function introOf({ client, app }: SignOutPage, brand: string, { parts }: Texts): TextPart[] {
  if (client && app === 'ends') return parts('sign-out.text.app', { app: client.name, brand });
  if (client && app === 'unmeant') return parts('sign-out.text.unmeant', { app: client.name });
  return parts('sign-out.text', { brand });
}

/** That somebody signed out, and who is there still. */
export function signedOutView({ inPlace, others }: SignedOutPage, brand: string, { parts }: Texts): View {
  const key = inPlace ? 'signed-out.text.in-place' : others?.length ? 'signed-out.text.others' : 'signed-out.text';
  return { heading: parts(inPlace ? 'signed-out.title.in-place' : 'signed-out.title', { brand }), intro: parts(key) };
}
