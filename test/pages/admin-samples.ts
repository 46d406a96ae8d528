import type { AdminPages, ClientFacts, RulesShown } from '../../src/web/pages/index.ts';
import type { Sample } from './samples.ts';

const person = { name: 'Ada Lovelace', email: 'ada@analytical.example' };
const now = 1_795_430_520;
const day = 24 * 3600;

const notes: ClientFacts = {
  id: 'acme-notes',
  name: 'Acme Notes',
  kind: 'spa',
  firstParty: true,
  disabled: false,
  redirectUris: ['https://notes.example/callback', 'https://staging.notes.example/some/longer/way/to/the/callback'],
  postLogoutRedirectUris: ['https://notes.example/'],
  origins: ['https://notes.example'],
  homepage: 'https://notes.example',
  apis: ['https://api.notes.example'],
  serves: [],
  authMethod: 'none',
  pairwise: false,
  idTokenSigningAlg: 'ES256',
  senderConstrained: 'none',
  dangerouslyAllowNoPkce: false,
  dangerouslyAllowOneFactor: false,
  secrets: [],
  declaredBy: 'admin',
  createdAt: now - 100 * day,
  changedAt: now - 3 * day,
};

const machine: ClientFacts = {
  ...notes,
  id: 'Ew2q8Zk0b9aR5sVtY3uPdA',
  name: 'Verwaltungsgemeinschaftsabrechnungsprogramm',
  kind: 'machine',
  firstParty: false,
  redirectUris: [],
  postLogoutRedirectUris: [],
  origins: [],
  authMethod: 'client_secret_basic',
  secrets: [{ createdAt: now - 3 * day }, { createdAt: now - 90 * day, expiresAt: now + 4 * day }],
};

const asUsual: RulesShown['typed'] = {
  rotation: '',
  reuseInterval: '',
  idle: '',
  absolute: '',
  survivesSignOut: '',
  userAgent: '',
  system: '',
  country: '',
  speed: '',
  appVersion: '',
  most: '',
  beyond: '',
};

const usual: RulesShown['usual'] = {
  rotation: 'unless-sender-constrained',
  reuseInterval: 10,
  idle: 30 * day,
  absolute: 365 * day,
  survivesSignOut: false,
  changes: { userAgent: 'revoke', system: 'revoke', country: 'notify', speed: 'notify', appVersion: 'allow' },
};

const set: RulesShown['typed'] = { ...asUsual, idle: '1w', country: 'step-up', most: '5' };

const rules: RulesShown = {
  typed: set,
  set,
  usual,
  now: {
    ...usual,
    idle: 7 * day,
    changes: { ...usual.changes, country: 'step-up' },
    devices: { most: 5, beyond: 'end-oldest' },
  },
};

const form = { action: '/admin/clients/acme-notes', csrf: 'a-token-of-this-form', hidden: { seen: 'what-was-there' } };

const sample = (name: string, page: AdminPages, status = 200): Sample => ({ name, page, options: { status } });

const line = ({ id, name, kind, declaredBy, disabled }: ClientFacts) => ({
  ...{ id, name, kind, declaredBy, disabled },
  url: `/admin/clients/${id}`,
});

export const adminSamples: readonly Sample[] = [
  sample('admin-clients', {
    kind: 'admin-clients',
    person,
    clients: [
      line(notes),
      line({ ...notes, id: 'acme-tv', name: 'Acme TV', kind: 'native', declaredBy: 'file' }),
      line({ ...machine, disabled: true }),
    ],
    more: '/admin/clients?after=Ew2q8Zk0b9aR5sVtY3uPdA',
  }),
  sample('admin-clients-none', { kind: 'admin-clients', person, clients: [] }),
  sample('admin-client', { kind: 'admin-client', person, facts: notes, rules, form, done: 'saved' }),
  sample(
    'admin-client-wrong',
    {
      kind: 'admin-client',
      person,
      facts: notes,
      rules: {
        ...rules,
        typed: { ...set, rotation: 'never', reuseInterval: 'soon', idle: '500d', most: 'a few' },
        errors: { rotation: 'unbound-rotation', reuseInterval: 'duration', idle: 'range', most: 'number' },
      },
      form,
    },
    400,
  ),
  sample(
    'admin-client-changed',
    { kind: 'admin-client', person, facts: notes, rules: { ...rules, alert: { is: 'changed' } }, form },
    400,
  ),
  sample('admin-client-late', {
    kind: 'admin-client',
    person,
    facts: notes,
    rules,
    why: 'sign-in',
    change: '/admin/clients/acme-notes/change',
  }),
  sample('admin-client-file', {
    kind: 'admin-client',
    person: { email: 'wilhelmina.von-und-zu-hohenstaufen-langenburg@verwaltungsgemeinschaft.example' },
    facts: { ...notes, declaredBy: 'file' },
    rules: { ...rules, typed: asUsual, set: asUsual, now: usual },
    why: 'file',
  }),
  sample('admin-client-machine', { kind: 'admin-client', person, facts: machine }),
];
