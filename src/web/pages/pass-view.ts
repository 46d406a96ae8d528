import type { Texts } from '../../brand/index.ts';
import { factorCodeField, inputs, passwordField, type Draft } from './fields.ts';
import type { PassPage } from './pass-page.ts';
import type { View } from './shown.ts';
import { durationOf } from './times.ts';

/** The page between a form and its try as its template wants it. */
export function passView(page: PassPage, texts: Texts): View {
  const { again, chosen, factor = 'app', ticket, wait = 0, errors } = page;
  const { parts, text, language } = texts;
  const fields: Record<PassPage['again'][number], Draft> = {
    current: { ...passwordField(text('password.current'), 'current-password', undefined), name: 'current' },
    next: { ...passwordField(text('password.new'), 'new-password', undefined), name: 'next' },
    password: passwordField(text('field.password'), chosen ? 'new-password' : 'current-password', undefined),
    code: factorCodeField(factor, texts),
  };
  return {
    heading: parts('pass.title'),
    intro:
      ticket === undefined
        ? parts('pass.text')
        : parts('pass.ticket', { wait: durationOf(Math.max(wait, 1), language) }),
    ...inputs(
      again.map((name) => fields[name]),
      errors?.form && text(`pass.${errors.form}`),
    ),
  };
}
