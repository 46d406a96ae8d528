import { once } from 'node:events';
import { createServer, connect, type Socket } from 'node:net';

/** A way to a server that can be made bad. */
export interface Proxy {
  readonly url: string;
  /** From now on requests reach the server, and each connection ends in place of the first answer. */
  loseAnswers(): void;
  /** From now on requests reach the server, and no answer comes. */
  holdAnswers(): void;
  /** The server is gone: every connection ends, and so does each new one. */
  cut(): void;
  /** All is well again, for new connections and old. */
  mend(): void;
  stop(): Promise<void>;
}

/** @param url of the server: its host and port are replaced by the proxy's */
export async function proxyTo(url: string): Promise<Proxy> {
  const target = /\/\/(?:[^@/]*@)?([^:/]+):(\d+)/.exec(url);
  if (!target) throw new Error(`no host and port in ${url}`);
  const [, host = '', port = ''] = target;
  let answers: 'pass' | 'lose' | 'hold' | 'cut' = 'pass';
  const sockets = new Set<Socket>();

  const proxy = createServer((client) => {
    if (answers === 'cut') {
      client.destroy();
      return;
    }
    const server = connect(Number(port), host);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    client.on('data', (data) => server.write(data));
    server.on('data', (data) => {
      if (answers === 'pass') client.write(data);
      else if (answers === 'lose') client.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  return {
    url: url.replace(`${host}:${port}`, `127.0.0.1:${address.port}`),
    loseAnswers: () => void (answers = 'lose'),
    holdAnswers: () => void (answers = 'hold'),
    cut() {
      answers = 'cut';
      sockets.forEach((socket) => socket.destroy());
    },
    mend: () => void (answers = 'pass'),
    async stop() {
      proxy.close();
      sockets.forEach((socket) => socket.destroy());
      await once(proxy, 'close');
    },
  };
}
