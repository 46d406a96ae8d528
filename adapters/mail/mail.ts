/** A letter ready to go. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A way that letters go. */
export interface MailTransport {
  /** @throws Error when the letter was not taken: the caller may try again */
  send(mail: Mail): Promise<void>;
  close(): void;
}
