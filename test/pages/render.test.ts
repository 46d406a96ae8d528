import { describe, expect, test } from '@jest/globals';
import { knownLanguages } from '../../src/brand/index.ts';
import { createPages } from '../../src/web/pages/index.ts';
import type { Page, RenderOptions } from '../../src/web/pages/index.ts';
import { answerPage } from '../support/page-answer.ts';
import { samples } from './samples.ts';

const pages = createPages({ issuer: 'https://id.example', brand: { name: 'Example ID' } });
const answer = (page: Page, options: Parameters<typeof answerPage>[2] = {}) => answerPage(pages, page, options);
const sample = (name: string): Page => {
  const found = samples.find((one) => one.name === name);
  if (!found) throw new Error(`no sample ${name}`);
  return found.page;
};

test('there is a sample of every page', () => {
  const kinds: Record<Page['kind'], true> = {
    'sign-in': true,
    'sign-up': true,
    'confirm-email': true,
    'confirm-link': true,
    'link-expired': true,
    consent: true,
    'choose-account': true,
    'sign-out': true,
    'signed-out': true,
    error: true,
    expired: true,
    message: true,
    continue: true,
    'form-post': true,
    outbox: true,
    account: true,
    devices: true,
    device: true,
    end: true,
    apps: true,
    app: true,
    history: true,
    password: true,
    'no-password': true,
    email: true,
    'email-code': true,
    'stop-reset': true,
    'confirm-address': true,
    recover: true,
    'recover-sent': true,
    'new-password': true,
    pass: true,
    factor: true,
    'denied-factor': true,
    'set-up-app': true,
    'recovery-codes': true,
    'codes-shown': true,
    security: true,
    'set-up-passkey': true,
    passkey: true,
    'not-me': true,
    invitation: true,
    'set-up-code': true,
    'admin-clients': true,
    'admin-client': true,
  };
  expect(new Set(samples.map(({ page }) => page.kind))).toEqual(new Set(Object.keys(kinds)));
});

describe.each(samples.map(({ name, page, options }) => [name, page, options] as const))(
  '%s',
  (_name, page, options) => {
    test.each(knownLanguages)('is whole in %s', (language) => {
      const { status, headers, html } = answer(page, { ...options, uiLocales: language });
      expect(status).toBe(options?.status ?? 200);
      expect(html).toContain(`<html lang="${language}" dir="ltr">`);
      expect(headers['content-language']).toBe(language);
      expect(html).toMatch(/<h1>[^\n]+<\/h1>/);
      // What is random may have any letters in it.
      expect(html.replace(/ nonce="[^"]*"/g, '')).not.toMatch(/undefined|\[object|NaN/);
      expect(html.trimEnd()).toMatch(/<\/html>$/);
    });

    test('has no inline style, script or handler, and a policy that would stop them', () => {
      const { headers, html } = answer(page, options);
      expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
      expect([...html.matchAll(/<script[^>]*>([^<]*)/g)].map(([, inline]) => inline).join('')).toBe('');
      const csp = headers['content-security-policy'] ?? '';
      expect(csp).toContain("default-src 'none'");
      expect(csp).toContain("frame-ancestors 'none'");
      expect(csp).toContain("base-uri 'none'");
      expect(csp).not.toContain('unsafe');
    });

    test('goes nowhere near a cache, a frame or another origin', () => {
      const { headers } = answer(page, options);
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'strict-transport-security': 'max-age=31536000',
        'referrer-policy': page.kind === 'form-post' ? 'strict-origin' : 'same-origin',
      });
      expect(headers['permissions-policy']).toContain('camera=()');
    });

    test('sends every form by POST with its CSRF token', () => {
      const { headers, html } = answer(page, options);
      const forms = html.match(/<form[^]*?<\/form>/g) ?? [];
      // What the policy does not allow, a browser does not send.
      if (forms.length > 0) expect(headers['content-security-policy']).not.toContain("form-action 'none'");
      for (const form of forms) {
        expect(form).toContain('method="post"');
        if (page.kind !== 'form-post') expect(form).toContain('name="csrf" value="a-token-of-this-form"');
      }
      expect(forms.length > 0).toBe(
        'form' in page ||
          'ceremony' in page ||
          'cancel' in page ||
          'spared' in page ||
          'resets' in page ||
          page.kind === 'form-post',
      );
    });
  },
);

