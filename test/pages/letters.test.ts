import { expect, test } from '@jest/globals';
import { knownLanguages } from '../../src/brand/index.ts';
import { createLetters } from '../../src/letters/index.ts';
import type { LetterContent, NoticeContent, NoticeKind } from '../../src/letters/index.ts';

const letters = createLetters({ name: 'Example ID', accent: { light: '#003366' } });
const confirm: LetterContent = {
  kind: 'confirm-email',
  code: '48201573',
  link: 'https://id.example/email/ticket/secret?a=1&b=2',
  hours: 24,
};

const noticed = (notice: NoticeKind, more: Partial<NoticeContent> = {}): NoticeContent => ({
  kind: 'notice',
  notice,
  at: Date.UTC(2026, 0, 31, 12, 5) / 1000,
  app: 'Notes',
  agent: { name: 'Firefox', system: 'Windows' },
  place: { country: 'DE' },
  devices: 'https://id.example/account/devices',
  deny: { link: 'https://id.example/not-me/x', until: Date.UTC(2026, 1, 3, 12, 5) / 1000 },
  last: false,
  ...more,
});
const notices: readonly NoticeKind[] = [
  'token-reused',
  'code-replayed',
  'app-ended',
  'app-sign-in-again',
  'app-changed',
  'new-device',
  'device-again',
  'ended-device-again',
  'password-changed',
  'email-changed',
  'email-given',
  'factor-added',
  'factor-removed',
  'phone-added',
  'phone-removed',
  'email-codes-added',
  'email-codes-removed',
  'factor-kept',
  'factor-kept-for-good',
  'reset-stopped',
  'email-reset-stopped',
  'factors-reset',
  'denied-factor-gone',
  'denied-factor-taken-away',
  'codes-made',
  'recovery-code-used',
  'factor-guessed',
  'signed-out-everywhere',
  'signed-out-elsewhere',
  'ended-by-app',
  'ended-by-admin',
  'app-ended-by-app',
  'app-ended-by-api',
  'admin-added',
];

