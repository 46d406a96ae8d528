import { z } from 'zod';
import { setting, settingsIn } from './describe.ts';
import { riskSettings } from './risk.ts';
import { sms } from './sms.ts';
import {
  certificateHeader,
  colour,
  domain,
  interval,
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
  signUp: z.strictObject({
    mode: setting(z.enum(['open', 'invitation', 'closed']).default('open'), {
      description:
        'Who can make themselves an account: everybody, whoever was invited (`postern invite ann@example.com`), or nobody.',
    }),
    invitationLifetime: setting(seconds(hour, 90 * day).default(7 * day), {
      description: 'How long the link in an invitation is good.',
      unit: 'seconds',
    }),
    refuseDisposable: setting(z.boolean().default(false), {
      description:
        'Whether addresses are refused that anybody gets for a few minutes, by a list of some 9,000 domains in the program. Such lists are never complete and sometimes wrong, and somebody who has such an address with good reason is turned away.',
    }),
    refusedDomains: setting(z.array(domain()).default([]), {
      description:
        'Domains whose addresses nobody can sign up with or change to; all that is below them too. Who has one already keeps it.',
    }),
    allowedDomains: setting(z.array(domain()).default([]), {
      description:
        'The only domains whose addresses people can sign up with or change to, and all that is below them; none for all domains. Invitations go to any address.',
    }),
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
      description:
        'How long a browser stays signed in without being used. Apps that hang on its session use it by refreshing, and go on when it has expired.',
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
      description:
        'How long a refresh token is good without being used, where the client says nothing else. Whether its session has expired does not count; a sign-out does, without survivesSignOut.',
      unit: 'seconds',
    }),
    refreshAbsolute: setting(seconds(minute, 1000 * day).default(365 * day), {
      description: 'How long an app may refresh in all, where the client says nothing else.',
      unit: 'seconds',
    }),
  }),

  privacy: z.strictObject({
    addressDays: setting(z.int().min(0).max(730).default(30), {
      description:
        'How long the record of what happened, sessions and sign-ins of apps hold the whole address that somebody came from. After that only its network is kept (203.0.113.0/24, 2001:db8:1::/48).',
      unit: 'days',
    }),
  }),

  keys: z.strictObject({
    rotateSigningAfter: setting(interval(day, 1000 * day).default(90 * day), {
      description:
        'How old the keys that sign ID tokens and JWT access tokens get before the next ones are made, by themselves.',
      unit: 'seconds',
    }),
    rotateMacAfter: setting(interval(day, 1000 * day).default(90 * day), {
      description:
        'How old the keys of refresh tokens, session cookies and other cookies get before the next ones are made, by themselves. What was made with a former key stays good.',
      unit: 'seconds',
    }),
    publishBefore: setting(seconds(minute, 30 * day).default(day), {
      description:
        'How long a new signing key is shown at /jwks before it signs: longer than any app or API keeps what it read there.',
      unit: 'seconds',
    }),
  }),

  factors: z.strictObject({
    secondFactor: setting(z.enum(['off', 'by-risk', 'optional', 'required']).default('optional'), {
      description:
        'Second factors at a sign-in: off asks nobody, by-risk asks who has set one up where the sign-in is unlike before (see risk), optional asks who has set one up, required asks everybody and lets who has none set one up. A client can only be stricter, unless it says dangerouslyAllowOneFactor.',
    }),
    resetAfter: setting(seconds(hour, 30 * day).default(72 * hour), {
      description:
        'How long what an admin starts for somebody who has lost their second factors or their mailbox waits, while every address and device of the account is told and can stop it.',
      unit: 'seconds',
    }),
    grace: setting(seconds(0, 90 * day).default(0), {
      description:
        'Where a second factor is required: how long somebody who has none may put off setting one up, from the first time they are asked. Until then a password alone opens the account.',
      unit: 'seconds',
    }),
    rememberFor: setting(seconds(0, 400 * day).default(0), {
      description:
        'How long a browser in which a second factor was proven may be spared it, where its person ticks that: then the password alone lets in, and apps are told so. 0 is never. A client can allow less (rememberFactorFor).',
      unit: 'seconds',
    }),
    passkeys: z.strictObject({
      userVerification: setting(z.enum(['preferred', 'required']).default('preferred'), {
        description:
          'Whether whatever holds a passkey must see that it is its owner (a finger, a face, a PIN), or is only asked to. Where it did, the passkey counts as two factors. With required, security keys without a PIN cannot be used at all.',
      }),
      attestation: setting(z.enum(['none', 'direct']).default('none'), {
        description:
          'Whether the maker of what holds a new passkey is asked to vouch for it (direct). What it says is verified and stands in the audit record; many browsers then ask the person first.',
      }),
    }),
    emailCodes: setting(z.boolean().default(false), {
      description:
        'Whether people can have codes sent to their email address as a second factor. NIST SP 800-63B-4 §3.1.3.1 and ASVS 6.3.6 take that for none: who has the mailbox sets a new password there too. Better than the password alone, and worse than everything else.',
    }),
    sms,
  }),

  risk: riskSettings,

  passwords: z.strictObject({
    leastLength: setting(z.int().min(8).max(64).default(8), {
      description:
        'How many characters a new password must have. NIST SP 800-63B-4 wants 15 where a password is all that people sign in with, and 8 beside a second factor. Passwords that were chosen under another setting stay good.',
    }),
    breached: setting(z.enum(['embedded', 'pwnedpasswords']).default('embedded'), {
      description:
        'What a new password is compared with. embedded: the 49,233 that are used most, in the program. pwnedpasswords: also all that are known from breaches, by asking a service for the first 5 of 40 digits of a SHA-1; where it does not answer within 1.5 seconds, the password is taken.',
    }),
    breachedUrl: setting(url('https', 'http').default('https://api.pwnedpasswords.com/range/'), {
      description:
        'Where breached passwords are asked for: the digits are put behind it. A copy of your own must be at a public address, as everything that is asked.',
    }),
    memory: setting(z.int().min(19_456).max(4_194_304).default(19_456), {
      description:
        'Memory for one hash (argon2id, m). Not under the minimum of the OWASP Password Storage Cheat Sheet.',
      unit: 'KiB',
    }),
    iterations: setting(z.int().min(2).max(100).default(2), { description: 'Passes over the memory (argon2id, t).' }),
    parallelism: setting(z.int().min(1).max(16).default(1), { description: 'Lanes (argon2id, p).' }),
    queue: setting(z.int().min(1).max(10_000).default(200), {
      description: 'How many passwords may wait to be hashed or judged; more are told to try again in a moment.',
    }),
  }),

  protection: z.strictObject({
    dangerouslyMultiplyTriesPerAccount: setting(z.int().min(1).max(1000).default(1), {
      description:
        'Multiplies how many wrong passwords an account may have, and how many letters and codes an address or a phone number may be sent. Whoever guesses has as many more.',
    }),
    dangerouslyMultiplyTriesPerNetwork: setting(z.int().min(1).max(1000).default(1), {
      description:
        'Multiplies how many wrong tries may come from one address and from one network, how many codes are sent for those, and how many accounts are tried before a network is banned: for people who share few addresses, as at a school. So may whoever tries passwords that were stolen elsewhere.',
    }),
    dangerouslyMultiplyTriesInAll: setting(z.int().min(1).max(1000).default(1), {
      description:
        'Multiplies how many wrong passwords there may be in all within a minute: for very many people. So may an attack from very many addresses.',
    }),
    proofOfWork: setting(z.boolean().default(true), {
      description:
        'Whether a browser may do a piece of work where others have used up the tries of an account or a network. Without it, as without JavaScript, people wait for their turn there.',
    }),
    proofOfWorkKeys: setting(z.int().min(1).max(1_000_000).default(1500), {
      description:
        'How much work that is: how many keys a browser has to try at most, each 2,000 rounds of PBKDF2-SHA-256. 1,500 are about a second on a phone. Who asks for it again and again has up to 16 times as much.',
    }),
    banAutomatically: setting(z.boolean().default(true), {
      description:
        'Whether a network is banned for an hour from which the passwords of many accounts are tried, or one password over many.',
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
