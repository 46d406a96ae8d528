import type { DeviceShown, EmailPages, Form, OwnPage } from '../../src/web/pages/index.ts';
import type { Sample } from './samples.ts';

const person = { name: 'Ada Lovelace', email: 'ada@analytical.example' };
const longPerson = { email: 'wilhelmina.von-und-zu-hohenstaufen-langenburg@verwaltungsgemeinschaft.example' };
const now = 1_795_430_520;
const day = 24 * 3600;
const of = { person, now };

const form = (action: string): Form => ({ action: `/account/${action}`, csrf: 'a-token-of-this-form' });

const laptop: DeviceShown = {
  url: '/account/devices/laptop',
  agent: { name: 'Firefox', system: 'Windows', form: 'computer' },
  place: { country: 'DE', city: 'Hamburg' },
  current: true,
  firstSeen: now - 90 * day,
  lastActive: now,
  signedIn: now - 3 * day,
  methods: ['pwd'],
  apps: ['Acme Notes', 'Calendar'],
};

const phone: DeviceShown = {
  url: '/account/devices/phone',
  name: 'Ada’s phone',
  agent: { name: 'Safari', system: 'iOS', form: 'phone' },
  place: { country: 'DE' },
  current: false,
  firstSeen: now - 200 * day,
  lastActive: now - 5 * 3600,
  signedIn: now - 20 * day,
  methods: ['pwd'],
  apps: ['Acme Notes'],
};

const elsewhere: DeviceShown = {
  url: '/account/devices/elsewhere',
  name: 'Verwaltungsgemeinschaftsvorsitzendenarbeitszimmerrechner, 2. OG',
  agent: { name: 'Chrome', system: 'Linux', form: 'computer' },
  place: { country: 'NZ', city: 'Taumatawhakatangihangakoauauotamatea' },
  current: false,
  firstSeen: now - 12 * day,
  lastActive: now - 12 * day,
  methods: [],
  apps: [],
};

const app: DeviceShown = {
  url: '/account/devices/app',
  agent: { name: 'okhttp', system: 'Android', form: 'phone' },
  place: { country: 'FR' },
  app: 'Pocket Notes',
  current: false,
  firstSeen: now - 40 * day,
  lastActive: now - 40 * 60,
  methods: ['pwd'],
  apps: [],
};

const backup: DeviceShown = { ...app, url: '/account/devices/backup', agent: {}, place: {}, app: 'Night Backup' };

const sample = (name: string, page: OwnPage | EmailPages, status = 200): Sample => ({
  name,
  page,
  options: { status },
});

