import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { payloadOf } from './apps.ts';

/** A request to an app's back-channel logout URI. */
export interface LogoutRequest {
  readonly method: string;
  readonly type: string;
  readonly token: string;
  /** What the token says, unverified. */
  readonly claims: Record<string, unknown>;
  /** Whether whoever asked has gone. */
  readonly closed: () => boolean;
}

/** An app that hears of sign-outs, and answers as it is told to. */
export interface LogoutReceiver {
  readonly uri: string;
  readonly requests: readonly LogoutRequest[];
  /** How it answers from now on. */
  answer(how: number | ((response: ServerResponse) => void)): void;
  /** Nothing listens at its address any more. */
  stop(): Promise<void>;
  /** It is there again, at the same address. */
  start(): Promise<void>;
}

export async function logoutReceiver(): Promise<LogoutReceiver> {
  const requests: LogoutRequest[] = [];
  let respond = (response: ServerResponse): void => void response.writeHead(200).end();
  const server = createServer((request, response) => {
    let closed = false;
    response.on('close', () => (closed = true));
    void text(request).then((body) => {
      const token = new URLSearchParams(body).get('logout_token') ?? '';
      requests.push({
        method: request.method ?? '',
        type: request.headers['content-type'] ?? '',
        token,
        claims: token === '' ? {} : payloadOf(token),
        closed: () => closed,
      });
      respond(response);
    });
  });
  const listen = async (port: number): Promise<number> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const port = await listen(0);

  return {
    uri: `http://localhost:${port}/logout`,
    requests,
    answer(how) {
      respond = typeof how === 'number' ? (response) => void response.writeHead(how).end() : how;
    },
    async stop() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
    start: async () => void (await listen(port)),
  };
}
