import { expect, test } from '@jest/globals';
import { knownLanguages } from '../../src/brand/index.ts';
import { createLetters } from '../../src/letters/index.ts';
import type { LetterContent } from '../../src/letters/index.ts';

const letters = createLetters({ name: 'Example ID', accent: { light: '#003366' } });
const confirm: LetterContent = {
  kind: 'confirm-email',
  code: '48201573',
  link: 'https://id.example/email/ticket/secret?a=1&b=2',
  hours: 24,
};

test.each(knownLanguages)('the letters are whole in %s, as text and as HTML', (language) => {
  for (const content of [confirm, { kind: 'already-registered', signIn: 'https://id.example/' } as const]) {
    const { subject, text, html } = letters.render(content, language);
    for (const part of [subject, text, html]) {
      expect(part).toContain('Example ID');
      expect(part).not.toMatch(/undefined|\[object|\{\w+\}/);
    }
    expect(html).toContain(`<html lang="${language}">`);
    expect(text).not.toMatch(/<|&\w+;|\n{3}/);
  }
});

test('a confirmation has the code, the link and how long they work', () => {
  const { subject, text, html } = letters.render(confirm, 'de');
  expect(subject).toBe('48201573 ist Ihr Code für Example ID');
  expect(text).toContain('\n    48201573\n');
  expect(text).toContain('\nhttps://id.example/email/ticket/secret?a=1&b=2\n');
  expect(text).toContain('gelten 24 Stunden');
  expect(html).toContain('href="https://id.example/email/ticket/secret?a=1&amp;b=2"');
  expect(html).toContain('background:#003366;color:#ffffff');
});

test('the letter to an address with an account has no code and no link that does anything', () => {
  const { text, html } = letters.render({ kind: 'already-registered' }, 'en');
  expect(text).toContain('There is one already');
  expect(text + html).not.toMatch(/\b\d{8}\b|href|https?:/);
});

test('a language that there are no texts in is answered by English', () => {
  expect(letters.render(confirm, 'tlh').subject).toBe('48201573 is your code for Example ID');
});

test('an installation can say it in its own words', () => {
  const own = createLetters({ name: 'X', texts: { 'letter.greeting': { en: 'Dear you,' } } });
  expect(own.render(confirm, 'en').text).toMatch(/^Dear you,\n/);
  expect(own.render(confirm, 'fr').text).toMatch(/^Bonjour,\n/);
});
