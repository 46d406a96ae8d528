import type { Client } from '../clients/index.ts';

/**
 * What connects an app of this kind, to be copied. No secret is in it: what is copied into a program is soon in its
 * repository.
 */
export function snippetFor(client: Client, issuer: string): string {
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

const spa = ({ id, redirectUris: [uri] }: Client, issuer: string) => `// npm install oidc-client-ts
import { UserManager } from 'oidc-client-ts';

const users = new UserManager({
  authority: ${text(issuer)},
  client_id: ${text(id)},
  redirect_uri: ${text(uri)},
  scope: ${scope},
});

await users.signinRedirect();                 // on "Sign in"
const user = await users.signinCallback();    // on the page of redirect_uri`;

const web = (client: Client, issuer: string) => `// npm install openid-client
import * as oidc from 'openid-client';

${discovery(client, issuer)}

// on "Sign in": keep verifier and state in the session, then redirect to url
const verifier = oidc.randomPKCECodeVerifier();
const state = oidc.randomState();
const url = oidc.buildAuthorizationUrl(config, {
  redirect_uri: ${text(client.redirectUris[0])},
  scope: ${scope},
  state,
  code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
});

// at redirect_uri
const tokens = await oidc.authorizationCodeGrant(config, currentUrl, {
  pkceCodeVerifier: verifier,
  expectedState: state,
});
const { sub } = tokens.claims();`;

/** Discovery refuses http unless told; it is only there in development. */
function discovery({ id, authMethod }: Client, issuer: string): string {
  const proof = {
    none: 'oidc.None()',
    client_secret_basic: 'oidc.ClientSecretBasic(process.env.CLIENT_SECRET)',
    client_secret_post: 'oidc.ClientSecretPost(process.env.CLIENT_SECRET)',
    private_key_jwt: 'oidc.PrivateKeyJwt(privateKey)',
  }[authMethod];
  const insecure = issuer.startsWith('http:')
    ? ', {\n  execute: [oidc.allowInsecureRequests],    // http: development only\n}'
    : '';
  return `const config = await oidc.discovery(new URL(${text(issuer)}), ${text(id)}, undefined, ${proof}${insecure});`;
}

function native(client: Client, issuer: string): string {
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

const machine = (client: Client, issuer: string) =>
  client.authMethod === 'private_key_jwt'
    ? `// npm install openid-client
import * as oidc from 'openid-client';

${discovery(client, issuer)}
const { access_token } = await oidc.clientCredentialsGrant(config${resource(client, ', { resource: ', ' }')});`
    : `curl ${credentials(client)} \\
  -d grant_type=client_credentials \\${resource(client, '\n  -d resource=', ' \\')}
  ${issuer}/token`;

const resource = ({ defaultApi, apis }: Client, before: string, after: string): string => {
  const api = defaultApi ?? apis[0];
  if (api === undefined) return '';
  return `${before}${before.includes('-d') ? api : text(api)}${after}`;
};

const api = (client: Client, issuer: string) =>
  client.authMethod === 'private_key_jwt'
    ? `// npm install openid-client
import * as oidc from 'openid-client';

${discovery(client, issuer)}
const { active, sub, scope, client_id } = await oidc.tokenIntrospection(config, accessToken);`
    : `curl ${credentials(client)} \\
  -d token="$ACCESS_TOKEN" \\
  ${issuer}/introspect`;

const credentials = ({ id, authMethod }: Client): string =>
  authMethod === 'client_secret_post'
    ? `-d client_id=${id} -d client_secret="$CLIENT_SECRET"`
    : `-u "${id}:$CLIENT_SECRET"`;
