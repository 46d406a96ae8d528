import { expect, test } from '@jest/globals';
import { createPages } from '../../src/web/pages/index.ts';
import type { Page } from '../../src/web/pages/index.ts';
import { createLetters } from '../../src/letters/index.ts';
import { answerPage } from '../support/page-answer.ts';
import { samples } from './samples.ts';

const payloads = [
  `"><script>alert(1)</script>`,
  `'><img src=x onerror=alert(1)>`,
  `" autofocus onfocus="alert(1)`,
  `</title><svg onload=alert(1)>`,
  `--><iframe srcdoc="<script>alert(1)</script>">`,
  `{{7*7}}<%= 7*7 %>{app}`,
  `\u202emoc.live//:sptth`,
];

/** Which page it is. All else may come from an app, a request or a person, or be mistaken for it one day. */
const ours = new Set([
  'kind',
  'reason',
  'message',
  'because',
  'to',
  'what',
  'done',
  'factor',
  'notice',
  'named',
  'unsent',
  'of',
  'again',
  'declaredBy',
  'is',
  'why',
]);

/** What is wrong, and rules that there are: words of ours through and through. */
const whole = new Set(['errors', 'usual', 'now']);

function poison(value: unknown, payload: string, key = ''): unknown {
  if (whole.has(key)) return value;
  if (typeof value === 'string') return ours.has(key) && !value.includes('@') ? value : payload;
  if (Array.isArray(value)) return value.map((one) => poison(one, payload, key));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, one]) => [name, poison(one, payload, name)]);
  return Object.fromEntries(entries);
}

const pages = createPages({ issuer: 'https://id.example', brand: { name: payloads[0] ?? '' } });

/** The tags of a page with the names of their attributes: what a browser would make of it, whatever the texts are. */
const skeleton = (html: string): string[] =>
  (html.match(/<\/?[a-z!][^\s/>]*(?:\s+[^\s=>"]+(?:="[^"]*")?)*\s*\/?>/gi) ?? []).map((tag) =>
    tag.replace(/="[^"]*"/g, ''),
  );

const expectedTag =
  /^(<!doctype html>|<script src nonce>|<\/script>|<\/?(html|head|meta|title|link|body|main|div|svg|path|circle|rect|bdi|h1|h2|h3|p|span|form|fieldset|legend|select|option|input|label|button|a|ul|ol|li|dl|dt|dd|nav|footer|details|summary|code|wbr|article|time|noscript)(\s[^<]*)?>)$/;

const scriptsOf = (page: Page): number =>
  (page.kind === 'form-post' ? 1 : 0) + ('ceremony' in page ? 2 : 0) + ('work' in page ? 1 : 0);

test.each(samples.filter(({ page }) => page.kind !== 'continue').map(({ name, page }) => [name, page] as const))(
  'nothing that %s shows adds a tag or an attribute',
  (_name, page) => {
    for (const payload of payloads) {
      const poisoned = poison(page, payload) as Page;
      // A form for an app goes to a real address or nowhere.
      const { html } = answerPage(pages, poisoned.kind === 'form-post' ? { ...poisoned, action: '/x' } : poisoned);
      const foreign = skeleton(html).filter((tag) => !expectedTag.test(tag) || /\s(on\w+|srcdoc|style)\b/i.test(tag));
      expect(foreign).toEqual([]);
      expect(html).not.toContain('<script>');
      expect(html.split('<script').length).toBe(1 + scriptsOf(page));
      expect(html).not.toMatch(/<(img|iframe)[^>]*(onerror|srcdoc)/);
      // The shape of a drawing is numbers only, and what lets a script run is random.
      expect(html.replace(/ (d="[\dMhvz,.-]+"|nonce="[^"]*")/g, '')).not.toContain('49');
    }
  },
);

test.each(samples.map(({ name, page }) => [name, page] as const))('%s links to nothing that runs', (_name, page) => {
  const hostile = 'JaVaScRiPt:alert(1)';
  const poisoned = poison(page, hostile) as Page;
  if (page.kind === 'continue' || page.kind === 'form-post') {
    expect(() => answerPage(pages, poisoned)).toThrow(TypeError);
    return;
  }
  const { html } = answerPage(pages, poisoned);
  const addresses = [...html.matchAll(/\s(?:href|src|action|content)="([^"]*)"/g)].map(([, address = '']) => address);
  expect(addresses.filter((address) => /^\s*(0;\s*url=)?javascript:/i.test(address))).toEqual([]);
});

test('an address in a letter of the outbox is a link, and only an http one', () => {
  const text = 'a http://localhost:3000/x?a=1&b=2 b javascript:alert(1) c https://x.example/"onclick="alert(1) <b>';
  const page: Page = { kind: 'outbox', letters: [], open: { to: 'a@b.example', subject: 's', at: 0, text } };
  const { html } = answerPage(pages, page);
  expect(html).toContain('<a href="http://localhost:3000/x?a=1&amp;b=2">http://localhost:3000/x?a=1&amp;b=2</a>');
  expect(html).toContain('<a href="https://x.example/">https://x.example/</a>&#34;onclick=&#34;alert(1) &lt;b&gt;');
});

test('a header is never broken by what a page is given', () => {
  const client = { name: 'x', logo: 'https://a.example;script-src%20*/x.png' };
  const { headers } = answerPage(
    pages,
    { kind: 'sign-in', client, form: { action: '/x', csrf: 'y' } },
    { formActions: ['https://a.example;sandbox/'], address: '/x\r\nSet-Cookie: a=b' },
  );
  const directives = (headers['content-security-policy'] ?? '').split(';').map((one) => one.trim().split(' ')[0]);
  expect(directives).toEqual(['default-src', 'style-src', 'img-src', 'form-action', 'frame-ancestors', 'base-uri']);
  for (const value of Object.values(headers)) expect(value).not.toMatch(/[\r\n]/);
});

test('a brand cannot write markup into a letter, nor a header', () => {
  const letters = createLetters({ name: 'A\r\nBcc: all@example.com <script>alert(1)</script>' });
  const { subject, html, text } = letters.render(
    { kind: 'confirm-email', code: '12345678', link: 'https://id.example/x?a=1&b=2', hours: 24 },
    'en',
  );
  expect(subject).not.toMatch(/[\r\n]/);
  expect(html).not.toContain('<script');
  expect(html).toContain('href="https://id.example/x?a=1&amp;b=2"');
  expect(text).toContain('https://id.example/x?a=1&b=2');
});
