/**
 * Signing in by a redirect, and staying in step over all tabs of this origin. Needs oidc-client-ts as `window.oidc`.
 *
 * The tabs share what they know through localStorage, whose `storage` event tells each what another one did. Signing
 * in, refreshing and signing out each hold one lock of the browser's (Web Locks): no two tabs ever use one refresh
 * token, and a refresh under way cannot bring back what a sign-out has just taken away. No iframe and no third-party
 * cookie is needed.
 *
 * @param {{ issuer: string, clientId: string, api: string, scope: string }} config `api`: its resource indicator
 * @param {(user: object | null) => void} onChange hears of every sign-in, refresh and sign-out, in whichever tab
 */
export function createSession({ issuer, clientId, api, scope }, onChange) {
  const { UserManager, WebStorageStateStore } = window.oidc;
  const home = new URL('.', document.baseURI).href;
  const manager = new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: home,
    post_logout_redirect_uri: home,
    scope,
    resource: api,
    // A foreign script in this page could read it: the page's Content-Security-Policy lets none in.
    userStore: new WebStorageStateStore({ store: localStorage }),
    // The library would refresh in every tab at once.
    automaticSilentRenew: false,
  });
  const stored = `oidc.user:${issuer}:${clientId}`;
  const alone = (work) => navigator.locks.request(stored, work);

  let renewal;
  manager.events.addUserLoaded((user) => {
    renewBeforeEnd(user);
    onChange(user);
  });
  manager.events.addUserUnloaded(() => {
    clearTimeout(renewal);
    onChange(null);
  });
  // Once more, for a laptop that slept over it, or a network that was away.
  manager.events.addAccessTokenExpired(() => refresh().catch(() => undefined));
  // Signed out elsewhere? No cookie of the issuer's can be asked here. Whoever comes back to the page asks by a refresh, a
  // few seconds after the last one of any tab at the earliest; who stays learns it when the access token runs out.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') look().catch(() => undefined);
  });
  window.addEventListener('storage', ({ key }) => {
    if (key === stored || key === null) void load();
  });

  /**
   * Refreshes in the last tenth of what an access token has left, and a minute before its end at most. The library's own
   * event comes a minute before it, whatever it lives: with a token of a minute that is every second.
   */
  function renewBeforeEnd({ expires_in: left }) {
    clearTimeout(renewal);
    if (left > 0) renewal = setTimeout(() => refresh().catch(() => undefined), 1000 * (left - Math.min(60, left / 10)));
  }

  /** Tells `onChange` what is stored, and sets the timers for when the access token expires. */
  async function load() {
    const user = await manager.getUser(true);
    if (!user) await manager.events.unload();
    return user;
  }

  /** Gets new tokens, or those that another tab just got. @throws when the issuer did not answer: try again later */
  async function refresh() {
    const before = await manager.getUser();
    return alone(async () => {
      const now = await manager.getUser();
      if (!now?.refresh_token || now.access_token !== before?.access_token) return load();
      try {
        return await manager.signinSilent();
      } catch (error) {
        // The issuer's last word: it expired, or was ended elsewhere.
        if (error.error !== 'invalid_grant') throw error;
        await manager.removeUser();
        return null;
      }
    });
  }

  /** Finishes a sign-in that began here. One from elsewhere could be a stranger's (login CSRF): who is signed in stays. */
  async function finish(href, user) {
    const state = new URL(href).searchParams.get('state');
    if (state && (await manager.settings.stateStore.get(state))) return manager.signinCallback(href);
    if (user) return user;
    throw new Error('This sign-in began in another browser, or is finished already. Please sign in again.');
  }

  /** Gets new tokens where those that are stored are not of this moment; else all is known already. */
  async function look() {
    const user = await manager.getUser();
    if (user && Date.now() / 1000 - user.profile.iat > 5) await refresh();
  }

  return {
    refresh,

    /** Finishes a sign-in that comes back, else loads what is stored. @throws a refusal, such as `access_denied` */
    async start() {
      const { href, search } = location;
      // Out of the address at once: a reload would send the code again, and the history would keep it.
      if (search) history.replaceState(null, '', home);
      const user = await load();
      return /[?&](code|error)=/.test(search) ? alone(() => finish(href, user)) : user;
    },

    /** @param {string} [prompt] `create` opens the sign-up page (Initiating User Registration via OIDC 1.0) */
    signIn: (prompt) => manager.signinRedirect({ prompt }),

    /** Ends it here in every tab, then at the issuer (OpenID Connect RP-Initiated Logout 1.0). */
    async signOut() {
      const user = await alone(async () => {
        const signedIn = await manager.getUser();
        // Where this fails, the issuer ends the tokens with its own session.
        await manager.revokeTokens(['refresh_token']).catch(() => undefined);
        await manager.removeUser();
        return signedIn;
      });
      await manager.signoutRedirect({ id_token_hint: user?.id_token });
    },
  };
}
