/** What is asked of the nodes about one sign-in, and what the answers mean. */
import { callback, walk } from '../../support/apps.ts';
import type { NodeProcess } from '../../support/nodes.ts';
import { ask, postTo, type Received } from './asking.ts';
import type { Answer } from './spec.ts';
import { fieldsOf, grantedOf, type Granted, type Wish } from './wishes.ts';
import { Violation, type SignIn, type World } from './world.ts';

/** Who asks: where the sender is a user agent, each has its own. */
export type Who = 'owner' | 'stranger';
const agents: Readonly<Record<Who, string>> = {
  owner: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  stranger:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36',
};

const unknown: Answer = { is: 'unknown' };
const refused: Answer = { is: 'refused' };

/** Goes to an app's authorization request in the browser of a session, and keeps the code that comes back. */
export async function authorize(world: World, signIn: SignIn, node: NodeProcess, pages: boolean): Promise<Answer> {
  const { session, url } = signIn;
  if (pages) {
    const screen = await walk(session.person, { url }, world.email);
    return keepCode(signIn, screen.url.href);
  }
  const { status, location } = await ask(node, `${url.pathname}${url.search}&prompt=none`, {
    headers: { cookie: `postern.session=${session.person.cookie('postern.session') ?? ''}` },
  });
  if (status === 503) return unknown;
  // Nobody is led to an app that was removed in the same moment.
  if (status === 400 && signIn.app.own) return unknown;
  if (status !== 303 || location === undefined) throw new Violation(`authorization was answered ${status}`);
  return keepCode(signIn, location);
}

function keepCode(signIn: SignIn, location: string): Answer {
  const { searchParams } = new URL(location);
  const code = searchParams.get('code');
  if (code !== null) signIn.code = code;
  else if (searchParams.get('error') !== 'login_required') throw new Violation(`authorization led to ${location}`);
  return code === null ? refused : { is: 'done' };
}

/** A request at the token endpoint, with what the sender proves. */
async function token(
  world: World,
  { app }: SignIn,
  node: NodeProcess,
  fields: Readonly<Record<string, string>>,
  who: Who,
  signal?: AbortSignal,
): Promise<Received> {
  const { nodes, keys } = world;
  // Dated by the node's clock: what becomes of proofs by clocks that are off is not what this is about.
  const proof = app.policy.boundTo === 'key' && (await keys[who].prove('POST', `${nodes.issuer}/token`, node.now()));
  const isPublic = app.headers['authorization'] === undefined;
  return postTo(
    node,
    '/token',
    { ...fields, ...(isPublic && { client_id: app.id }) },
    { ...app.headers, 'user-agent': agents[who], ...(proof && { dpop: proof }) },
    signal,
  );
}

export async function redeem(world: World, signIn: SignIn, node: NodeProcess, signal?: AbortSignal): Promise<Answer> {
  const code = signIn.code ?? '';
  const fields = { grant_type: 'authorization_code', code, redirect_uri: callback, code_verifier: signIn.verifier };
  return tokensIn(
    signIn,
    node,
    await token(world, signIn, node, fields, 'owner', signal),
    grantedOf(signIn.app, undefined),
  );
}

export async function refresh(
  world: World,
  signIn: SignIn,
  node: NodeProcess,
  refreshToken: string,
  { as: who, wish }: { readonly as: Who; readonly wish?: Wish | undefined },
  signal?: AbortSignal,
): Promise<Answer> {
  const fields = { grant_type: 'refresh_token', refresh_token: refreshToken, ...fieldsOf(signIn.app, wish) };
  const granted = grantedOf(signIn.app, wish);
  return tokensIn(signIn, node, await token(world, signIn, node, fields, who, signal), granted);
}

/** Another app has come by the token, and uses it as its own. */
export async function misuse(world: World, signIn: SignIn, node: NodeProcess, refreshToken: string): Promise<Answer> {
  const other = world.apps.get(signIn.app.name === 'spa' ? 'spa with JWTs' : 'spa');
  const fields = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: other?.id ?? '' };
  return meaningOf(signIn, await postTo(node, '/token', fields, { 'user-agent': agents.owner }));
}

