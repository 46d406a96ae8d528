import type { MongoClient, ServerHeartbeatStartedEvent } from 'mongodb';
import { StoreUnavailable } from '../store.ts';

/**
 * The driver can wait for ever, whatever its limits: where a socket has ended and not yet said so, what is written waits
 * for a `drain` that never comes (mongodb 7.9, `Connection.writeCommand`). An operation would never be answered and keep
 * its place in the pool. The monitor would never look at the server again, and the node be without MongoDB until
 * somebody starts it anew. So whoever waits longer than all the driver's limits together takes it for hung.
 */
export interface Patience {
  /** Milliseconds that an operation may take: finding a server, a place in the pool, the answer, all of it twice. */
  readonly operation: number;
  /** Milliseconds that a heartbeat may take: connecting, and ten seconds in which the server has nothing to tell. */
  readonly heartbeat: number;
}

export const patience: Patience = { operation: 35_000, heartbeat: 20_000 };

/**
 * Waits for an operation's answer.
 * @param limit milliseconds; after that `hung` is told
 * @throws {StoreUnavailable} when it hangs
 */
export function unlessItHangs<T>(answer: Promise<T>, limit: number, hung: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new StoreUnavailable('the MongoDB driver hangs'));
      hung();
    }, limit).unref();
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Tells `hung` when a heartbeat of any server takes longer than `limit` milliseconds, until the client is closed. */
export function watchHeartbeats(client: MongoClient, limit: number, hung: () => void): void {
  const timers = new Map<string, NodeJS.Timeout>();
  const ended = (address: string): void => clearTimeout(timers.get(address));
  const started = ({ connectionId }: Pick<ServerHeartbeatStartedEvent, 'connectionId'>): void => {
    ended(connectionId);
    timers.set(connectionId, setTimeout(hung, limit).unref());
  };
  client.on('serverHeartbeatStarted', started);
  client.on('serverHeartbeatSucceeded', ({ connectionId }) => ended(connectionId));
  client.on('serverHeartbeatFailed', ({ connectionId }) => ended(connectionId));
  client.on('serverClosed', ({ address }) => ended(address));
  client.on('topologyClosed', () => timers.forEach((timer) => clearTimeout(timer)));
}
