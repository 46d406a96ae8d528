import type { TextKey, Texts } from '../../brand/index.ts';
import { noticeStory } from '../../letters/index.ts';
import type { NotMePage } from './not-me-page.ts';
import type { View } from './shown.ts';

/** What happened, as the letter told it, and what is done about it. */
export function notMeView({ told, named, restores }: NotMePage, brand: string, { parts, text, language }: Texts): View {
  const story = noticeStory(told, language, (key, values) => text(key, { brand, ...values }));
  const first = named ?? 'everywhere';
  const then: TextKey[] = [
    ...(restores === undefined ? [] : ['not-me.then.restored' as const]),
    ...[`not-me.then.${first}` as const, 'not-me.then.password' as const],
    ...[restores === undefined ? factorsOf(told) : ('not-me.then.factors-of-three-days' as const)],
  ];
  return {
    heading: parts('not-me.title', { brand }),
    told: { ...story, then: then.map((key) => text(key, { brand, email: restores ?? '' })) },
  };
}

/** One that was kept is older than what the letter tells. */
const factorsOf = ({ notice }: NotMePage['told']): TextKey =>
  notice === 'factor-kept' ? 'not-me.then.factor-kept' : 'not-me.then.factors';
