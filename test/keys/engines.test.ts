import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { setImmediate } from 'node:timers/promises';
import { createServer, request as httpRequest, type RequestListener } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEngines, type EngineRooms } from '../../src/provider/index.ts';
import { startPostern, type Postern } from '../support/postern.ts';
import { eventually } from '../support/eventually.ts';
import { timeInHand, type Time } from '../support/time.ts';

let postern: Postern;
let time: Time;
beforeAll(async () => {
  time = timeInHand();
  postern = await startPostern('sqlite');
}, 60_000);
afterAll(async () => {
  await postern.stop();
  time.restore();
});

const rooms = (more: Partial<EngineRooms> = {}): EngineRooms => ({
  ...postern.rooms,
  issuer: postern.issuer,
  edge: [],
  lifetimes: { ...postern.rooms.settings.lifetimes, session: 3600 },
  views: new Proxy({}, { get: () => () => Promise.resolve() }) as EngineRooms['views'],
  fetch: () => Promise.reject(new Error('nothing is fetched here')),
  ...more,
});

const collectGarbage = (): void => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
};

const refuse = (error: unknown): never => {
  throw error;
};

test('engines that were replaced are gone, and leave neither listener nor timer behind', async () => {
  const engines = createEngines(rooms(), refuse);
  const { rotation } = postern.rooms.keys;
  const listeners = () => process.eventNames().map((name) => [String(name), process.listenerCount(name)]);
  const before = { listeners: listeners(), resources: process.getActiveResourcesInfo().sort() };
  const former: WeakRef<object>[] = [];
  for (let times = 0; times < 40; times += 1) {
    former.push(new WeakRef((await engines.current()).provider));
    await rotation.rotate('cookie', false);
    time.forward(61);
  }
  await engines.current();
  // What was made stays reachable for the rest of the turn that made it.
  await eventually(async () => {
    await setImmediate();
    collectGarbage();
    expect(former.filter((one) => one.deref() !== undefined).length).toBeLessThanOrEqual(1);
  });
  expect(listeners()).toEqual(before.listeners);
  const added = process
    .getActiveResourcesInfo()
    .sort()
    .filter((name) => name === 'Timeout').length;
  expect(added).toBeLessThanOrEqual(before.resources.filter((name) => name === 'Timeout').length + 2);
}, 60_000);

test('a request under way ends on the engine it began on', async () => {
  let goOn = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let arrived = 0;
  const engines = createEngines(
    rooms({
      edge: [
        async (ctx, next) => {
          arrived += 1;
          if (ctx.get('x-wait')) await held;
          await next();
        },
      ],
    }),
    refuse,
  );
  const server = await serve(engines.listener);
  try {
    const kids = async (headers: Record<string, string> = {}): Promise<unknown[]> =>
      ((await get(server.port, '/jwks', headers)) as { keys: { kid: unknown }[] }).keys.map(({ kid }) => kid);
    const first = kids({ 'x-wait': '1' });
    await eventually(() => expect(arrived).toBe(1));
    await postern.rooms.keys.rotation.rotate('signing', true);
    const meanwhile = await kids();
    expect(meanwhile).toHaveLength(6);
    goOn();
    const answered = await first;
    expect(answered).toHaveLength(3);
    expect(meanwhile).toEqual(expect.arrayContaining(answered));
  } finally {
    await server.stop();
  }
});

async function serve(listener: RequestListener): Promise<{ port: number; stop(): Promise<void> }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

async function get(port: number, path: string, headers: Record<string, string>): Promise<unknown> {
  const sent = httpRequest({
    port,
    path,
    host: '127.0.0.1',
    headers: { ...headers, host: new URL(postern.issuer).host },
  });
  sent.end();
  const [answer] = (await once(sent, 'response')) as [NodeJS.ReadableStream];
  let text = '';
  for await (const part of answer) text += String(part);
  return JSON.parse(text);
}
