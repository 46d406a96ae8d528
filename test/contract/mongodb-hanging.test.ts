import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { Answers } from '../../adapters/mongodb/hangs.ts';
import { connectMongodb, type MongodbServer } from '../../adapters/mongodb/index.ts';
import { StoreUnavailable } from '../../adapters/store.ts';
import { eventually } from '../support/eventually.ts';
import { mongodbServer } from '../support/servers/index.ts';
import { people } from './collections.ts';

const found = await mongodbServer();

/** A socket that has ended and not yet said so: what the driver writes now waits for ever. */
(('missing' in found ? describe.skip : describe) as typeof describe)('the MongoDB driver hangs', () => {
  if ('missing' in found) return;
  const sockets = new Set<Socket>();
  const clients = new Set<MongoClient>();
  const warn = jest.fn<(message: string) => void>();
  let server: MongodbServer;

  const remember = (message: unknown): void => void sockets.add((message as { socket: Socket }).socket);
  const endAll = (): void => {
    sockets.forEach((socket) => socket.destroy());
    sockets.clear();
  };

  beforeAll(() => {
    subscribe('net.client.socket', remember);
    const { connect } = MongoClient.prototype;
    jest.spyOn(MongoClient.prototype, 'connect').mockImplementation(async function (this: MongoClient) {
      clients.add(this);
      return connect.call(this);
    });
  });
  beforeEach(async () => {
    warn.mockClear();
    sockets.clear();
    clients.clear();
    server = await connectMongodb(found.url, {
      warn,
      patience: { silence: 300, furtherSilence: 300, operation: 300, heartbeat: 300 },
    });
  });
  afterEach(() => server.close());
  afterAll(async () => {
    unsubscribe('net.client.socket', remember);
    jest.restoreAllMocks();
    await found.stop();
  });

  const expectAllWell = () =>
    eventually(async () => expect(await server.documents.get(people, 'nobody')).toBeUndefined());

  test('an operation that is never answered is given up, and the next ones go by another connection', async () => {
    await expectAllWell();
    const step = server.documents.remove(people, { id: 'nobody', revision: 1 });
    endAll();
    await expect(step).rejects.toThrow(StoreUnavailable);
    await expectAllWell();
    expect(warn).toHaveBeenCalledTimes(1);
    expect(clients.size).toBe(2);
    expect(server.queued()).toBe(0);
  });

  test('the URL does not say how often the server is looked at: less often would be taken for hanging', async () => {
    const url = new URL(found.url);
    url.searchParams.set('heartbeatFrequencyMS', '60000');
    const another = await connectMongodb(url.href, { warn });
    await another.close();
    expect([...clients].at(-1)?.options.heartbeatFrequencyMS).toBe(10_000);
  });

  test('a heartbeat that never ends brings another connection', async () => {
    await expectAllWell();
    const [client] = clients;
    client?.once('serverHeartbeatStarted', endAll);
    await eventually(() => expect(warn).toHaveBeenCalledTimes(1), 15_000);
    await expectAllWell();
    expect(clients.size).toBe(2);
  }, 30_000);
});

test('a busy MongoDB that answers slowly is waited for as long as it answers anybody, and a silent one is not', async () => {
  const answers = new Answers({ silence: 300, furtherSilence: 100, operation: 60_000 });
  const hung = jest.fn();
  const slow = answers.wait(pause(1000, 'at last'), hung);
  for (let others = 0; others < 20; others += 1) await answers.wait(pause(50), hung);
  expect(await slow).toBe('at last');
  await expect(answers.wait(new Promise(() => undefined), hung)).rejects.toThrow(StoreUnavailable);
  expect(hung).not.toHaveBeenCalled();
});
