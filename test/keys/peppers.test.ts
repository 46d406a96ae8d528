import { describe, expect, test } from '@jest/globals';
import { account, password, signInRequest } from '../support/apps.ts';
import type { NodeProcess } from '../support/nodes.ts';
import { eventually } from '../support/eventually.ts';
import { availableProfiles } from '../support/postern.ts';
import { givenApp, onNodes } from '../support/suite.ts';

const minute = 60;

describe.each(availableProfiles())('on %s', (profile) => {
  const nodes = onNodes(profile);
  const app = givenApp(nodes, { kind: 'spa', firstParty: true });

  /** Whether a password is taken at a node. */
  async function signsIn({ issuer }: Pick<NodeProcess, 'issuer'>, email: string, typed = password): Promise<boolean> {
    const person = nodes.person();
    const form = await person.open(signInRequest({ issuer }, app.id).url);
    const answer = await person.submit(form, '/password', { identifier: email, password: typed });
    expect([303, 401]).toContain(answer.status);
    return answer.status === 303;
  }
  const pepperOf = async (email: string): Promise<string | undefined> =>
    (await nodes.rooms.accounts.byEmail(email))?.password?.pepper;
  const peppers = async (): Promise<string[]> =>
    (await nodes.rooms.keys.rotation.list())
      .filter(({ purpose }) => purpose === 'pepper')
      .map(({ id, phase }) => `${id} ${phase}`)
      .sort();

  test('a new pepper is used by every node without a restart; passwords move on to it; a dropped one opens nothing', async () => {
    const [here, there] = nodes.nodes as [NodeProcess, NodeProcess];
    for (const name of ['ann', 'bob', 'cat', 'dan']) await account(nodes, `${name}@example.com`);
    const waiting = nodes.person();
    const form = await waiting.open(signInRequest(nodes, app.id).url);
    const signUp = await waiting.open(new URL(`${form.url.pathname}/sign-up`, nodes.issuer));
    const confirm = await waiting.submit(signUp, '/sign-up', { email: 'eve@example.com', password });
    expect(confirm.url.pathname).toMatch(/\/confirm$/);

    await nodes.rooms.keys.rotation.rotate('pepper', false);
    expect(await peppers()).toEqual(['pepper-1 active', 'pepper-2 next']);
    expect(await signsIn(here, 'ann@example.com')).toBe(true);
    expect(await pepperOf('ann@example.com')).toBe('pepper-1');

    await nodes.forward(minute + 1);
    expect(await peppers()).toEqual(['pepper-1 kept', 'pepper-2 active']);
    for (const [node, email] of [
      [here, 'ann@example.com'],
      [there, 'bob@example.com'],
    ] as const) {
      expect(await signsIn(node, email, 'not the password')).toBe(false);
      expect(await pepperOf(email)).toBe('pepper-1');
      expect(await signsIn(node, email)).toBe(true);
      expect(await pepperOf(email)).toBe('pepper-2');
    }
    // What one node made anew, the other one verifies.
    expect([await signsIn(there, 'ann@example.com'), await signsIn(here, 'bob@example.com')]).toEqual([true, true]);
    expect(await nodes.rooms.accounts.countByPepper()).toEqual(
      new Map([
        ['pepper-1', 2],
        ['pepper-2', 2],
      ]),
    );

    await expect(nodes.rooms.keys.rotation.drop('pepper-2')).rejects.toThrow(/postern pepper rotate/);
    const dropping = nodes.rooms.keys.rotation.drop('pepper-1');
    await eventually(async () => expect(await peppers()).toEqual(['pepper-1 dropped', 'pepper-2 active']));
    await nodes.forward(16);
    await dropping;
    for (const node of [here, there]) {
      expect([await signsIn(node, 'cat@example.com'), await signsIn(node, 'dan@example.com')]).toEqual([false, false]);
      expect([await signsIn(node, 'ann@example.com'), await signsIn(node, 'bob@example.com')]).toEqual([true, true]);
    }
    expect(await pepperOf('cat@example.com')).toBe('pepper-1');
    const { events } = await nodes.rooms.audit.search({ limit: 20 });
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: 'account.sign_in_refused',
        detail: { method: 'password', reason: 'pepper_dropped' },
      }),
    );
    // Nobody could ever sign in to the account that this would make.
    const gone = await waiting.submit(confirm, '/confirm', { code: '00000000' });
    expect(gone.url.pathname).toMatch(/\/sign-up$/);
  }, 60_000);
});
