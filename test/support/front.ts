import { once } from 'node:events';
import { createServer, request } from 'node:http';

/** A proxy before several nodes: each request goes to the next node, so that one sign-in passes through all of them. */
export async function alternatingFront(
  port: number,
  nodes: () => readonly number[],
): Promise<{ stop(): Promise<void> }> {
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const ports = nodes();
    const target = ports[turn++ % ports.length];
    const forwarded = request(
      { host: '127.0.0.1', port: target, method: incoming.method, path: incoming.url, headers: incoming.headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        // A node that is killed in the middle of its answer breaks it off for whoever asked, too.
        answer.on('error', () => outgoing.destroy());
        answer.pipe(outgoing);
      },
    );
    forwarded.on('error', () => {
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(502).end();
    });
    incoming.pipe(forwarded);
  });
  // Longer than a busy machine lets a test wait: a connection that is closed just when it is used again looks like a reset.
  server.keepAliveTimeout = 300_000;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
