/** Where the engine's endpoints are. */
export const routes = {
  authorization: '/authorize',
  pushed_authorization_request: '/par',
  token: '/token',
  userinfo: '/userinfo',
  jwks: '/jwks',
  introspection: '/introspect',
  revocation: '/revoke',
  end_session: '/session/end',
} as const;

const page = ['GET', 'HEAD'];
const read = ['GET', 'HEAD', 'OPTIONS'];
const write = ['POST', 'OPTIONS'];

const methods: ReadonlyMap<string, readonly string[]> = new Map([
  [routes.authorization, page],
  [routes.end_session, page],
  [routes.pushed_authorization_request, write],
  [routes.token, write],
  [routes.userinfo, ['GET', 'HEAD', 'POST', 'OPTIONS']],
  [routes.jwks, read],
  [routes.introspection, write],
  [routes.revocation, write],
  ['/.well-known/openid-configuration', read],
  ['/.well-known/oauth-authorization-server', read],
]);

/** The methods that the engine answers at a path; undefined where the path is not one of the engine's. */
export const engineMethods = (path: string): readonly string[] | undefined =>
  /^\/authorize\/[^/]+$/.test(path) ? page : methods.get(path);
