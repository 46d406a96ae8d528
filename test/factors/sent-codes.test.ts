import { expect, test } from '@jest/globals';
import { isEnrolled, kindsOf, type AccountFactors } from '../../src/factors/index.ts';
import { askedOnceMore, pauseOf } from '../../src/factors/pauses.ts';
import { createPhoneNumbers } from '../../src/factors/phone-numbers.ts';
import { levelOf, methodsWith } from '../../src/factors/policy.ts';
import { textOf } from '../../src/letters/index.ts';
import { knownLanguages } from '../../src/brand/index.ts';
import { createPages } from '../../src/web/pages/index.ts';
import { answerPage } from '../support/page-answer.ts';

test('each code that nobody enters makes the pause before the next one longer, and an hour forgets them', () => {
  const now = 1_000_000;
  let asked: ReturnType<typeof askedOnceMore> | undefined;
  const pauses = Array.from({ length: 8 }, () => pauseOf((asked = askedOnceMore(asked, now)), now));
  expect(pauses).toEqual([30, 60, 120, 240, 480, 600, 600, 600]);
  expect(pauseOf(asked, now + 599)).toBe(1);
  expect(pauseOf(asked, now + 600)).toBe(0);
  expect(askedOnceMore(asked, now + 3600)).toEqual({ times: 1, at: now + 3600 });
  expect(pauseOf(undefined, now)).toBe(0);
});

test('a pause is never longer than it can be, and none where the clock was set back since it began', () => {
  const now = 1_000_000;
  expect(pauseOf({ times: 1, at: now + 20 }, now)).toBe(30);
  expect(pauseOf({ times: 1, at: now + 24 * 3600 }, now)).toBe(0);
});

test.each([
  ['+49 1512 3456789', { number: '+4915123456789', prefix: '49 1512' }],
  ['0151 23456789', { number: '+4915123456789', prefix: '49 1512' }],
  ['0049 151 23456789', { number: '+4915123456789', prefix: '49 1512' }],
  ['＋49 151 23456789', { number: '+4915123456789', prefix: '49 1512' }],
  ['+1 (212) 555-0123', { number: '+12125550123', prefix: '1 2125' }],
  // They share the calling code of a country that is allowed.
  ['+1 204 234 5678', 'elsewhere'],
  ['+1 876 555 1234', 'elsewhere'],
  ['+44 7797 712345', 'elsewhere'],
  ['+882 16 12345', 'elsewhere'],
  // Premium rate, shared cost, toll-free, personal and company-wide numbers: no person's own, and some earn by each message.
  ['+49 900 1234567', 'service'],
  ['0900 1234567', 'service'],
  ['+49 180 5123456', 'service'],
  ['+49 800 1234567', 'service'],
  ['+49 700 12345678', 'service'],
  ['+1 900 234 5678', 'service'],
  ['+1 800 234 5678', 'service'],
  ['+49 30 12345678', { number: '+493012345678', prefix: '49 3012' }],
  ['+49151', 'invalid'],
  ['+49 151 23456789 ext 5', 'invalid'],
  ['call +49 151 23456789 now', 'invalid'],
  ['+4915123456789012345', 'invalid'],
  ['tel:+4915123456789;phone-context=+1', 'invalid'],
  ['<script>', 'invalid'],
  ['', 'invalid'],
])('the number %j is read as %j where Germany and the United States are allowed', async (typed, expected) => {
  expect(await createPhoneNumbers(['DE', 'US']).read(typed)).toEqual(expected);
});

test.each([
  [['DE', 'US'], '49'],
  [['GB'], '44'],
  // Antarctica has numbers of other countries.
  [['AQ', 'NZ'], '64'],
  [['AQ'], undefined],
])('the example where numbers of %j are taken begins with %s', async (countries, callingCode) => {
  expect(await createPhoneNumbers(countries).taken()).toEqual({ countries, ...(callingCode && { callingCode }) });
});

test('the hint of the field for a number says which ones are taken, where those are few', async () => {
  const pages = createPages({
    issuer: 'https://id.example.com',
    brand: { name: 'Postern' },
    languages: knownLanguages,
  });
  const hint = async (countries: readonly string[], acceptLanguage = 'en') => {
    const numbers = await createPhoneNumbers(countries).taken();
    const form = { action: '/here', csrf: 'x' };
    const page = { kind: 'set-up-code', factor: 'sms', email: 'ann@example.com', form, others: [], numbers } as const;
    return /class="hint"[^>]*>([^<]*)</.exec(answerPage(pages, page, { acceptLanguage }).html)?.[1];
  };
  expect(await hint(['DE'])).toBe(
    'Numbers of this country can be used: Germany. With the code of the country, as in +49 …',
  );
  expect(await hint(['CH', 'DE'], 'de')).toBe(
    'Verwendet werden können Nummern dieser Länder: Schweiz und Deutschland. Mit der Vorwahl des Landes, wie +41 …',
  );
  expect(await hint(['DE', 'AT', 'CH', 'FR', 'IT', 'US'])).toBe('With the code of the country, as in +49 …');
});

test('a text message names the installation and the host, and ends as a code of that origin', () => {
  for (const language of knownLanguages) {
    const lines = textOf({ name: 'Example ID' }, 'id.example', '01234567', language).split('\n');
    expect(lines).toEqual([expect.stringMatching(/01234567.*Example ID.*id\.example/), '', '@id.example #01234567']);
    // One message, and not two that are charged and delivered apart.
    expect(lines.join('\n').length).toBeLessThanOrEqual(160);
  }
});

test('a code by text message or e-mail is a second factor beside a password, and never phishing-resistant', () => {
  for (const [method, expected] of [
    ['sms', ['pwd', 'sms', 'mfa']],
    ['otp', ['pwd', 'otp', 'mfa']],
  ] as const) {
    expect(methodsWith(['pwd'], [method])).toEqual(expected);
    expect(levelOf(expected)).toBe('urn:postern:two-factors');
  }
  // Two that are held can be lost with one bag.
  expect(levelOf(methodsWith(['hwk', 'user'], ['sms']))).toBe('urn:postern:one-factor');
});

test('what is safer is offered first, and what the installation sends no more still guards the account', () => {
  const record: AccountFactors = {
    ...{ id: 'a', revision: 1, apps: [{ id: 'app', addedAt: 1, step: 0 }] },
    phones: [{ id: 'phone', number: '+4915123456789', addedAt: 1 }],
    email: { addedAt: 1 },
    recovery: { madeAt: 1, left: ['hash'] },
  };
  expect(kindsOf(record, { sms: true, email: true })).toEqual(['app', 'sms', 'email', 'recovery-code']);
  expect(kindsOf(record, { sms: false, email: false })).toEqual(['app', 'recovery-code']);
  const { phones = [], email } = record;
  expect([isEnrolled({ phones }), isEnrolled({ ...(email && { email }) }), isEnrolled({ phones: [] })]).toEqual([
    true,
    true,
    false,
  ]);
});
