import { createHash, randomBytes } from 'node:crypto';
import type { Postern } from './postern.ts';
import type { Person, Screen } from './person.ts';
import { signInBrowser } from './signed-in.ts';

/** An answer of an endpoint for machines. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown> & { error?: string; error_description?: string };
}

/** Where the apps of tests take people back: nothing listens there, the walk ends at its door. */
export const callback = 'https://app.example.com/callback';

export const basic = (id: string, secret: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
});

/** Posts a form to an endpoint. */
export async function post(
  { issuer }: Pick<Postern, 'issuer'>,
  path: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(new URL(path, issuer), {
    method: 'POST',
    headers: { 'user-agent': 'test-app/1.0', ...headers },
    body: new URLSearchParams(fields),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parsed(text) };
}

const parsed = (text: string): Answer['body'] => {
  try {
    return JSON.parse(text) as Answer['body'];
  } catch {
    return { text };
  }
};

export interface SignInRequest {
  readonly url: URL;
  readonly verifier: string;
}

/** An authorization request with PKCE. */
export function signInRequest(
  { issuer }: Pick<Postern, 'issuer'>,
  client: string,
  more: Readonly<Record<string, string>> = {},
): SignInRequest {
  const verifier = randomBytes(32).toString('base64url');
  const url = new URL('/authorize', issuer);
  url.search = new URLSearchParams({
    client_id: client,
    response_type: 'code',
    redirect_uri: callback,
    scope: 'openid email',
    state: randomBytes(8).toString('hex'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  }).toString();
  return { url, verifier };
}

/** Redeems the code on the screen that ended at the app's door. */
export function redeem(
  postern: Pick<Postern, 'issuer'>,
  client: string,
  screen: Pick<Screen, 'url' | 'title'>,
  verifier: string,
  headers: Readonly<Record<string, string>> = {},
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const code = screen.url.searchParams.get('code');
  if (code === null) throw new Error(`no code at ${screen.url.href} "${screen.title}"`);
  return post(
    postern,
    '/token',
    {
      grant_type: 'authorization_code',
      code,
      redirect_uri: `${screen.url.origin}${screen.url.pathname}`,
      code_verifier: verifier,
      ...(headers['authorization'] === undefined && { client_id: client }),
      ...more,
    },
    headers,
  );
}

export const refresh = (
  postern: Pick<Postern, 'issuer'>,
  client: string,
  refreshToken: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> =>
  post(
    postern,
    '/token',
    {
      grant_type: 'refresh_token',
      refresh_token: String(refreshToken),
      ...(headers['authorization'] === undefined && { client_id: client }),
    },
    headers,
  );

export const password = 'correct horse battery staple';

/** Makes an account as a confirmed sign-up would. @returns its id */
export async function account({ rooms }: Pick<Postern, 'rooms'>, email: string): Promise<string> {
  const made = await rooms.accounts.create({
    email,
    password: await rooms.passwords.hash(password),
    name: 'Test Person',
  });
  if (!made) throw new Error(`${email} has an account already`);
  return made.id;
}

/** Walks from an authorization request to the app's door: signs in and consents where that is asked. */
export async function walk(person: Person, request: Pick<SignInRequest, 'url'>, email: string): Promise<Screen> {
  const typed: Readonly<Record<string, Record<string, string>>> = {
    // Whoever else is signed in here is not who walks.
    account: { account: '' },
    password: { identifier: email, password },
    consent: { decision: 'allow' },
  };
  let screen = await person.open(request.url);
  for (let pages = 0; pages < 5; pages += 1) {
    const [, step] = screen.forms.flatMap(({ action }) => /\/(account|password|consent)$/.exec(action) ?? []);
    if (step === undefined) return screen;
    screen = await person.submit(screen, `/${step}`, typed[step] ?? {});
  }
  return screen;
}

/** An app as it proves itself: by nothing, or by its secret in a header. */
export interface App {
  readonly id: string;
  readonly secret?: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Registers an app, with `callback` as its redirect URI where it needs one. */
export async function addApp(
  { rooms }: Pick<Postern, 'rooms'>,
  declaration: Readonly<Record<string, unknown>>,
): Promise<App> {
  const people = ['web', 'spa', 'native'].includes(String(declaration['kind']));
  const { client, secret } = await rooms.clients.add({
    name: `A ${String(declaration['kind'])}`,
    ...(people && { redirectUris: [callback] }),
    ...declaration,
  });
  return { id: client.id, ...(secret !== undefined && { secret }), headers: secret ? basic(client.id, secret) : {} };
}

export interface SignedIn {
  /** Where the person arrived at the app. */
  readonly screen: Screen;
  readonly verifier: string;
  /** Answer of the token endpoint. */
  readonly answer: Answer;
  readonly access: string;
  readonly refresh: string;
  readonly idToken: string;
}

/**
 * An app gets its tokens for a person who is signed in: somebody without a cookie is so as by a sign-in with a password,
 * and whoever has some goes the way of the pages where Postern asks. For tests of what comes after a sign-in.
 * @param more parameters of the authorization request
 */
export async function signIn(
  postern: Pick<Postern, 'issuer' | 'rooms'>,
  person: Person,
  app: App,
  email: string,
  more: Readonly<Record<string, string>> = {},
): Promise<SignedIn> {
  const known = person.cookies.size === 0 ? await postern.rooms.accounts.byEmail(email) : undefined;
  if (known && known.disabledAt === undefined) await signInBrowser(postern, person, known.id);
  return signInByPages(postern, person, app, email, more);
}

/** A person signs in to an app on Postern's pages, and the app gets its tokens. */
export async function signInByPages(
  postern: Pick<Postern, 'issuer'>,
  person: Person,
  app: App,
  email: string,
  more: Readonly<Record<string, string>> = {},
): Promise<SignedIn> {
  const request = signInRequest(postern, app.id, more);
  const screen = await walk(person, request, email);
  const answer = await redeem(postern, app.id, screen, request.verifier, app.headers);
  const text = (name: string): string => (typeof answer.body[name] === 'string' ? answer.body[name] : '');
  return {
    screen,
    verifier: request.verifier,
    answer,
    access: text('access_token'),
    refresh: text('refresh_token'),
    idToken: text('id_token'),
  };
}

/** Asks about a token (RFC 7662). */
export const introspect = async (
  postern: Pick<Postern, 'issuer'>,
  asking: App,
  token: string,
): Promise<Answer['body']> => (await post(postern, '/introspect', { token }, asking.headers)).body;

/** Revokes a token (RFC 7009). */
export const revoke = (
  postern: Pick<Postern, 'issuer'>,
  app: App,
  token: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> =>
  post(postern, '/revoke', { token, ...(app.secret === undefined && { client_id: app.id }), ...more }, app.headers);

/** Asks for a person's claims (OIDC Core §5.3). */
export async function userinfo({ issuer }: Pick<Postern, 'issuer'>, token: string): Promise<Answer> {
  const response = await fetch(new URL('/userinfo', issuer), { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, headers: response.headers, body: parsed(await response.text()) };
}

/** What a JWT says, unverified. */
export const payloadOf = (jwt: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
