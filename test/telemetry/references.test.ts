import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addApp, callback, post, signInRequest } from '../support/apps.ts';
import { startNodes, type Nodes } from '../support/nodes.ts';
import { eventually } from '../support/eventually.ts';

let nodes: Nodes;
beforeAll(async () => {
  nodes = await startNodes('sqlite', { count: 1 });
}, 60_000);
afterAll(() => nodes.stop());

const page = { headers: { accept: 'text/html' }, redirect: 'manual' } as const;

/** Requests that are refused, each in its own way. */
const refusals: Record<string, (client: string) => Promise<Response | { headers: Headers }>> = {
  'a sign-out with a hint that is none': () => fetch(`${nodes.issuer}/session/end?id_token_hint=abc`, page),
  'a sign-out that leads elsewhere': (client) =>
    fetch(
      `${nodes.issuer}/session/end?client_id=${client}&post_logout_redirect_uri=${encodeURIComponent('https://evil.example/')}`,
      page,
    ),
  'an authorization request of nobody': () => fetch(signInRequest(nodes, 'nobody').url, page),
  'a pushed request that leads elsewhere': (client) =>
    post(nodes, '/par', { client_id: client, response_type: 'code', redirect_uri: 'https://evil.example/' }),
  'a token request of nobody': () => post(nodes, '/token', { grant_type: 'client_credentials' }),
  'a query that is no text': () => fetch(`${nodes.issuer}/authorize?state=%ff`, page),
  'a sign-in that is over': async () => nodes.person().open(new URL('/interaction/over', nodes.issuer)),
  'a link that is too old': () => fetch(`${nodes.issuer}/recover/${'a'.repeat(22)}.${'b'.repeat(43)}`, page),
  'a form of another browser': async (client) => {
    const person = nodes.person();
    const form = await person.open(signInRequest(nodes, client).url);
    const fields = { csrf: 'of-another-browser', identifier: 'a@example.com', password: 'x' };
    return person.open(new URL(`${form.url.pathname}/password`, nodes.issuer), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
  },
};

test.each(Object.entries(refusals))('the log says why, under the reference that was given: %s', async (_what, ask) => {
  const { id } = await addApp(nodes, { kind: 'spa', redirectUris: [callback] });
  const { headers } = await ask(id);
  const reference = headers.get('x-request-id');
  expect(reference).toEqual(expect.any(String));
  const told = () => nodes.nodes[0]?.log().find(({ requestId }) => requestId === reference);
  await eventually(() =>
    expect(told()).toMatchObject({
      level: 'warn',
      message: 'request',
      code: expect.any(String),
      text: expect.any(String),
    }),
  );
});

test.each(['/interaction/over', `/recover/${'a'.repeat(22)}.${'b'.repeat(43)}`])(
  'a page about what is over shows its reference: %s',
  async (path) => {
    const answer = await fetch(`${nodes.issuer}${path}`, page);
    expect(answer.status).toBe(410);
    expect(await answer.text()).toContain(`<bdi>${answer.headers.get('x-request-id')}</bdi>`);
  },
);
