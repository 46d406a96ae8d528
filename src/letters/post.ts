import { setTimeout as pause } from 'node:timers/promises';
import type { Mail, MailTransport } from '../../adapters/mail/index.ts';
import type { Milliseconds } from '../clock.ts';

/** The way letters go: nobody waits for one, because how long a mail server takes would tell who has an account. */
export interface Post {
  send(mail: Mail): void;
  /** How many are on their way, for the metrics. */
  queued(): number;
  /** Waits for those on their way, and closes the transport. */
  close(): Promise<void>;
}

/** Pauses before a letter is tried again. */
const usualPauses: readonly Milliseconds[] = [1000, 5000, 25_000];

/** @param report hears of a letter that could not be sent: never its text, which may hold a code */
export function createPost(
  transport: MailTransport,
  report: (error: unknown) => void,
  pauses: readonly Milliseconds[] = usualPauses,
): Post {
  const underWay = new Set<Promise<void>>();
  const stop = new AbortController();

  async function deliver(mail: Mail): Promise<void> {
    for (const wait of [...pauses, undefined]) {
      try {
        return await transport.send(mail);
      } catch (error) {
        if (wait === undefined || stop.signal.aborted) return report(error);
        await pause(wait, undefined, { signal: stop.signal }).catch(() => undefined);
      }
    }
  }

  return {
    send(mail) {
      const delivery = deliver(mail).finally(() => underWay.delete(delivery));
      underWay.add(delivery);
    },
    queued: () => underWay.size,
    async close() {
      stop.abort();
      await Promise.all(underWay);
      transport.close();
    },
  };
}
