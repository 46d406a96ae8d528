import type { GuardedInit } from '../http/index.ts';

/** A text message ready to go. */
export interface TextMessage {
  /** The same for every try: one that comes a second time is recognised by it where that can be said. */
  readonly id: string;
  /** E.164. */
  readonly to: string;
  readonly text: string;
  /** Seconds after which it is of no use any more. */
  readonly goodFor: number;
}

/** A way that text messages go. */
export interface SmsTransport {
  /**
   * @throws {MessageRefused} when no other try would end better
   * @throws Error when the message was not taken: the caller may try again. It names neither the number nor the text
   */
  send(message: TextMessage): Promise<void>;
}

/** The service will not send this message, however often it is asked. */
export class MessageRefused extends Error {
  constructor(why: string) {
    super(`the message is refused: ${why}`);
    this.name = 'MessageRefused';
  }
}

/** How a service is asked: to public addresses only, see `guardedFetch`. */
export type Fetch = (url: string, init: GuardedInit) => Promise<Response>;

/** How long a service may take to answer, in milliseconds. */
export const patience = 15_000;
