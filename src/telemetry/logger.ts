import { Writable } from 'node:stream';
import { createLogger, format as formats, transports, type LogEntry } from 'winston';
import type { Plain } from './errors.ts';
import { plainFields } from './fields.ts';
import { line } from './line.ts';
import { byTurn } from '../by-turn.ts';
import { prettyLine } from './pretty.ts';

export type Level = 'error' | 'warn' | 'info' | 'debug';

/** What goes with a message. Only fields of the allow-list are written, as they are at the end of the turn; an Error goes under `error`. */
export type Fields = Readonly<Record<string, unknown>>;

/** The one log. Messages are fixed texts: whatever varies is a field. */
export type Log = Readonly<Record<Level, (message: string, fields?: Fields) => void>> & {
  /** Whether lines of this level are written: for fields that cost something to gather. */
  writes(level: Level): boolean;
};

/** How winston hands a finished line from the format to the transport. */
const finished = Symbol.for('message');

/**
 * Makes the log: one line each, JSON for machines or coloured for people.
 *
 * @param options.stream where lines go; default stdout
 * @param options.dropped is told the name of each field that is not on the allow-list
 */
export function createLog(options: {
  readonly level: Level;
  readonly format: 'json' | 'pretty';
  readonly stream?: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly dropped?: (field: string) => void;
}): Log {
  const { level, format, stream = process.stdout, dropped = () => undefined } = options;
  const coloured = (stream.isTTY ?? false) && !process.env.NO_COLOR;
  const lineOf = (at: Date, of: string, message: string, fields: Plain): string =>
    format === 'json'
      ? JSON.stringify({ time: at.toISOString(), level: of, message, ...fields })
      : prettyLine(at, of, message, fields, coloured);

  let piece = '';
  const lines = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      piece += text;
      done();
    },
  });
  const logger = createLogger({
    level,
    format: formats((info) =>
      Object.assign(info, {
        [finished]: lineOf(
          info.at as Date,
          info.level,
          line(String(info.message), 300),
          plainFields(info.fields as Fields, dropped),
        ),
      }),
    )(),
    transports: new transports.Stream({ stream: lines, eol: '\n' }),
  });
  const gather = byTurn<LogEntry>((entries) => {
    entries.forEach(write);
    // One call of the operating system for all of them: to a file or a pipe it holds everything up.
    stream.write(piece);
    piece = '';
  });

  /** Nobody is there any more to hear that a line cannot be made, and the others of its turn are not to go with it. */
  function write(entry: LogEntry): void {
    try {
      logger.log(entry);
    } catch {
      const { at, fields } = entry as LogEntry & { readonly at: Date; readonly fields: Fields };
      const { requestId } = fields;
      logger.log({ level: 'error', message: 'a line could not be made', fields: { requestId }, at });
    }
  }

  const note =
    (of: Level) =>
    (message: string, fields: Fields = {}): void => {
      if (logger.isLevelEnabled(of)) gather({ level: of, message, fields, at: new Date() });
    };
  return {
    error: note('error'),
    warn: note('warn'),
    info: note('info'),
    debug: note('debug'),
    writes: (of) => logger.isLevelEnabled(of),
  };
}