test.each(knownLanguages)('the letters are whole in %s, as text and as HTML', (language) => {
  const registered = { kind: 'already-registered', signIn: 'https://id.example/' } as const;
  for (const content of [
    confirm,
    registered,
    { ...registered, suspended: true },
    { kind: 'new-email', code: '12345678', minutes: 15 } as const,
    { kind: 'factor-code', code: '12345678', host: 'id.example', minutes: 10 } as const,
    { kind: 'factor-reset', link: 'https://id.example/stop-reset/x', at: 1_795_430_520 } as const,
    { kind: 'factor-reset', link: 'https://id.example/stop-reset/x', at: 1_795_430_520, denied: true } as const,
    { kind: 'email-reset', link: 'https://id.example/stop-reset/email/x', at: 1_795_430_520 } as const,
    {
      kind: 'email-reset-new',
      link: 'https://id.example/confirm-address/x',
      stop: 'https://id.example/stop-reset/email/x',
      at: 1_795_430_520,
    } as const,
    { kind: 'email-left', link: 'https://id.example/account', at: 1_795_430_520, suspended: false } as const,
    { kind: 'email-left', link: 'https://id.example/account', at: 1_795_430_520, suspended: true } as const,
    { kind: 'email-reset-over' } as const,
    { kind: 'email-reset-done', link: 'https://id.example/account', suspended: false } as const,
    { kind: 'email-reset-done', link: 'https://id.example/account', suspended: true } as const,
    { kind: 'invitation', link: 'https://id.example/invitation/x', until: 1_795_430_520 } as const,
    { kind: 'recover', link: 'https://id.example/recover/x', minutes: 15 } as const,
    { kind: 'recover', link: 'https://id.example/recover/x', minutes: 15, because: 'not-me' } as const,
    {
      kind: 'recover',
      link: 'https://id.example/recover/x',
      minutes: 15,
      because: 'not-me',
      at: 1_795_430_520,
    } as const,
    ...notices.map((notice) => noticed(notice)),
    noticed('factor-added', { former: true }),
    noticed('factor-added', { former: true, suspended: true }),
    noticed('factor-added', { suspended: true }),
  ]) {
    const { subject, text, html } = letters.render(content, language);
    for (const part of [subject, text, html]) {
      expect(part).toMatch(part === subject ? /Example ID|Notes/ : /Example ID/);
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

const byMachine: ReadonlySet<NoticeKind> = new Set([
  'app-ended-by-api',
  'email-given',
  'factors-reset',
  'denied-factor-gone',
] as const);

test.each(notices.filter((notice) => !byMachine.has(notice)))(
  'a notice of %s says what happened, when, with what and where, and what to do',
  (notice) => {
    const { subject, text, html } = letters.render(noticed(notice, { place: { country: 'JP' } }), 'fr');
    for (const form of [text, html]) {
      expect(form).toContain('Firefox sur Windows');
      expect(form).toContain('Japon');
      expect(form).toMatch(/31 janvier 2026.*12:05 UTC/);
      expect(form).toContain('https://id.example/account/devices');
      expect(form).toMatch(/Ce n’était pas vous|Vous ne vous y attendiez pas|Était-ce le vôtre/);
      expect(form).toContain('https://id.example/not-me/x');
      expect(form).toMatch(/jusqu’au 3 février 2026.*12:05 UTC/);
    }
    expect(subject).not.toContain('\n');
    const aboutAnApp = /^(token|code|app)-|-app$/.test(notice);
    expect(text.includes('Notes')).toBe(aboutAnApp);
  },
);

test('what an API ended is told without where that API is, which the reader would take for somebody’s place', () => {
  const { subject, text } = letters.render(noticed('app-ended-by-api', { by: 'Maps' }), 'en');
  expect(subject).toBe('A sign-in of Notes was ended');
  expect(text).toContain('Maps, a service that Notes works with, ended one sign-in of Notes to your account.');
  for (const said of ['Firefox', 'Where:', 'With:', 'allowed']) expect(text).not.toContain(said);
});

test.each(['email-given', 'factors-reset', 'denied-factor-gone'] as const)(
  '%s is told without where and with what: nobody did it',
  (notice) => {
    const { text } = letters.render(noticed(notice), 'en');
    expect(text).toContain('When: January 31, 2026');
    for (const said of ['Firefox', 'Where:', 'With:']) expect(text).not.toContain(said);
  },
);

test('a city is told with its country, as far as they are known', () => {
  const where = (place: NoticeContent['place'], language = 'en'): string | undefined =>
    /(?:Where|Wo): (.*)/.exec(letters.render(noticed('new-device', { place }), language).text)?.[1];
  expect(where({ country: 'US', city: 'New York' })).toBe('near New York, United States');
  expect(where({ country: 'US', city: 'New York' }, 'de')).toBe('bei New York, Vereinigte Staaten');
  expect(where({ city: 'New York' })).toBe('near New York');
  expect(where({ country: 'US' })).toBe('United States');
});

test('a rule that was broken is named, also one that there are no words for yet', () => {
  const said = (what?: string) => letters.render(noticed('app-ended', what === undefined ? {} : { what }), 'en').text;
  expect(said('country')).toContain('from another place');
  expect(said('system')).toContain('another browser or system');
  expect(said('appVersion')).toContain('an older version of the app');
  const several = said('userAgent, system, country');
  expect(several.match(/another browser or system/g)).toHaveLength(1);
  expect(several).toContain('from another place');
  expect(said('country, speed').match(/from another place/g)).toHaveLength(1);
  expect(said('country, speed')).toContain('sooner than anybody');
  for (const what of ['constructor', 'something new', undefined]) expect(said(what)).toContain('in another way');
});

test('what is not known is said to be so, and the last letter says that it is', () => {
  const { agent: _, place: __, app: ___, ...bare } = noticed('token-reused', { last: true });
  const { text } = letters.render({ ...bare, agent: {}, place: {} }, 'en');
  expect(text.match(/not known/g)).toHaveLength(2);
  expect(text).toContain('an app that is no longer there');
  expect(text).toContain('third letter of this kind');
  expect(letters.render(noticed('token-reused'), 'en').text).not.toContain('third letter');
});

test('an app’s name is shown as it is, and never as markup', () => {
  const { text, html } = letters.render(noticed('token-reused', { app: '<b>{brand} & Söhne' }), 'en');
  expect(html).toContain('&lt;b&gt;{brand} &amp; Söhne');
  expect(html).not.toContain('<b>');
  expect(text).toContain('<b>{brand} & Söhne');
});
