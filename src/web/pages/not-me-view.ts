import type { TextKey, Texts } from '../../brand/index.ts';
import { noticeStory, type NoticeKind } from '../../letters/index.ts';
import type { NotMePage } from './not-me-page.ts';
import type { View } from './shown.ts';

/** What happened, as the letter told it, and what is done about it. */
export function notMeView(page: NotMePage, brand: string, { parts, text, language }: Texts): View {
  const { told, named, codes, restores, suspended } = page;
  const story = noticeStory(told, language, (key, values) => text(key, { brand, ...values }));
  const first = named ?? 'everywhere';
  const then: TextKey[] = [
    ...(restores === undefined ? [] : ['not-me.then.restored' as const]),
    `not-me.then.${first}`,
    suspended ? 'not-me.then.password-suspended' : 'not-me.then.password',
    factorsOf(page),
    ...(codes ? ['not-me.then.recovery-codes' as const] : []),
  ];
  return {
    heading: parts('not-me.title', { brand }),
    told: { ...story, then: then.map((key) => text(key, { brand, email: restores ?? '' })) },
  };
}

const gone: ReadonlySet<NoticeKind> = new Set([
  'factors-reset',
  'denied-factor-gone',
  'denied-factor-taken-away',
] as const);

/** One that was kept is older than what the letter tells. */
function factorsOf({ told, restores, keptForGood }: NotMePage): TextKey {
  if (told.notice === 'factor-kept' && !(keptForGood && restores === undefined)) return 'not-me.then.factor-kept';
  // Nothing is left of before.
  if (restores === undefined && gone.has(told.notice)) return 'not-me.then.factors-reset';
  return restores === undefined ? 'not-me.then.factors' : 'not-me.then.factors-of-three-days';
}
