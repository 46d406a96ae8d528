/**
 * A command that signs its user in with the browser (RFC 8252): the answer comes back to a port of this machine that is
 * open just for it. There is no secret, because one that everybody downloads is none; PKCE proves that whoever redeems
 * the code is the one who asked for it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as oidc from 'openid-client';

/**
 * @param show     shows the user where to sign in
 * @param patience seconds that the user has for it
 * @throws when the user says no, takes too long, or the issuer does not answer
 */
export async function signIn(
  settings: { issuer: string; clientId: string; patience?: number },
  show: (url: string) => void,
): Promise<oidc.UserInfoResponse> {
  const issuer = new URL(settings.issuer);
  const config = await oidc.discovery(issuer, settings.clientId, undefined, oidc.None(), {
    // On this machine only: anywhere else everything is https.
    execute: issuer.hostname === 'localhost' ? [oidc.allowInsecureRequests] : [],
  });

  // By address: `localhost` could be made to lead elsewhere. The port is whichever is free (RFC 8252 §7.3, §8.3).
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const redirectUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`;
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    state,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });

  try {
    const answered = new Promise<URL>((resolve) => {
      server.on('request', (request: IncomingMessage, response: ServerResponse) => {
        const answer = new URL(request.url ?? '', redirectUri);
        // Any page and program can call this port: only the answer to our own question ends the waiting.
        const ours = answer.pathname === '/callback' && answer.searchParams.get('state') === state;
        response.writeHead(ours ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
        response.end(ours ? 'That is all. You can close this window and go back.\n' : 'There is nothing here.\n');
        if (ours) response.on('close', () => resolve(answer));
      });
    });
    show(url.href);
    const tokens = await oidc.authorizationCodeGrant(config, await within(settings.patience ?? 300, answered), {
      pkceCodeVerifier: verifier,
      expectedState: state,
      idTokenExpected: true,
    });
    return await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '');
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`nobody signed in within ${seconds} seconds`)), seconds * 1000);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

function openBrowser(url: string): void {
  const opener = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
  // Where there is none, the printed address does.
  spawn(opener, [url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}

if (import.meta.main) {
  const { ISSUER = 'http://localhost:3000', CLIENT_ID, BROWSER } = process.env;
  if (!CLIENT_ID) throw new Error('CLIENT_ID is needed: see README.md');
  const person = await signIn({ issuer: ISSUER, clientId: CLIENT_ID }, (url) => {
    console.error(`Sign in with your browser:\n\n  ${url}\n`);
    if (BROWSER !== 'none') openBrowser(url);
  });
  console.log(JSON.stringify(person, null, 2));
}
