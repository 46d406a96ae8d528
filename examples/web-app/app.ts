/**
 * A web app that signs people in on its server: authorization code with PKCE, a secret of its own, refresh, sign-out here
 * and elsewhere. The browser holds nothing but a session cookie; the tokens stay here.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as oidc from 'openid-client';
import { backChannelLogout } from './logout.ts';
import { button, escaped, page, redirect } from './page.ts';
import { createSessions } from './sessions.ts';

/** @param settings `url`: where people reach this app, its redirect URI is `callback` there. @throws without an issuer */
export async function webApp(settings: Record<'issuer' | 'clientId' | 'clientSecret' | 'url', string>) {
  const [home, issuer] = [new URL(settings.url), new URL(settings.issuer)];
  const config = await oidc.discovery(issuer, settings.clientId, {}, oidc.ClientSecretBasic(settings.clientSecret), {
    // On this machine only: anywhere else everything is https.
    execute: issuer.hostname === 'localhost' ? [oidc.allowInsecureRequests] : [],
  });
  const sessions = createSessions(home);
  const { issuer: iss, jwks_uri: jwksUri = '' } = config.serverMetadata();
  const signedOut = backChannelLogout({ issuer: iss, jwksUri, clientId: settings.clientId, ended: sessions.endOf });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const session = sessions.find(request);
    // On our own address, never on the Host header's.
    const url = new URL(`${home.origin}${request.url ?? ''}`);
    if (request.method === 'POST' && url.pathname === '/logout') return signedOut(request, response);
    // What changes something is posted, and by our own pages only (CSRF).
    if (request.method === 'POST' && request.headers.origin !== home.origin) return page(response, 403, 'Forbidden');

    switch (`${request.method ?? ''} ${url.pathname}`) {
      case 'GET /': {
        const { person, tokens } = session ?? {};
        if (!person || !tokens) return page(response, 200, '<a href="/sign-in">Sign in</a>');
        const until = `The access token is good until ${new Date(tokens.until).toISOString()}.`;
        const name = escaped(person.name ?? person.email ?? person.sub);
        return page(
          response,
          200,
          `<p>Signed in as <b>${name}</b>. ${until}</p>${button('refresh')}${button('sign-out')}`,
        );
      }

      case 'GET /sign-in': {
        const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
        (session ?? sessions.begin(response, { begun: new Map() }, 600)).begun.set(state, { nonce, verifier });
        const to = oidc.buildAuthorizationUrl(config, {
          redirect_uri: new URL('callback', home).href,
          scope: 'openid profile email',
          state,
          nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        });
        return redirect(response, to);
      }

      case 'GET /callback': {
        const state = url.searchParams.get('state') ?? '';
        const begun = session?.begun.get(state);
        if (!begun) return redirect(response, home); // Another tab was faster.
        // The library checks these, `iss`, and the ID token.
        const checks = { expectedState: state, expectedNonce: begun.nonce, pkceCodeVerifier: begun.verifier };
        const tokens = await oidc.authorizationCodeGrant(config, url, { ...checks, idTokenExpected: true });
        const person = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '');
        sessions.end(request);
        const sid = tokens.claims()?.['sid'];
        sessions.begin(response, { begun: new Map(), person, sid, tokens: kept(tokens) }, 8 * 3600);
        return redirect(response, home);
      }

      case 'POST /refresh': {
        if (!session?.tokens?.refreshToken) return redirect(response, home);
        try {
          // One at a time: whoever asks meanwhile waits for the same answer.
          session.refreshing ??= oidc.refreshTokenGrant(config, session.tokens.refreshToken);
          session.tokens = kept(await session.refreshing, session.tokens);
        } catch (error) {
          // The issuer's last word. Anything else may be better at the next try.
          if (!(error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant')) throw error;
          sessions.end(request);
        } finally {
          delete session.refreshing;
        }
        return redirect(response, home);
      }

      case 'POST /sign-out': {
        sessions.end(request);
        const { idToken, refreshToken } = session?.tokens ?? {};
        // Where this fails, the issuer ends the tokens with its own session.
        if (refreshToken) await oidc.tokenRevocation(config, refreshToken).catch(() => undefined);
        if (!idToken) return redirect(response, home);
        const asked = { id_token_hint: idToken, post_logout_redirect_uri: home.href };
        return redirect(response, oidc.buildEndSessionUrl(config, asked));
      }
    }
    page(response, 404, 'There is nothing here.');
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    // Sign-out is a form whose answer leads to the issuer: Chrome wants that named.
    const policy = `default-src 'none'; form-action 'self' ${issuer.origin}; base-uri 'none'; frame-ancestors 'none'`;
    response.setHeader('content-security-policy', policy).setHeader('cache-control', 'no-store');
    response.setHeader('referrer-policy', 'same-origin');
    answer(request, response).catch((error: unknown) => {
      console.error(error);
      page(response, 400, 'That did not work. <a href="/">Start again</a>');
    });
  };
}

const kept = (answer: oidc.TokenEndpointResponse, before = { idToken: '', refreshToken: '' }) => ({
  idToken: answer.id_token ?? before.idToken,
  refreshToken: answer.refresh_token ?? before.refreshToken,
  until: Date.now() + (answer.expires_in ?? 0) * 1000,
});

if (import.meta.main) {
  const { ISSUER = 'http://localhost:3000', CLIENT_ID, CLIENT_SECRET, PORT = '4100' } = process.env;
  const { APP_URL: url = `http://localhost:${PORT}/` } = process.env;
  if (!CLIENT_ID || !CLIENT_SECRET) throw new Error('CLIENT_ID and CLIENT_SECRET are needed: see README.md');
  const app = await webApp({ issuer: ISSUER, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, url });
  createServer(app).listen(Number(PORT), 'localhost', () => console.log(`The app is at ${url}`));
}
