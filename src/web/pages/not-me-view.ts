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
    factorsOf(told, restores !== undefined),
  ];
  return {
    heading: parts('not-me.title', { brand }),
    told: { ...story, then: [...then, ...codesOf(told)].map((key) => text(key, { brand, email: restores ?? '' })) },
  };
}

/** Who has used one has the others. */
const codesOf = ({ notice }: NotMePage['told']): TextKey[] =>
  notice === 'recovery-code-used' ? ['not-me.then.recovery-codes'] : [];

/** One that was kept is older than what the letter tells. */
function factorsOf({ notice }: NotMePage['told'], restores: boolean): TextKey {
  if (notice === 'factor-kept') return 'not-me.then.factor-kept';
  return restores ? 'not-me.then.factors-of-three-days' : 'not-me.then.factors';
}
