import { createHash, randomBytes } from 'node:crypto';
import { appsOf, callback, emailOf, ofKind, password, scope, type BenchClient, type Workload } from '../workload.ts';
import { Browser, type Form } from './browser.ts';
import type { Answer, Connection } from './connection.ts';

export const scenarioNames = ['client_credentials', 'introspection', 'refresh', 'sign-in'] as const;
export type ScenarioName = (typeof scenarioNames)[number];
/** `rotation`: refreshing what was made before, and is given. */
export type AnyScenario = ScenarioName | 'rotation';

/** What every server here has these endpoints at. */
export interface Paths {
  readonly authorization: string;
  readonly token: string;
  readonly introspection: string;
}

export interface Target {
  readonly port: number;
  readonly pid: number;
  readonly paths: Paths;
}

/** One user of a connection: does the scenario's act once, and fails loudly when the answer is not the right one. */
export type Act = () => Promise<void>;

/** Prepares, unmeasured, what the acts of one connection need. */
export type Scenario = (at: {
  readonly target: Target;
  readonly workload: Workload;
  readonly connection: Connection;
  readonly number: number;
  /** A refresh token to begin with, for `rotation`. */
  readonly token: string;
}) => Promise<Act>;

/** How many tokens each connection asks about. */
const tokensAsked = 8;

export const scenarios: Readonly<Record<AnyScenario, Scenario>> = {
  async client_credentials({ target, workload, connection, number }) {
    const clients = ofKind(workload, 'machine');
    const requests = clients.map((client) => formHead(target.paths.token, client));
    let turn = number * 31;
    return async () => {
      const head = requests[turn++ % requests.length] ?? '';
      tokenIn(await connection.send(head, 'grant_type=client_credentials'), 'access_token');
    };
  },

  async introspection({ target, workload, connection, number }) {
    const clients = ofKind(workload, 'machine');
    const questions: { head: string; body: string }[] = [];
    for (let index = 0; index < tokensAsked; index += 1) {
      const client = clients[(number * tokensAsked + index) % clients.length];
      if (!client) throw new Error('there are no clients');
      const issued = await connection.send(formHead(target.paths.token, client), 'grant_type=client_credentials');
      const token = encodeURIComponent(tokenIn(issued, 'access_token'));
      questions.push({ head: formHead(target.paths.introspection, client), body: `token=${token}` });
    }
    let turn = 0;
    return async () => {
      const { head, body } = questions[turn++ % questions.length] ?? { head: '', body: '' };
      const answer = await connection.send(head, body);
      if (!answer.body.includes('"active":true')) throw unexpected(answer);
    };
  },

  async refresh({ target, workload, connection, number }) {
    const [client] = appsOf(workload, number);
    if (!client) throw new Error('more connections than clients');
    const token = tokenIn(await signIn(target, connection, client, number), 'refresh_token');
    return chainOf(connection, formHead(target.paths.token, client), token);
  },

  async rotation({ target, workload, connection, number, token }) {
    const [client] = appsOf(workload, number);
    if (!client) throw new Error('more connections than clients');
    return chainOf(connection, formHead(target.paths.token, client), token);
  },

  async 'sign-in'({ target, workload, connection, number }) {
    const clients = appsOf(workload, number);
    let turn = 0;
    return async () => {
      const client = clients[turn++ % clients.length];
      if (!client) throw new Error('more connections than clients');
      tokenIn(await signIn(target, connection, client, number), 'refresh_token');
    };
  },
};

/** Refreshes again and again, each time with what came back. */
function chainOf(connection: Connection, head: string, first: string): Act {
  let token = first;
  return async () => {
    const body = `grant_type=refresh_token&refresh_token=${encodeURIComponent(token)}`;
    const next = tokenIn(await connection.send(head, body), 'refresh_token');
    if (next === token) throw new Error('a refresh token that was not rotated');
    token = next;
  };
}

/** An authorization request, and what its code is redeemed with. */
export function authorizationPath(
  endpoint: string,
  client: BenchClient,
): { readonly path: string; readonly verifier: string } {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: client.id,
    response_type: 'code',
    redirect_uri: callback,
    scope,
    state: randomBytes(8).toString('hex'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return { path: `${endpoint}?${query.toString()}`, verifier };
}

/** A whole sign-in in a new browser. @returns the answer of the token endpoint */
async function signIn(target: Target, connection: Connection, client: BenchClient, person: number): Promise<Answer> {
  const { path, verifier } = authorizationPath(target.paths.authorization, client);
  const browser = new Browser(connection, `http://localhost:${target.port}`);
  const door = await browser.walk(path, (form) => filled(form, person));
  const code = door.searchParams.get('code');
  if (code === null) throw new Error(`no code at ${door.href}`);
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: callback,
    code_verifier: verifier,
  });
  return connection.send(formHead(target.paths.token, client), body.toString());
}

/** What a person types into a form; undefined for one that does not lead on. */
function filled({ action, fields }: Form, person: number): Record<string, string> | undefined {
  if ('password' in fields && !action.endsWith('/sign-up')) {
    const name = 'identifier' in fields ? 'identifier' : 'login';
    return { [name]: emailOf(person), password };
  }
  if (action.endsWith('/consent')) return { decision: 'allow' };
  return fields['prompt'] === 'consent' ? {} : undefined;
}

export const formHead = (path: string, { id, secret }: BenchClient): string =>
  `POST ${path} HTTP/1.1\r\nAuthorization: Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}\r\n` +
  'Content-Type: application/x-www-form-urlencoded\r\nUser-Agent: bench/1.0\r\n';

export function tokenIn(answer: Answer, name: 'access_token' | 'refresh_token'): string {
  const token = answer.status === 200 ? new RegExp(`"${name}":"([^"]+)"`).exec(answer.body)?.[1] : undefined;
  if (token === undefined) throw unexpected(answer);
  return token;
}

const unexpected = ({ status, body }: Answer): Error => new Error(`an unexpected answer: ${status} ${body}`);
