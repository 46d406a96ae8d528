import type { ClientBrand } from '../../src/brand/index.ts';
import { createLetters } from '../../src/letters/index.ts';
import type { Form, Page, RenderOptions } from '../../src/web/pages/index.ts';
import { accountSamples } from './account-samples.ts';
import { adminSamples } from './admin-samples.ts';
import { factorSamples } from './factor-samples.ts';

/** Pages with data as it could be: looked at in the preview, kept as pictures, and examined by the tests. */
export interface Sample {
  /** Unique, and the picture's file name. */
  readonly name: string;
  readonly page: Page;
  readonly options?: RenderOptions;
}

const notes: ClientBrand = {
  name: 'Acme Notes',
  homepage: 'https://notes.example',
  termsUrl: 'https://notes.example/terms',
  privacyUrl: 'https://notes.example/privacy',
};

const form = (action: string): Form => ({ action: `/interaction/sample/${action}`, csrf: 'a-token-of-this-form' });

const ada = { name: 'Ada Lovelace', email: 'ada@analytical.example' };
const longEmail = 'wilhelmina.von-und-zu-hohenstaufen-langenburg@verwaltungsgemeinschaft.example';

const letters = createLetters({ name: 'Postern' });
const confirmation = letters.render(
  { kind: 'confirm-email', code: '48201573', link: 'http://localhost:3000/confirm/aBcDeFgHiJkL.0123456789', hours: 24 },
  'en',
);

const outbox = [
  { to: 'ada@analytical.example', subject: confirmation.subject, at: 1_795_430_520, url: '/outbox/2' },
  {
    to: longEmail,
    subject: letters.render({ kind: 'already-registered' }, 'en').subject,
    at: 1_795_430_100,
    url: '/outbox/1',
  },
];

/** A piece of work that no key solves: the page stays as it is. */
const endlessWork = {
  parameters: {
    algorithm: 'PBKDF2/SHA-256',
    cost: 2000,
    keyLength: 32,
    keyPrefix: '0'.repeat(32),
    nonce: '0'.repeat(32),
    salt: '0'.repeat(32),
  },
  signature: '0'.repeat(64),
};

