import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  /** The header block as it came. */
  readonly head: string;
  readonly body: string;
}

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/**
 * One kept-alive HTTP/1.1 connection, one request at a time. Of HTTP it knows no more than the servers here answer:
 * generator and servers share the processors, and a complete client would take from the servers what it costs.
 */
export class Connection {
  readonly #port: number;
  #socket: Socket | undefined;
  #received = '';
  #waiting: Waiting | undefined;

  /** @param port of 127.0.0.1 */
  constructor(port: number) {
    this.#port = port;
  }

  /** @param head request line and headers, each line ended; without Host and Content-Length */
  async send(head: string, body = ''): Promise<Answer> {
    const socket = this.#socket ?? (await this.#open());
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      const length = body === '' ? '' : `Content-Length: ${Buffer.byteLength(body)}\r\n`;
      socket.write(`${head}Host: localhost:${this.#port}\r\n${length}\r\n${body}`);
    });
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  async #open(): Promise<Socket> {
    const socket = connect({ host: '127.0.0.1', port: this.#port, noDelay: true });
    await once(socket, 'connect');
    // One character a byte: lengths in the head are bytes. What is looked at in bodies is ASCII.
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.#receive(text));
    const lost = (error?: unknown): void => {
      if (this.#socket === socket) this.#socket = undefined;
      this.#waiting?.reject(error instanceof Error ? error : new Error('the server closed the connection'));
      this.#waiting = undefined;
    };
    socket.on('error', lost);
    socket.on('close', () => lost());
    this.#socket = socket;
    this.#received = '';
    return socket;
  }

  #receive(text: string): void {
    this.#received += text;
    const answer = completeAnswer(this.#received);
    if (!answer || !this.#waiting) return;
    const { resolve } = this.#waiting;
    this.#waiting = undefined;
    this.#received = '';
    if (/^connection: close/im.test(answer.head)) this.close();
    resolve(answer);
  }
}

/** The answer once all of it is there. */
function completeAnswer(received: string): Answer | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = received.slice(0, end + 2);
  const rest = received.slice(end + 4);
  const status = Number(head.slice(9, 12));
  if (status === 204 || status === 304) return { status, head, body: '' };
  const length = header(head, 'content-length');
  if (length !== undefined) {
    return rest.length < Number(length) ? undefined : { status, head, body: rest.slice(0, Number(length)) };
  }
  if (header(head, 'transfer-encoding') !== 'chunked') throw new Error(`an answer of unknown length:\n${head}`);
  return rest.endsWith('0\r\n\r\n') ? { status, head, body: joined(rest) } : undefined;
}

function joined(chunked: string): string {
  let body = '';
  for (let at = 0; ;) {
    const line = chunked.indexOf('\r\n', at);
    const size = Number.parseInt(chunked.slice(at, line), 16);
    if (!(size > 0)) return body;
    body += chunked.slice(line + 2, line + 2 + size);
    at = line + 4 + size;
  }
}

/** The first header of that name, which is in lower case. */
export function header(head: string, name: string): string | undefined {
  return new RegExp(`^${name}: *([^\r]*)`, 'im').exec(head)?.[1];
}
