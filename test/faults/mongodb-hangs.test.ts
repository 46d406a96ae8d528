import { describe, expect, test } from '@jest/globals';
import { account, addApp, post, refresh, signIn, signInRequest } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { availableProfiles } from '../support/postern.ts';
import { onNodes } from '../support/suite.ts';

const there = availableProfiles().includes('mongodb+redis');

/** In milliseconds: twice what a store may be silent, and less than the driver takes for a single operation. */
const soon = 10_000;

(there ? describe : describe.skip)('MongoDB takes what it is sent and answers nothing', () => {
  const nodes = onNodes('mongodb+redis', { proxied: true });

  test('requests are answered 503 within seconds, and as ever when it answers again', async () => {
    const machine = await addApp(nodes, { kind: 'machine' });
    const web = await addApp(nodes, { kind: 'web' });
    await account(nodes, 'someone@example.com');
    const tokens = await signIn(nodes, nodes.person(), web, 'someone@example.com');
    const requests: readonly (() => Promise<{ readonly status: number }>)[] = [
      () => fetch(signInRequest(nodes, web.id).url, { redirect: 'manual' }),
      () => post(nodes, '/token', { grant_type: 'client_credentials' }, machine.headers),
      () => post(nodes, '/introspect', { token: tokens.access }, web.headers),
      () => refresh(nodes, web.id, tokens.refresh, web.headers),
    ];
    const statuses = () => Promise.all(requests.map(async (request) => (await request()).status));
    const asEver = await statuses();
    expect(asEver).toEqual([303, 200, 200, 200]);

    nodes.stores.proxies?.mongodb.holdAnswers();
    const began = performance.now();
    const [authorized, ...machines] = await statuses();
    const took = performance.now() - began;
    nodes.stores.proxies?.mongodb.mend();
    expect(machines).toEqual([503, 503, 503]);
    // What was read a moment before still stands, and its failure is told to the app.
    expect([303, 503]).toContain(authorized);
    expect(took).toBeLessThan(soon);
    await eventually(async () => expect(await statuses()).toEqual(asEver));
  }, 120_000);
});
