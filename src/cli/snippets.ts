import type { Client } from '../clients/index.ts';

type Connected = Pick<Client, 'kind' | 'id' | 'redirectUris' | 'authMethod' | 'apis' | 'defaultApi'>;

/**
 * What connects an app of this kind, to be copied. No secret is in it: what is copied into a program is soon in its
 * repository. README.md shows the same (`npm run docs`).
 */
export function snippetFor(client: Connected, issuer: string): string {
  switch (client.kind) {
    case 'spa':
      return spa(client, issuer);
    case 'web':
      return web(client, issuer);
    case 'native':
      return native(client, issuer);
    case 'machine':
      return machine(client, issuer);
    case 'api':
      return api(client, issuer);
  }
}

const text = (value: string | undefined): string =>
  JSON.stringify(value ?? '')
    .replaceAll("'", "\\'")
    .replaceAll('"', "'");

/** The refresh token needs no scope of its own: it comes with the sign-in. */
const scope = "'openid profile email'";

const spa = ({ id, redirectUris: [uri] }: Connected, issuer: string) => `// npm install oidc-client-ts
import { UserManager } from 'oidc-client-ts';

const users = new UserManager({
  authority: ${text(issuer)},
  client_id: ${text(id)},
  redirect_uri: ${text(uri)},
  scope: ${scope},
  loadUserInfo: true, // name and email are told there, the ID token has sub alone
});

// on "Sign in"
await users.signinRedirect();

// on the page of redirect_uri
const user = await users.signinCallback();
console.log(user.profile); // sub, name, email`;

const web = (client: Connected, issuer: string) => `// npm install openid-client
import * as oidc from 'openid-client';

${discovery(client, issuer)}

// on "Sign in": keep verifier and state in the session, then redirect the browser to url
const verifier = oidc.randomPKCECodeVerifier();
const state = oidc.randomState();
const url = oidc.buildAuthorizationUrl(config, {
  redirect_uri: ${text(client.redirectUris[0])},
  scope: ${scope},
  state,
  code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
});

// at redirect_uri, with currentUrl as the browser asked for it
const tokens = await oidc.authorizationCodeGrant(config, currentUrl, {
  pkceCodeVerifier: verifier,
  expectedState: state,
});
const user = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
console.log(user); // sub, name, email`;

/** Discovery refuses http unless told; it is only there in development. */
function discovery({ id, authMethod }: Connected, issuer: string): string {
  const proof = {
    none: 'oidc.None()',
    client_secret_basic: 'oidc.ClientSecretBasic(process.env.CLIENT_SECRET)',
    client_secret_post: 'oidc.ClientSecretPost(process.env.CLIENT_SECRET)',
    private_key_jwt: 'oidc.PrivateKeyJwt(privateKey)',
  }[authMethod];
  const insecure = issuer.startsWith('http:')
    ? '\n  { execute: [oidc.allowInsecureRequests] }, // http: development only'
    : '';
  return `const config = await oidc.discovery(
  new URL(${text(issuer)}),
  ${text(id)},
  undefined,
  ${proof},${insecure}
);`;
}

function native(client: Connected, issuer: string): string {
  const loopback = client.redirectUris.find((uri) => uri.startsWith('http:'));
  if (loopback !== undefined) {
    return `${web({ ...client, redirectUris: [loopback] }, issuer)}
// listen on any free port of the loopback address, and put that port into redirect_uri`;
  }
  return `AppAuth (Android, iOS), or any library for OAuth in native apps:

  issuer         ${issuer}
  client id      ${client.id}
  redirect URI   ${client.redirectUris[0] ?? ''}
  scopes         openid profile email
  PKCE           S256, no client secret`;
}

const machine = (client: Connected, issuer: string) =>
  client.authMethod === 'private_key_jwt'
    ? `// npm install openid-client
import * as oidc from 'openid-client';

${discovery(client, issuer)}
const { access_token } = await oidc.clientCredentialsGrant(config${resource(client, ', { resource: ', ' }')});`
    : `curl ${credentials(client)} \\
  -d grant_type=client_credentials \\${resource(client, '\n  -d resource=', ' \\')}
  ${issuer}/token`;

const resource = ({ defaultApi, apis }: Connected, before: string, after: string): string => {
  const api = defaultApi ?? apis[0];
  if (api === undefined) return '';
  return `${before}${before.includes('-d') ? api : text(api)}${after}`;
};

const api = (client: Connected, issuer: string) =>
  client.authMethod === 'private_key_jwt'
    ? `// npm install openid-client
import * as oidc from 'openid-client';

${discovery(client, issuer)}
const { active, sub, scope, client_id } = await oidc.tokenIntrospection(config, accessToken);`
    : `curl ${credentials(client)} \\
  -d token="$ACCESS_TOKEN" \\
  ${issuer}/introspect`;

const credentials = ({ id, authMethod }: Connected): string =>
  authMethod === 'client_secret_post'
    ? `-d client_id=${id} -d client_secret="$CLIENT_SECRET"`
    : `-u "${id}:$CLIENT_SECRET"`;