test('password managers and browsers know every field', () => {
  expect(fieldsOf(answer(sample('sign-in')).html)).toEqual({
    identifier: 'username webauthn',
    password: 'current-password',
  });
  expect(fieldsOf(answer(sample('sign-in-wrong')).html)).toMatchObject({ identifier: 'username' });
  expect(fieldsOf(answer(sample('sign-in-again')).html)).toEqual({
    identifier: 'username',
    password: 'current-password',
  });
  expect(fieldsOf(answer(sample('sign-up')).html)).toEqual({
    email: 'username',
    password: 'new-password',
    name: 'name',
  });
  expect(fieldsOf(answer(sample('confirm-email')).html)).toEqual({ code: 'one-time-code' });
  expect(answer(sample('confirm-email')).html).toContain('inputmode="numeric"');
});

test('an error stands beside its field, is tied to it, gets the cursor and is in the title', () => {
  const { html } = answer(sample('sign-up-errors'));
  expect(html).toContain('<title>Error: Create your account · Example ID</title>');
  expect(html).toMatch(/name="email"[^>]*aria-invalid="true"[^>]*aria-describedby="email-error"[^>]*autofocus/);
  expect(html).toMatch(/name="password"[^>]*aria-invalid="true"[^>]*aria-describedby="password-error password-hint"/);
  expect(html).toMatch(/id="email-error">[^]*This is not a complete email address/);
  expect(html.match(/ autofocus/g)).toHaveLength(1);
});

test('a wrong password says the same whether or not the account exists, keeps what was typed, and waits for the password', () => {
  const { html } = answer(sample('sign-in-wrong'));
  expect(html).toMatch(/role="alert"[^]*The email address or the password is not right/);
  expect(html).toContain('value="ada@analytical.example"');
  expect(html).toMatch(/name="password"[^>]*autofocus/);
  expect(html).not.toMatch(/type="password" value="[^"]/);
});

test('the cursor is where there is something to type', () => {
  expect(answer(sample('sign-in')).html).toMatch(/name="identifier"[^>]*autofocus/);
  const known: Page = { kind: 'sign-in', form: { action: '/x', csrf: 'y' }, identifier: 'ada@analytical.example' };
  expect(answer(known).html).toMatch(/name="password"[^>]*autofocus/);
});

test('consent tells in words what the app gets, what it would learn, and where the person goes on', () => {
  const { html } = answer(sample('consent'), { uiLocales: 'de' });
  const words = textOf(html);
  expect(words).toContain('Acme Notes möchte Ihr Konto verwenden');
  expect(words).toContain('Ihren Namen und Ihr Profil sehen Ada Lovelace');
  expect(words).toContain('Ihre E-Mail-Adresse sehen ada@analytical.example');
  expect(words).toContain('Acme Notes API Ihre Notizen lesen Notizen schreiben und löschen');
  expect(words).toContain('Danach geht es weiter zu notes.example.');
  expect(html).toMatch(/name="decision" value="allow"[^]*name="decision" value="deny"/);
  expect(html).toContain('href="https://notes.example/privacy"');
});

test('consent for more says that it is more, and shows a scope that nobody described as it is', () => {
  const words = textOf(answer(sample('consent-more')).html);
  expect(words).toContain('Acme Notes asks for more');
  expect(words).toContain('Calendar calendar:events.readonly');
  expect(words).toContain('You will go on to com.example.notes.');
  expect(words).not.toContain('Recognise you');
});

test('a page names the languages, and leads to itself in each', () => {
  const { html } = answer(sample('welcome'), { url: '/?a=b&ui_locales=fr', uiLocales: 'fr' });
  expect(html).toContain('href="/?a=b&amp;ui_locales=de" lang="de" hreflang="de">Deutsch</a>');
  expect(html).toContain('lang="fr" hreflang="fr" aria-current="true">Français</a>');
});

test('an answer to a form cannot be opened by its address, so the caller says where it is to be had', () => {
  const request = { method: 'POST', url: '/interaction/x/password' };
  expect(answer(sample('sign-in-wrong'), request).html).not.toContain('<nav');
  const { html } = answer(sample('sign-in-wrong'), { ...request, address: '/interaction/x?with=app' });
  expect(html).toContain('href="/interaction/x?with=app&amp;ui_locales=es"');
});

test('a path that leads elsewhere makes no links', () => {
  const headers = { url: '/', acceptLanguage: 'de' };
  const { html } = answer(sample('welcome'), { ...headers, address: '//evil.example/' });
  expect(html).not.toContain('evil.example');
});

test('an installation offers the languages that it wants', () => {
  const some = createPages({ issuer: 'http://localhost:3000', brand: { name: 'X' }, languages: ['fr', 'en'] });
  const { html, headers } = answerPage(some, sample('welcome'), { acceptLanguage: 'de' });
  expect(html).toContain('lang="fr"');
  expect(html).not.toContain('Deutsch');
  expect(headers['strict-transport-security']).toBeUndefined();
  expect(() => createPages({ issuer: 'x', brand: { name: 'X' }, languages: ['tlh'] })).toThrow('no texts in tlh');
});

