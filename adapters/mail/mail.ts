/** A letter ready to go. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** `<id@host>` (RFC 5322 §3.6.4): one that comes a second time is recognised by it. Default: one of the transport's. */
  readonly messageId?: string;
}

/** A way that letters go. */
export interface MailTransport {
  /**
   * @throws {AddressRefused} when no other try would end better
   * @throws Error when the letter was not taken: the caller may try again
   */
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** The mail server does not take letters for this address. */
export class AddressRefused extends Error {
  constructor(options?: ErrorOptions) {
    super('the mail server refuses the address', options);
    this.name = 'AddressRefused';
  }
}
