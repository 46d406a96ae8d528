import { once } from 'node:events';
import { createServer } from 'node:http';
import { originOf } from './declaration.ts';
import { servePages } from './files.ts';

export interface DemoOptions {
  readonly issuer: string;
  readonly port: number;
  /** The address to listen on: a loopback one. */
  readonly address: string;
  readonly clientId: string;
  /** The API's resource indicator (RFC 8707), a path at the demo's own origin. */
  readonly api: string;
  /** Whether letters land on the issuer's outbox page instead of being sent. */
  readonly lettersStayHere: boolean;
  /** The client as which the API asks about tokens (RFC 7662). */
  readonly introspection: { readonly clientId: string; readonly clientSecret: string };
}

export interface Demo {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts the demo app and its API. The API and the app's way of signing in are those of examples/, so that what people
 * copy is what they saw working.
 * @throws the system's error when the port is taken (`EADDRINUSE`)
 */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { issuer, port, address, clientId, api, lettersStayHere, introspection } = options;
  // Loaded here, because an installation without the examples has no demo and runs all the same.
  const [{ notesApi }, { byIntrospection }] = await Promise.all([
    import('../../examples/api/notes.ts'),
    import('../../examples/api/introspect.ts'),
  ]);
  const url = originOf(port);
  const { host, pathname } = new URL(api);
  const notes = notesApi(api, [], byIntrospection({ issuer, resource: api, ...introspection }));
  const pages = servePages({ issuer, clientId, api }, lettersStayHere);

  const server = createServer((request, response) => {
    // At 127.0.0.1 the redirect URI would not fit; and a foreign name that leads here is an attack (DNS rebinding).
    if (request.headers.host !== host) {
      response.writeHead(307, { location: `${url}/` }).end();
    } else if (request.url?.startsWith(`${pathname}/`)) {
      notes(request, response);
    } else {
      pages(request, response);
    }
  });
  server.listen(port, address);
  await once(server, 'listening');

  return {
    url,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
