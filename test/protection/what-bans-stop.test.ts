import { describe, expect, test } from '@jest/globals';
import { budgets, type Kind } from '../../src/protection/budgets.ts';
import { from, room } from './room.ts';

const here = '203.0.113.7';
const network = '203.0.113.0/24';
const kinds = Object.keys(budgets) as Kind[];

const tried = (kind: Kind, device?: string) => ({
  kind,
  account: 'a@example.com',
  ...(kind === 'client' && { client: 'app' }),
  ...from(here),
  ...(device !== undefined && { device }),
});

describe('a ban by rule', () => {
  test.each([
    ['password', 'refused'],
    ['factor', 'refused'],
    ['letter', 'refused'],
    ['recovery', 'refused'],
    ['sms', 'refused'],
    ['email-code', 'refused'],
    ['client', 'allowed'],
    ['unproven-client', 'allowed'],
    ['client-used-up', 'allowed'],
    ['factor-asked', 'allowed'],
    ['passkey', 'allowed'],
    ['code', 'allowed'],
  ] as const)('a %s is %s, and goes on in a browser that the account knows', async (kind, outcome) => {
    await using place = await room();
    const node = place.node();
    await node.bans.addByRule(network, 'same_password', 3600);
    expect(await node.attempt(tried(kind))).toMatchObject({ outcome });
    expect(await node.attempt(tried(kind, 'a device'))).toMatchObject({ outcome: 'allowed' });
    expect(await node.attempt({ ...tried(kind), ...from('203.0.114.7') })).toMatchObject({ outcome: 'allowed' });
    expect(await node.bans.stopping(here, 'request')).toBeUndefined();
  });

  test('it says how long it lasts, offers nothing to pass it by, counts nothing, and is told', async () => {
    await using place = await room();
    const node = place.node();
    await node.bans.addByRule(network, 'same_password', 3600);
    place.clock.forward(600);
    const subject = { subject: 'id of the account' };
    for (let nth = 0; nth < 20; nth += 1) {
      expect(await node.attempt({ ...tried('password'), ...subject })).toEqual({
        outcome: 'refused',
        wait: 3000,
        banned: true,
      });
    }
    expect(place.events.find(({ kind }) => kind === 'protection.refused')).toMatchObject({
      account: 'id of the account',
      detail: { what: 'password', reason: 'banned' },
      origin: { address: here },
    });
    place.clock.forward(3000);
    expect(await node.attempt(tried('password'))).toMatchObject({ outcome: 'allowed' });
  });

  test('in a browser that the account knows its own budget is what there is, and no more', async () => {
    await using place = await room();
    const node = place.node();
    await node.bans.addByRule(network, 'same_password', 3600);
    for (let nth = 0; nth < 5; nth += 1) {
      const attempt = await node.attempt(tried('password', 'a device'));
      if (attempt.outcome === 'allowed') await attempt.failed('mistyped');
    }
    expect(await node.attempt(tried('password', 'a device'))).toMatchObject({ outcome: 'refused', wait: 60 });
  });
});

describe('a ban by an admin', () => {
  test.each(kinds)('stops a %s, and every other request', async (kind) => {
    await using place = await room();
    const node = place.node();
    await node.bans.add({ network, reason: '' });
    expect(await node.bans.stopping(here, 'request')).toMatchObject({ by: 'admin' });
    for (const device of [undefined, 'a device'])
      expect(await node.attempt(tried(kind, device))).toMatchObject({ outcome: 'refused', banned: true });
  });

  test('holds where a rule has banned a part of it, or the same network before', async () => {
    await using place = await room();
    const node = place.node();
    await node.bans.addByRule(network, 'same_password', 3600);
    expect(await node.bans.stopping(here, 'request')).toBeUndefined();
    await node.bans.add({ network: '203.0.0.0/16', reason: 'a wider one' });
    expect(await node.bans.stopping(here, 'request')).toMatchObject({ id: '203.0.0.0/16' });
    await node.bans.remove('203.0.0.0/16');
    expect(await node.bans.stopping(here, 'request')).toBeUndefined();
    await node.bans.add({ network, reason: 'the same one' });
    expect(await node.bans.stopping(here, 'request')).toMatchObject({ by: 'admin', reason: 'the same one' });
  });
});
