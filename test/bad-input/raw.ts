import { connect } from 'node:net';

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  /** By lower-case name; a header that came several times has several values. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
  /** Milliseconds from the first byte sent to the last one received. */
  readonly took: number;
}

export interface RawRequest {
  readonly method?: string;
  /** As it stands in the request line: nothing is encoded, nothing is mended. */
  readonly target: string;
  /** Lines as they are; one character is one byte. */
  readonly headers?: readonly string[];
  /** Given, a Content-Length goes with it unless the headers have one or name a transfer coding. */
  readonly body?: string | Buffer;
}

/** After so many milliseconds a request counts as hung. */
const patience = 20_000;

/** Sends a request that a well-behaved client would never send. @throws Error when it hangs, or no answer comes */
export function sendRaw(issuer: string, request: RawRequest): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(issuer);
  const { method = 'GET', target, headers = [], body } = request;
  const content = body === undefined ? undefined : Buffer.from(body);
  const has = (name: string): boolean => headers.some((line) => line.toLowerCase().startsWith(`${name}:`));
  const head = [
    `${method} ${target} HTTP/1.1`,
    ...(has('host') ? [] : [`Host: ${host}`]),
    ...headers,
    ...(has('connection') ? [] : ['Connection: close']),
    ...(content && !has('content-length') && !has('transfer-encoding') ? [`Content-Length: ${content.length}`] : []),
  ].join('\r\n');
  return exchange(hostname, Number(port), [Buffer.from(`${head}\r\n\r\n`, 'latin1'), ...(content ? [content] : [])]);
}

/** Sends bytes, and reads what comes until the other side closes. */
export function exchange(host: string, port: number, bytes: readonly Buffer[]): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const received: Buffer[] = [];
    const socket = connect(port, host);
    const hung = setTimeout(() => socket.destroy(new Error('the request hung')), patience);
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    // A server that refuses a body early closes while we still write: what counts is what it answered.
    let broken: Error | undefined;
    socket.on('error', (error) => (broken = error));
    socket.on('close', () => {
      clearTimeout(hung);
      const answer = parse(Buffer.concat(received).toString('utf8'), performance.now() - began);
      if (answer) resolve(answer);
      else reject(broken ?? new Error('no answer came'));
    });
    socket.on('connect', () => {
      for (const part of bytes) socket.write(part);
    });
  });
}

function parse(text: string, took: number): RawAnswer | undefined {
  const [, status, lines = ''] = /^HTTP\/1\.1 (\d{3})[^\r\n]*\r\n([\s\S]*?)\r\n\r\n/.exec(`${text}\r\n\r\n`) ?? [];
  if (status === undefined) return undefined;
  const headers = new Map<string, string[]>();
  for (const line of lines.split('\r\n')) {
    const [name = '', ...value] = line.split(':');
    const key = name.toLowerCase();
    headers.set(key, [...(headers.get(key) ?? []), value.join(':').trim()]);
  }
  const end = text.indexOf('\r\n\r\n');
  return { status: Number(status), headers, body: end < 0 ? '' : text.slice(end + 4), took };
}
