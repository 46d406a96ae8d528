import type { MongoClient, ServerHeartbeatStartedEvent } from 'mongodb';
import { StoreUnavailable } from '../store.ts';
import { isTaken } from './connection.ts';

/**
 * The driver can wait for ever, whatever its limits: where a socket has ended and not yet said so, what is written waits
 * for a `drain` that never comes (mongodb 7.9, `Connection.writeCommand`). An operation would never be answered and keep
 * its place in the pool. The monitor would never look at the server again, and the node be without MongoDB until
 * somebody starts it anew. So whoever waits longer than all the driver's limits together takes it for hung.
 */
export interface Patience {
  /**
   * Milliseconds in which the server may answer nobody at all before who has waited as long is refused: longer than the
   * driver waits on one connection, or one that was lost would be a refusal of what it is about to ask on another.
   */
  readonly silence: number;
  /** The same for who comes in that silence, while it lasts: a request may need several steps to say that it failed. */
  readonly furtherSilence: number;
  /** Milliseconds that an operation may take: finding a server, a place in the pool, the answer, all of it twice. */
  readonly operation: number;
  /** Milliseconds that a heartbeat may take: connecting, and ten seconds in which the server has nothing to tell. */
  readonly heartbeat: number;
}

export const patience: Patience = { silence: 7000, furtherSilence: 1000, operation: 35_000, heartbeat: 20_000 };

/**
 * Waits for the answers of operations. The driver's limits are for each of its steps, and come to 15 seconds and more: one
 * for a connection, one for the answer, all of it again when it tries once more. Against a server that hangs that is too
 * long, and as one limit for an operation it would refuse what a busy server was about to answer. So it is silence that
 * counts: while anybody is answered, everybody waits on.
 */
export class Answers {
  readonly #patience: Omit<Patience, 'heartbeat'>;
  #last = 0;
  #isSilent = false;

  constructor(limits: Omit<Patience, 'heartbeat'>) {
    this.#patience = limits;
  }

  /**
   * @param hung is told when the driver itself hangs, which is seen long after the operation was given up
   * @throws {StoreUnavailable} when nobody is answered, or the driver hangs; else what the driver throws
   */
  wait<T>(answer: Promise<T>, hung: () => void): Promise<T> {
    const { operation, furtherSilence } = this.#patience;
    const cameInSilence = this.#isSilent;
    const began = performance.now();
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const look = (): void => {
        const now = performance.now();
        const left = began + operation - now;
        if (left <= 0) {
          reject(new StoreUnavailable('the MongoDB driver hangs'));
          hung();
          return;
        }
        const silence = cameInSilence && this.#isSilent ? furtherSilence : this.#patience.silence;
        const silentFor = now - Math.max(began, this.#last);
        if (silentFor >= silence) {
          this.#isSilent = true;
          reject(new StoreUnavailable(`MongoDB has answered nobody for ${silence} ms`));
        }
        lookIn(silentFor < silence ? Math.min(silence - silentFor, left) : left);
      };
      const lookIn = (wait: number): void => void (timer = setTimeout(look, Math.ceil(wait)).unref());
      lookIn(Math.min(cameInSilence ? furtherSilence : this.#patience.silence, operation));
      const heard = (): void => {
        this.#last = performance.now();
        this.#isSilent = false;
      };
      answer.then(heard, (error: unknown) => void (isTaken(error) && heard()));
      answer.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }
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
