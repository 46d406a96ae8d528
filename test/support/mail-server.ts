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
}

/** A mail server that keeps what it gets. */
export interface MailServer {
  readonly url: string;
  readonly letters: readonly Letter[];
  /** Waits for the next letter to an address that was not taken yet. */
  take(to: string): Promise<Letter>;
  stop(): Promise<void>;
}

export async function mailServer(): Promise<MailServer> {
  const letters: Letter[] = [];
  const taken = new Set<Letter>();
  const waiting = new Set<() => void>();
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, _session, done) {
      simpleParser(stream).then(
        ({ to, subject = '', text, html }) => {
          const address = [to ?? []].flat()[0]?.text ?? '';
          letters.push({ to: address, subject, text: text ?? '', html: html || '' });
          waiting.forEach((look) => look());
          done();
        },
        (error: unknown) => done(error as Error),
      );
    },
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
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
