import { expect, test } from '@jest/globals';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../support/servers/process.ts';
import { program, programsInAFolder } from './programs.ts';

const programs = programsInAFolder();

const ports = async () => ({ port: await freePort(), demo: await freePort() });

/** Types the command that the node printed, and asks the node about the app that it added. */
async function typed(said: string, more: NodeJS.ProcessEnv = {}): Promise<{ issuer: string; known: boolean }> {
  const line = /^ {2}(node .* client add .*)$/m.exec(said)?.[1] ?? '';
  const { code, stderr, stdout } = await programs.run(`${line} --json`, more);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { id, issuer } = JSON.parse(stdout) as { id: string; issuer: string };
  const url = new URL('/authorize', issuer);
  url.search = new URLSearchParams({
    client_id: id,
    response_type: 'code',
    redirect_uri: 'http://localhost:5173/callback',
    scope: 'openid',
    code_challenge: 'a'.repeat(43),
    code_challenge_method: 'S256',
  }).toString();
  const { status } = await fetch(url, { redirect: 'manual' });
  return { issuer, known: status === 303 };
}

test('the printed command adds an app to the very node that printed it, whose data and address are options', async () => {
  const { port, demo } = await ports();
  const data = join(programs.folder, 'some data');
  const said = await programs.start(['--port', String(port), '--data', data, '--set', `demo.port=${demo}`]);
  expect(await typed(said)).toEqual({ issuer: `http://localhost:${port}`, known: true });
  expect(existsSync(join(programs.folder, 'data'))).toBe(false);
}, 120_000);

test('… or variables that the next terminal may not have, and the key that no command line takes is named', async () => {
  const { port, demo } = await ports();
  const { stdout: key } = await programs.run(`"${process.execPath}" "${program}" config master-key`);
  const masterKey = { POSTERN_MASTER_KEY: key.trim() };
  const said = await programs.start([], {
    ...{ PORT: String(port), POSTERN_DATA: 'elsewhere', POSTERN_DEMO_PORT: String(demo) },
    ...masterKey,
  });
  expect(said).toContain('(with POSTERN_MASTER_KEY set as it is here)');
  expect(said).not.toContain(key.trim());
  expect(await typed(said, masterKey)).toEqual({ issuer: `http://localhost:${port}`, known: true });
}, 120_000);

test('… or are in a file of another name', async () => {
  const { port, demo } = await ports();
  const file = join(programs.folder, 'mine.yaml');
  writeFileSync(file, `issuer: http://127.0.0.1:${port}\nport: ${port}\ndata: elsewhere\ndemo: { port: ${demo} }\n`);
  const said = await programs.start([], { POSTERN_CONFIG: 'mine.yaml' });
  expect(said).toMatch(/client add .* --config mine\.yaml$/m);
  expect(await typed(said)).toEqual({ issuer: `http://127.0.0.1:${port}`, known: true });
}, 120_000);
