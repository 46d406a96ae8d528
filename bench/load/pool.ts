import { Connection, type Answer } from './connection.ts';

/** As many connections as it takes, each asked one thing at a time: what has to wait waits at the server and not here. */
export class Pool {
  readonly #port: number;
  readonly #most: number;
  readonly #free: Connection[] = [];
  #opened = 0;

  /** @param most connections; more at a time is an error */
  constructor(port: number, most: number) {
    this.#port = port;
    this.#most = most;
  }

  async send(head: string, body?: string): Promise<Answer> {
    const connection = this.#free.pop() ?? this.#open();
    try {
      return await connection.send(head, body);
    } finally {
      this.#free.push(connection);
    }
  }

  close(): void {
    for (const connection of this.#free) connection.close();
  }

  #open(): Connection {
    this.#opened += 1;
    if (this.#opened > this.#most) throw new Error(`more than ${this.#most} requests wait for their answer`);
    return new Connection(this.#port);
  }
}

/**
 * Does an act so many times a second, whether the ones before have ended or not.
 * @returns milliseconds of each, from when it was due
 */
export async function atPace(perSecond: number, seconds: number, act: () => Promise<void>): Promise<number[]> {
  const began = performance.now();
  const all: Promise<number>[] = [];
  for (let number = 0; number < perSecond * seconds; number += 1) {
    const due = began + (number * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    all.push(act().then(() => performance.now() - due));
  }
  return Promise.all(all);
}
