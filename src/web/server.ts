import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { engineMethods } from '../provider/index.ts';
import { canonicalRequests, type TrustedProxies } from './edge.ts';
import { answerUnreadable } from './unreadable.ts';

/** A listening server. */
export interface Server {
  /**
   * Answers for so many seconds more, and lets each connection end with the answer on it: a proxy that sees that the node
   * is not ready takes its connections elsewhere, and none is refused or cut off under a request.
   */
  drain(seconds: number): Promise<void>;
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
  let ending = false;
  const endWithIt = (response: ServerResponse): void => {
    if (!response.headersSent) response.setHeader('Connection', 'close');
  };
  const beginToEnd = (): void => {
    ending = true;
    for (const response of inFlight) endWithIt(response);
  };

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
      if (ending) endWithIt(response);
      canonical(request);
      const [path = '/'] = (request.url ?? '/').split('?', 1);
      const takenByEngine = engineMethods(path)?.includes(request.method ?? '') === true;
      const listener = takenByEngine ? options.engine : options.host;
      listener(request, response);
    },
  );
  server.on('clientError', (error, socket) => {
    const underWay = [...inFlight].some((response) => response.socket === socket && response.headersSent);
    answerUnreadable(error, socket, underWay);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.address, port: options.port }, () => {
      server.off('error', reject);
      resolve();
    });
  });

  return {
    async drain(seconds) {
      beginToEnd();
      await pause(seconds * 1000);
    },

    async stop(grace) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Kept-alive connections would hold the server: each ends with the answer that is under way on it.
      server.closeIdleConnections();
      beginToEnd();
      const cutOff = setTimeout(() => server.closeAllConnections(), grace * 1000);
      await closed;
      clearTimeout(cutOff);
    },
  };
}
