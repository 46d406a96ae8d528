import { authMethods, clientKinds, kinds, senderConstraints } from '../clients/index.ts';
import type { FieldOption } from './fields.ts';

const kindsInWords = clientKinds.map((kind) => `${kind} (${kinds[kind].description})`).join(', ');

/** Options of `postern client add` and `update`. What has none is said by `--field`. */
export const clientFields: readonly FieldOption[] = [
  { flags: '--name <name>', field: 'name', description: 'what people see' },
  { flags: '--kind <kind>', field: 'kind', description: kindsInWords },
  {
    flags: '--first-party',
    field: 'firstParty',
    description:
      'an app of your own: people are not asked for consent, except by a native app that does not come back to an https address',
  },
  { flags: '--disabled', field: 'disabled', description: 'suspended: nothing of it works' },
  { flags: '--redirect-uri <url>', field: 'redirectUris', description: 'where people come back to', many: true },
  {
    flags: '--post-logout-redirect-uri <url>',
    field: 'postLogoutRedirectUris',
    description: 'where people go after signing out',
    many: true,
  },
  { flags: '--origin <origin>', field: 'origins', description: 'whose scripts may call (CORS)', many: true },
  { flags: '--backchannel-logout-uri <url>', field: 'backchannelLogoutUri', description: 'hears of sign-outs' },
  { flags: '--homepage <url>', field: 'homepage', description: 'its homepage' },
  { flags: '--logo <url>', field: 'logo', description: 'a square picture' },
  { flags: '--terms-url <url>', field: 'termsUrl', description: 'its terms' },
  { flags: '--privacy-url <url>', field: 'privacyUrl', description: 'its privacy policy' },
  { flags: '--accent-light <colour>', field: 'accent.light', description: 'its colour on light pages' },
  { flags: '--accent-dark <colour>', field: 'accent.dark', description: 'its colour on dark pages' },
  { flags: '--scope <scope>', field: 'scopes', description: 'a scope it may ask for (default: all)', many: true },
  { flags: '--api <id>', field: 'apis', description: 'an API it may ask tokens for', many: true },
  {
    flags: '--default-api <id>',
    field: 'defaultApi',
    description: 'the API that is meant when none is named, unless OpenID Connect scopes alone are asked for',
  },
  { flags: '--serves <id>', field: 'serves', description: 'kind api: an API that it is', many: true },
  { flags: '--auth-method <method>', field: 'authMethod', description: authMethods.join(', ') },
  { flags: '--jwks <file>', field: 'jwks', description: 'its public keys, a JSON file', file: true },
  { flags: '--jwks-uri <url>', field: 'jwksUri', description: 'where its public keys are' },
  { flags: '--pairwise', field: 'pairwise', description: 'subject identifiers of its own' },
  { flags: '--sector <host>', field: 'sector', description: 'the host that shares them' },
  { flags: '--id-token-signing-alg <alg>', field: 'idTokenSigningAlg', description: 'ES256, RS256 or EdDSA' },
  {
    flags: '--rotation <rule>',
    field: 'refresh.rotation',
    description: 'refresh tokens: always, never, unless-sender-constrained',
  },
  { flags: '--reuse-interval <duration>', field: 'refresh.reuseInterval', description: 'how long a retry is answered' },
  {
    flags: '--idle <duration>',
    field: 'refresh.idle',
    description: 'how long it may stay unused (30d), be its session expired or not',
  },
  { flags: '--absolute <duration>', field: 'refresh.absolute', description: 'how long it may refresh in all (365d)' },
  {
    flags: '--survives-sign-out',
    field: 'refresh.survivesSignOut',
    description: 'signed in beyond a sign-out in the browser that it came from',
  },
  {
    flags: '--devices <most>',
    field: 'refresh.devices.most',
    description: 'on how many devices an account may be signed in; one more signs the oldest out',
  },
  {
    flags: '--sender-constrained <how>',
    field: 'senderConstrained',
    description: `tokens good only with a key: ${senderConstraints.join(', ')}`,
  },
  {
    flags: '--second-factor <rule>',
    field: 'secondFactor',
    description: 'second factors: by-risk, optional, required; never less than the installation asks for',
  },
  {
    flags: '--remember-factor-for <duration>',
    field: 'rememberFactorFor',
    description: 'how long a browser that remembers a second factor is spared it here, at most; 0 for never',
  },
  {
    flags: '--dangerously-allow-no-pkce',
    field: 'dangerouslyAllowNoPkce',
    description: 'taking codes that were asked for without PKCE',
  },
  {
    flags: '--dangerously-allow-http-loopback',
    field: 'dangerouslyAllowHttpLoopback',
    description: 'sending codes to http on a person’s own machine',
  },
  {
    flags: '--dangerously-allow-one-factor',
    field: 'dangerouslyAllowOneFactor',
    description: 'letting people in by their password alone, whatever second factor they have',
  },
];
