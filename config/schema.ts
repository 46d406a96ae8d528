import { z } from 'zod';
import { setting, settingsIn } from './describe.ts';
import { brand } from './groups/brand.ts';
import { factors } from './groups/factors.ts';
import { keys } from './groups/keys.ts';
import { lifetimes } from './groups/lifetimes.ts';
import { passwords } from './groups/passwords.ts';
import { protection } from './groups/protection.ts';
import { risk } from './groups/risk.ts';
import { signUp } from './groups/sign-up.ts';
import {
  certificateHeader,
  ipAddress,
  mailAddress,
  masterKeys,
  network,
  origin,
  path,
  port,
  seconds,
  url,
} from './types.ts';

/** Every setting, once: its name in the file, its type, default and limits, and what people are told about it. */
export const schema = z.strictObject({
  issuer: setting(origin().exactOptional(), {
    description:
      'The address of this installation as browsers and apps see it. It is in every token: choose it once. With an address that is not loopback this is production.',
    defaultsTo: 'http://localhost:<port> while only this machine is listened to',
  }),
  port: setting(port().default(3000), {
    description: 'The port that is listened on.',
    alsoFrom: ['PORT'],
  }),
  address: setting(ipAddress().default('127.0.0.1'), {
    description:
      'The address that is listened on. 0.0.0.0 or :: is every network of the machine, as a container needs it; that is production.',
  }),
  data: setting(path().default('data'), {
    description: 'The folder for what this machine keeps: the SQLite database, and in development the keys.',
    path: true,
  }),

  mongodbUrl: setting(url('mongodb', 'mongodb+srv').exactOptional(), {
    description: 'The MongoDB that keeps what lasts. Set together with redisUrl; with neither, SQLite keeps both.',
    secret: true,
  }),
  redisUrl: setting(url('redis', 'rediss').exactOptional(), {
    description: 'The Redis that keeps what expires. It must persist (appendonly yes) and never evict (noeviction).',
    secret: true,
  }),
  masterKey: setting(masterKeys().exactOptional(), {
    description:
      'The key that no database holds, as id:key with 32 random bytes in base64url (`postern config master-key` makes one). Several are separated by commas: the first is used, all are accepted. Every node has the same ones. Needed in production.',
    defaultsTo: 'made at the first start and kept in the data folder (development only)',
    secret: true,
  }),
  epoch: setting(z.int().min(1).exactOptional(), {
    description:
      'Every session and every token is of one epoch, and ends when it is raised. `postern restore` says what to set it to. Only beside masterKey; without one it is kept with the key in the data folder.',
    defaultsTo: '1',
  }),

  smtpUrl: setting(url('smtp', 'smtps').exactOptional(), {
    description: 'The mail server that letters go through. Needed in production.',
    defaultsTo: 'letters are shown on the outbox page (development only)',
    secret: true,
  }),
  mailFrom: setting(mailAddress().exactOptional(), {
    description: 'The sender of letters.',
    defaultsTo: 'no-reply at the host of the issuer, named like the brand',
  }),

  trustedProxies: setting(z.union([z.int().min(0).max(10), z.array(network())]).default([]), {
    description:
      'Whose X-Forwarded-For and X-Forwarded-Proto are believed: the networks of your proxies (10.0.0.0/8, …), or how many proxies every request passes. Nobody is believed unless named: else anyone could forge the address that limits go by.',
  }),
  clientCertificateHeader: setting(certificateHeader().exactOptional(), {
    description:
      'The header in which your proxies tell the TLS certificate that a client has shown (RFC 8705), as percent-encoded PEM: in nginx `proxy_set_header X-Client-Cert $ssl_client_escaped_cert`. Tokens can then be bound to certificates. It is believed from trustedProxies only, and each of them must set it or clear it.',
    defaultsTo: 'no tokens are bound to certificates',
  }),
  placesFile: setting(path().exactOptional(), {
    description:
      'A file in MaxMind DB format that says where addresses are: for the names of devices, and for the rules of clients about places.',
    defaultsTo: 'an embedded list of countries',
    path: true,
  }),
  signUp,
  languages: setting(
    z
      .array(z.enum(['en', 'de', 'fr', 'es']))
      .min(1)
      .default(['en', 'de', 'fr', 'es']),
    {
      description: 'The languages that pages and letters are offered in; the first one where nothing else fits.',
    },
  ),
  clientsFile: setting(path().exactOptional(), {
    description: 'The file that declares clients and APIs; it is applied at start and by `postern apply`.',
    defaultsTo: 'postern.clients.yaml where there is one',
    path: true,
  }),
  shutdownDrain: setting(seconds(0, 300).exactOptional(), {
    description:
      'How long everything is still answered when the server is told to stop, while `/health/ready` says 503. Make it longer than your proxy takes to see that and to send nobody any more: after it new connections are refused.',
    unit: 'seconds',
    defaultsTo: '5 in production, 0 in development',
  }),
  shutdownGrace: setting(seconds(0, 300).default(10), {
    description:
      'How long requests in flight may take after that. Whoever stops the server waits for both: a container needs a longer time to stop than their sum.',
    unit: 'seconds',
  }),

  brand,

  lifetimes,

  privacy: z.strictObject({
    addressDays: setting(z.int().min(0).max(730).default(30), {
      description:
        'How long the record of what happened, sessions and sign-ins of apps hold the whole address that somebody came from. After that only its network is kept (203.0.113.0/24, 2001:db8:1::/48).',
      unit: 'days',
    }),
  }),

  keys,

  factors,

  risk,

  passwords,

  protection,

  log: z.strictObject({
    level: setting(z.enum(['error', 'warn', 'info', 'debug']).default('info'), {
      description: 'The least important lines that are written.',
    }),
    format: setting(z.enum(['json', 'pretty']).exactOptional(), {
      description: 'JSON for machines, or short coloured lines for people.',
      defaultsTo: 'json in production, pretty in development',
    }),
  }),
  metrics: z.strictObject({
    address: setting(ipAddress().default('127.0.0.1'), {
      description: 'The address that Prometheus finds the metrics at. They are for nobody else: keep it private.',
    }),
    port: setting(z.union([port(), z.literal('off')]).exactOptional(), {
      description: 'The port of the metrics, or off.',
      defaultsTo: '9464 in production, off in development',
    }),
  }),
  demo: z.strictObject({
    enabled: setting(z.boolean().exactOptional(), {
      description: 'Whether the demo app runs beside the server. Development only.',
      defaultsTo: 'true in development, false in production',
    }),
    port: setting(port().default(3001), { description: 'The port of the demo app.' }),
  }),
});

/** What the schema makes of a file, before defaults that follow from other settings are filled in. */
export type Parsed = z.output<typeof schema>;

/** Every setting, in the order of the schema. */
export const settings = settingsIn(schema);
