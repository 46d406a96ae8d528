import { z } from 'zod';
import { setting, settingsIn } from './describe.ts';
import {
  colour,
  ipAddress,
  logo,
  mailAddress,
  masterKeys,
  network,
  origin,
  path,
  port,
  seconds,
  texts,
  url,
} from './types.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

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
      'Raised by one after a backup was restored: every session and every token of before ends. Only beside masterKey; without one it is kept with the key in the data folder.',
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
  signUp: setting(z.enum(['open', 'closed']).default('open'), {
    description: 'Whether people can make themselves an account.',
  }),
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
  shutdownGrace: setting(seconds(0, 300).default(10), {
    description: 'How long requests in flight may take when the server is told to stop.',
    unit: 'seconds',
  }),

  brand: z.strictObject({
    name: setting(z.string().trim().min(1).max(60).default('Postern'), {
      description: 'What this installation is called, on pages and in letters.',
    }),
    logo: setting(logo().exactOptional(), {
      description: 'The logo: an https URL, or the path of an SVG, PNG, WebP or JPEG file.',
      path: true,
    }),
    accent: z.strictObject({
      light: setting(colour().exactOptional(), { description: 'The colour of buttons and links on a light page.' }),
      dark: setting(colour().exactOptional(), { description: 'The colour of buttons and links on a dark page.' }),
    }),
    texts: setting(texts().default({}), {
      description:
        'Texts in place of ours: the text’s key, and a plain text for all languages or one by language (`sign-in.title: { en: …, de: … }`).',
    }),
  }),

  lifetimes: z.strictObject({
    sessionIdle: setting(seconds(5 * minute, 400 * day).default(14 * day), {
      description: 'How long a browser stays signed in without being used.',
      unit: 'seconds',
    }),
    sessionAbsolute: setting(seconds(5 * minute, 400 * day).default(90 * day), {
      description: 'How long a browser stays signed in at most.',
      unit: 'seconds',
    }),
    authorizationCode: setting(seconds(10, 10 * minute).default(60), {
      description: 'How long an authorization code can be redeemed (RFC 6749 §4.1.2).',
      unit: 'seconds',
    }),
    accessToken: setting(seconds(30, day).default(10 * minute), {
      description: 'How long an opaque access token lives; it dies earlier with its family, account or client.',
      unit: 'seconds',
    }),
    jwtAccessToken: setting(seconds(30, hour).default(5 * minute), {
      description:
        'How long a JWT access token lives (RFC 9068). Elsewhere it stays good for that long after a sign-out.',
      unit: 'seconds',
    }),
    idToken: setting(seconds(30, day).default(10 * minute), {
      description: 'How long an ID token is to be accepted.',
      unit: 'seconds',
    }),
    interaction: setting(seconds(5 * minute, day).default(hour), {
      description: 'How long a person may take to sign in or to consent.',
      unit: 'seconds',
    }),
    refreshIdle: setting(seconds(minute, 400 * day).default(30 * day), {
      description: 'How long a refresh token is good without being used, where the client says nothing else.',
      unit: 'seconds',
    }),
    refreshAbsolute: setting(seconds(minute, 1000 * day).default(365 * day), {
      description: 'How long an app may refresh in all, where the client says nothing else.',
      unit: 'seconds',
    }),
  }),

  passwords: z.strictObject({
    memory: setting(z.int().min(19_456).max(4_194_304).default(19_456), {
      description:
        'Memory for one hash (argon2id, m). Not under the minimum of the OWASP Password Storage Cheat Sheet.',
      unit: 'KiB',
    }),
    iterations: setting(z.int().min(2).max(100).default(2), { description: 'Passes over the memory (argon2id, t).' }),
    parallelism: setting(z.int().min(1).max(16).default(1), { description: 'Lanes (argon2id, p).' }),
    queue: setting(z.int().min(1).max(10_000).default(200), {
      description: 'How many sign-ins may wait for their hash; more are told to try again in a moment.',
    }),
  }),

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
