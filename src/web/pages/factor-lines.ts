import type { Texts } from '../../brand/index.ts';
import type { SecurityPage, WhyUnsent } from './factor-page.ts';
import type { FactorLine } from './shown.ts';
import { ago, dateOf } from './times.ts';

/** Second factors that are no passkeys, as their owner sees them. */
export function factorLines({ apps, phones, emailCodes, now }: SecurityPage, { text, language }: Texts): FactorLine[] {
  const line = (
    icon: FactorLine['icon'],
    name: string,
    { addedAt, usedAt, remove, unsent }: SecurityPage['apps'][number] & { readonly unsent?: WhyUnsent },
  ): FactorLine => ({
    url: remove,
    icon,
    name,
    facts: [
      text('security.app.added', { when: dateOf(addedAt, language) }),
      ...(usedAt === undefined ? [] : [text('security.app.used', { when: ago(usedAt, now, language) })]),
    ],
    ...(unsent && { warning: text(`security.unsent.${unsent}`) }),
  });
  return [
    ...apps.map((app) => line('phone', text('security.app'), app)),
    ...phones.map((phone) => line('phone', text('security.phone', { ending: phone.ending }), phone)),
    ...(emailCodes ? [line('mail', text('security.email-codes'), emailCodes)] : []),
  ];
}
