import * as oidc from 'openid-client';
import { callback, type App } from '../support/apps.ts';
import type { NodeProcess, Nodes } from '../support/nodes.ts';
import type { Person } from '../support/person.ts';

/** How often each race is run. Nightly: POSTERN_TEST_RACES=1000. */
export const rounds = Number(process.env['POSTERN_TEST_RACES'] ?? 3);

/** Sends what was meant for the issuer to a node. */
export const fetchAt =
  (issuer: string, node: () => NodeProcess): oidc.CustomFetch =>
  (url, options) =>
    fetch(url.replace(issuer, node().issuer), options as RequestInit);

/** openid-client as an app has it, except that each of its requests goes to the next node. */
export async function connectOver(
  { issuer, nodes }: Nodes,
  app: App,
  auth: oidc.ClientAuth = app.secret === undefined ? oidc.None() : oidc.ClientSecretBasic(app.secret),
): Promise<oidc.Configuration> {
  let turn = 0;
  return oidc.discovery(new URL(issuer), app.id, undefined, auth, {
    execute: [oidc.allowInsecureRequests],
    [oidc.customFetch]: fetchAt(issuer, () => nodes[turn++ % nodes.length]!),
  });
}

/** Where a signed-in person's browser arrives at the app, with a code; and how to redeem it. */
export async function arrive(config: oidc.Configuration, person: Person, more: Readonly<Record<string, string>> = {}) {
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope: 'openid',
    state,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...more,
  });
  const { url: door } = await person.open(url);
  const checks = { pkceCodeVerifier: verifier, expectedState: state };
  return {
    door,
    redeem: (options?: oidc.AuthorizationCodeGrantOptions) =>
      oidc.authorizationCodeGrant(config, door, checks, undefined, options),
  };
}

/** What a call came to: its tokens, or the error that the server named. Anything else is a failure of the test. */
export async function outcomeOf<T>(call: Promise<T>): Promise<T | string> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof oidc.ResponseBodyError) return error.error;
    if (error instanceof oidc.WWWAuthenticateChallengeError) return error.cause[0]?.parameters.error ?? '401';
    throw error;
  }
}
