import { styleText } from 'node:util';
import type { Plain } from './errors.ts';

type Style = Parameters<typeof styleText>[0];

const levels: Readonly<Record<string, Style>> = { error: 'red', warn: 'yellow', info: 'green', debug: 'gray' };

/** A log line for people: `12:04:05 POST /token 200 12 ms  client=demo`. */
export function prettyLine(at: Date, level: string, message: string, fields: Plain, coloured: boolean): string {
  const paint = (style: Style, text: string) => (coloured ? styleText(style, text, { validateStream: false }) : text);
  const { method, path, status, duration, requestId, stack, ...others } = fields;
  const request = method !== undefined && status !== undefined;
  const what = request
    ? [method, path, paint(colourOf(Number(status)), String(status)), paint('gray', `${duration} ms`)].join(' ')
    : message;
  const rest = Object.entries(others).map(([name, value]) => `${paint('gray', `${name}=`)}${value}`);
  const failed = level === 'error' || level === 'warn';
  return [
    paint('gray', at.toTimeString().slice(0, 8)),
    ...(request && !failed ? [] : [paint(levels[level] ?? 'gray', level)]),
    what,
    ...(rest.length > 0 ? ['', rest.join(' ')] : []),
    // The reference number of a request is only worth the place where something went wrong.
    ...(failed && requestId !== undefined ? [`${paint('gray', 'requestId=')}${requestId}`] : []),
    ...(stack === undefined ? [] : [`\n    ${paint('gray', String(stack).replaceAll(' | ', '\n    '))}`]),
  ].join(' ');
}

function colourOf(status: number): Style {
  if (status >= 500) return 'red';
  return status >= 400 ? 'yellow' : 'green';
}
