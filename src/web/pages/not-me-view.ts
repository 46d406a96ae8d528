import type { TextKey, Texts } from '../../brand/index.ts';
import { noticeStory } from '../../letters/index.ts';
import type { NotMePage } from './not-me-page.ts';
import type { View } from './shown.ts';

/** What happened, as the letter told it, and what is done about it. */
export function notMeView({ told, named }: NotMePage, brand: string, { parts, text, language }: Texts): View {
  const story = noticeStory(told, language, (key, values) => text(key, { brand, ...values }));
  const first = named ?? 'everywhere';
  const then: TextKey[] = [`not-me.then.${first}`, 'not-me.then.password', 'not-me.then.factors'];
  return {
    heading: parts('not-me.title', { brand }),
    told: { ...story, then: then.map((key) => text(key, { brand })) },
  };
}
