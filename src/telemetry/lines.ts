import { Writable } from 'node:stream';

/** Lines that wait, by where they go: what a process still holds when it ends is written then. */
const waiting = new Set<() => void>();
process.on('exit', () => waiting.forEach((write) => write()));

/**
 * A stream that passes on the lines of one turn of the event loop in one piece: a write to a file or a pipe is a call of
 * the operating system, and holds everything up.
 */
export function inOnePiece(stream: NodeJS.WritableStream): Writable {
  let lines = '';
  const write = (): void => {
    waiting.delete(write);
    stream.write(lines);
    lines = '';
  };
  return new Writable({
    decodeStrings: false,
    write(line: string, _encoding, done) {
      if (lines === '') {
        waiting.add(write);
        setImmediate(() => {
          if (waiting.has(write)) write();
        });
      }
      lines += line;
      done();
    },
  });
}
