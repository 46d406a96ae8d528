import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A letter as it arrived. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
}

/** A mail server that keeps what it gets. */
export interface MailServer {
  readonly url: string;
  readonly letters: readonly Letter[];
  /** Waits for the next letter to an address that was not taken yet. */
  take(to: string): Promise<Letter>;
  /** What it answers to recipients from now on: an SMTP code to refuse them with, or undefined to take them. */
  refuse(code: number | undefined): void;
  stop(): Promise<void>;
}

export async function mailServer(): Promise<MailServer> {
  const letters: Letter[] = [];
  const taken = new Set<Letter>();
  const waiting = new Set<() => void>();
  let refusal: number | undefined;
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo({ address }, _session, done) {
      // In its own words, as mail servers do.
      const words = `<${address}>: not now`;
      done(refusal === undefined ? null : Object.assign(new Error(words), { responseCode: refusal }));
    },
    onData(stream, _session, done) {
      simpleParser(stream).then(
        ({ to, subject = '', text, html, messageId = '' }) => {
          const address = [to ?? []].flat()[0]?.text ?? '';
          letters.push({ to: address, subject, text: text ?? '', html: html || '', messageId });
          waiting.forEach((look) => look());
          done();
        },
        (error: unknown) => done(error as Error),
      );
    },
  });
  // A node that is killed while it hands over a letter resets its connection.
  server.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') console.error(error);
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;

  const find = (to: string): Letter | undefined => letters.findLast((letter) => letter.to === to && !taken.has(letter));

  return {
    url: `smtp://127.0.0.1:${port}`,
    letters,
    async take(to) {
      for (let letter = find(to); ; letter = find(to)) {
        if (letter) {
          taken.add(letter);
          return letter;
        }
        await new Promise<void>((resolve) => {
          waiting.add(resolve);
        });
      }
    },
    refuse: (code) => void (refusal = code),
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
