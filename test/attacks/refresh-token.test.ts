import { describe, expect, test } from '@jest/globals';
import { loadSettings } from '../../config/index.ts';
import { startNode } from '../../src/main.ts';
import type { Family } from '../../src/tokens/index.ts';
import { refresh } from '../support/apps.ts';
import { eventually } from '../support/eventually.ts';
import { availableProfiles } from '../support/postern.ts';
import { freePort } from '../support/servers/process.ts';
import { addApp, givenScene, scene, signedIn, type Scene } from './scene.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  const stage = givenScene({ profile, app: { refresh: { reuseInterval: 10 } } });

  test('twenty at once get one successor between them, and no second family', async () => {
    const { postern, app } = stage;
    const { body } = await signedIn(stage, postern.person());
    const all = await Promise.all(Array.from({ length: 20 }, () => refresh(postern, app, body['refresh_token'])));
    const successors = new Set(
      all.filter(({ status }) => status === 200).map((answer) => answer.body['refresh_token']),
    );
    expect(successors.size).toBe(1);
    const [successor] = successors;
    expect((await refresh(postern, app, successor)).status).toBe(200);
  });

  test('an old one ends the family, and with it the newest', async () => {
    const { postern } = stage;
    const app = await addApp(postern, { refresh: { reuseInterval: 0 } });
    const first = (await signedIn({ ...stage, app }, postern.person())).body['refresh_token'];
    const second = (await refresh(postern, app, first)).body['refresh_token'];
    const third = (await refresh(postern, app, second)).body['refresh_token'];
    expect((await refresh(postern, app, first)).body.error).toBe('invalid_grant');
    expect((await refresh(postern, app, third)).body.error).toBe('invalid_grant');
  });

  test('a copy that is used just before the owner’s ends the family, also within the interval', async () => {
    const { postern } = stage;
    // Also where no rule of the client's looks at who uses it.
    const app = await addApp(postern, { refresh: { changes: { userAgent: 'allow', system: 'allow' } } });
    const token = (await signedIn({ ...stage, app }, postern.person())).body['refresh_token'];
    const stolen = await refresh(postern, app, token, { 'user-agent': 'curl/8.5' });
    expect(stolen.status).toBe(200);
    expect((await refresh(postern, app, token)).body.error).toBe('invalid_grant');
    const next = await refresh(postern, app, stolen.body['refresh_token'], { 'user-agent': 'curl/8.5' });
    expect(next.body.error).toBe('invalid_grant');
  });

  test('another client has no use for it, and does not end the family', async () => {
    const { postern, app } = stage;
    const token = (await signedIn(stage, postern.person())).body['refresh_token'];
    const thief = await addApp(postern);
    expect((await refresh(postern, thief, token)).body.error).toBe('invalid_grant');
    expect((await refresh(postern, app, token)).status).toBe(200);
  });

  test.each(['last letter', 'generation', 'key', 'record', 'kind'])('one with another %s is none', async (part) => {
    const { postern, app } = stage;
    const token = String((await signedIn(stage, postern.person())).body['refresh_token']);
    const [kind = '', key = '', id = '', generation = '', mac = ''] = token.split('.');
    const forged: Record<string, string[]> = {
      'last letter': [kind, key, id, generation, mac.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'))],
      generation: [kind, key, id, String(Number(generation) + 1), mac],
      key: [kind, 'other', id, generation, mac],
      record: [kind, key, `${id}x`, generation, mac],
      kind: ['ps1', key, id, generation, mac],
    };
    const { families, audit } = postern.rooms;
    const before = await untilNothingIsOwed(stage, token);
    const presented = forged[part]?.join('.') ?? '';
    // No pointer, so there is nothing to look up.
    expect(await families.read(presented)).toBeUndefined();
    const { body } = await refresh(postern, app, presented);
    expect(body.error).toBe('invalid_grant');
    expect(await families.get(before.id)).toEqual(before);
    const { events } = await audit.search({ family: before.id, limit: 10 });
    expect(events.map(({ kind }) => kind).sort()).toEqual(['family.started', 'token.issued']);
    expect((await refresh(postern, app, token)).status).toBe(200);
  });
});

/** The family of a token once what its beginning owed is delivered. */
async function untilNothingIsOwed({ postern }: Scene, token: string): Promise<Family> {
  const { families } = postern.rooms;
  let family: Family | undefined;
  await eventually(async () => {
    family = await families.get((await families.read(token))?.id ?? '');
    expect(family?.owed).toBeUndefined();
  });
  if (!family) throw new Error('the token has no family');
  return family;
}

test('a restart revives no old one', async () => {
  const stage = await scene({ app: { refresh: { reuseInterval: 0 } } });
  try {
    const { postern, app } = stage;
    const first = (await signedIn(stage, postern.person())).body['refresh_token'];
    const second = (await refresh(postern, app, first)).body['refresh_token'];
    // A second node on the same data remembers nothing but what the store holds: as one does after a restart.
    const port = await freePort();
    const set = [`issuer=${postern.issuer}`, 'demo.enabled=false', 'log.level=error'];
    const { settings } = loadSettings(
      { data: postern.directory, port: String(port), set },
      { POSTERN_SMTP_URL: postern.mail.url },
      postern.directory,
    );
    const node = await startNode(settings);
    try {
      const restarted = { issuer: `http://localhost:${port}` };
      expect((await refresh(restarted, app, first)).body.error).toBe('invalid_grant');
      expect((await refresh(restarted, app, second)).body.error).toBe('invalid_grant');
    } finally {
      await node.stop();
    }
  } finally {
    await stage.postern.stop();
  }
}, 60_000);
