import { maxHeaderSize, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** Of what Node cannot read as a request, by the codes of its errors; anything else is malformed. */
const refusals: Readonly<Record<string, readonly [status: number, text: string]>> = {
  HPE_HEADER_OVERFLOW: [431, `The address and the headers of a request may have ${maxHeaderSize / 1024} KiB together.`],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'The body of the request has too much around it.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request took too long to arrive.'],
};
const malformed = [400, 'This is no HTTP request that can be read.'] as const;

/**
 * Answers what Node cannot read as a request, in words, and ends the connection: Node itself would answer with nothing but
 * the status. There is no request and no response then, so what is said is written to the socket as it stands.
 * @param underWay whether an answer has begun on the connection: what was written now would become part of it
 */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex, underWay: boolean): void {
  if (error.code === 'ECONNRESET' || !socket.writable || underWay) return void socket.destroy();
  const [status, text] = refusals[error.code ?? ''] ?? malformed;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${text.length + 1}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  // Destroyed then: who does not close their side would keep the socket.
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}\n`, () => socket.destroy());
}
