import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A service that knows breached passwords, as Pwned Passwords answers. */
export interface PwnedService {
  readonly url: string;
  /** What it was asked. */
  readonly asked: readonly { readonly path: string; readonly padding: string | undefined; readonly method: string }[];
  /** How often somebody connected. */
  readonly connections: () => number;
  /** How it answers from now on; undefined for as it should. */
  answer(how: ((response: ServerResponse, request: IncomingMessage) => void) | undefined): void;
  stop(): Promise<void>;
}

const digitsOf = (password: string): string => createHash('sha1').update(password).digest('hex').toUpperCase();

/** @param breached what it knows @param padding what it only says that it knows, to hide how much it does */
export async function pwnedService(
  breached: readonly string[],
  padding: readonly string[] = [],
): Promise<PwnedService> {
  const asked: { path: string; padding: string | undefined; method: string }[] = [];
  const lines = [
    ...breached.map((password) => [digitsOf(password), 42] as const),
    ...padding.map((password) => [digitsOf(password), 0] as const),
  ];
  let connections = 0;
  let how: Parameters<PwnedService['answer']>[0];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const header = request.headers['add-padding'];
    asked.push({ path, padding: header?.toString(), method: request.method ?? '' });
    if (how) return how(response, request);
    const prefix = path.slice('/range/'.length);
    const found = lines.filter(([digits]) => digits.startsWith(prefix));
    response.end(
      [...found, [`${prefix}${'0'.repeat(35)}`, 7] as const]
        .map(([digits, count]) => `${digits.slice(5)}:${count}`)
        .join('\r\n'),
    );
  }).listen(0, '127.0.0.1');
  server.on('connection', () => (connections += 1));
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/range/`,
    asked,
    connections: () => connections,
    answer: (next) => void (how = next),
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