test('texts that do not fit stop the start, in words', () => {
  const brand = { name: 'X', texts: { 'sign-in.titel': 'Hi' } };
  expect(() => createPages({ issuer: 'x', brand })).toThrow('there is no text "sign-in.titel"');
});

test("an app's texts, colours and logo go before the installation's", () => {
  const own = createPages({
    issuer: 'https://id.example',
    brand: { name: 'X', accent: { light: '#003366' }, texts: { 'sign-in.title': 'House', 'sign-in.submit': 'Enter' } },
  });
  const client = {
    name: 'App',
    logo: 'https://cdn.example/logo.png',
    accent: { light: '#660033', dark: '#ff99cc' },
    texts: { 'sign-in.title': '<b>App</b>' },
  };
  const { html, headers } = answerPage(own, { kind: 'sign-in', client, form: { action: '/x', csrf: 'y' } });
  expect(html).toContain('<h1>&lt;b&gt;App&lt;/b&gt;</h1>');
  expect(html).toContain('<button class="primary">Enter</button>');
  expect(html).toContain('href="/assets/accent-660033-ff99cc.css"');
  expect(html).toContain('src="https://cdn.example/logo.png"');
  expect(headers['content-security-policy']).toContain("img-src 'self' https://cdn.example;");
  const plain = answerPage(own, { kind: 'sign-in', form: { action: '/x', csrf: 'y' } });
  expect(plain.html).toContain('href="/assets/accent-003366-');
  expect(plain.headers['content-security-policy']).toContain("img-src 'self';");
});

test('forms may lead to the app, and only forms', () => {
  const lead = (options: RenderOptions, name = 'sign-in') =>
    /form-action ([^;]*)/.exec(answer(sample(name), options).headers['content-security-policy'] ?? '')?.[1];
  expect(lead({})).toBe("'self'");
  expect(lead({ formActions: ['https://app.example/callback'] })).toBe("'self' https:");
  expect(lead({ formActions: ['com.example.app:/callback'] })).toBe("'self' com.example.app:");
  expect(lead({ formActions: ['http://127.0.0.1:5000/callback'] })).toBe("'self' http://127.0.0.1:*");
  expect(lead({ formActions: ['https://app.example/callback'] }, 'signed-out')).toBe("'none'");
  expect(lead({}, 'form-post')).toBe('https:');
});

test('an app that opened a popup keeps its handle on it', () => {
  const { headers } = answer(sample('sign-in'), { popup: true });
  expect(headers['cross-origin-opener-policy']).toBe('unsafe-none');
});

test('form_post posts by one script that the policy names, and has a button', () => {
  const [one, other] = [answer(sample('form-post')), answer(sample('form-post'))];
  const nonce = /<script src="\/assets\/submit\.js\?v=[\w-]+" nonce="([\w+/=]+)"><\/script>/.exec(one.html)?.[1];
  expect(one.headers['content-security-policy']).toContain(`script-src 'nonce-${nonce ?? ''}'`);
  expect(other.html).not.toContain(nonce);
  expect(one.html).toContain('<form method="post" action="https://notes.example/callback">');
  expect(one.html).toContain('<button class="primary">Continue</button>');
});

test('the page in between goes on by itself, and has a link', () => {
  const { html } = answer(sample('continue'));
  const url = 'com.example.notes:/callback?code=abc&amp;state=def';
  expect(html).toContain(`<meta http-equiv="refresh" content="0; url=${url}">`);
  expect(html).toContain(`<a class="button primary" href="${url}">`);
});

test('no browser is sent to an address that runs something', () => {
  const client = { name: 'App' };
  expect(() => answer({ kind: 'continue', client, url: 'javascript:alert(1)' })).toThrow(TypeError);
  expect(() => answer({ kind: 'form-post', action: 'data:text/html,x', fields: {} })).toThrow(TypeError);
});

/** The fields that people or their managers fill, with what each is for. */
function fieldsOf(html: string): Record<string, string> {
  const inputs = html.match(/<input[^>]*autocomplete=[^>]*>/g) ?? [];
  const attribute = (input: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1] ?? '';
  return Object.fromEntries(inputs.map((input) => [attribute(input, 'name'), attribute(input, 'autocomplete')]));
}

const textOf = (html: string): string =>
  html
    .replace(/<head>[^]*<\/head>/, '')
    .replaceAll('<wbr>', '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ([.,])/g, '$1');