export const accountSamples: readonly Sample[] = [
  sample('account', { kind: 'account', ...of, another: '/account/switch', signOut: '/account/devices/laptop/end' }),
  sample('account-admin', {
    kind: 'account',
    ...of,
    another: '/account/switch',
    signOut: '/account/devices/laptop/end',
    admin: '/admin',
  }),
  sample('account-resets', {
    kind: 'account',
    person: longPerson,
    now,
    resets: [
      { of: 'factors', at: now + 3 * day, form: form('security/stop-reset') },
      { of: 'factors', at: now + 3 * day, denied: true, form: form('security/stop-reset') },
      { of: 'email', at: now + 3 * day, email: longPerson.email, form: form('email/stop-reset') },
    ],
    another: '/account/switch',
    signOut: '/account/devices/laptop/end',
  }),
  sample('devices-reset', {
    kind: 'devices',
    ...of,
    resets: [{ of: 'email', at: now + 3 * day, email: 'ada@new.example', form: form('email/stop-reset') }],
    devices: [laptop, phone],
    others: '/account/end/others',
    everywhere: '/account/end/everywhere',
  }),
  sample('devices', {
    kind: 'devices',
    ...of,
    devices: [laptop, phone, app, elsewhere],
    more: '/account/devices?after=b:x',
    others: '/account/end/others',
    everywhere: '/account/end/everywhere',
  }),
  sample('devices-one', { kind: 'devices', person: longPerson, now, devices: [laptop], done: 'others' }),
  sample('device', {
    kind: 'device',
    ...of,
    device: phone,
    form: form('devices/phone'),
    longestName: 60,
    apps: [
      { name: 'Acme Notes', since: now - 20 * day, end: '/account/devices/one/end' },
      { name: 'Calendar', since: now - 19 * day, end: '/account/devices/two/end' },
    ],
    end: '/account/devices/phone/end',
    spared: { until: now + 20 * day, form: form('devices/phone/forget') },
    done: 'renamed',
  }),
  sample(
    'device-unfit',
    {
      kind: 'device',
      ...of,
      device: laptop,
      form: form('devices/laptop'),
      longestName: 60,
      typed: 'A name that goes on and on and on and on and on and on and on and on',
      errors: { name: 'unfit' },
      apps: [],
      end: '/account/devices/laptop/end',
    },
    400,
  ),
  sample('device-app', {
    kind: 'device',
    ...of,
    device: app,
    form: form('devices/app'),
    longestName: 60,
    apps: [],
    end: '/account/devices/app/end',
  }),
  sample('end-this', {
    kind: 'end',
    ...of,
    form: form('devices/laptop/end'),
    what: 'this',
    back: '/account/devices/laptop',
  }),
  sample('end-device', {
    kind: 'end',
    ...of,
    form: form('devices/phone/end'),
    what: 'device',
    device: phone,
    back: '/account/devices/phone',
  }),
  sample('end-app', {
    kind: 'end',
    ...of,
    form: form('devices/one/end'),
    what: 'app',
    app: 'Acme Notes',
    device: laptop,
    back: '/account/devices/laptop',
  }),
  sample('end-device-stay', {
    kind: 'end',
    ...of,
    form: form('devices/phone/end'),
    what: 'device',
    device: phone,
    stay: ['Acme Notes', 'Pocket'],
    back: '/account/devices/phone',
  }),
  sample('end-app-both', {
    kind: 'end',
    ...of,
    form: form('devices/one/end'),
    what: 'app',
    app: 'Acme Notes',
    inBrowser: true,
    back: '/account/devices/one',
  }),
  sample('end-others', { kind: 'end', ...of, form: form('end/others'), what: 'others', back: '/account/devices' }),
  sample('end-everywhere', {
    kind: 'end',
    person: longPerson,
    now,
    form: form('end/everywhere'),
    what: 'everywhere',
    back: '/account/devices',
  }),
  sample('disconnect', {
    kind: 'end',
    ...of,
    form: form('apps/notes/end'),
    what: 'connection',
    app: 'Acme Notes',
    back: '/account/apps/notes',
  }),
  sample('apps', {
    kind: 'apps',
    ...of,
    apps: [
      { url: '/account/apps/notes', name: 'Acme Notes', since: now - 100 * day, where: [laptop, phone] },
      { url: '/account/apps/calendar', name: 'Calendar', since: now - 30 * day, where: [] },
    ],
    away: [backup],
  }),
  sample('apps-none', { kind: 'apps', ...of, apps: [], away: [] }),
  sample('app', {
    kind: 'app',
    ...of,
    app: { name: 'Acme Notes', homepage: 'https://notes.example' },
    since: now - 100 * day,
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    apis: [{ name: 'Acme Notes API', scopes: [{ name: 'notes:read', description: 'Read your notes' }] }],
    account: person,
    where: [laptop, phone],
    disconnect: '/account/apps/notes/end',
  }),
  sample('history', {
    kind: 'history',
    ...of,
    happenings: [
      { at: now, what: 'signed-in', from: laptop, alarming: false },
      {
        at: now - 60,
        what: 'signed-in.unlike',
        signals: [
          { kind: 'newCountry', from: 'DE', to: 'FR' },
          { kind: 'badNetwork', from: '-', to: '198.51.100.0/24' },
          { kind: 'impossibleTravel', from: 'Hamburg', to: 'Paris' },
        ],
        from: phone,
        alarming: false,
      },
      { at: now - 70, what: 'factor-first-used', factor: 'app', device: laptop, from: laptop, alarming: false },
      { at: now - 80, what: 'factor-remembered', device: laptop, from: laptop, alarming: false },
      { at: now - 600, what: 'device-new', device: phone, from: phone, alarming: false },
      { at: now - day, what: 'sign-in-refused', from: elsewhere, alarming: true },
      { at: now - 2 * day, what: 'app-signed-in', app: 'Acme Notes', from: laptop, alarming: false },
      { at: now - 3 * day, what: 'token-reused', app: 'Acme Notes', from: elsewhere, alarming: true },
      { at: now - 4 * day, what: 'ended-by-app', by: 'Device Keeper', device: elsewhere, alarming: false },
      { at: now - 5 * day, what: 'password-changed', from: laptop, alarming: false },
    ],
    more: '/account/history?after=x',
  }),
  sample('email', {
    kind: 'email',
    ...of,
    form: form('email'),
    email: 'ada@analytical.example',
    errors: { email: 'same' },
  }),
  sample('email-code', {
    kind: 'email-code',
    ...of,
    form: form('email/code'),
    to: longPerson.email,
    minutes: 15,
    back: '/account/email',
    errors: { code: 'wrong' },
  }),
  sample('password', { kind: 'password', ...of, form: form('password'), passwordMinimum: 8, others: true }),
  sample(
    'password-wrong',
    {
      kind: 'password',
      ...of,
      form: form('password'),
      passwordMinimum: 8,
      others: false,
      errors: { current: 'wrong', next: 'too-short' },
    },
    400,
  ),
  sample('no-password', { kind: 'no-password', ...of, form: form('letter') }),
  sample('no-password-form', { kind: 'no-password', ...of, form: form('letter'), errors: { form: 'none' } }, 400),
  sample('no-password-sent', { kind: 'no-password', ...of, sent: { minutes: 15 } }),
];
