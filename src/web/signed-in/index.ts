/** Who is signed in in this browser, and what "my account" and the admin pages both need of that. */
export { askToSignIn, returnPath, type Asking } from './ask.ts';
export { csrf, formHere, formTo } from './forms.ts';
export type { SignedInHost } from './host.ts';
export { noteOwn, ownOf, type Own } from './own.ts';
export { isRecentSignIn, requireRecentSignIn } from './recent.ts';
export { goTo, show } from './show.ts';
export { stayActive } from './stay-active.ts';
