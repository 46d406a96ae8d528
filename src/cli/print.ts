import Table from 'cli-table3';

export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

export const print = (...lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

/** A table without lines, as wide as its content. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const none = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'];
  const lines = [...none, 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'];
  const table = new Table({
    head: [...head],
    chars: { ...Object.fromEntries(lines.map((line) => [line, ''])), middle: '  ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  table.push(...rows.map((row) => [...row]));
  print(
    ...table
      .toString()
      .split('\n')
      .map((line) => line.trimEnd()),
  );
}

/** Names and values below each other. What is not there, or is a no, is left out. */
export function printFields(fields: Readonly<Record<string, unknown>>): void {
  const rows = Object.entries(fields).flatMap(([name, value]) => {
    const text = inWords(value);
    return text === '' ? [] : [[name, text] as const];
  });
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  print(...rows.map(([name, text]) => `${name.padEnd(width)}  ${text.replaceAll('\n', `\n${' '.repeat(width + 2)}`)}`));
}

function inWords(value: unknown): string {
  if (value === undefined || value === null || value === false) return '';
  if (value === true) return 'yes';
  if (Array.isArray(value)) return value.map(inWords).join('\n');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, inner]) => `${name}: ${inWords(inner) || 'no'}`)
      .join(', ');
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A time as people read it, in UTC. @param seconds since the epoch */
export const time = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('T', ' ').slice(0, 19);
