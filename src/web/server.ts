import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { engineMethods } from '../provider/index.ts';
import { canonicalRequests, type TrustedProxies } from './edge.ts';

/** A listening server. */
export interface Server {
  /** Stops taking requests, lets those in flight finish, and cuts off what is left after `grace` seconds. */
  stop(grace: number): Promise<void>;
}

/**
 * Listens, and gives each request to the engine or to the host, both of which see it as if it came straight to the
 * issuer.
 * @throws NodeJS.ErrnoException when the port is taken
 */
export async function startServer(options: {
  readonly issuer: string;
  readonly address: string;
  readonly port: number;
  readonly trustedProxies: TrustedProxies;
  /** See `canonicalRequests`. */
  readonly clientCertificateHeader?: string | undefined;
  /** See `canonicalRequests`. */
  readonly notBelieved?: (peer: string) => void;
  readonly engine: RequestListener;
  readonly host: RequestListener;
}): Promise<Server> {
  const canonical = canonicalRequests(
    options.issuer,
    options.trustedProxies,
    options.clientCertificateHeader,
    options.notBelieved,
  );
  const inFlight = new Set<ServerResponse>();

  const server = createHttpServer(
    {
      // A slow or endless header is cut off; the default of 16 KiB for all headers stays.
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 65_000,
    },
    (request: IncomingMessage, response: ServerResponse) => {
      inFlight.add(response);
      response.once('close', () => inFlight.delete(response));
      canonical(request);
      const [path = '/'] = (request.url ?? '/').split('?', 1);
      const takenByEngine = engineMethods(path)?.includes(request.method ?? '') === true;
      const listener = takenByEngine ? options.engine : options.host;
      listener(request, response);
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.address, port: options.port }, () => {
      server.off('error', reject);
      resolve();
    });
  });

  return {
    async stop(grace) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Kept-alive connections would hold the server: each ends with the answer that is under way on it.
      server.closeIdleConnections();
      for (const response of inFlight) if (!response.headersSent) response.setHeader('Connection', 'close');
      const cutOff = setTimeout(() => server.closeAllConnections(), grace * 1000);
      await closed;
      clearTimeout(cutOff);
    },
  };
}
