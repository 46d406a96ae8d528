import type { Mail, MailTransport } from './mail.ts';

export interface SentMail extends Mail {
  readonly id: number;
  /** Seconds since the epoch. */
  readonly at: number;
}

/** Letters of the development profile: kept in memory and shown on a page instead of being sent. */
export interface Outbox extends MailTransport {
  /** The newest first, at most 100. */
  list(): readonly SentMail[];
}

export function createOutbox(now: () => number): Outbox {
  const sent: SentMail[] = [];
  let id = 0;
  return {
    send(mail) {
      sent.unshift({ ...mail, id: ++id, at: now() });
      sent.length = Math.min(sent.length, 100);
      return Promise.resolve();
    },
    list: () => [...sent],
    close: () => undefined,
  };
}
