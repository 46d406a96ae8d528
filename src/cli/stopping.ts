/** What runs until it is told to stop. */
interface Running {
  stop(): Promise<void>;
}

/** The part of `process` that says when to stop. */
interface Signalled {
  on(event: string, listener: (signal: string) => void): unknown;
  off(event: string, listener: (signal: string) => void): unknown;
  exit(code: number): never;
  readonly channel?: { unref(): void } | null | undefined;
}

/**
 * Copies of one signal come within this many milliseconds: a Ctrl-C reaches every process of the terminal, and npm and
 * the launcher pass it on once more. Only a later one is a person who does not want to wait.
 */
const sameSignal = 1000;

/**
 * Starts something, waits until a signal says stop, and stops it.
 *
 * SIGINT and SIGTERM stop it, and so does the end of the launcher that started this process. A second signal
 * does not wait for what is in flight.
 *
 * @param now milliseconds, only differences count
 * @throws whatever `start` or `stop` throws
 */
export async function untilStopped(
  from: Signalled,
  start: () => Promise<Running>,
  now: () => number = () => performance.now(),
): Promise<void> {
  let first: number | undefined;
  let told: () => void;
  const asked = new Promise<void>((resolve) => (told = resolve));
  const listener = () => {
    const at = now();
    if (first !== undefined && at - first >= sameSignal) from.exit(1);
    first ??= at;
    told();
  };

  const events = ['SIGINT', 'SIGTERM', 'disconnect'];
  for (const event of events) from.on(event, listener);
  // Listening for `disconnect` keeps the channel open, and with it this process after everything else has ended.
  from.channel?.unref();

  try {
    const starting = start();
    // Asked to stop before it is ready: nothing was answered yet, and a database that is away may never answer.
    const running = await Promise.race([starting, asked.then(() => undefined)]);
    if (!running) return from.exit(1);
    await asked;
    await running.stop();
  } finally {
    for (const event of events) from.off(event, listener);
  }
}
