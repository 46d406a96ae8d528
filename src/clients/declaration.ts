import { z } from 'zod';
import { signingAlgorithms } from '../keys/index.ts';
import { changeActions } from '../tokens/index.ts';
import { colour, count, duration, line, localised, scopeName, url, urls } from './fields.ts';
import { PublicKeys } from './jwks.ts';
import { authMethods, clientKinds, senderConstraints } from './kinds.ts';

const day = 24 * 3600;
const changeAction = z.enum(changeActions).exactOptional();

/** From what to what the numbers of `refresh` go. Durations in seconds. */
export const refreshLimits = {
  reuseInterval: { least: 0, most: 60 },
  idle: { least: 60, most: 400 * day },
  absolute: { least: 60, most: 1000 * day },
  most: { least: 1, most: 1000 },
} as const;

const lasting = ({ least, most }: { readonly least: number; readonly most: number }) =>
  duration(least, most).exactOptional();

/** Letters that mean the same in a URL, a header and a file: a client_id stands in all of them. */
const clientId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._~-]{0,99}$/, {
  error: 'must be 1 to 100 letters, digits or . _ ~ -, and begin with a letter or digit',
});

/**
 * What an admin says about a client. Only that is kept: what is not said follows the kind and the installation, so a
 * better default reaches the clients that are there.
 */
export const ClientDeclaration = z.strictObject({
  /** The client_id. Made by us when it is not said. */
  id: clientId.exactOptional(),
  name: line(100),
  kind: z.enum(clientKinds),
  /** Whether it belongs to whoever runs this installation: people are then not asked for consent, but by native apps that any other could pass for. */
  firstParty: z.boolean().exactOptional(),
  disabled: z.boolean().exactOptional(),

  redirectUris: urls.exactOptional(),
  postLogoutRedirectUris: urls.exactOptional(),
  /** Origins whose scripts may call us (CORS). Default for a SPA: those of its redirect URIs. */
  origins: urls.exactOptional(),
  /** OIDC Back-Channel Logout 1.0. */
  backchannelLogoutUri: url.exactOptional(),

  homepage: url.exactOptional(),
  logo: url.exactOptional(),
  termsUrl: url.exactOptional(),
  privacyUrl: url.exactOptional(),
  accent: z.strictObject({ light: colour.exactOptional(), dark: colour.exactOptional() }).exactOptional(),
  texts: z.record(z.string().regex(/^[\w.-]{1,100}$/), localised(2000)).exactOptional(),

  /** The scopes it may ask for, OIDC's and APIs'. Default: OIDC's, and all of the APIs it names. */
  scopes: z.array(scopeName).max(200).exactOptional(),
  /** Resource indicators of the APIs it may ask tokens for (RFC 8707). */
  apis: urls.exactOptional(),
  /** The API that is meant when a request names none, unless it asks for OpenID Connect scopes alone. */
  defaultApi: url.exactOptional(),
  /** Kind `api`: the APIs that it is, about whose tokens it may ask (RFC 7662). */
  serves: urls.exactOptional(),

  authMethod: z.enum(authMethods).exactOptional(),
  jwks: PublicKeys.exactOptional(),
  jwksUri: url.exactOptional(),
  /** Declared in a file only: `env:NAME` or `file:PATH`. */
  secretFrom: z
    .string()
    .regex(/^(env:[A-Za-z_]\w{0,99}|file:.{1,500})$/, { error: 'must be env:NAME or file:PATH' })
    .exactOptional(),

  /** Whether people have a subject identifier of their own at this client's sector (OIDC Core §8.1). */
  pairwise: z.boolean().exactOptional(),
  /** The host that clients of one maker share. Needed where redirect URIs do not all name one host. */
  sector: line(253).exactOptional(),
  idTokenSigningAlg: z.enum(signingAlgorithms).exactOptional(),

  /** Whether its tokens are good only with a key that it proves each time. */
  senderConstrained: z.enum(senderConstraints).exactOptional(),

  /** Whether people need a second factor here. It can only ask for more than the installation does. */
  secondFactor: z.enum(['by-risk', 'optional', 'required']).exactOptional(),
  /** For how long a browser that remembers a second factor is spared it here, at most: 0 for not at all. */
  rememberFactorFor: duration(0, 400 * day).exactOptional(),

  /** Durations in seconds. */
  refresh: z
    .strictObject({
      rotation: z.enum(['always', 'never', 'unless-sender-constrained']).exactOptional(),
      reuseInterval: lasting(refreshLimits.reuseInterval),
      idle: lasting(refreshLimits.idle),
      absolute: lasting(refreshLimits.absolute),
      survivesSignOut: z.boolean().exactOptional(),
      /** What is done when a family is used from elsewhere, or by something else, than the last time. */
      changes: z
        .strictObject({
          userAgent: changeAction,
          system: changeAction,
          country: changeAction,
          speed: changeAction,
          appVersion: changeAction,
        })
        .exactOptional(),
      /** How many sign-ins one account may have with this client at a time. */
      devices: z
        .strictObject({
          most: count(refreshLimits.most.least, refreshLimits.most.most),
          beyond: z.enum(['end-oldest', 'refuse-new']).exactOptional(),
        })
        .exactOptional(),
    })
    .exactOptional(),

  /** Whoever gets hold of a code can then redeem it with the client's secret alone. */
  dangerouslyAllowNoPkce: z.boolean().exactOptional(),
  /** Whatever listens on the port of a person's machine then gets their code. */
  dangerouslyAllowHttpLoopback: z.boolean().exactOptional(),
  /** Whoever knows a person's password then is that person here, whatever second factor they have. */
  dangerouslyAllowOneFactor: z.boolean().exactOptional(),
});
export type ClientDeclaration = z.output<typeof ClientDeclaration>;

/** What an admin says about an API (a resource server). */
export const ApiDeclaration = z.strictObject({
  /** Its resource indicator (RFC 8707 §2): the `aud` of its tokens. */
  id: url,
  name: line(100),
  scopes: z
    .array(z.strictObject({ name: scopeName, description: localised(300).exactOptional() }))
    .max(500)
    .exactOptional(),
  tokenFormat: z.enum(['opaque', 'jwt']).exactOptional(),
  /** Seconds. */
  accessTokenLifetime: duration(30, day).exactOptional(),
  /** JWT only. */
  signingAlg: z.enum(signingAlgorithms).exactOptional(),
});
export type ApiDeclaration = z.output<typeof ApiDeclaration>;
