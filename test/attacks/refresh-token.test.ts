import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadSettings } from '../../config/index.ts';
import { startNode } from '../../src/main.ts';
import { refresh } from '../support/apps.ts';
import { availableProfiles } from '../support/postern.ts';
import { freePort } from '../support/servers/process.ts';
import { addApp, scene, signedIn, type Scene } from './scene.ts';

describe.each(availableProfiles())('on %s', (profile) => {
  let stage: Scene;
  beforeAll(async () => {
    stage = await scene({ profile, app: { refresh: { reuseInterval: 10 } } });
  }, 60_000);
  afterAll(() => stage.postern.stop());

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
    const { body } = await refresh(postern, app, forged[part]?.join('.'));
    expect(body.error).toBe('invalid_grant');
    expect((await refresh(postern, app, token)).status).toBe(200);
  });
});

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