export const samples: readonly Sample[] = [
  {
    name: 'sign-in',
    page: {
      kind: 'sign-in',
      client: notes,
      form: form('password'),
      ceremony: {
        does: 'get',
        form: form('passkey'),
        options: { challenge: 'aaaa', rpId: 'localhost', allowCredentials: [], userVerification: 'preferred' },
        suggested: true,
      },
      recover: '/interaction/sample/recover',
      signUp: '/interaction/sample/sign-up',
      cancel: form('cancel'),
    },
  },
  {
    name: 'sign-in-wrong',
    page: {
      kind: 'sign-in',
      client: notes,
      form: form('password'),
      identifier: 'ada@analytical.example',
      errors: { form: 'wrong' },
      work: endlessWork,
      signUp: '/interaction/sample/sign-up',
      cancel: form('cancel'),
    },
    options: { status: 400 },
  },
  {
    name: 'sign-in-wait',
    page: {
      kind: 'sign-in',
      client: notes,
      form: form('password'),
      identifier: 'ada@analytical.example',
      errors: { form: 'too-many' },
      wait: 7200,
      signUp: '/interaction/sample/sign-up',
      cancel: form('cancel'),
    },
    options: { status: 429 },
  },
  {
    name: 'sign-in-missing',
    page: {
      kind: 'sign-in',
      client: notes,
      form: form('password'),
      errors: { identifier: 'missing', password: 'missing' },
      signUp: '/interaction/sample/sign-up',
      cancel: form('cancel'),
    },
    options: { status: 400 },
  },
  {
    name: 'sign-in-again',
    page: {
      kind: 'sign-in',
      client: notes,
      form: form('password'),
      account: ada,
      another: '/interaction/sample/another',
      cancel: form('cancel'),
    },
  },
  {
    name: 'sign-in-confirmed',
    page: {
      kind: 'sign-in',
      client: notes,
      form: form('password'),
      identifier: 'ada@analytical.example',
      confirmed: true,
      signUp: '/interaction/sample/sign-up',
      cancel: form('cancel'),
    },
  },
  {
    name: 'sign-up',
    page: {
      kind: 'sign-up',
      client: notes,
      form: form('sign-up'),
      passwordMinimum: 10,
      signIn: '/interaction/sample',
      cancel: form('cancel'),
    },
  },
  {
    name: 'sign-up-errors',
    page: {
      kind: 'sign-up',
      client: notes,
      form: form('sign-up'),
      passwordMinimum: 10,
      email: 'ada@analytical',
      name: 'Ada Lovelace',
      errors: { email: 'invalid', password: 'common' },
      signIn: '/interaction/sample',
      cancel: form('cancel'),
    },
    options: { status: 400 },
  },
  {
    name: 'sign-up-over',
    page: {
      kind: 'sign-up',
      client: notes,
      form: form('sign-up'),
      passwordMinimum: 10,
      errors: { form: 'over' },
      signIn: '/interaction/sample',
      cancel: form('cancel'),
    },
  },
  {
    name: 'confirm-email',
    page: {
      kind: 'confirm-email',
      client: notes,
      form: form('code'),
      email: 'ada@analytical.example',
      resend: form('resend'),
      changeAddress: '/interaction/sample/sign-up',
      outbox: '/outbox',
    },
  },
  {
    name: 'confirm-email-wrong',
    page: {
      kind: 'confirm-email',
      client: notes,
      form: form('code'),
      email: longEmail,
      resend: form('resend'),
      resent: true,
      errors: { code: 'wrong' },
      changeAddress: '/interaction/sample/sign-up',
    },
    options: { status: 400 },
  },
  {
    name: 'confirm-link',
    page: { kind: 'confirm-link', form: form('confirm'), email: 'ada@analytical.example' },
  },
  {
    name: 'confirm-link-password',
    page: { kind: 'confirm-link', form: form('confirm'), email: 'ada@analytical.example', password: true },
  },
  {
    name: 'link-expired-other',
    page: {
      kind: 'link-expired',
      reference: 'q3Xw8Zt1Rk2mVb7LpYdA5g',
      client: notes,
      next: { to: 'new-link', url: '/recover' },
      other: { to: 'app', url: 'https://notes.example/' },
    },
    options: { status: 410 },
  },
  {
    name: 'link-expired',
    page: { kind: 'link-expired', reference: 'q3Xw8Zt1Rk2mVb7LpYdA5g', next: { to: 'sign-up', url: '/sign-up' } },
    options: { status: 410 },
  },
  {
    name: 'consent',
    page: {
      kind: 'consent',
      client: notes,
      form: form('consent'),
      account: ada,
      scopes: ['openid', 'profile', 'email', 'offline_access'],
      apis: [
        {
          name: 'Acme Notes API',
          scopes: [
            {
              name: 'notes:read',
              description: {
                en: 'Read your notes',
                de: 'Ihre Notizen lesen',
                fr: 'Lire vos notes',
                es: 'Leer sus notas',
              },
            },
            {
              name: 'notes:write',
              description: {
                en: 'Write and delete notes',
                de: 'Notizen schreiben und löschen',
                fr: 'Écrire et supprimer des notes',
                es: 'Escribir y eliminar notas',
              },
            },
          ],
        },
      ],
      returnsTo: 'https://notes.example/callback',
      another: '/interaction/sample/another',
    },
  },
  {
    name: 'consent-more',
    page: {
      kind: 'consent',
      client: notes,
      form: form('consent'),
      account: { email: longEmail },
      scopes: ['phone', 'address', 'x-unheard-of'],
      apis: [{ name: 'Calendar', scopes: [{ name: 'calendar:events.readonly' }] }],
      more: true,
      returnsTo: 'com.example.notes:/callback',
    },
  },
  {
    name: 'choose-account',
    page: {
      kind: 'choose-account',
      client: notes,
      form: form('account'),
      accounts: [
        { id: 'one', ...ada, signedIn: true },
        { id: 'two', email: longEmail, signedIn: false },
      ],
      cancel: form('cancel'),
    },
  },
  {
    name: 'choose-account-only',
    page: {
      kind: 'choose-account',
      client: notes,
      form: form('account'),
      accounts: [{ id: 'one', ...ada, signedIn: true }],
      only: true,
      cancel: form('cancel'),
    },
  },
  {
    name: 'sign-out',
    page: { kind: 'sign-out', client: notes, app: 'ends', form: form('sign-out'), account: ada, others: [] },
  },
  {
    name: 'sign-out-stay',
    page: {
      ...{ kind: 'sign-out', client: notes, app: 'ends', form: form('sign-out'), account: ada, others: [] },
      stay: ['Mail Client', 'Backup'],
    },
  },
  {
    name: 'sign-out-several',
    page: {
      kind: 'sign-out',
      client: notes,
      app: 'unmeant',
      form: form('sign-out'),
      account: ada,
      others: [
        { email: 'grace@example.com', name: 'Grace Hopper' },
        { email: 'a.very.long.address.of.somebody@subdomain.example.com' },
      ],
    },
  },
  {
    name: 'signed-out',
    page: { kind: 'signed-out', client: notes, next: { to: 'app', url: 'https://notes.example' } },
  },
  {
    name: 'signed-out-others',
    page: {
      ...{ kind: 'signed-out', others: [ada, { email: 'grace@example.com' }], form: form('sign-out') },
      choose: '/account/switch',
    },
  },
  {
    name: 'signed-out-in-place',
    page: { kind: 'signed-out', others: [ada], inPlace: true, form: form('sign-out') },
  },
  {
    name: 'error',
    page: {
      kind: 'error',
      reason: 'redirect-uri',
      reference: 'q3Xw8Zt1Rk2mVb7LpYdA5g',
      developer: {
        error: 'invalid_request',
        description: "redirect_uri did not match any of the client's registered redirect_uris",
      },
    },
    options: { status: 400 },
  },
  {
    name: 'error-no-cookies',
    page: {
      kind: 'error',
      client: notes,
      reason: 'no-cookies',
      reference: 'q3Xw8Zt1Rk2mVb7LpYdA5g',
      next: { to: 'app', url: 'https://notes.example' },
    },
    options: { status: 400 },
  },
  {
    name: 'error-banned',
    page: { kind: 'error', reason: 'banned', reference: 'q3Xw8Zt1Rk2mVb7LpYdA5g' },
    options: { status: 403 },
  },
  {
    name: 'error-network-paused',
    page: {
      kind: 'error',
      client: notes,
      reason: 'network-paused',
      reference: 'q3Xw8Zt1Rk2mVb7LpYdA5g',
      wait: 2700,
      next: { to: 'sign-in', url: '/interaction/sample' },
    },
    options: { status: 403 },
  },
  {
    name: 'error-sign-in-blocked',
    page: {
      kind: 'error',
      client: notes,
      reason: 'sign-in-blocked',
      reference: 'q3Xw8Zt1Rk2mVb7LpYdA5g',
      next: { to: 'try-again', url: '/interaction/sample/sign-in' },
    },
    options: { status: 403 },
  },
  {
    name: 'error-busy',
    page: {
      kind: 'error',
      reason: 'busy',
      reference: 'q3Xw8Zt1Rk2mVb7LpYdA5g',
      next: { to: 'try-again', url: '/interaction/sample/sign-in' },
    },
    options: { status: 503 },
  },
  {
    name: 'error-internal',
    page: {
      kind: 'error',
      client: notes,
      reason: 'internal',
      reference: 'q3Xw8Zt1Rk2mVb7LpYdA5g',
      next: { to: 'app', url: 'https://notes.example' },
    },
    options: { status: 500 },
  },
  {
    name: 'expired',
    page: {
      kind: 'expired',
      client: notes,
      reference: 'q3Xw8Zt1Rk2mVb7LpYdA5g',
      next: { to: 'app', url: 'https://notes.example' },
    },
    options: { status: 410 },
  },
  {
    name: 'finished',
    page: {
      kind: 'expired',
      client: notes,
      because: 'finished',
      next: { to: 'app', url: 'https://notes.example' },
    },
  },
  {
    name: 'message',
    page: { kind: 'message', client: notes, message: 'email-confirmed' },
  },
  {
    name: 'welcome',
    page: { kind: 'message', message: 'welcome', next: { to: 'account', url: '/account' } },
  },
  {
    name: 'still-signed-in',
    page: {
      kind: 'message',
      client: notes,
      message: 'still-signed-in',
      next: { to: 'app', url: 'https://notes.example' },
    },
  },
  {
    name: 'continue',
    page: { kind: 'continue', client: notes, url: 'com.example.notes:/callback?code=abc&state=def' },
  },
  {
    name: 'form-post',
    page: {
      kind: 'form-post',
      client: notes,
      action: 'https://notes.example/callback',
      fields: { code: 'abc', state: 'def', iss: 'http://localhost:3000' },
    },
  },
  { name: 'outbox', page: { kind: 'outbox', letters: outbox, again: '/outbox' } },
  { name: 'outbox-empty', page: { kind: 'outbox', letters: [], again: '/outbox' } },
  {
    name: 'outbox-open',
    page: {
      kind: 'outbox',
      letters: [],
      open: {
        to: 'ada@analytical.example',
        subject: confirmation.subject,
        at: 1_795_430_520,
        text: confirmation.text,
      },
      back: '/outbox',
    },
  },
  {
    name: 'recover',
    page: {
      kind: 'recover',
      client: notes,
      form: form('recover'),
      email: 'ada',
      errors: { email: 'invalid' },
      back: '/interaction/sample/sign-in',
    },
  },
  {
    name: 'recover-sent',
    page: {
      kind: 'recover-sent',
      client: notes,
      email: longEmail,
      minutes: 15,
      back: '/interaction/sample/sign-in',
      outbox: '/outbox',
    },
  },
  {
    name: 'new-password',
    page: { kind: 'new-password', client: notes, form: form('new-password'), email: longEmail, passwordMinimum: 8 },
  },
  { name: 'invitation', page: { kind: 'invitation', form: form('invitation'), email: longEmail, passwordMinimum: 8 } },
  {
    name: 'sign-up-by-invitation',
    page: {
      kind: 'message',
      message: 'sign-up-by-invitation',
      client: notes,
      next: { to: 'sign-in', url: '/interaction/sample/sign-in' },
    },
    options: { status: 403 },
  },
  {
    name: 'not-me',
    page: {
      kind: 'not-me',
      form: form('not-me'),
      told: {
        notice: 'new-device',
        at: 1_795_430_520,
        agent: { name: 'Firefox', system: 'Windows' },
        place: { country: 'FR', city: 'Lyon' },
      },
      named: 'living',
    },
  },
  {
    name: 'not-me-app',
    page: {
      kind: 'not-me',
      form: form('not-me'),
      told: { notice: 'app-ended', at: 1_795_430_520, app: 'Acme Notes', what: 'country', agent: {}, place: {} },
      named: 'ended',
    },
  },
  {
    name: 'not-me-factor',
    page: {
      kind: 'not-me',
      form: form('not-me'),
      told: { notice: 'factor-added', at: 1_795_430_520, agent: {}, place: {} },
    },
  },
  {
    name: 'not-me-reset',
    page: {
      kind: 'not-me',
      form: form('not-me'),
      told: { notice: 'factors-reset', at: 1_795_430_520, agent: {}, place: {} },
    },
  },
  {
    name: 'secured-waits',
    page: {
      ...{ kind: 'message', message: 'secured-waits', at: 1_795_689_720 },
      next: { to: 'sign-in', url: '/account' },
    },
  },
  {
    name: 'secured',
    page: { kind: 'message', message: 'secured', next: { to: 'sign-in', url: '/account' } },
  },
  { name: 'stop-reset', page: { kind: 'stop-reset', of: 'factors', form: form('stop'), at: 1_795_689_720 } },
  {
    name: 'stop-reset-denied',
    page: { kind: 'stop-reset', of: 'factors', denied: true, form: form('stop'), at: 1_795_689_720 },
  },
  { name: 'stop-reset-email', page: { kind: 'stop-reset', of: 'email', form: form('stop'), at: 1_795_689_720 } },
  {
    name: 'confirm-address',
    page: { kind: 'confirm-address', form: form('confirm'), email: longEmail, at: 1_795_689_720 },
  },
  {
    name: 'not-me-address',
    page: {
      kind: 'not-me',
      form: form('not-me'),
      told: {
        notice: 'email-changed',
        at: 1_795_430_520,
        agent: { name: 'Chrome', system: 'Linux' },
        place: { country: 'FR' },
      },
      restores: longEmail,
    },
  },
  {
    name: 'email-restored',
    page: { kind: 'message', message: 'email-restored', next: { to: 'sign-in', url: '/account' } },
  },
  {
    name: 'pass',
    page: {
      kind: 'pass',
      client: notes,
      form: { ...form('password'), hidden: { identifier: ada.email, remember: 'yes' } },
      again: ['password'],
      chosen: false,
      who: ada.email,
      work: endlessWork,
      queue: '1795430520.aaaa.bbbb',
      back: '/interaction/sample',
    },
    options: { status: 429 },
  },
  {
    name: 'pass-queue',
    page: {
      kind: 'pass',
      form: { ...form('recover'), hidden: { email: longEmail } },
      again: [],
      chosen: false,
      queue: '1795430520.aaaa.bbbb',
      errors: { form: 'queue-full' },
      back: '/interaction/sample',
    },
    options: { status: 429 },
  },
  {
    name: 'pass-ticket',
    page: {
      kind: 'pass',
      client: notes,
      form: { ...form('password'), hidden: { identifier: longEmail } },
      again: ['password'],
      chosen: false,
      who: longEmail,
      ticket: '29923842.aaaa',
      wait: 95,
      back: '/interaction/sample',
    },
  },
  ...factorSamples,
  ...accountSamples,
  ...adminSamples,
];