export async function revoke(signIn: SignIn, node: NodeProcess, given: string): Promise<Answer> {
  const { app } = signIn;
  const isPublic = app.headers['authorization'] === undefined;
  const fields = { token: given, ...(isPublic && { client_id: app.id }) };
  return meaningOf(signIn, await postTo(node, '/revoke', fields, app.headers));
}

/** Asks whether an access token works, in the way in which its kind is used. */
export async function lookAtAccess(
  world: World,
  signIn: SignIn,
  node: NodeProcess,
  { token: given, forUserinfo }: SignIn['accessTokens'][number],
): Promise<Answer> {
  const { app } = signIn;
  if (!forUserinfo) return introspect(signIn, node, given, world.asker);
  const url = `${world.nodes.issuer}/userinfo`;
  const withKey = app.policy.boundTo === 'key';
  const proof = withKey && (await world.keys.owner.prove('GET', url, node.now(), given));
  const authorization = `${withKey ? 'DPoP' : 'Bearer'} ${given}`;
  const received = await ask(node, '/userinfo', { headers: { authorization, ...(proof && { dpop: proof }) } });
  if (received.status === 401 && received.body['error'] === 'invalid_token') return refused;
  return meaningOf(signIn, received);
}

export const lookAtRefresh = (signIn: SignIn, node: NodeProcess, given: string): Promise<Answer> =>
  introspect(signIn, node, given, signIn.app.headers);

async function introspect(
  signIn: SignIn,
  node: NodeProcess,
  given: string,
  asker: Readonly<Record<string, string>>,
): Promise<Answer> {
  const received = await postTo(node, '/introspect', { token: given }, asker);
  if (received.status !== 200) return meaningOf(signIn, received);
  return received.body['active'] === true ? { is: 'done' } : refused;
}

/**
 * Keeps the tokens of an answer.
 * @param granted what must come with them, where it was not asked for more than there is
 * @throws Violation where a generation has two different refresh tokens, or something else was granted
 */
function tokensIn(signIn: SignIn, node: NodeProcess, received: Received, granted: Granted | undefined): Answer {
  const answer = granted ? meaningOf(signIn, received) : (declinedIn(received) ?? meaningOf(signIn, received));
  if (answer.is !== 'done') return answer;
  const { access_token, refresh_token, expires_in, id_token, scope } = received.body;
  if (!granted || typeof scope !== 'string' || !areSame(scope, granted.scope))
    throw new Violation(`granted ${JSON.stringify(scope)} and not ${JSON.stringify(granted)}`);
  if (typeof access_token !== 'string' || typeof refresh_token !== 'string' || typeof expires_in !== 'number')
    throw new Violation(`an answer without its tokens: ${JSON.stringify(received.body)}`);
  const { forUserinfo } = granted;
  signIn.accessTokens.push({ token: access_token, goodUntil: node.now() + expires_in, forUserinfo });
  if (typeof id_token === 'string') signIn.idToken = id_token;
  const generation = Number(refresh_token.split('.')[3]);
  const known = signIn.refreshTokens.get(generation);
  if (known !== undefined && known !== refresh_token)
    throw new Violation(`two refresh tokens of generation ${generation}: ${known} and ${refresh_token}`);
  signIn.refreshTokens.set(generation, refresh_token);
  return { is: 'done', generation };
}

const areSame = (one: string, other: string): boolean =>
  one.split(' ').sort().join(' ') === other.split(' ').sort().join(' ');

/** To ask for too much is answered in words of its own: the app is told that it may go on with what it has. */
const declinedIn = ({ status, body: { error } }: Received): Answer | undefined =>
  status === 400 && (error === 'invalid_scope' || error === 'invalid_target') ? { is: 'declined' } : undefined;

/** What a status says. Anything that is no clear answer is one that must not be given. */
function meaningOf({ app }: SignIn, { status, body }: Received): Answer {
  const { error } = body;
  if (status === 200) return { is: 'done' };
  if (status === 503) return unknown;
  if (status === 400 && error === 'invalid_grant') return refused;
  // Once its client is removed, nobody is known by that name.
  if (status === 401 && error === 'invalid_client' && app.own) return refused;
  throw new Violation(`an unexpected answer: ${status} ${JSON.stringify(body)}`);
}
